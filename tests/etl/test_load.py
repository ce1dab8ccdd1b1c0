"""Loading: what a file changes, what it leaves, and that it is all or nothing."""

import hashlib

import pytest

from etl.load.history import read_history, read_load_changes
from tests.etl.desk import CLOSED, RECEIVED, Desk, codes, errors, hotline, originals_of


def test_a_file_becomes_figures(desk: Desk) -> None:
    outcome = desk.load(hotline("2023-06,甲大队,100,90", "2023-06,乙大队,50,40"))
    assert (outcome.status, outcome.load) == ("ok", 2)
    assert desk.figures() == {
        (RECEIVED, "a", "2023-06"): 100,
        (CLOSED, "a", "2023-06"): 90,
        (RECEIVED, "b", "2023-06"): 50,
        (CLOSED, "b", "2023-06"): 40,
    }


def test_an_approximate_figure_keeps_its_word(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,近1000,900余"))
    assert desk.whole_figures() == {
        (RECEIVED, "a", "2023-06"): (1000, "近", 2),
        (CLOSED, "a", "2023-06"): (900, "余", 2),
    }


def test_one_bad_cell_refuses_the_whole_file(desk: Desk) -> None:
    outcome = desk.load(hotline("2023-06,甲大队,100,90", "2023-06,乙大队,abc,40"))
    assert (outcome.status, outcome.load) == ("refused", None)
    assert errors(outcome) == [("not_a_number", 3, "受理工单数")]
    assert desk.figures() == {}


def test_a_refused_file_leaves_no_original_and_no_version(desk: Desk) -> None:
    before = desk.warehouse.version()
    kept = sorted(originals_of(desk.warehouse).glob("*"))
    assert desk.load(hotline("2023-06,甲大队,abc,90")).status == "refused"
    assert desk.warehouse.version() == before
    assert sorted(originals_of(desk.warehouse).glob("*")) == kept


def test_the_same_figures_in_another_format_change_nothing(desk: Desk) -> None:
    assert desk.load(hotline("2023-06,甲大队,100,90")).load == 2
    again = desk.load(
        "办结工单数（件）;受理工单数;单位;月份\r\n90件;１００;a;2023年6月\r\n".encode("gb18030")
    )
    assert (again.status, again.load) == ("unchanged", None)


def test_figures_that_differ_only_in_their_word_are_changed(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    assert desk.load(hotline("2023-06,甲大队,100余,90")).preview.tables[0].changes.as_json() == {
        "added": 0, "changed": 1, "unchanged": 1, "withdrawn": 0,
    }  # fmt: skip


def test_a_blank_cell_leaves_the_earlier_figure(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    assert desk.load(hotline("2023-06,甲大队,120,")).status == "ok"
    assert desk.figures() == {
        (RECEIVED, "a", "2023-06"): 120,
        (CLOSED, "a", "2023-06"): 90,
    }


def test_a_withdrawn_figure_is_gone_and_comes_back_by_undo(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    outcome = desk.load(hotline("2023-06,甲大队,,撤销"))
    assert outcome.preview.tables[0].changes.withdrawn == 1
    assert desk.figures() == {(RECEIVED, "a", "2023-06"): 100}
    desk.undo(3)
    assert desk.figures()[CLOSED, "a", "2023-06"] == 90


def test_withdrawing_what_was_never_reported_changes_nothing(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    assert desk.load(hotline("2023-05,甲大队,撤销,撤销")).status == "unchanged"


def test_a_load_keeps_figures_it_did_not_change(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,甲大队,100,95"))
    desk.undo(2)
    assert desk.whole_figures() == {
        (RECEIVED, "a", "2023-06"): (100, "", 3),
        (CLOSED, "a", "2023-06"): (95, "", 3),
    }


def test_the_original_bytes_are_kept_under_their_fingerprint(desk: Desk) -> None:
    content = hotline("2023-06,甲大队,100,90").encode("gb18030")
    desk.load(content)
    with desk.warehouse.read() as connection:
        sha256 = read_history(connection)["sha256"].iloc[-1]
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert (originals_of(desk.warehouse) / sha256).read_bytes() == content


def test_a_load_is_recorded_with_its_counts_and_months(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,100,90", "2023-06,甲大队,80,"))
    with desk.warehouse.read() as connection:
        last = read_history(connection).iloc[-1]
    assert (last["loaded_by"], last["file"], list(last["datasets"])) == ("李四", "月报.csv", ["hotline"])
    assert (last["rows"], last["figures"], last["added"], last["state"]) == (2, 3, 3, "active")
    assert (f"{last['first_month']:%Y-%m}", f"{last['last_month']:%Y-%m}") == ("2023-05", "2023-06")


def test_a_confirmed_preview_is_what_gets_loaded(desk: Desk) -> None:
    seen = desk.preview(hotline("2023-06,甲大队,100,90"))
    assert desk.confirm(seen).load == 2


def test_a_preview_that_another_load_made_wrong_is_shown_anew(desk: Desk) -> None:
    seen = desk.preview(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,甲大队,70,60"))
    outcome = desk.confirm(seen)
    assert (outcome.status, outcome.load) == ("moved", None)
    assert list(outcome.preview.figure_changes["kind"]) == ["changed", "changed"]
    assert desk.figures()[RECEIVED, "a", "2023-06"] == 70
    assert desk.confirm(outcome.preview).status == "ok"


def test_a_preview_that_another_load_left_right_is_loaded(desk: Desk) -> None:
    seen = desk.preview(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,乙大队,70,60"))
    assert desk.confirm(seen).status == "ok"


def test_changes_show_old_and_new(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    changes = desk.preview(hotline("2023-06,甲大队,100,约95")).figure_changes
    changed = changes[changes["kind"] == "changed"].iloc[0]
    assert (changed["indicator"], changed["unit"], f"{changed['month']:%Y-%m}") == (
        CLOSED,
        "a",
        "2023-06",
    )
    assert (changed["old"], changed["new"], changed["old_word"], changed["new_word"]) == (90, 95, "", "约")


def test_changes_stand_by_month_then_unit_then_column_as_people_read_them(desk: Desk) -> None:
    desk.load("单位代码,单位名称,上级单位\nz,执法支队,root\nc,丙站,z\n")
    rows = [
        f"{month},{unit},9,8" for unit in ("丙站", "执法支队", "甲大队") for month in ("2023-06", "2023-05")
    ]
    changes = desk.preview(hotline(*rows)).figure_changes
    order = [(f"{month:%m}", unit, column) for month, unit, column in
             zip(changes["month"], changes["unit"], changes["indicator"], strict=True)]  # fmt: skip
    assert order == [
        (month, unit, column)
        for month in ("05", "06") for unit in ("z", "a", "c") for column in (RECEIVED, CLOSED)
    ]  # fmt: skip
    desk.load(hotline(*rows))
    with desk.warehouse.read() as connection:
        later = read_load_changes(connection, desk.catalogue, 3)
    assert list(later["unit"]) == list(changes["unit"])
    assert list(later["indicator"]) == list(changes["indicator"])


def test_the_tables_of_one_workbook_are_one_load(desk: Desk, workbook) -> None:
    content = workbook(
        {
            "单位": [["单位代码", "单位名称", "上级单位"], ["c", "丙科", "root"]],
            "热线": [["月份", "单位", "受理工单数"], ["2023-06", "丙科", 9]],
            "说明": [["这里写说明"]],
        }
    )
    outcome = desk.load(content, "月报.xlsx")
    assert (outcome.status, outcome.load) == ("ok", 2)
    assert desk.figures() == {(RECEIVED, "c", "2023-06"): 9}


def test_one_bad_table_refuses_the_whole_workbook(desk: Desk, workbook) -> None:
    content = workbook(
        {
            "热线": [["月份", "单位", "受理工单数"], ["2023-06", "甲大队", 9]],
            "信访": [["月份", "单位", "来信"], ["2023-06", "甲大队", -1]],
        }
    )
    assert desk.load(content, "月报.xlsx").status == "refused"
    assert desk.figures() == {}


def test_a_figure_in_two_tables_of_a_file_is_a_duplicate(desk: Desk, workbook) -> None:
    rows = [["月份", "单位", "受理工单数"], ["2023-06", "甲大队", 9]]
    outcome = desk.load(workbook({"一": rows, "二": rows}), "月报.xlsx")
    assert errors(outcome) == [("duplicate_row", 2, "受理工单数")]


@pytest.mark.parametrize("cell", ["内部资料 秘密★", "330102199001011234", "13800138000"])
def test_nothing_is_kept_of_a_file_that_may_not_be_here(desk: Desk, cell: str) -> None:
    kept = sorted(originals_of(desk.warehouse).glob("*"))
    outcome = desk.load(
        hotline(f"2023-06,甲大队,100,90,{cell}", header="月份,单位,受理工单数,办结工单数,备注")
    )
    assert outcome.status == "refused"
    assert set(codes(outcome)) & {"classified", "personal_data"}
    assert sorted(originals_of(desk.warehouse).glob("*")) == kept


class TestSkippingBadRows:
    """With skip_bad_rows the good rows are loaded and the bad ones come back in a file."""

    def test_good_rows_are_loaded(self, desk: Desk) -> None:
        text = hotline("2023-05,甲大队,100,90", "2023-06,甲大队,abc,40", "2023-13,甲大队,1,1")
        outcome = desk.load(text, skip_bad_rows=True)
        assert (outcome.status, outcome.load, len(outcome.preview.rejected)) == ("ok", 2, 2)
        assert set(desk.figures()) == {
            (RECEIVED, "a", "2023-05"),
            (CLOSED, "a", "2023-05"),
        }

    def test_rows_left_out_can_be_mended_and_loaded(self, desk: Desk) -> None:
        text = "2023年热线月报表\n" + hotline("5月,甲大队,100,90", "6月,甲大队,10x,4", "7月,甲大队,5,-6")
        mended = desk.rejected(text).replace("10x", "10").replace("'-6", "6")
        assert desk.load(mended).status == "ok"
        assert desk.figures() == {
            (RECEIVED, "a", "2023-06"): 10,
            (CLOSED, "a", "2023-06"): 4,
            (RECEIVED, "a", "2023-07"): 5,
            (CLOSED, "a", "2023-07"): 6,
        }

    def test_each_row_left_out_says_why(self, desk: Desk) -> None:
        lines = desk.rejected(hotline("2023-05,甲大队,9,8", "2023-06,甲大队,10x,4")).splitlines()
        assert lines[0] == "月份,单位,受理工单数,办结工单数,备注"
        assert lines[1].startswith("2023-06,甲大队,10x,4,")
        assert "not_a_number" in lines[1]

    def test_a_part_over_its_whole_is_left_out_too(self, desk: Desk) -> None:
        header = "月份,单位,办结工单数,按时办结数"
        outcome = desk.load(
            hotline("2023-05,甲大队,9,8", "2023-06,甲大队,4,5", header=header), skip_bad_rows=True
        )
        assert outcome.status == "ok"
        assert [(bad.row) for bad in outcome.preview.rejected] == [3]
        assert "part_exceeds_whole" in outcome.preview.rejected[0].reasons[0]
        assert {month for _, _, month in desk.figures()} == {"2023-05"}

    def test_a_file_of_bad_rows_only_is_refused(self, desk: Desk) -> None:
        assert desk.load(hotline("2023-06,甲大队,x,y"), skip_bad_rows=True).status == "refused"

    def test_a_fault_of_the_whole_table_is_refused(self, desk: Desk) -> None:
        text = hotline("2023-06,甲大队,1,1", header="月份,单位,受理工单数,受理量")
        assert desk.load(text, skip_bad_rows=True).status == "refused"

    def test_a_formula_among_the_rejected_cells_stays_text(self, desk: Desk) -> None:
        assert "'=1+1" in desk.rejected(hotline("2023-05,甲大队,9,8", "2023-06,=1+1,10,4"))
