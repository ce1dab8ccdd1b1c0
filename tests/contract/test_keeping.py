"""What a load keeps, what undo, redo and freezing do with it, and that what comes out goes in again."""

import csv
import io
import json

import pytest

from tests.contract.office import HOTLINE, UNITS, Office, found

KEY = ("tickets_received", "dd", "2023-06")
KEYS = ["file", "dataset", "encoding", "status", "rows", "figures", "load", "changes", "errors", "warnings"]


def june(value: object) -> str:
    """A file of one figure."""
    return f"{HOTLINE}2023-06,大队,{value},\n"


def test_a_report_has_the_keys_of_the_contract(office: Office) -> None:
    report = office.load((HOTLINE + "2023-06,大队,5,4\n").encode("gbk"))
    assert list(report) == KEYS
    assert (report["encoding"], report["rows"], report["figures"], report["load"]) == ("gb18030", 1, 2, 2)
    assert report["changes"] == {"added": 2, "changed": 0, "unchanged": 0, "withdrawn": 0}
    assert office.check(june(6))["load"] is None


def test_the_same_figures_again_are_no_load(office: Office) -> None:
    office.load(june(5))
    again = office.load("month,unit,tickets_received\n2023年6月,执法大队,5.0\n".encode("utf-16"))
    assert (again["status"], again["load"], office.status) == ("unchanged", None, 0)
    assert len(json.loads(office.run("history", "--json"))) == 2


def test_any_load_is_undone_and_redone_in_any_order(office: Office) -> None:
    numbers = [office.load(text)["load"] for text in (june(1), june(2), f"{HOTLINE}2023-06,大队,2,2\n")]
    seen = []
    for command, number in (("undo", 1), ("undo", 2), ("redo", 1), ("undo", 0), ("undo", 1), ("redo", 0)):
        office.run(command, str(numbers[number]))
        seen.append(office.values().get(KEY))
    assert seen == [2, 1, 2, 2, None, 1]


def test_a_blank_leaves_a_figure_and_a_word_withdraws_it(office: Office) -> None:
    office.load(june(5))
    office.load(HOTLINE + "2023-06,大队,,4\n")
    assert office.values()[KEY] == 5
    withdrawn = office.load(june("撤销"))
    assert (withdrawn["changes"]["withdrawn"], office.values().get(KEY)) == (1, None)
    office.run("undo", str(withdrawn["load"]))
    assert office.values()[KEY] == 5
    office.load(june(""), "--blank-is-zero")
    assert office.values()[KEY] == 0


def test_one_error_keeps_the_whole_file_out(office: Office) -> None:
    report = office.load(HOTLINE + "2023-06,大队,5,4\n2023-07,大队,x,4\n")
    assert (report["status"], report["load"], office.status, office.values()) == ("refused", None, 1, {})


def test_part_and_whole_are_judged_on_the_state_after_the_load(office: Office) -> None:
    office.load("月份,单位,上月结转数,受理工单数\n2023-06,大队,0,10\n")
    closed = "月份,单位,办结工单数\n2023-06,大队,{}\n"
    assert found(office.load(closed.format(11)), "errors") == [(2, "办结工单数", "11", "part_exceeds_whole")]
    assert office.load(closed.format(10))["status"] == "ok"
    assert found(office.load(june(9)), "errors") == [(2, "受理工单数", "9", "part_exceeds_whole")]
    assert office.load(HOTLINE + "2023-06,大队,9,9\n")["status"] == "ok"


def test_a_frozen_month_only_takes_what_stays_the_same(office: Office) -> None:
    first = office.load(HOTLINE + "2023-05,大队,5,\n2023-06,大队,5,\n2023-07,大队,5,\n")["load"]
    office.run("freeze", "2023-06", "--by", "李", "--why", "月结")
    assert office.load(HOTLINE + "2023-06,大队,5,\n")["status"] == "unchanged"
    assert office.load(HOTLINE + "2023-06,大队,5,\n2023-07,大队,6,\n")["status"] == "ok"
    for text in (june(6), june("撤销"), june("5余"), HOTLINE + "2023-05,局机关,1,\n"):
        assert [code for *_, code in found(office.load(text), "errors")] == ["frozen_period"]
    assert "frozen_period" in office.run("undo", str(first))
    assert office.status == 1
    office.run("unfreeze", "2023-06")
    assert office.load(june(6))["status"] == "ok"
    assert office.load(HOTLINE + "2023-05,大队,6,\n")["status"] == "refused"


def test_a_frozen_month_is_not_changed_by_redo(office: Office) -> None:
    office.load(june(5))
    later = str(office.load(june(6))["load"])
    office.run("undo", later)
    office.run("freeze", "2023-06")
    assert "frozen_period" in office.run("redo", later)
    assert (office.status, office.values()[KEY]) == (1, 5)


