"""The last slides: the year's tasks, the 口径 of every figure shown, and the loads behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboard.board.loaded_records import Load, Task
from dashboard.charts.template import NOTE_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan, numbered
from dashboard.documents.slides.table import Row, SlideCell, SlideColumn, TablePlan, best_split
from dashboard.wording.format import year_and_month
from dashboard.wording.task_words import in_order, status_of, tasks_headline
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

_TASK_SIZES = (14,)
_TASKS = (
    SlideColumn("状态"),
    SlideColumn("编号"),
    SlideColumn("任务", 2.6),
    SlideColumn("责任单位"),
    SlideColumn("完成时限"),
    SlideColumn("完成日期"),
    SlideColumn("依据", 3.6),
)
_ANNEX_SIZES = (12, 11, 10.5)
_DEFINITIONS = (
    SlideColumn("指标"),
    SlideColumn("口径", 5.2),
    SlideColumn("目标依据", 3.6),
    SlideColumn("导入批次"),
)
_LOADS = (
    SlideColumn("批次"),
    SlideColumn("文件", 2.4),
    SlideColumn("导入时间"),
    SlideColumn("导入人"),
    SlideColumn("数据月份"),
    SlideColumn("说明", 3.0),
)


def task_slides(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The tasks as of the end of the as-of month."""
    rows = tuple(_task_row(data, task) for task in in_order(data.tasks, data.last_day))
    if not rows:
        return ()
    box = canvas.body
    table = TablePlan(_TASKS, rows).without_empty_columns()
    tables = best_split(table, box.width_points, box.height_points, _TASK_SIZES)
    return numbered(_task_slide(data, table, canvas) for table in tables)


def _task_row(data: ReportData, task: Task) -> Row:
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


def _task_slide(data: ReportData, table: TablePlan, canvas: Canvas) -> SlidePlan:
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


def annex_slides(data: ReportData, shown: Sequence[Progress], canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The definitions and sources of the deck's figures."""
    definitions = tuple(_definition(data, each) for each in shown)
    loads = tuple(_load_row(load) for load in _loads(data, shown))
    return (
        *_annex(data, canvas, "附：指标口径与目标依据", TablePlan(_DEFINITIONS, definitions)),
        *_annex(data, canvas, "附：数据来源", TablePlan(_LOADS, loads)),
    )


def _annex(data: ReportData, canvas: Canvas, title: str, table: TablePlan) -> tuple[SlidePlan, ...]:
    if not table.rows:
        return ()
    box = canvas.whole_body
    parts = best_split(table, box.width_points, box.height_points, _ANNEX_SIZES)
    return numbered(
        SlidePlan(
            kind=SlideKind.ANNEX,
            title=title,
            parts=(Part(title, box, part),),
            footer=words.footer(data, "各指标见口径表，批次见数据来源表"),
            notes="数字均可追溯到导入批次，原始文件在数据填报页下载。",
        )
        for part in parts
    )


def _definition(data: ReportData, each: Progress) -> Row:
    kpi = data.kpi(each)
    numbers = sorted(load.load for load in data.loads_of(kpi))
    return (
        SlideCell(kpi.name, bold=True),
        SlideCell(_scope(kpi)),
        SlideCell(each.source or "—", NOTE_INK),
        SlideCell("、".join(str(number) for number in numbers) or "—", NOTE_INK),
    )


def _scope(kpi: Kpi) -> str:
    """The 口径, preceded by the formula if the KPI is more than one column and the 口径 does not state it."""
    told = kpi.formula in kpi.scope or kpi.formula == kpi.name
    return kpi.scope if told else f"{kpi.formula}；{kpi.scope}"


def _loads(data: ReportData, shown: Sequence[Progress]) -> tuple[Load, ...]:
    kpis = {each.kpi for each in shown}
    numbers = {load.load for each in shown for load in data.loads_of(data.kpi(each))}
    numbers |= {load for kpi, load in data.target_loads if kpi in kpis}
    numbers |= {task.load for task in data.tasks}
    return tuple(load for load in data.loads if load.load in numbers)


def _load_row(load: Load) -> Row:
    return (
        SlideCell(f"第{load.load}号"),
        SlideCell(load.file),
        SlideCell(f"{load.loaded_at:%Y-%m-%d %H:%M}"),
        SlideCell(load.loaded_by or "—"),
        SlideCell(_months(load)),
        SlideCell(load.note or "—", NOTE_INK),
    )


def _months(load: Load) -> str:
    """2023年6月; 2023年1—12月; 2022年11月—2023年2月."""
    first, last = load.first_month, load.last_month
    if first is None or last is None:
        return "—"
    if first == last:
        return year_and_month(first)
    if first.year == last.year:
        return f"{first.year}年{first.month}—{last.month}月"
    return f"{year_and_month(first)}—{year_and_month(last)}"
