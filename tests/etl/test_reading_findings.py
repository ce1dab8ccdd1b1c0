"""Every finding names its row as Excel counts, its column and value, and what would be right."""

import pytest

from domain.finding import Finding
from tests.etl.sheets import HEADER, TABLE, as_text, as_xlsx, errors, figures, findings, read, warnings


def only(content: str, code: str, **options: object) -> Finding:
    """The one finding of this code."""
    (finding,) = [one for one in findings(read(content, **options)) if one.code == code]
    return finding


def test_every_bad_cell_is_named_at_once() -> None:
    text = "月份,单位,受理工单数,办结工单数\n2023-06,局,abc,-1\n,局机关,1.5,\n2023-13,综合执法大队,1,x\n"
    assert errors(read(text)) == [
        ("unknown_unit", 2, "单位"),
        ("not_a_number", 2, "受理工单数"),
        ("negative", 2, "办结工单数"),
        ("bad_month", 3, "月份"),
        ("not_whole", 3, "受理工单数"),
        ("bad_month", 4, "月份"),
        ("not_a_number", 4, "办结工单数"),
    ]


def test_the_column_is_named_as_the_file_heads_it() -> None:
    assert errors(read("月份,单位,受理量（件）\n2023-06,局机关,x\n")) == [("not_a_number", 2, "受理量（件）")]


def test_a_message_says_what_would_be_right() -> None:
    assert "整数（件）" in only(as_text([HEADER, ["2023-06", "局机关", "x", "", ""]]), "not_a_number").message


def test_a_line_names_file_row_column_value_message_and_code() -> None:
    line = only("月份,单位,受理工单数\n2023-06,局机关,-3\n", "negative").as_line("月报.csv")
    assert line.startswith("月报.csv:2 受理工单数 -3 — ")
    assert line.endswith("(negative)")


def test_an_unknown_unit_names_the_nearest() -> None:
    finding = only("月份,单位,受理工单数\n2023-06,综合执法队,1\n", "unknown_unit")
    assert (finding.row, finding.column, finding.value) == (2, "单位", "综合执法队")
    assert "综合执法大队" in finding.message


def test_an_unknown_column_is_a_warning_that_names_the_nearest() -> None:
    finding = only("月份,单位,受理工单数,办结工单书\n2023-06,局机关,1,2\n", "unknown_column")
    assert (finding.severity, finding.row, finding.column) == ("warning", 1, "办结工单书")
    assert "办结工单数" in finding.message


def test_a_cumulative_column_is_not_taken_for_the_month() -> None:
    file = read("月份,单位,受理工单数,办结工单数（累计）\n2023-06,局机关,1,2\n")
    assert warnings(file) == [("unknown_column", 1, "办结工单数（累计）")]
    assert list(figures(file)) == [("tickets_received", "office", "2023-06")]


def test_values_under_a_blank_header_are_not_passed_over_in_silence() -> None:
    assert warnings(read("月份,单位,,受理工单数\n2023-06,局机关,7,1\n")) == [("unknown_column", 1, None)]


def test_two_headers_of_one_meaning_are_ambiguous() -> None:
    file = read("月份,单位,受理工单数,受理量\n2023-06,局机关,1,2\n")
    assert errors(file) == [("ambiguous_column", 1, "受理量")]


def test_the_same_month_and_unit_twice_is_found_however_spelt() -> None:
    text = "月份,单位,受理工单数\n2023-06,综合执法大队,1\n2023年6月,执法 大队,2\n2023.06,brigade,3\n"
    file = read(text)
    assert errors(file) == [("duplicate_row", 3, "月份"), ("duplicate_row", 4, "月份")]
    assert "第 2 行" in file.tables[0].findings[0].message


def test_a_month_to_come_cannot_be_reported() -> None:
    file = read("月份,单位,受理工单数\n2024-03,局机关,1\n2024-04,局机关,1\n")
    assert errors(file) == [("future_month", 3, "月份")]


def test_a_row_prepared_for_a_month_to_come_and_left_blank_is_no_fault() -> None:
    file = read("月份,单位,受理工单数\n2024-03,局机关,1\n2024-12,局机关,\n")
    assert findings(file) == []


