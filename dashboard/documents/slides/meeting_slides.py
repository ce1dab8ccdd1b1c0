"""The slides for discussion: the key points, the small matters together, and the requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dashboard.board.loaded_records import Task
from dashboard.charts.template import INK, SECOND_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.opening_slides import attention_columns, attention_row, reasons
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan
from dashboard.documents.slides.table import SlideCell, SlideColumn, TablePlan, fitting_rows
from dashboard.documents.slides.text import Line, Run, TextPlan
from dashboard.wording.asks import asks
from dashboard.wording.board_words import board_headline
from dashboard.wording.format import month_name
from dashboard.wording.plan_count import what_becomes_of_it
from dashboard.wording.task_words import SOON_DAYS, days_words, in_order, status_of, tasks_headline
from domain.kpi.progress import Progress

POINT_SIZES, ASK_SIZES, TABLE_SIZE = (24, 22, 20, 18, 16, 14), (20, 18, 16, 15, 14), 14
ASKS_SHARE, GAP = 0.56, 150_000
_TASKS = (SlideColumn("状态"), SlideColumn("任务", 2.2), SlideColumn("责任单位", 1.0), SlideColumn("时限"))


def points_slide(data: ReportData, canvas: Canvas) -> SlidePlan:
    """本月要点 and 较上月."""
    points = enumerate(data.key_points, 1)
    lines: list[Line] = [(Run(f"{number}　", INK, bold=True), Run(point)) for number, point in points]
    if data.turned:
        lines.append((Run(f"{data.turned}。", SECOND_INK),))
    text = TextPlan(tuple(lines), POINT_SIZES, spacing=14)
    return SlidePlan(
        kind=SlideKind.POINTS,
        title=f"{month_name(data.as_of)}要点：{board_headline(data.board).replace('：', '，')}",
        parts=(Part("要点", canvas.whole_body, text),),
        footer=words.footer(data, "要点由数据、亮灯和各单位情况说明写成"),
        notes=reasons(data, data.attention),
    )


def small_matters(
    data: ReportData, rest: Sequence[Progress], canvas: Canvas, *, others: bool
) -> tuple[SlidePlan, ...]:
    """The lamps without a slide of their own, on one page; lamps without room are counted.

    `others`: whether other lamps have slides before this one.
    """
    if not rest:
        return ()
    rows = tuple(attention_row(data, each) for each in rest)
    table = TablePlan(attention_columns(), rows, TABLE_SIZE).without_empty_columns()
    box = canvas.body
    shown = fitting_rows(table, box.width_points, box.height_points)
    left = len(rows) - len(shown.rows)
    partial = sum(each.provisional for each in rest)
    so_far = "暂" if all(each.unsettled for each in rest) else ""
    told = f"另有{left}项见看板“总览”。" if left else ""
    then = what_becomes_of_it(is_open=data.story.month_is_open)
    told += f"带{words.INCOMPLETE}的{partial}项有单位未报，{then}。" if partial else ""
    missing = [unit for each in rest for unit in each.missing_units]
    return (
        SlidePlan(
            kind=SlideKind.ATTENTION,
            title=f"{'其余' if others else ''}{len(rest)}项{so_far}未达要求",
            sentence=told,
            parts=(Part("其余未达要求", box, shown),),
            footer=words.footer(
                data,
                words.progress_scope(rest),
                unreported=words.unreported_text(data, missing),
            ),
            notes=reasons(data, rest),
        ),
    )


def asks_slide(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """提请研究, with the tasks that are overdue or due within a month below it."""
    asked = asks(data.story)
    day = data.last_day
    pressing = [task for task in in_order(data.tasks, day) if _presses(task, data)]
    if not asked and not pressing:
        return ()
    box = canvas.body
    height = int(box.height * (ASKS_SHARE if pressing and asked else 1.0))
    lines: tuple[Line, ...] = tuple(
        (Run(f"{number}．", INK, bold=True), Run(text)) for number, text in enumerate(asked, 1)
    )
    parts = [Part("提请研究", box.top_part(height), TextPlan(lines, ASK_SIZES, spacing=6))] if asked else []
    if pressing:
        below = box.below(height + GAP) if asked else box
        table = TablePlan(_TASKS, tuple(_task_row(data, task) for task in pressing), TABLE_SIZE)
        parts.append(Part("到期任务", below, fitting_rows(table, below.width_points, below.height_points)))
    return (
        SlidePlan(
            kind=SlideKind.ASKS,
            title=f"提请研究{len(asked)}件事" if asked else tasks_headline(data.tasks, day),
            sentence=f"年度任务：{tasks_headline(data.tasks, day)}。" if data.tasks else "",
            parts=tuple(parts),
            footer=words.footer(data, "任务状态截至当月末"),
            notes="任务来自年度任务表；全部任务见看板“目标与任务”。",
        ),
    )


def _presses(task: Task, data: ReportData) -> bool:
    day = data.last_day
    soon = task.due is not None and task.due <= day + SOON_DAYS + timedelta(days=1)
    return task.is_open(day) and soon


def _task_row(data: ReportData, task: Task) -> tuple[SlideCell, ...]:
    day = data.last_day
    lamp = data.catalogue.lamp("red" if task.is_overdue(day) else "watch")
    due = f"{task.due.month}月{task.due.day}日，{days_words(task, day)}" if task.due else "—"
    return (
        SlideCell(f"{lamp.shape} {status_of(task, day)}", lamp.cell_text, lamp.cell_ground, bold=True),
        replace(SlideCell(task.title), bold=task.is_overdue(day)),
        SlideCell(data.name_of(task.unit) if task.unit else data.unit_name),
        SlideCell(due),
    )
