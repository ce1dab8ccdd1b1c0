"""Monthly chart of a rate or a stock: a line, because a level does not add up, with its process limits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import inf, isnan, nan

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
from dashboard.charts.template import INK, NOTE_INK, PAPER, THIS_YEAR, THIS_YEAR_LIGHT
from dashboard.charts.year import Year, YearMonth, known, missing_positions, month_texts, reported
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
    year: Year,
    unit: str,
    *,
    kind: Kind,
    lower_is_better: bool = False,
    target: float | None = None,
    limits: Limits | None = None,
    notes: Notes = (),
) -> go.Figure:
    """A monthly line with its target; months off target are hollow.

    `unit` is the counting unit ("" for shares).
    """
    percent, levels = kind.is_share, _levels(target, limits)
    drawing = Drawing()
    month_axis(drawing, year[0].position)
    value_axis(drawing, *_value_range(year, levels, percent), percent=percent, last_tick=_most(year, percent))
    goals = _goals(year, target)
    _draw_goals(drawing, year, goals, target)
    draw_limits(drawing, limits)
    _last_year(drawing, year, unit)
    _this_year(drawing, year, unit, goals, lower_is_better)
    goal = _target_label(target, kind, lower_is_better)
    margin_labels(drawing, [*_margin(year), *goal, *limit_labels(limits, partial(amount, kind=kind))])
    point_labels(drawing, _labels(year, lower_is_better), _obstacles(drawing, year, levels, notes))
    unreported(drawing, missing_positions(year), drawing.y_axis["range"][0])
    note_marks(drawing, notes)
    return drawing.figure()


def _goals(year: Year, target: float | None) -> list[float | None]:
    """The target in effect in each month: it changes after an adjustment, and is None before there is one."""
    if target is None or not known(month.expected for month in year):
        return [target] * len(year)
    return [
        target if month.position < 1 else None if isnan(month.expected) else month.expected for month in year
    ]


def _draw_goals(drawing: Drawing, year: Year, goals: Sequence[float | None], target: float | None) -> None:
    """The target as one level, or as steps if it was adjusted within the year."""
    if target is None:
        return
    if set(goals) == {target}:
        level(drawing, target, INK, 1.25)
        return
    heights = [nan if goal is None else goal for goal in goals]
    positions = [month.position for month in year]
    drawing.line(positions, heights, {"color": INK, "width": 1.25, "shape": "hv"}, [""] * len(goals))


def _levels(target: float | None, limits: Limits | None) -> tuple[float, ...]:
    return (*([] if target is None else [target]), *drawn_limits(limits))


def _value_range(year: Year, levels: tuple[float, ...], percent: bool) -> tuple[float, float]:
    """From zero for a stock; close around the figures for a rate, so that changes stay visible."""
    figures = known(value for month in year for value in (month.value, month.last_year))
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


def _most(year: Year, percent: bool) -> float:
    """What the values can reach: a rate is over 100 % only where it says so."""
    over = any(value > 1 for month in year for value in known((month.value, month.last_year)))
    return 1.0 if percent and not over else inf


def _last_year(drawing: Drawing, year: Year, unit: str) -> None:
    if known(last_year := [month.last_year for month in year]):
        hover = month_texts(year, lambda month: month.last_year_text, unit, back=1)
        last_year_line(drawing, [month.position for month in year], last_year, hover)


def _this_year(
    drawing: Drawing, year: Year, unit: str, goals: Sequence[float | None], lower_is_better: bool
) -> None:
    hover = [
        f"{text}　{month.detail}" if month.detail else text
        for month, text in zip(year, month_texts(year, lambda month: month.text, unit), strict=True)
    ]
    off = [is_off_target(month.value, goal, lower_is_better) for month, goal in zip(year, goals, strict=True)]
    marker = {
        "size": 8,
        "color": [PAPER if is_off else THIS_YEAR for is_off in off],
        "line": {"color": THIS_YEAR, "width": 2},
    }
    style = {"color": THIS_YEAR, "width": 2.75}
    positions, values = [month.position for month in year], [month.value for month in year]
    drawing.line(positions, values, style, hover, mode="lines+markers", marker=marker)
    flagged = [month for month in reported(year) if month.signal != "none"]
    signal_marks(drawing, [month.position for month in flagged], [month.value for month in flagged])


def _margin(year: Year) -> list[MarginLabel]:
    """The labels of last year's line and of this year's December."""
    last_year, december = known(month.last_year for month in year), year[-1]
    labels = [MarginLabel(last_year[-1], "上年")] if last_year else []
    if not isnan(december.value):
        labels.append(MarginLabel(december.value, f"本年 {december.text}", THIS_YEAR, bold=True))
    return labels


def _target_label(target: float | None, kind: Kind, lower_is_better: bool) -> list[MarginLabel]:
    if target is None:
        return []
    word = "控制数" if lower_is_better else "目标"
    return [MarginLabel(target, f"{word} {amount(target, kind)}", INK, bold=True)]


def _labels(year: Year, lower_is_better: bool) -> list[ChartLabel]:
    """The label of the last point in this year's blue, then single signals and the worst month."""
    shown = reported(year)
    if not shown:
        return []
    last, worst = shown[-1], (max if lower_is_better else min)(shown, key=lambda month: month.value)
    chosen = dict.fromkeys([last, worst, *(month for month in shown if month.signal in SINGLE)])
    return [
        _label(month, is_last=month is last)
        for month in chosen
        if month.position < 12  # December has its label in the margin
    ]