def test_bad_rows_left_out_can_be_mended_and_loaded(office: Office) -> None:
    office.load(HOTLINE + "2023-06,大队,x,1\n2023-06,局机关,5,4\n2023-07,局机关,5,-3\n", "--skip-bad-rows")
    assert (office.status, len(office.values())) == (0, 2)
    (left_out,) = office.folder.glob("*.rejected.csv")
    text = left_out.read_text("utf-8-sig")
    assert "not_a_number" in text
    assert "negative" in text
    mended = office.load(text.replace(",x,", ",7,").replace("-3,", "3,"))
    assert (mended["status"], mended["rows"], office.values()[KEY]) == ("ok", 2, 7)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_template_filled_with_current_figures_changes_nothing(office: Office, form: str) -> None:
    office.load(HOTLINE + "2023-06,大队,1000余,4\n2023-07,机关,0,0\n")
    path = office.folder / f"模板.{form}"
    office.run("template", "hotline", "--year", "2023", "--filled", "-o", path)
    report = json.loads(office.run("load", path, "--json"))
    assert (report["status"], report["errors"]) == ("unchanged", [])


def test_what_is_exported_loads_into_another_office(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    office.load(HOTLINE + "2023-06,大队,1000余,4\n2023-07,机关,0,0\n")
    office.load("月份,单位,培训学时\n2023-06,大队,1.25\n")
    exported = office.run("figures")
    assert exported.startswith("\ufeff数据集,指标,单位,月份,数值,约数")
    folder = tmp_path_factory.mktemp("other")
    other = Office(folder, folder / "warehouse")
    other.load(UNITS)
    assert {one["status"] for one in other.load(exported)} == {"ok"}
    without_load = [{**one, "load": 0} for one in office.figures()]
    assert [{**one, "load": 0} for one in other.figures()] == without_load
    assert {one["status"] for one in office.load(exported)} == {"unchanged"}


def test_no_export_lets_a_cell_run_as_a_formula(office: Office) -> None:
    units = UNITS + "=x,=cmd,b,@al;+y,\n"
    office.load(units, name="单位.csv")
    office.load(HOTLINE + "2023-06,=cmd,5,\n")
    for words in (("figures",), ("template", "units", "--filled"), ("template", "hotline", "--year", "2023")):
        exported = office.run(*words)
        cells = [cell for row in csv.reader(io.StringIO(exported)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")]
        assert office.load(exported)["status"] == "unchanged"


def test_figures_stand_in_the_order_of_the_contract(office: Office) -> None:
    office.load(HOTLINE + "2023-07,大队,1,1\n2023-06,大队,1,1\n2023-06,b,1,1\n")
    office.load("月份,单位,办理案件数\n2022-06,大队,1\n")
    keys = ("dataset", "indicator", "unit", "month")
    rows = [tuple(one[key] for key in keys) for one in office.figures()]
    assert rows == sorted(rows)
    assert list(office.figures()[0]) == [*keys, "value", "approximate", "load"]


def test_a_folder_loads_units_then_targets_then_figures(office: Office) -> None:
    office.write("月份,单位,受理工单数\n2023-06,新队,5\n", "folder/a.csv")
    office.write("年度,指标,单位,年度目标,依据\n2023,集体学法次数,新队,5,文\n", "folder/b.csv")
    office.write("单位代码,单位名称,上级单位\nx,新队,b\n", "folder/below/z.csv")
    reports = json.loads(office.run("load", office.folder / "folder", "--json"))
    assert [(one["dataset"], one["status"], one["load"]) for one in reports] == [
        ("units", "ok", 2), ("targets", "ok", 3), ("hotline", "ok", 4),
    ]  # fmt: skip
    office.write(june("x"), "folder/c.csv")
    office.run("load", office.folder / "folder", "--json")
    assert office.status == 1


def test_wrong_usage_and_files_that_are_not_there_end_with_2(office: Office) -> None:
    for words in (
        ("check", "nowhere.csv"), ("undo", "99"), ("undo", "x"), ("freeze", "2023-13"),
        ("template", "weather"), ("figures", "--unit", "火星"), ("restore", "nowhere"),
        ("check",), ("weather",),
    ):  # fmt: skip
        office.run(*words)
        assert (words, office.status) == (words, 2)
    office.run("load", office.write(june("x")), "nowhere.csv")
    assert office.status == 2


def test_a_warehouse_that_cannot_be_used_ends_with_3(office: Office) -> None:
    for path in office.warehouse.rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged" * 100)
    for words in (("figures",), ("history",), ("undo", "1"), ("load", office.write(june(5)))):
        office.run(*words)
        assert (words, office.status) == (words, 3)
