"""Monthly chart of a count: this year's bars, last year's line, the limits, and the months beyond them."""

from math import isnan

import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.labels import Obstacles
from dashboard.charts.marks import (
    BAR_SHARE,
    HEADROOM,
    SINGLE,
    ChartLabel,
    MarginLabel,
    Notes,
    bar_boxes,
    last_year_line,
    last_year_ticks,
    level_obstacles,
    line_obstacles,
    margin_labels,
    month_axis,
    note_boxes,
    note_marks,
    point_labels,
    signal_marks,
    tick_obstacles,
    unreported,
    value_axis,
)
from dashboard.charts.rate_and_stock import Limits, draw_limits, drawn_limits, limit_labels
from dashboard.charts.template import NOTE_INK, THIS_YEAR, THIS_YEAR_LIGHT
from dashboard.charts.year import Year, YearMonth, known, missing_positions, month_texts, reported
from dashboard.wording.format import number

# Up to this many cases, last year is drawn as a stroke per month instead of a line.
A_FEW = 3


def monthly_chart(
    year: Year,
    unit: str,
    limits: Limits | None = None,
    notes: Notes = (),
) -> go.Figure:
    """Bars from zero by month.

    `unit` is the counting unit, `notes` holds (position, mark, text).
    """
    drawing = Drawing()
    month_axis(drawing, year[0].position)
    value_axis(drawing, 0, _top(year, limits) * HEADROOM, percent=False)
    shown, positions = reported(year), [month.position for month in year]
    drawing.bars(
        [month.position for month in shown],
        [month.value for month in shown],
        [THIS_YEAR if month.position > 0 else THIS_YEAR_LIGHT for month in shown],
        month_texts(shown, lambda month: month.text, unit),
        width=BAR_SHARE,
    )
    last_year = [month.last_year for month in year]
    if known(last_year):
        hover = month_texts(year, lambda month: month.last_year_text, unit, back=1)
        draw = last_year_ticks if _is_rare(year) else last_year_line
        draw(drawing, positions, last_year, hover)
    draw_limits(drawing, limits)
    flagged = [month for month in shown if month.signal != "none"]
    signal_marks(drawing, [month.position for month in flagged], [month.value for month in flagged])
    margin_labels(drawing, _margin(year, limits))
    point_labels(drawing, [*_labels(shown), *_tick_label(year)], _obstacles(drawing, year, limits, notes))
    unreported(drawing, missing_positions(year), 0)
    note_marks(drawing, notes)
    return drawing.figure()


def _is_rare(year: Year) -> bool:
    """Whether every month has only a few cases."""
    return max([0.0, *_drawn(year)]) <= A_FEW


def _drawn(year: Year) -> list[float]:
    return known(value for month in year for value in (month.value, month.last_year))


def _top(year: Year, limits: Limits | None) -> float:
    return max([1.0, *_drawn(year), *drawn_limits(limits)])


def _margin(year: Year, limits: Limits | None) -> list[MarginLabel]:
    last_year = known(month.last_year for month in year)
    own = [MarginLabel(last_year[-1], "上年")] if last_year and not _is_rare(year) else []
    return [*own, *limit_labels(limits, number)]


def _labels(shown: Year) -> list[ChartLabel]:
    """The labels of the last bar, of single signals and of the highest bar above zero, by priority."""
    if not shown:
        return []
    last, highest = shown[-1], max(shown, key=lambda month: month.value)
    flagged = [month for month in shown if month.signal in SINGLE]
    chosen = dict.fromkeys([last, *flagged, *([highest] if highest.value > 0 else [])])
    return [_label(month, bold=month is last) for month in chosen]


def _tick_label(year: Year) -> list[ChartLabel]:
    """上年 beside last year's last stroke above zero; a line has its label in the margin instead."""
    raised = [month for month in year if month.last_year > 0]
    if not raised or not _is_rare(year):
        return []
    last = raised[-1]
    sides = ("above", "right", "left")
    return [ChartLabel(last.position, last.last_year, "上年", colour=NOTE_INK, sides=sides)]


def _label(month: YearMonth, bold: bool) -> ChartLabel:
    offset = 3.0 if month.signal == "none" else 9.0
    reach = 32.0 if bold else 16.0
    return ChartLabel(month.position, month.value, month.text, bold=bold, offset=offset, reach=reach)


def _obstacles(drawing: Drawing, year: Year, limits: Limits | None, notes: Notes) -> Obstacles:
    canvas, x = drawing.canvas, [month.position for month in year]
    past = tick_obstacles if _is_rare(year) else line_obstacles
    lines = past(canvas, x, [month.last_year for month in year])
    levels = level_obstacles(canvas, drawn_limits(limits))
    bars = bar_boxes(canvas, x, [0.0 if isnan(month.value) else month.value for month in year])
    return Obstacles((*lines, *levels), (*bars, *note_boxes(canvas, notes)))
