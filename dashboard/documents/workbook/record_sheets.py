"""The record sheets: figures, units, tasks, notes, and the history of loads."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.board.records import FigureRecord
from dashboard.documents.report_data import ReportData
from dashboard.documents.workbook.sheet import OutputSheet, SheetCell
from dashboard.wording.task_words import status_of

STATES = {"active": "有效", "undone": "已撤销"}


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
            STATES.get(load.state, load.state), load.note,
        )
        for load in data.loads
    ]  # fmt: skip
    columns = (
        "批次", "导入时间", "导入人", "文件", "数据集", "起月", "止月", "行数", "数据项", "新增", "变更",
        "不变", "撤回", "状态", "说明",
    )  # fmt: skip
    return OutputSheet("导入记录", columns, rows)