@pytest.mark.parametrize("cell", ["", "—", "x", "6月", "13月", "2023-13"])
def test_a_month_that_is_none_is_an_error(cell: str) -> None:
    assert errors(read(f"月份,单位,受理工单数\n{cell},局机关,1\n")) == [("bad_month", 2, "月份")]


def test_a_row_with_figures_is_no_note_whatever_its_first_cell_says() -> None:
    text = "备注,月份,单位,受理工单数\n,2023-06,局机关,1\n注：补报,,局机关,5\n"
    assert errors(read(text)) == [("bad_month", 3, "月份")]


def test_a_unit_as_a_heading_over_its_rows_wins_over_the_title() -> None:
    text = "填报单位：局机关\n月份,受理工单数\n综合执法大队,\n2023-06,5\n"
    assert figures(read(text)) == {("tickets_received", "brigade", "2023-06"): (5, "")}


def test_a_blank_unit_is_an_error() -> None:
    assert errors(read("月份,单位,受理工单数\n2023-06,,1\n")) == [("unknown_unit", 2, "单位")]


def test_a_total_that_differs_is_a_warning_with_both_numbers() -> None:
    finding = only(as_text([*TABLE, ["合计", "", "2597", "2406", "16"]]), "total_mismatch")
    assert (finding.severity, finding.row, finding.column) == ("warning", 6, "办结工单数")
    assert finding.value == "2406"
    assert "2406" in finding.message and "2405" in finding.message


def test_a_subtotal_sums_the_rows_since_the_last_one() -> None:
    table = [*TABLE[:3], ["小计", "", "2180", "2000", "7"], *TABLE[3:], ["小计", "", "2597", "405", "9"]]
    assert warnings(read(as_text(table))) == [("total_mismatch", 7, "受理工单数")]


def test_a_total_above_its_rows_sums_those_below() -> None:
    right = [HEADER, ["合计", "", "2597", "2405", "16"], *TABLE[1:]]
    wrong = [HEADER, ["合计", "", "2598", "2405", "16"], *TABLE[1:]]
    assert warnings(read(as_text(right))) == []
    assert warnings(read(as_text(wrong))) == [("total_mismatch", 2, "受理工单数")]


def test_a_total_of_a_month_or_unit_sums_its_rows_wherever_they_stand() -> None:
    rows = [["月份", "单位", "受理工单数"], ["2023-05", "执法大队", "36"], ["2023-06", "执法大队", "30"]]
    rows += [["2023-05", "局机关", "12"], ["2023-06", "局机关", "10"]]
    right = [
        ["2023-05", "合计", "48"],
        ["2023-06", "合计", "40"],
        ["合计", "局机关", "22"],
        ["总计", "", "88"],
    ]
    assert warnings(read(as_text([*rows, *right]))) == []
    found = only(as_text([*rows, ["2023-05", "合计", "48"], ["2023-06", "合计", "39"]]), "total_mismatch")
    assert (found.row, "39" in found.message, "40" in found.message) == (7, True, True)


@pytest.mark.parametrize("said", ["25", "0"])
def test_a_total_of_a_unit_without_rows_sums_all_rows(said: str) -> None:
    rows = [["月份", "单位", "受理工单数"], ["2023-06", "执法大队", "14"], ["2023-06", "局机关", "10"]]
    found = only(as_text([*rows, ["合计", "示例局", said]]), "total_mismatch")
    assert "24" in found.message
    assert warnings(read(as_text([*rows, ["合计", "示例局", "24"]]))) == []


def test_a_subtotal_above_its_rows_sums_those_to_the_next() -> None:
    rows = [["单位", "受理工单数"], ["小计", "5"], ["局机关", "5"], ["小计", "4"], ["执法大队", "4"]]
    assert warnings(read("2023年6月\n" + as_text([*rows, ["合计", "9"]]))) == []


def test_a_total_is_never_a_figure() -> None:
    assert ("tickets_received", "root", "2023-05") not in figures(
        read(as_text([HEADER, ["2023-05", "示例局合计", "9", "9", "9"]]))
    )


