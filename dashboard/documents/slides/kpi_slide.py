"""One slide per KPI: the finding, the native chart, the figures beside it, and why the figure changed."""

from __future__ import annotations

from math import inf

from dashboard.board.signals import Signal
from dashboard.charts.template import NOTE_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.box import Box
from dashboard.documents.slides.chart_plan import chart_plan
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan
from dashboard.documents.slides.table import Row, SlideCell, SlideColumn, TablePlan
from dashboard.documents.slides.text import Line, Run, TextPlan, one_line
from dashboard.wording.comparison_words import compared_in_part, compared_over, year_ago_signed
from dashboard.wording.distance_words import gap_text, required_text, roughly
from dashboard.wording.format import amount, month_name, number
from dashboard.wording.headline import headline
from dashboard.wording.key_points import driving_words
from dashboard.wording.lamp_words import reason
from dashboard.wording.narrative import beyond_the_state, sentence, what_it_takes
from dashboard.wording.process_words import year_end
from dashboard.wording.target_words import adjustments
from dashboard.wording.text_fit import text_height
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

CHART_SHARE, PANEL_SHARE = 0.69, 0.285
MEASURE_HEIGHT = 300_000
FACT_SIZE = NOTE_SIZE = 14
_FACTS = (SlideColumn(""), SlideColumn("", 1.0, "right"))
NOTES_SHOWN = 3


def kpi_slide(data: ReportData, progress: Progress, canvas: Canvas) -> SlidePlan:
    """The slide of one KPI."""
    kpi, signal = data.kpi(progress), data.signals[progress.kpi]
    levels = not kpi.adds_up or progress.target is None
    said = sentence(data.catalogue, kpi, progress, signal, data.names, movement=levels)
    return SlidePlan(
        kind=SlideKind.KPI,
        title=headline(kpi, progress, signal),
        sentence=_beside_the_figures(data, kpi, progress) or said,
        parts=(*_chart_parts(data, kpi, progress, canvas), *_panel(data, kpi, progress, canvas)),
        footer=words.footer(
            data,
            kpi.scope,
            data.is_sample(kpi),
            words.unreported_text(data, progress.missing_units),
        ),
        notes=_notes(data, kpi, progress, said),
        kpi=kpi.id,
    )


def _beside_the_figures(data: ReportData, kpi: Kpi, progress: Progress) -> str:
    """The sentence without the figures that are in the panel; "" if little would remain.

    If a plan was missed at year-end, the signal alone would be irrelevant; for a watched KPI the title has
    already said it.
    """
    if progress.target is None:
        return ""
    if progress.lamp.calls_for_action and not what_it_takes(data.catalogue, kpi, progress):
        return ""
    signal, levels = data.signals[kpi.id], not kpi.adds_up
    clauses = beyond_the_state(data.catalogue, kpi, progress, signal, movement=levels)
    return "；".join(clauses) + "。" if clauses else ""


def _chart_parts(data: ReportData, kpi: Kpi, progress: Progress, canvas: Canvas) -> tuple[Part, Part]:
    box = canvas.body.left_part(CHART_SHARE)
    said = measure(kpi, progress)
    named = Part("图名", box.top_part(MEASURE_HEIGHT), one_line(said, NOTE_INK, sizes=(14,)))
    plan = chart_plan(kpi, data.board, progress, data.signals[kpi.id])
    if plan.is_empty:
        told = sentence(data.catalogue, kpi, progress, None, data.names)
        return (named, Part("说明", box.below(MEASURE_HEIGHT), one_line(told, sizes=(20, 18, 16, 14))))
    described = f"{said}。{reason(data.catalogue, progress)}"
    return (named, Part("图表", box.below(MEASURE_HEIGHT), plan, described))


def has_chart(data: ReportData, progress: Progress) -> bool:
    """Whether the chart would show anything."""
    return not chart_plan(data.kpi(progress), data.board, progress).is_empty


def measure(kpi: Kpi, progress: Progress) -> str:
    """The chart's measure: 集体学法次数（次），按月累计."""
    unit = f"（{kpi.counting_unit}）" if kpi.counting_unit else ""
    adjusted = adjustments(kpi, progress.plan)
    behind = f"；{adjusted}" if adjusted else ""
    if kpi.is_quotient:
        return f"{kpi.name}，按月；累计为{kpi.formula}{behind}"
    if kpi.is_stock:
        return f"{kpi.name}{unit}，{'月末数' if kpi.is_month_end else '按月'}{behind}"
    return f"{kpi.name}{unit}，{'按月累计' if progress.target is not None else '按月'}{behind}"


def _panel(data: ReportData, kpi: Kpi, progress: Progress, canvas: Canvas) -> tuple[Part, ...]:
    """The figures as a small table, with the units' notes below it if there is room."""
    box = canvas.body.right_part(PANEL_SHARE)
    table = TablePlan(_FACTS, tuple(facts(data, kpi, progress)), FACT_SIZE, header=False)
    used = int(sum(table.heights(box.width_points)) * 12700)
    parts = [Part("数据", box.top_part(used), table)]
    rest = box.below(used + 130_000)
    if why := _why(data, kpi, progress, rest):
        parts.append(Part("情况说明", rest, why))
    return tuple(parts)


