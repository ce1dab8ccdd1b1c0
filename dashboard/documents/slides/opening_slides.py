"""The first slides: cover, the summary with the lamp of every KPI, and the KPIs that need attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from dashboard.charts.template import INK, SECOND_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.box import EMU_PER_POINT, Box
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan, numbered
from dashboard.documents.slides.table import Row, SlideCell, SlideColumn, TablePlan, best_split
from dashboard.documents.slides.text import Run, TextPlan
from dashboard.wording.board_words import board_headline
from dashboard.wording.distance_words import due_text, gap_text, goal_text, required_text
from dashboard.wording.format import first_few, month_name, year_and_month
from dashboard.wording.narrative import sentence, span
from dashboard.wording.plan_count import count_sentence, lamps_counted, outside_life
from dashboard.wording.target_words import adjustments
from domain.kpi.progress import Progress

GAP = 260_000
SUMMARY_SIZES, ATTENTION_SIZES = (16, 15, 14), (16, 15, 14)
SHORT_TABLE = 8
ADJUSTMENTS_SHOWN = 2
STRIP_HEIGHT = 330_000
_SUMMARY = (
    SlideColumn("亮灯"),
    SlideColumn("指标", 1.3),
    SlideColumn("累计", 0.9, "right"),
    SlideColumn("应完成", 0.9, "right"),
    SlideColumn("年度目标", 1.3, "right"),
)
_ATTENTION = (
    SlideColumn("亮灯"),
    SlideColumn("指标", 1.0),
    SlideColumn("累计", 0, "right", 16),
    SlideColumn("应完成", 0, "right", 16),
    SlideColumn("年度目标", 0, "right", 16),
    SlideColumn("差距", 0, "right", 16),
    SlideColumn("需月均", 0, "right", 16),
    SlideColumn("责任单位", 0, "left", 28),
    SlideColumn("起始月"),
)


def cover(data: ReportData) -> SlidePlan:
    """The title, the bureau and the months, with a mark if figures are sample data."""
    last = data.board.progress[0].as_of if data.board.progress else f"{data.as_of:%Y-%m}"
    months = f"{data.board.year}年{span_of(data)}"
    lines = [f"{data.unit_name}　{months}", f"数据截至{year_and_month(last)}"]
    if data.has_sample:
        lines.append("示例数据，仅供演示，不作正式使用")
    notes = "\n".join(data.sample_words)
    return SlidePlan(SlideKind.COVER, "法治政府建设工作进展", sentence="\n".join(lines), notes=notes)


def span_of(data: ReportData) -> str:
    """1—6月, 全年."""
    return span(data.board.progress[0]) if data.board.progress else month_name(data.as_of)


def summary(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The lamp table: every KPI with a target in catalogue order, in two columns if there are many.

    Every KPI that was reported, if no target is set yet.
    """
    listed = data.planned or tuple(each for each in data.progress if each.year_to_date is not None)
    rows = tuple(_summary_row(data, each) for each in listed)
    strip = canvas.whole_body.top_part(STRIP_HEIGHT * (2 if _adjusted(data) else 1))
    box = canvas.whole_body.below(strip.height)
    two = len(listed) > SHORT_TABLE
    width = (box.width - GAP) // 2 if two else box.width
    tables = _summary_tables(rows, width / EMU_PER_POINT, box.height_points, 2 if two else 1)
    places = (box.left, box.right - width)
    plans = []
    for start in range(0, len(tables), len(places)):
        shown = zip(tables[start : start + 2], places, strict=False)
        parts = tuple(
            Part(f"亮灯表{number}", Box(left, box.top, width, box.height), table)
            for number, (table, left) in enumerate(shown, start=start + 1)
        )
        plans.append(_summary_slide(data, strip, parts))
    return numbered(plans)


def _summary_tables(
    rows: tuple[Row, ...], width: float, height: float, side_by_side: int
) -> tuple[TablePlan, ...]:
    """The rows in tables of similar length, so that both halves of every slide are filled."""
    best = best_split(TablePlan(_SUMMARY, rows), width, height, SUMMARY_SIZES, side_by_side)
    if len(best) % side_by_side == 0 or not rows:
        return best
    each = ceil(len(rows) / (len(best) + 1))
    return tuple(replace(best[0], rows=rows[at : at + each]) for at in range(0, len(rows), each))


