"""The whole workbook, from a view's data."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter

from dashboard.board.records import FigureRecord
from dashboard.documents.report_data import ReportData
from dashboard.documents.workbook import kpi_sheets, record_sheets
from dashboard.documents.workbook.kpi_sheets import annual_sheet
from dashboard.documents.workbook.sheet import Formats, OutputSheet, make_formats, write_sheet
from dashboard.wording.format import year_and_month
from dashboard.wording.text_fit import line_count
from domain.text import escape_formula

# Excel holds just over a million rows; a file of this many still opens.
MOST_FIGURES = 300_000


def make_workbook(data: ReportData, figures: Sequence[FigureRecord]) -> bytes:
    """The workbook as an .xlsx. `figures` is the result of records.read_figures."""
    data = replace(data, board=data.as_read or data.board)
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": f"{data.unit_name}法治政府建设指标", "language": "zh-CN"})
        formats = make_formats(book, data.catalogue)
        sheets = _sheets(data, figures)
        _cover(book, data, sheets, formats)
        for sheet in sheets:
            write_sheet(book, sheet, formats)
    return written.getvalue()


def _sheets(data: ReportData, figures: Sequence[FigureRecord]) -> tuple[OutputSheet, ...]:
    return (
        kpi_sheets.progress_sheet(data),
        kpi_sheets.months_sheet(data),
        kpi_sheets.lamps_sheet(data),
        kpi_sheets.units_sheet(data),
        *((annual_sheet(data),) if data.annual else ()),
        record_sheets.figures_sheet(data, figures),
        record_sheets.tasks_sheet(data),
        record_sheets.notes_sheet(data),
        record_sheets.unit_list_sheet(data),
        record_sheets.history_sheet(data),
        kpi_sheets.definitions_sheet(data),
    )


def _cover(book: Any, data: ReportData, sheets: tuple[OutputSheet, ...], formats: Formats) -> None:
    """The cover sheet: what the workbook holds, for which period, and the contents of each sheet."""
    page = book.add_worksheet("说明")
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 80)
    page.hide_gridlines(2)
    page.fit_to_pages(1, 0)
    lines = [
        ("名称", f"{data.unit_name}法治政府建设指标"),
        ("数据截至", year_and_month(data.as_of)),
        ("单位", data.unit_name),
        ("亮灯", "■▲●○◌ 分别为红、黄、绿、监测、待报；带“数据不全”的，有单位未报。"),
        ("约数", "余、约、近、多：数值按所写数字计，字样另列。空格为未报送，不是零。"),
        ("示例", "；".join(data.sample_words) if data.has_sample else "无"),
        *(("工作表", f"{sheet.name}（{len(sheet.rows)}行）") for sheet in sheets),
    ]
    if any(len(sheet.rows) >= MOST_FIGURES for sheet in sheets):
        cut = f"月度数据只列前{MOST_FIGURES}行；全部数据可用 python -m etl figures 导出。"
        lines.append(("提示", cut))
    for number, (label, text) in enumerate(lines):
        page.write_string(number, 0, label, formats["head"])
        page.write_string(number, 1, escape_formula(text), formats["wrapped"])
        page.set_row(number, 16 * line_count(text, 10, 400))