def _why(data: ReportData, kpi: Kpi, progress: Progress, room: Box) -> TextPlan | None:
    """The unit behind most of the change, and the units' notes, newest first, as far as there is room."""
    notes = data.notes_of(kpi.id)
    said = [(month_name(note.month) + data.name_of(note.unit), note.text) for note in notes]
    lines: list[Line] = []
    for who, text in [*driving_words(data.story, kpi, progress), *said[:NOTES_SHOWN]]:
        line = (Run(f"{who}：", NOTE_INK), Run(text))
        grown = TextPlan((*lines, line), (NOTE_SIZE,))
        if text_height(grown.text, NOTE_SIZE, room.width_points) > room.height_points:
            break
        lines.append(line)
    return TextPlan(tuple(lines), (NOTE_SIZE,)) if lines else None


def facts(data: ReportData, kpi: Kpi, progress: Progress) -> list[Row]:
    """Label and value of each figure that applies; values that would be a dash are left out."""
    lamp = words.lamp_cell(data, progress)
    pairs = [
        *_figures(kpi, progress),
        *_plan_figures(kpi, progress),
        *_context_figures(kpi, progress, data.signals[kpi.id]),
        (f"{compared_over(progress)}同比", year_ago_signed(kpi, progress)),
        ("责任单位", progress.owner),
        ("起始月", month_name(progress.since) if progress.since else ""),
    ]
    rows = [
        (SlideCell(label, NOTE_INK), SlideCell(value)) for label, value in pairs if value not in ("", "—")
    ]
    return [(SlideCell("亮灯", NOTE_INK), lamp), *rows]


def _figures(kpi: Kpi, progress: Progress) -> list[tuple[str, str]]:
    unit = kpi.counting_unit
    month = (
        f"{month_name(progress.as_of)}",
        amount(progress.month_value, kpi.kind, unit, progress.month_word),
    )
    if kpi.is_stock:
        return [month]
    so_far = amount(progress.year_to_date, kpi.kind, unit, progress.word)
    parts = [month, ("累计", so_far)]
    if kpi.is_quotient and progress.denominator is not None:
        parts.append(("分子÷分母", f"{number(progress.numerator)}÷{number(progress.denominator)}"))
    return parts


def _context_figures(kpi: Kpi, progress: Progress, signal: Signal) -> list[tuple[str, str]]:
    """The context of a watched KPI: the month before, last year's sum, the natural range.

    Sums of some units or months do not stand beside those of all.
    """
    if progress.target is not None:
        return []
    unit, chart = kpi.counting_unit, signal.chart
    parts = [
        ("上月", amount(progress.month_before, kpi.kind, unit)),
        ("上年同期", amount(progress.year_ago_to_date, kpi.kind, unit)),
    ]
    if compared_in_part(progress):
        parts = []
    if chart.lower is not None and chart.upper is not None:
        most = max([1.0, *(point.value for point in chart.points)]) if kpi.is_share else inf
        low, high = max(0.0, chart.lower), min(most, chart.upper)
        ends = dict.fromkeys((amount(low, kpi.kind), amount(high, kpi.kind)))
        parts.append(("正常波动", "—".join(ends)))
    return parts


def _plan_figures(kpi: Kpi, progress: Progress) -> list[tuple[str, str]]:
    if progress.target is None:
        return []
    unit = kpi.counting_unit
    parts = [("控制数" if kpi.has_limit else "年度目标", amount(progress.target, kpi.kind, unit))]
    if kpi.adds_up:
        due = "至本月不超过" if kpi.has_limit else "应完成"
        parts.insert(0, (due, amount(progress.expected_to_date, kpi.kind, unit)))
        allowed, required = ("余下至多", _allowed(progress, unit)), ("需月均", required_text(kpi, progress))
        parts.append(allowed if kpi.has_limit else required)
    parts.append(("差距", gap_text(kpi, progress)))
    return [*parts, ("预计全年", year_end(kpi, progress))]


def _allowed(progress: Progress, unit: str) -> str:
    """How much more a ceiling allows this year."""
    if progress.required_per_month is None or progress.target is None:
        return ""
    return roughly(progress) + number(max(0.0, progress.target - (progress.year_to_date or 0.0)), unit)


def _notes(data: ReportData, kpi: Kpi, progress: Progress, said: str) -> str:
    """Speaker notes: the whole sentence, the formula, and the sources of target and figures."""
    lines = [
        said,
        f"计算：{kpi.formula}",
        f"口径：{kpi.scope}",
        f"为什么看它：{kpi.why}",
        adjustments(kpi, progress.plan),
        f"目标依据：{progress.source}" if progress.source else "",
        "数据来源：",
        words.sources_text(data, kpi),
    ]
    return "\n".join(line for line in lines if line)
