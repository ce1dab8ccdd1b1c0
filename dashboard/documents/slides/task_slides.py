"""The year's tasks: overdue ones first."""

from __future__ import annotations

from datetime import date

from dashboard.board.loaded_records import Task
from dashboard.charts.template import NOTE_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan, numbered
from dashboard.documents.slides.table import Row, SlideCell, SlideColumn, TablePlan, best_split
from dashboard.wording.task_words import in_order, status_of, tasks_headline

SIZES = (14,)
_COLUMNS = (
    SlideColumn("状态"),
    SlideColumn("编号"),
    SlideColumn("任务", 2.6),
    SlideColumn("责任单位"),
    SlideColumn("完成时限"),
    SlideColumn("完成日期"),
    SlideColumn("依据", 3.6),
)


def task_slides(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The tasks as of the end of the as-of month."""
    rows = tuple(_row(data, task) for task in in_order(data.tasks, data.last_day))
    if not rows:
        return ()
    box = canvas.body
    table = TablePlan(_COLUMNS, rows).without_empty_columns()
    tables = best_split(table, box.width_points, box.height_points, SIZES)
    return numbered(_slide(data, table, canvas) for table in tables)


def _row(data: ReportData, task: Task) -> Row:
    day = data.last_day
    done = task.done_on if not task.is_open(day) else None
    return (
        _status_cell(data, task),
        SlideCell(task.task),
        SlideCell(task.title, bold=task.is_overdue(day)),
        SlideCell(data.name_of(task.unit) if task.unit else data.unit_name),
        SlideCell(_day(task.due)),
        SlideCell(_day(done)),
        SlideCell(task.source, NOTE_INK),
    )


def _status_cell(data: ReportData, task: Task) -> SlideCell:
    """Shape, word and background: overdue like a red lamp, done like a green one, open like a watched one."""
    day = data.last_day
    lamp = data.catalogue.lamp("red" if task.is_overdue(day) else "watch" if task.is_open(day) else "green")
    return SlideCell(f"{lamp.shape} {status_of(task, day)}", lamp.cell_text, lamp.cell_ground, bold=True)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else "—"


def _slide(data: ReportData, table: TablePlan, canvas: Canvas) -> SlidePlan:
    sample = any(load.is_sample for load in data.loads if load.load in {task.load for task in data.tasks})
    return SlidePlan(
        kind=SlideKind.TASKS,
        title=tasks_headline(data.tasks, data.last_day),
        sentence=_due(data),
        parts=(Part("任务表", canvas.body, table),),
        footer=words.footer(data, "任务状态截至当月末", sample),
        notes="任务来自年度任务表；状态为数据截至月末的状态。",
    )


def _due(data: ReportData) -> str:
    """The tasks that were due by then and are not done."""
    if data.overdue:
        return f"到期未完成：{'、'.join(task.title for task in data.overdue)}。"
    due = any(task.due is not None and task.due <= data.last_day for task in data.tasks)
    return "到期任务均已完成。" if due else "尚无任务到期。"
