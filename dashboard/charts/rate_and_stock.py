"""Monthly chart of a rate or a stock: a line, because a level does not add up, with its process limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, nan
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
    level,
    level_obstacles,
    line_obstacles,
    margin_labels,
    month_axis,
    note_boxes,
    note_marks,
    point_labels,
    round_step,
    signal_marks,
    unreported,
    value_axis,
)
from dashboard.charts.template import HEIGHT, INK, NOTE_INK, PAPER, THIS_YEAR, THIS_YEAR_LIGHT
from dashboard.charts.year import month_texts
from dashboard.wording.format import amount, number
from domain.catalogue import Kind
from domain.kpi.lamp import is_off_target


@dataclass(frozen=True)
class Limits:
    """Mean and natural limits of the monthly values.

    An impossible limit is not drawn: a lower limit below zero, or an upper limit above `highest`.
    """

    centre: float
    lower: float
    upper: float
    highest: float = inf

    @property
    def drawn(self) -> dict[str, float]:
        """The levels to draw, each with its word: 均值, 上限, 下限."""
        upper = {"上限": self.upper} if self.upper <= self.highest else {}
        lower = {"下限": self.lower} if self.lower > 0 else {}
        return {"均值": self.centre} | upper | lower


def drawn_limits(limits: Limits | None) -> tuple[float, ...]:
    """The levels to draw; empty if there are no limits."""
    return tuple(limits.drawn.values()) if limits else ()


def draw_limits(drawing: Drawing, limits: Limits | None) -> None:
    """Dotted limits and a dashed mean."""
    for word, value in (limits.drawn if limits else {}).items():
        level(drawing, value, NOTE_INK, 1, "longdash" if word == "均值" else "dot")


def limit_labels(limits: Limits | None, text: Callable[[float], str]) -> list[MarginLabel]:
    """均值, 上限 and 下限 for the right margin; values of 100 and more are shown without a decimal."""
    return [
        MarginLabel(value, f"{word} {text(round(value) if value >= 100 else value)}")
        for word, value in (limits.drawn if limits else {}).items()
    ]


def level_chart(
    year: pd.DataFrame,
    unit: str,
    *,
    kind: Kind,
    lower_is_better: bool = False,
    target: float | None = None,
    limits: Limits | None = None,
    notes: Notes = (),
    height: int = HEIGHT,
) -> go.Figure:
    """A monthly line with its target; months off target are hollow.

    `year` is a year_frame (with an optional column detail, shown on hover), `unit` is the
    counting unit ("" for shares).
    """
    percent, levels = kind.is_share, _levels(target, limits)
    drawing = Drawing(height)
    month_axis(drawing, float(year["position"].min()))
    value_axis(drawing, *_value_range(year, levels, percent), percent=percent)
    goals = _goals(year, target)
    _draw_goals(drawing, year, goals, target)
    draw_limits(drawing, limits)
    _last_year(drawing, year, unit)
    _this_year(drawing, year, unit, goals, lower_is_better)
    goal = _target_label(target, kind, lower_is_better)
    margin_labels(drawing, [*_margin(year), *goal, *limit_labels(limits, partial(amount, kind=kind))])
    point_labels(drawing, _labels(year, lower_is_better), _obstacles(drawing, year, levels, notes))
    unreported(drawing, year.loc[year["missing"], "position"], drawing.y_axis["range"][0])
    note_marks(drawing, notes)
    return drawing.figure()


def _goals(year: pd.DataFrame, target: float | None) -> list[float | None]:
    """The target in effect in each month: it changes after an adjustment, and is None before there is one."""
    if target is None or year["expected"].isna().all():
        return [target] * len(year)
    return [
        target if position < 1 else None if pd.isna(goal) else float(goal)
        for position, goal in zip(year["position"], year["expected"], strict=True)
    ]


def _draw_goals(
    drawing: Drawing, year: pd.DataFrame, goals: Sequence[float | None], target: float | None
) -> None:
    """The target as one level, or as steps if it was adjusted within the year."""
    if target is None:
        return
    if set(goals) == {target}:
        level(drawing, target, INK, 1.25)
        return
    heights = [nan if goal is None else goal for goal in goals]
    drawing.line(year["position"], heights, {"color": INK, "width": 1.25, "shape": "hv"}, [""] * len(goals))


def _levels(target: float | None, limits: Limits | None) -> tuple[float, ...]:
    return (*([] if target is None else [target]), *drawn_limits(limits))


def _value_range(year: pd.DataFrame, levels: tuple[float, ...], percent: bool) -> tuple[float, float]:
    """From zero for a stock; close around the figures for a rate, so that changes stay visible."""
    figures = [*year["value"].dropna(), *year["last_year"].dropna()]
    drawn = [*figures, *levels]
    if not drawn or (percent and not figures):
        return 0.0, max([1.0, *levels])
    low, high = min(drawn), max(drawn)
    if not percent:
        return 0.0, max(high, 1.0) * 1.18
    span = max(high - low, 0.02)
    step = round_step(span * 1.4, percent=True)
    bottom = max(0.0, int((low - span * 0.2) / step + 1e-9) * step)
    return bottom, high + span * 0.2


def _last_year(drawing: Drawing, year: pd.DataFrame, unit: str) -> None:
    if year["last_year"].notna().any():
        hover = month_texts(year, "last_year_text", unit, back=1)
        last_year_line(drawing, year["position"], year["last_year"], hover)


def _this_year(
    drawing: Drawing, year: pd.DataFrame, unit: str, goals: Sequence[float | None], lower_is_better: bool
) -> None:
    hover = month_texts(year, "text", unit)
    if "detail" in year:
        hover = [f"{text}　{detail}" for text, detail in zip(hover, year["detail"], strict=True)]
    off = [
        is_off_target(value, goal, lower_is_better) for value, goal in zip(year["value"], goals, strict=True)
    ]
    marker = {
        "size": 8,
        "color": [PAPER if each else THIS_YEAR for each in off],
        "line": {"color": THIS_YEAR, "width": 2},
    }
    style = {"color": THIS_YEAR, "width": 2.75}
    drawing.line(year["position"], year["value"], style, hover, mode="lines+markers", marker=marker)
    flagged = year[(year["signal"] != "none") & year["value"].notna()]
    signal_marks(drawing, flagged["position"], flagged["value"])


def _margin(year: pd.DataFrame) -> list[MarginLabel]:
    """The labels of last year's line and of this year's December."""
    last_year = year["last_year"].dropna()
    labels = [MarginLabel(float(last_year.iloc[-1]), "上年")] if len(last_year) else []
    december = year.iloc[-1]
    if december["value"] == december["value"]:
        labels.append(MarginLabel(float(december["value"]), f"本年 {december['text']}", THIS_YEAR, bold=True))
    return labels


def _target_label(target: float | None, kind: Kind, lower_is_better: bool) -> list[MarginLabel]:
    if target is None:
        return []
    word = "控制数" if lower_is_better else "目标"
    return [MarginLabel(target, f"{word} {amount(target, kind)}", INK, bold=True)]


def _labels(year: pd.DataFrame, lower_is_better: bool) -> list[ChartLabel]:
    """The label of the last point in this year's blue, then single signals and the worst month."""
    shown = year.dropna(subset=["value"])
    if shown.empty:
        return []
    last = shown.index[-1]
    worst = shown["value"].idxmax() if lower_is_better else shown["value"].idxmin()
    flagged = shown.index[shown["signal"].isin(SINGLE)]
    rows = dict(zip(shown.index, shown.itertuples(), strict=True))
    chosen = dict.fromkeys([last, worst, *flagged])
    return [
        _label(rows[index], is_last=index == last)
        for index in chosen
        if rows[index].position < 12  # December has its label in the margin
    ]


