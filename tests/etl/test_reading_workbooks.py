"""Workbooks: merged cells, cached formulas, errors, several sheets, two-row headers."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.etl.sheets import (
    HEADER,
    ROWS,
    TABLE,
    as_html,
    as_text,
    as_xlsx,
    drawn_xlsx,
    errors,
    figures,
    findings,
    only_table,
    read,
)
from tests.programs import convert


def sheet_of(book: Any, rows: list[list[object]], name: str = "表") -> Any:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    return sheet


def test_a_merged_title_and_merged_months_are_filled() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.merge_range(0, 0, 0, 4, "2023年12345热线月报表")
        sheet.write_row(1, 0, HEADER)
        for number, row in enumerate(ROWS, start=2):
            sheet.write_row(number, 1, row[1:])
        sheet.merge_range(2, 0, 3, 0, "5月")
        sheet.merge_range(4, 0, 5, 0, "6月")

    file = read(drawn_xlsx(draw))
    assert findings(file) == []
    assert figures(file) == figures(read(as_text(TABLE)))


def test_a_header_of_two_rows_is_read_at_its_lower_row() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.merge_range(0, 0, 1, 0, "月份")
        sheet.merge_range(0, 1, 1, 1, "单位")
        sheet.merge_range(0, 2, 0, 3, "工单办理情况")
        sheet.write_row(1, 2, ["受理工单数", "办结工单数"])
        sheet.merge_range(0, 4, 1, 4, "满意数")
        for number, row in enumerate(ROWS, start=2):
            sheet.write_row(number, 0, row)

    file = read(drawn_xlsx(draw))
    assert findings(file) == []
    assert figures(file) == figures(read(as_text(TABLE)))


def test_every_header_merged_over_two_rows_is_one_header() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for place, header in enumerate(HEADER):
            sheet.merge_range(0, place, 1, place, header)
        for number, row in enumerate(ROWS, start=2):
            sheet.write_row(number, 0, row)

    assert figures(read(drawn_xlsx(draw))) == figures(read(as_text(TABLE)))


def test_a_header_merged_over_two_columns_is_that_of_the_first() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["月份", "单位"])
        sheet.merge_range(0, 2, 0, 3, "受理工单数")
        sheet.write_row(1, 0, ["2023-06", "局机关", 5])

    file = read(drawn_xlsx(draw))
    assert findings(file) == []
    assert figures(file) == {("tickets_received", "office", "2023-06"): (5, "")}


def test_what_stands_under_a_cumulative_header_is_not_read_as_the_month() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.merge_range(0, 0, 1, 0, "月份")
        sheet.merge_range(0, 1, 1, 1, "单位")
        sheet.merge_range(0, 2, 0, 3, "本月")
        sheet.merge_range(0, 4, 0, 5, "本年累计")
        sheet.write_row(1, 2, ["受理工单数", "办结工单数"] * 2)
        sheet.write_row(2, 0, ["2023-06", "局机关", 5, 4, 50, 40])

    file = read(drawn_xlsx(draw))
    assert errors(file) == []
    assert sorted(value for value, _ in figures(file).values()) == [4, 5]


def test_the_cached_value_of_a_formula_counts() -> None:
    def draw(book: Any) -> None:
        sheet = sheet_of(book, [["月份", "单位", "受理工单数"], ["2023-06", "局机关"]])
        sheet.write_formula(1, 2, "=20+2", None, 22)

    assert figures(read(drawn_xlsx(draw))) == {("tickets_received", "office", "2023-06"): (22, "")}


@pytest.mark.parametrize("text", ["#REF!", "#DIV/0!", "#N/A", "#NAME?"])
def test_a_formula_that_went_wrong_is_an_error_not_a_blank(text: str) -> None:
    def draw(book: Any) -> None:
        sheet = sheet_of(book, [["月份", "单位", "受理工单数"], ["2023-06", "局机关"]])
        sheet.write_formula(1, 2, "=X1", None, text)

    file = read(drawn_xlsx(draw))
    assert errors(file) == [("not_a_number", 2, "受理工单数")]
    assert only_table(file).findings[0].value == text


def test_a_formula_that_was_never_worked_out_is_an_error_not_a_blank() -> None:
    book = openpyxl.Workbook()
    book.active.append(["月份", "单位", "受理工单数", "办结工单数"])
    book.active.append(["2023-06", "局机关", "=1+1", 3])
    content = io.BytesIO()
    book.save(content)
    file = read(content.getvalue())
    assert errors(file) == [("not_a_number", 2, "受理工单数")]
    assert "公式" in only_table(file).findings[0].message


def test_a_formula_that_gives_nothing_is_blank() -> None:
    def draw(book: Any) -> None:
        sheet = sheet_of(book, [["月份", "单位", "受理工单数", "办结工单数"], ["2023-06", "局机关", 1]])
        sheet.write_formula(1, 3, '=IF(C2>5,"是"," ")', None, " ")

    file = read(drawn_xlsx(draw))
    assert findings(file) == []
    assert list(figures(file)) == [("tickets_received", "office", "2023-06")]


@pytest.mark.documents
def test_a_faulty_formula_in_an_old_workbook_is_an_error_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["月份", "单位", "受理工单数", "办结工单数", "满意数"])
    book.active.append(["2023-06", "局机关", "=1/0", "=20+2", "=NA()"])
    book.save(tmp_path / "月报.xlsx")
    file = read(convert(tmp_path / "月报.xlsx", "xls").read_bytes())
    assert errors(file) == [("not_a_number", 2, "受理工单数"), ("not_a_number", 2, "满意数")]
    assert figures(file) == {("tickets_closed", "office", "2023-06"): (22, "")}


@pytest.mark.parametrize(
    "cell", [date(2023, 6, 1), date(2023, 6, 30), "2023-06", "2023年6月", 202306], ids=str
)
def test_a_month_in_a_workbook_may_be_a_date_a_text_or_a_number(cell: object) -> None:
    sheets = {"表": [["月份", "单位", "受理工单数"], [cell, "局机关", 1]]}
    assert list(figures(read(as_xlsx(sheets)))) == [("tickets_received", "office", "2023-06")]


def test_the_noise_of_binary_fractions_is_not_read() -> None:
    sheets = {"表": [["月份", "单位", "培训学时", "参训人次"], ["2023-06", "局机关", 0.1 + 0.2, 1.1 * 30]]}
    assert sorted(value for value, _ in figures(read(as_xlsx(sheets))).values()) == [0.3, 33]


def test_every_sheet_with_a_known_header_is_a_table_and_others_are_passed_over() -> None:
    sheets = {
        "填表说明": [["数据集", "单位", "说明"], ["每月五日前报送"]],
        "指标解释": [["指标", "说明"], ["受理工单数", "当月转来的工单，含电话"]],
        "热线": TABLE,
        "空": [],
        "案件": [["2023年"], ["月份", "单位", "办案数"], ["6月", "局机关", 3]],
        "培训": [["月份", "单位", "集体学法次数"]],
    }
    file = read(as_xlsx(sheets))
    assert errors(file) == []
    assert [(table.sheet, table.dataset) for table in file.tables] == [("热线", "hotline"), ("案件", "cases")]


def test_a_sheet_with_figures_of_two_datasets_is_not_passed_over_in_silence() -> None:
    mixed = [["月份", "单位", "受理工单数", "办案数"], ["2023-06", "局机关", 1, 1]]
    assert errors(read(as_xlsx({"热线": TABLE, "混": mixed}))) == [("unknown_dataset", None, None)]


def test_the_units_of_a_workbook_are_known_to_its_other_sheets() -> None:
    sheets = {
        "热线": [["月份", "单位", "受理工单数"], ["2023-06", "二中队", 1]],
        "单位": [["单位代码", "单位名称", "上级单位"], ["second", "二中队", "综合执法大队"]],
    }
    assert figures(read(as_xlsx(sheets))) == {("tickets_received", "second", "2023-06"): (1, "")}


def test_tables_one_below_the_other_are_each_read() -> None:
    text = as_text(TABLE) + ",,\n2023年,,\n填报单位：局机关,,\n月份,办案数\n6月,3\n7月,x\n"
    file = read(text)
    assert [(table.dataset, table.rows) for table in file.tables] == [("hotline", 4), ("cases", 2)]
    assert errors(file) == [("not_a_number", 11, "办案数")]


def test_a_web_page_fills_its_spans_and_reads_the_title_above() -> None:
    page = (
        "<h3>2023年月报表</h3><table><tr><th rowspan=2>月份<th rowspan=2>单位<th colspan=2>工单办理</tr>"
        "<tr><td>受理工单数<br>（件）<td>办结数</tr><tr><td>6月<td>局机关<td>1,234<td>&nbsp;</tr></table>制表人：张"
    )
    file = read(page.encode("gbk"), "月报.xls")
    assert findings(file) == []
    assert figures(file) == {("tickets_received", "office", "2023-06"): (1234, "")}


@pytest.mark.parametrize(
    "page", ["<html><body>没有表格</body></html>", f"<table><tr><td>{as_html(TABLE)}</table>"]
)
def test_a_web_page_that_cannot_be_read_right_is_unreadable(page: str) -> None:
    assert errors(read(page, "月报.xls")) == [("unreadable", None, None)]


@pytest.mark.parametrize("program", ["etl.read.open.open_workbook", "etl.written_report.read_report"])
def test_the_process_that_opens_a_file_begins_without_the_library_of_tables(root: Path, program: str) -> None:
    asked = f"import sys, {program}; print({{'pandas', 'pyarrow'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