def _summary_slide(data: ReportData, strip: Box, parts: tuple[Part, ...]) -> SlidePlan:
    missing = [unit for each in data.planned for unit in each.missing_units]
    return SlidePlan(
        kind=SlideKind.SUMMARY,
        title=board_headline(data.board),
        parts=(Part("亮灯数", strip, _strip(data)), *parts),
        footer=words.footer(
            data,
            words.progress_scope(data.planned),
            unreported=words.unreported_text(data, missing),
        ),
        notes=f"{_coverage(data)}\n{reasons(data, data.planned)}",
    )


def _strip(data: ReportData) -> TextPlan:
    """The number of lamps of each kind, each in its colour, and below them the adjusted targets."""
    runs: list[Run] = []
    for lamp_id, count in lamps_counted(data.in_use).items():
        lamp = data.catalogue.lamp(lamp_id)
        runs.append(Run(f"{lamp.shape} {lamp.word} {count}", lamp.text, bold=True))
        runs.append(Run("　　", SECOND_INK))
    adjusted = _adjusted(data)
    lines = (tuple(runs[:-1]), *([(Run(f"{adjusted}。", INK),)] if adjusted else []))
    return TextPlan(lines, (16, 15, 14), anchor="middle")


def _adjusted(data: ReportData) -> str:
    """集体学法目标自7月由12次调整为6次; "" where no target was adjusted."""
    told = [
        f"{kpi.short_name}{words}"
        for each in data.planned
        if (words := adjustments(kpi := data.kpi(each), each.plan))
    ]
    return first_few(told, ADJUSTMENTS_SHOWN, "项") if told else ""


def _coverage(data: ReportData) -> str:
    planned, watched = len(data.planned), len(data.in_use) - len(data.planned)
    told = _adjusted(data) or "案件、工单、信访等数量不设目标、不作评价"
    counted = f"{planned}项指标设有年度目标" if planned else outside_life(data.board) or "尚未设年度目标"
    counted += f"，{watched}项只监测走势" if watched else ""
    return f"{data.unit_name}{span_of(data)}：{counted}；{told}。"


def _summary_row(data: ReportData, each: Progress) -> Row:
    kpi = data.kpi(each)
    return (
        words.lamp_cell(data, each),
        SlideCell(kpi.short_name),
        SlideCell(words.to_date_text(kpi, each), bold=True),
        SlideCell(due_text(kpi, each)),
        SlideCell(goal_text(kpi, each.target, kpi.counting_unit)),
    )


def attention(data: ReportData, canvas: Canvas) -> tuple[SlidePlan, ...]:
    """Red and yellow lamps, worst first, with what is still needed; no slide if there are none."""
    if not data.attention:
        return ()
    box = canvas.body
    rows = tuple(attention_row(data, each) for each in data.attention)
    table = TablePlan(_ATTENTION, rows).without_empty_columns()
    tables = best_split(table, box.width_points, box.height_points, ATTENTION_SIZES)
    return numbered(_attention_slide(data, (Part("需要关注", box, table),)) for table in tables)


def _attention_slide(data: ReportData, parts: tuple[Part, ...]) -> SlidePlan:
    missing = [unit for each in data.attention for unit in each.missing_units]
    so_far = "暂" if all(each.unsettled for each in data.attention) else ""
    return SlidePlan(
        kind=SlideKind.ATTENTION,
        title=f"需要关注：{len(data.attention)}项{so_far}未达要求",
        sentence=count_sentence(data.board, is_open=data.story.month_is_open),
        parts=parts,
        footer=words.footer(
            data,
            words.progress_scope(data.attention),
            unreported=words.unreported_text(data, missing),
        ),
        notes=reasons(data, data.attention),
    )


def attention_row(data: ReportData, each: Progress) -> Row:
    """The row of a KPI that needs attention; attention_columns are its columns."""
    kpi = data.kpi(each)
    return (
        words.lamp_cell(data, each),
        SlideCell(kpi.short_name, bold=True),
        SlideCell(words.to_date_text(kpi, each), bold=True),
        SlideCell(due_text(kpi, each)),
        SlideCell(goal_text(kpi, each.target, kpi.counting_unit)),
        SlideCell(gap_text(kpi, each)),
        SlideCell(required_text(kpi, each)),
        SlideCell(each.owner),
        SlideCell(month_name(each.since) if each.since else "—"),
    )


def attention_columns() -> tuple[SlideColumn, ...]:
    """The columns of attention_row."""
    return _ATTENTION


def reasons(data: ReportData, shown: Sequence[Progress]) -> str:
    """Speaker notes: one sentence per KPI."""
    return "\n".join(
        sentence(data.catalogue, data.kpi(each), each, data.signals[each.kpi], data.names) for each in shown
    )