def _label(row: Any, is_last: bool) -> ChartLabel:
    return ChartLabel(
        x=float(row.position),
        y=float(row.value),
        text=f"本年 {row.text}" if is_last else row.text,
        shorter=row.text if is_last else "",
        colour=THIS_YEAR if is_last else INK,
        bold=is_last,
        offset=8.0,
        sides=("right", "above", "below", "left") if is_last else ("above", "below", "left"),
        reach=32.0 if is_last else 16.0,
    )


def _obstacles(drawing: Drawing, year: pd.DataFrame, levels: tuple[float, ...], notes: Notes) -> Obstacles:
    canvas, x = drawing.canvas, year["position"].tolist()
    lines = (
        *line_obstacles(canvas, x, year["value"].tolist()),
        *line_obstacles(canvas, x, year["last_year"].tolist()),
        *level_obstacles(canvas, levels),
    )
    return Obstacles(lines, note_boxes(canvas, notes))


def parts_chart(year: pd.DataFrame, whole: str, part: str, height: int = HEIGHT) -> go.Figure:
    """The parts of a rate by month. `year` is a year_frame with numerator and denominator.

    `whole` and `part` are their names.
    """
    shown = year[year["value"].notna() | (year["denominator"] == 0)]
    heights = shown[["numerator", "denominator"]].max(axis=1)
    drawing = Drawing(height)
    month_axis(drawing, float(year["position"].min()))
    value_axis(drawing, 0, max([1.0, *heights]) * HEADROOM, percent=False)
    for column, name, colour in (("denominator", whole, THIS_YEAR_LIGHT), ("numerator", part, THIS_YEAR)):
        drawing.bars(shown["position"], shown[column], colour, _hover(shown, column, name), width=BAR_SHARE)
    bars = bar_boxes(drawing.canvas, shown["position"], heights)
    point_labels(drawing, _part_labels(shown), Obstacles(boxes=bars))
    unreported(drawing, year.loc[year["missing"], "position"], 0)
    return drawing.figure()


def _hover(shown: pd.DataFrame, column: str, name: str) -> list[str]:
    return [
        f"{month.year}年{month.month}月 {name} {number(value)}"
        for month, value in zip(shown["month"], shown[column], strict=True)
    ]


def _part_labels(shown: pd.DataFrame) -> list[ChartLabel]:
    """The label part / whole above the last bar."""
    if shown.empty:
        return []
    month, part, whole = (float(shown[name].iloc[-1]) for name in ("position", "numerator", "denominator"))
    return [
        ChartLabel(
            month, max(part, whole), f"{number(part)}/{number(whole)}", bold=True, offset=3.0, reach=32.0
        )
    ]