def test_a_row_with_more_cells_than_the_header_has_slipped() -> None:
    file = read("月份,单位,受理工单数,办结工单数\n2023-06,局机关,2,168,5\n")
    assert errors(file) == [("bad_value", 2, None)]
    assert "千分位" in file.tables[0].findings[0].message


def test_without_any_figure_a_column_is_missing() -> None:
    file = read("月份,单位,备注\n2023-06,局机关,x\n", dataset="hotline")
    assert errors(file) == [("missing_column", None, None)]


@pytest.mark.parametrize("content", ["", "\n\n", ",,\n", "\ufeff"])
def test_an_empty_file_says_so(content: str) -> None:
    assert errors(read(content)) == [("empty_file", None, None)]


@pytest.mark.parametrize(
    "content",
    ["月份,单位,受理工单数\n", "2023年\n月份,单位,受理工单数\n,,\n合计,,0\n制表人：张三,,\n"],
)
def test_a_header_without_data_rows_is_an_empty_file(content: str) -> None:
    assert errors(read(content)) == [("empty_file", None, None)]


def test_headers_of_two_datasets_are_refused_with_what_was_read() -> None:
    finding = only("月份,单位,受理工单数,办理案件数\n2023-06,局机关,1,2\n", "unknown_dataset")
    assert finding.row is None
    for word in ("受理工单数", "办理案件数", "12345热线", "执法案件"):
        assert word in finding.message


def test_a_header_that_fits_two_datasets_is_settled_by_the_choice() -> None:
    text = "月份,单位,办结数\n2023-06,局机关,1\n"
    assert errors(read(text)) == [("unknown_dataset", None, None)]
    assert list(figures(read(text, dataset="petitions"))) == [("petitions_closed", "office", "2023-06")]
    assert list(figures(read(text, dataset="hotline"))) == [("tickets_closed", "office", "2023-06")]


def test_another_header_settles_an_ambiguous_one() -> None:
    text = "月份,单位,受理量,办结数\n2023-06,局机关,1,1\n"
    assert read(text).tables[0].dataset == "hotline"


def test_a_choice_that_a_turned_table_contradicts_is_refused() -> None:
    text = "指标,2023-01\n办理案件数,1\n"
    assert errors(read(text, dataset="targets", unit="局机关")) == [("unknown_dataset", None, None)]


def test_a_choice_that_the_headers_contradict_is_refused() -> None:
    assert errors(read(as_text(TABLE), dataset="cases")) == [("unknown_dataset", None, None)]


def test_a_file_of_something_else_is_refused_with_its_headers() -> None:
    assert "姓氏" in only("姓氏,年龄\n张,3\n", "unknown_dataset").message


def test_an_open_quote_names_its_row() -> None:
    assert errors(read('月份,单位,受理工单数\n2023-06,局机关,"1\n')) == [("unreadable", 2, None)]


def test_a_row_keeps_every_reason_and_its_cells() -> None:
    (bad,) = read("月份,单位,受理工单数\n2023-05,局机关,1\n6月,局,x\n").tables[0].bad_rows
    assert (bad.row, bad.cells) == (3, ("6月", "局", "x"))
    assert len(bad.reasons) == 3


def test_bad_rows_with_titles_and_header_make_a_file_that_can_be_mended() -> None:
    text = "2023年月报表,,\n填报单位：局机关,,\n月份,受理工单数\n5月,1\n6月,x\n"
    table = read(text).tables[0]
    mended = [*table.title_lines, table.header, *(bad.cells for bad in table.bad_rows)]
    file = read(as_text(mended).replace("x", "8"))
    assert figures(file) == {("tickets_received", "office", "2023-06"): (8, "")}


def test_a_hundred_thousand_bad_cells_end_in_one_finding_about_the_rest() -> None:
    file = read("月份,单位,受理工单数\n" + "x,y,z\n" * 50_000)
    (table,) = file.tables
    assert len(table.findings) == 100_001
    assert [one.row for one in table.findings].count(None) == 1


def test_findings_of_a_workbook_carry_the_row_of_the_sheet() -> None:
    sheets = {"表": [["2023年月报"], [], HEADER, ["2023-06", "局机关", "x", "", ""]]}
    assert errors(read(as_xlsx(sheets))) == [("not_a_number", 4, "受理工单数")]
