"""The whole workbook from a view's data, with its sheets of targets, tasks and sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from dashboard.board.loaded_records import FigureRecord
from dashboard.documents.report_data import ReportData
from dashboard.documents.workbook import kpi_sheets
from dashboard.documents.workbook.kpi_sheets import annual_sheet
from dashboard.documents.workbook.sheet import Formats, OutputSheet, SheetCell, make_formats, write_sheet
from dashboard.wording.format import year_and_month
from dashboard.wording.task_words import status_of
from dashboard.wording.text_fit import line_count
from domain.catalogue import Catalogue
from domain.text import escape_formula
from etl.load.history import LOAD_STATES

# Excel holds just over a million rows; a file of this many still opens.
MOST_FIGURES = 300_000


def make_workbook(data: ReportData, figures: Sequence[FigureRecord]) -> bytes:
    """The workbook as an .xlsx. `figures` is the result of records.read_figures."""
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
        figures_sheet(data, figures),
        tasks_sheet(data),
        notes_sheet(data),
        unit_list_sheet(data),
        history_sheet(data),
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
        ("亮灯", _lamp_signs(data.catalogue)),
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


def _lamp_signs(catalogue: Catalogue) -> str:
    shapes = "".join(lamp.shape for lamp in catalogue.lamps)
    words = "、".join(lamp.word.removesuffix("灯") for lamp in catalogue.lamps)
    return f"{shapes} 分别为{words}；带“数据不全”的，有单位未报。"


def figures_sheet(data: ReportData, figures: Sequence[FigureRecord]) -> OutputSheet:
    """The figures of the year to date as units reported them. The first six columns can be loaded again."""
    catalogue = data.catalogue
    rows = [
        (
            catalogue.dataset(figure.dataset).title,
            catalogue.column(figure.indicator).name,
            data.name_of(figure.unit),
            SheetCell(figure.month, "month"),
            figure.value,
            figure.word,
            catalogue.column(figure.indicator).counting_unit,
            figure.load,
        )
        for figure in figures
    ]
    columns = ("数据集", "指标", "单位", "月份", "数值", "约数", "计量单位", "导入批次")
    return OutputSheet("月度数据", columns, rows, frozen_columns=4)


def unit_list_sheet(data: ReportData) -> OutputSheet:
    """The units, with the datasets each owes."""
    rows = [
        (
            unit.unit,
            unit.name,
            data.name_of(unit.parent) if unit.parent else None,
            "；".join(unit.aliases),
            "；".join(data.catalogue.dataset(each).title for each in unit.reports),
            SheetCell(unit.start_month, "month") if unit.start_month else None,
            SheetCell(unit.end_month, "month") if unit.end_month else None,
            data.name_of(unit.successor) if unit.successor else None,
        )
        for unit in data.units
    ]
    columns = ("单位代码", "单位名称", "上级单位", "别名", "填报内容", "启用年月", "停用年月", "并入单位")
    return OutputSheet("单位", columns, rows, frozen_columns=2)


def tasks_sheet(data: ReportData) -> OutputSheet:
    """The year's tasks as of the end of the as-of month."""
    day = data.last_day
    rows = [
        (
            task.task, task.title, data.name_of(task.unit) if task.unit else None, task.due,
            status_of(task, day), None if task.is_open(day) else task.done_on, task.source, task.load,
        )
        for task in data.tasks
    ]  # fmt: skip
    columns = ("任务编号", "任务名称", "责任单位", "完成时限", "状态", "完成日期", "依据", "导入批次")
    return OutputSheet("年度任务", columns, rows, frozen_columns=2)


def notes_sheet(data: ReportData) -> OutputSheet:
    """Why figures changed, in the units' words."""
    rows = [
        (
            SheetCell(note.month, "month"),
            data.name_of(note.unit) if note.unit else None,
            data.catalogue.kpi(note.kpi).name if note.kpi else None,
            note.text,
            note.load,
        )
        for note in data.notes
    ]
    return OutputSheet("情况说明", ("月份", "单位", "指标", "说明", "导入批次"), rows)


def history_sheet(data: ReportData) -> OutputSheet:
    """Every load, including undone ones."""
    catalogue = data.catalogue
    rows = [
        (
            load.load, load.loaded_at, load.loaded_by, load.file,
            "；".join(catalogue.title(each) for each in load.datasets),
            SheetCell(load.first_month, "month") if load.first_month else None,
            SheetCell(load.last_month, "month") if load.last_month else None,
            load.rows, load.figures, load.added, load.changed, load.unchanged, load.withdrawn,
            LOAD_STATES.get(load.state, load.state), load.note,
        )
        for load in data.loads
    ]  # fmt: skip
    columns = (
        "批次", "导入时间", "导入人", "文件", "数据集", "起月", "止月", "行数", "数据项", "新增", "变更",
        "不变", "撤回", "状态", "说明",
    )  # fmt: skip
    return OutputSheet("导入记录", columns, rows)
