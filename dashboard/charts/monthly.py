"""Monthly chart of a count: this year's bars, last year's line, the limits, and the months beyond them."""

from typing import Any

import pandas as pd
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
from dashboard.charts.template import HEIGHT, NOTE_INK, THIS_YEAR, THIS_YEAR_LIGHT
from dashboard.charts.year import month_texts
from dashboard.wording.format import number

# Up to this many cases, last year is drawn as a stroke per month instead of a line.
A_FEW = 3


def monthly_chart(
    year: pd.DataFrame,
    unit: str,
    limits: Limits | None = None,
    notes: Notes = (),
    height: int = HEIGHT,
) -> go.Figure:
    """Bars from zero by month.

    `year` is a year_frame, `unit` the counting unit, `notes` holds (position, mark, text).
    """
    drawing = Drawing(height)
    month_axis(drawing, float(year["position"].min()))
    value_axis(drawing, 0, _top(year, limits) * HEADROOM, percent=False)
    shown = year.dropna(subset=["value"])
    colours = [THIS_YEAR if position > 0 else THIS_YEAR_LIGHT for position in shown["position"]]
    drawing.bars(
        shown["position"], shown["value"], colours, month_texts(shown, "text", unit), width=BAR_SHARE
    )
    if year["last_year"].notna().any():
        hover = month_texts(year, "last_year_text", unit, back=1)
        draw = last_year_ticks if _is_rare(year) else last_year_line
        draw(drawing, year["position"], year["last_year"], hover)
    draw_limits(drawing, limits)
    flagged = shown[shown["signal"] != "none"]
    signal_marks(drawing, flagged["position"], flagged["value"])
    margin_labels(drawing, _margin(year, limits))
    point_labels(drawing, [*_labels(shown), *_tick_label(year)], _obstacles(drawing, year, limits, notes))
    unreported(drawing, year.loc[year["missing"], "position"], 0)
    note_marks(drawing, notes)
    return drawing.figure()


def _is_rare(year: pd.DataFrame) -> bool:
    """Whether every month has only a few cases."""
    return max([0.0, *year["value"].dropna(), *year["last_year"].dropna()]) <= A_FEW


def _top(year: pd.DataFrame, limits: Limits | None) -> float:
    drawn = [*year["value"].dropna(), *year["last_year"].dropna(), *drawn_limits(limits)]
    return max([1.0, *drawn])


def _margin(year: pd.DataFrame, limits: Limits | None) -> list[MarginLabel]:
    last_year = year["last_year"].dropna()
    own = [MarginLabel(float(last_year.iloc[-1]), "上年")] if len(last_year) and not _is_rare(year) else []
    return [*own, *limit_labels(limits, number)]


def _labels(shown: pd.DataFrame) -> list[ChartLabel]:
    """The labels of the last bar, of single signals and of the highest bar above zero, by priority."""
    if shown.empty:
        return []
    last, highest = shown.index[-1], shown["value"].idxmax()
    flagged = shown.index[shown["signal"].isin(SINGLE)]
    rows = dict(zip(shown.index, shown.itertuples(), strict=True))
    chosen = dict.fromkeys([last, *flagged, *([highest] if rows[highest].value > 0 else [])])
    return [_label(rows[index], bold=index == last) for index in chosen]


def _tick_label(year: pd.DataFrame) -> list[ChartLabel]:
    """上年 beside last year's last stroke above zero; a line has its label in the margin instead."""
    raised = year[year["last_year"] > 0]
    if raised.empty or not _is_rare(year):
        return []
    last = raised.iloc[-1]
    sides = ("above", "right", "left")
    return [
        ChartLabel(float(last["position"]), float(last["last_year"]), "上年", colour=NOTE_INK, sides=sides)
    ]


def _label(row: Any, bold: bool) -> ChartLabel:
    offset = 3.0 if row.signal == "none" else 9.0
    reach = 32.0 if bold else 16.0
    return ChartLabel(float(row.position), float(row.value), row.text, bold=bold, offset=offset, reach=reach)


def _obstacles(drawing: Drawing, year: pd.DataFrame, limits: Limits | None, notes: Notes) -> Obstacles:
    canvas = drawing.canvas
    past = tick_obstacles if _is_rare(year) else line_obstacles
    lines = past(canvas, year["position"].tolist(), year["last_year"].tolist())
    levels = level_obstacles(canvas, drawn_limits(limits))
    bars = bar_boxes(canvas, year["position"], year["value"].fillna(0))
    return Obstacles((*lines, *levels), (*bars, *note_boxes(canvas, notes)))
