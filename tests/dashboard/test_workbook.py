"""The workbook: values as kpis has them, tables to work on, and nothing that runs."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.board.loaded_records import FigureRecord, ReportPeriod, Task, read_figures
from dashboard.documents.workbook.workbook import make_workbook
from etl.warehouse import Warehouse
from tests.dashboard.command import run
from tests.dashboard.documents import CATALOGUE, JUNE, kpis_json, report_data

SHEETS = [
    "说明",
    "指标进度",
    "月度汇总",
    "单位亮灯",
    "单位进度",
    "月度数据",
    "年度任务",
    "情况说明",
    "单位",
    "导入记录",
    "口径",
]
KEYS = {
    "当月": "month_value", "累计": "year_to_date", "应完成": "expected_to_date", "年度目标": "target",
    "时序完成率": "attainment", "全年完成率": "completion", "后续月均需完成": "required_per_month",
    "全年预计": "forecast", "预计下限": "forecast_low", "预计上限": "forecast_high",
}  # fmt: skip
COMPARED = ("上年同月", "上年同期", "本年可比累计", "比较范围")


def figures(warehouse: Path) -> tuple[FigureRecord, ...]:
    with Warehouse(warehouse).read() as connection:
        return read_figures(connection, ReportPeriod("bureau", date(2023, 1, 1), date(2023, 6, 1)), 10_000)


@pytest.fixture(scope="module")
def book(sample_warehouse: Path) -> Any:
    made = make_workbook(report_data(sample_warehouse), figures(sample_warehouse))
    return openpyxl.load_workbook(io.BytesIO(made))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_the_sheets_have_chinese_names_filters_and_a_frozen_head(book: Any) -> None:
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets[1:]:
        table = next(iter(sheet.tables.values()))
        assert table.autoFilter is not None and table.ref == sheet.dimensions
        assert sheet.freeze_panes is not None and sheet.freeze_panes[1:] == "2"
        widths = [each.width for each in sheet.column_dimensions.values()]
        assert widths and all(7 <= width <= 47 for width in widths)


def test_every_value_of_the_progress_sheet_equals_kpis_unrounded(book: Any, sample_warehouse: Path) -> None:
    known = kpis_json(sample_warehouse, JUNE)
    rows = rows_of(book["指标进度"])
    assert len(rows) == len(known)
    for row in rows:
        kpi = CATALOGUE.kpi_named(row["指标"])
        assert kpi is not None
        for header, key in KEYS.items():
            assert row[header] == (None if known[kpi.id][key] is None else pytest.approx(known[kpi.id][key]))
        assert row["亮灯"].startswith(CATALOGUE.lamp(known[kpi.id]["lamp"]).shape)
        assert row["示例"] == "是"


def test_last_year_is_compared_as_by_kpis_for_people_and_on_pages(book: Any, sample_warehouse: Path) -> None:
    done = run("dashboard", sample_warehouse, "kpis", "--year", "2023", "--as-of", JUNE, "--format", "csv")
    told = {row["指标"]: row for row in csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff")))}
    rows = {row["指标"]: row for row in rows_of(book["指标进度"])}
    for name, row in rows.items():
        for header in COMPARED[:3]:
            value = told[name][header]
            assert row[header] == (None if value == "" else pytest.approx(float(value))), (name, header)
        assert (row["比较范围"] or "") == told[name]["比较范围"]
    # One unit owes June's training: only units that have it in both years are compared, as the page's 同比※.
    attendances, whole = rows["参训人次"], kpis_json(sample_warehouse, JUNE)["attendances"]
    assert (attendances["同比"], attendances["比较范围"]) == ("'+12.6%", "已报单位")
    assert attendances["上年同期"] < whole["year_ago_to_date"]
    assert rows["受理工单数"]["比较范围"] is None
    for row in rows_of(book["月度汇总"]):
        for header in ("累计", *COMPARED[1:]):
            assert row[header] == rows[row["指标"]][header], (row["指标"], header)


def test_rates_are_percentages_and_counts_are_whole_with_separators(book: Any) -> None:
    sheet = book["指标进度"]
    header = [cell.value for cell in sheet[1]]
    so_far = header.index("累计")
    formats = {row[0].value: row[so_far].number_format for row in sheet.iter_rows(min_row=2)}
    assert formats["满意率"] == "0.0%"
    assert formats["受理工单数"] == "#,##0"
    assert formats["培训学时"] == "#,##0.0"


def test_the_figures_are_those_reported_each_with_its_load(book: Any, sample_warehouse: Path) -> None:
    rows = rows_of(book["月度数据"])
    assert len(rows) == len(figures(sample_warehouse))
    received = [row for row in rows if row["指标"] == "受理工单数"]
    assert (
        sum(row["数值"] for row in received)
        == kpis_json(sample_warehouse)["tickets_received"]["year_to_date"]
    )
    about = [row for row in rows if row["约数"]]
    assert {row["约数"] for row in about} == {"余"}
    assert all(isinstance(row["月份"], datetime) and row["导入批次"] for row in rows)


def test_months_add_up_to_the_year_to_date(book: Any) -> None:
    for row in rows_of(book["月度汇总"]):
        kpi = CATALOGUE.kpi_named(row["指标"])
        assert kpi is not None
        months = [row[f"{month}月"] for month in range(1, 13) if row[f"{month}月"] is not None]
        assert [row[f"{month}月"] for month in range(7, 13)] == [None] * 6
        if kpi.kind == "sum" and months:
            assert sum(months) == pytest.approx(row["累计"])


def test_units_and_the_whole_bureau_stand_side_by_side(book: Any) -> None:
    header = [cell.value for cell in book["单位亮灯"][1]]
    assert header[:2] == ["指标", "示例区交通运输局"] and "综合执法大队" in header
    assert {row["单位"] for row in rows_of(book["单位进度"])} == set(header[2:])


def test_the_history_has_every_load(book: Any, sample_warehouse: Path) -> None:
    rows = rows_of(book["导入记录"])
    assert [row["批次"] for row in rows] == [load.load for load in report_data(sample_warehouse).loads]
    assert all(row["状态"] == "有效" and row["说明"].startswith("示例") for row in rows)


@pytest.mark.parametrize("title", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_is_never_run(sample_warehouse: Path, title: str) -> None:
    task = Task("RW-99", title, "", None, "not_started", None, "", 1)
    view = replace(report_data(sample_warehouse), tasks=(task,))
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(view, ())))
    cell = book["年度任务"].cell(2, 2)
    assert cell.data_type == "s"
    assert cell.value == f"'{title}"


def test_no_cell_of_the_workbook_is_a_formula(book: Any) -> None:
    types = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in types


def test_a_view_without_records_still_makes_every_sheet(sample_warehouse: Path) -> None:
    bare = replace(report_data(sample_warehouse), tasks=(), notes=(), unit_boards=(), loads=())
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(bare, ())))
    assert book.sheetnames == SHEETS
    assert [cell.value for cell in book["年度任务"][1]][:2] == ["任务编号", "任务名称"]


def test_a_sheet_prints_in_a_readable_size_with_its_head_and_names_on_every_page(book: Any) -> None:
    for sheet in book.worksheets[1:]:
        widths = [each.width for each in sheet.column_dimensions.values()]
        assert sum(widths) / (sheet.page_setup.fitToWidth or 1) <= 160, sheet.title
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.print_title_cols.startswith("$A:")
    assert book["指标进度"].page_setup.fitToWidth > 1
    assert not book["月度汇总"].page_setup.fitToWidth