def _label(month: YearMonth, is_last: bool) -> ChartLabel:
    return ChartLabel(
        x=month.position,
        y=month.value,
        text=f"本年 {month.text}" if is_last else month.text,
        shorter=month.text if is_last else "",
        colour=THIS_YEAR if is_last else INK,
        bold=is_last,
        offset=8.0,
        sides=("right", "above", "below", "left") if is_last else ("above", "below", "left"),
        reach=32.0 if is_last else 16.0,
    )


def _obstacles(drawing: Drawing, year: Year, levels: tuple[float, ...], notes: Notes) -> Obstacles:
    canvas, x = drawing.canvas, [month.position for month in year]
    lines = (
        *line_obstacles(canvas, x, [month.value for month in year]),
        *line_obstacles(canvas, x, [month.last_year for month in year]),
        *level_obstacles(canvas, levels),
    )
    return Obstacles(lines, note_boxes(canvas, notes))


def parts_chart(year: Year, whole: str, part: str) -> go.Figure:
    """The parts of a rate by month; `whole` and `part` are their names."""
    shown = [month for month in year if not isnan(month.value) or month.denominator == 0]
    positions = [month.position for month in shown]
    heights = [max(known((month.numerator, month.denominator)), default=nan) for month in shown]
    drawing = Drawing()
    month_axis(drawing, year[0].position)
    value_axis(drawing, 0, max([1.0, *heights]) * HEADROOM, percent=False)
    wholes, parts = [month.denominator for month in shown], [month.numerator for month in shown]
    for values, name, colour in ((wholes, whole, THIS_YEAR_LIGHT), (parts, part, THIS_YEAR)):
        drawing.bars(positions, values, colour, _hover(shown, values, name), width=BAR_SHARE)
    bars = bar_boxes(drawing.canvas, positions, heights)
    point_labels(drawing, _part_labels(shown), Obstacles(boxes=bars))
    unreported(drawing, missing_positions(year), 0)
    return drawing.figure()


def _hover(shown: Year, values: Sequence[float], name: str) -> list[str]:
    return [
        f"{point.month.year}年{point.month.month}月 {name} {number(value)}"
        for point, value in zip(shown, values, strict=True)
    ]


def _part_labels(shown: Year) -> list[ChartLabel]:
    """The label part / whole above the last bar."""
    if not shown:
        return []
    last, part, whole = shown[-1].position, shown[-1].numerator, shown[-1].denominator
    text = f"{number(part)}/{number(whole)}"
    return [ChartLabel(last, max(part, whole), text, bold=True, offset=3.0, reach=32.0)]
