"""Geometry of a native chart: the ends of its axis, and numbers clear of every line and of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, log10

from dashboard.board.signals import Signal
from dashboard.charts.labels import LabelBox, Obstacles, PlotArea, segments
from dashboard.wording.format import amount
from dashboard.wording.process_words import is_about_month
from dashboard.wording.text_fit import label_width
from domain.catalogue import Kpi
from domain.kpi.process import Variation
from domain.kpi.progress import Progress

Values = tuple[float | None, ...]
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_COUNT_STEPS = (1.0, 2.0, 5.0, 10.0)
HEADROOM = 1.08
# The plotting area of a KPI's slide in points, as chart.py lays it out on a 16:9 page.
WIDTH, HEIGHT = 460.0, 250.0
LABEL_SIZE = 14.0
LINE_HEIGHT = 1.25
BAR_SHARE = 0.74
_INSIDE, _OFF_POINT = 2.0, 6.0
INSIDE_END, INSIDE_MIDDLE, INSIDE_BASE, OUTSIDE = "inEnd", "ctr", "inBase", "outEnd"
_SIDES = (INSIDE_END, INSIDE_BASE, INSIDE_MIDDLE)
ABOVE, BELOW, RIGHT = "t", "b", "r"


def axis_from_zero(values: Values) -> tuple[float, float, float]:
    """Lower end 0, upper end and step of a value axis that holds the values, with some air above."""
    highest = max((value for value in values if value is not None), default=0.0)
    step = max(1.0, round_step(max(highest, 1.0) * HEADROOM / 5, _COUNT_STEPS))
    return 0.0, step * max(2, ceil(highest * HEADROOM / step - 1e-9)), step


def axis_of_rates(values: Values) -> tuple[float, float, float]:
    """Lower end, upper end and step close around the rates, so that their movement is seen."""
    known = [value for value in values if value is not None] or [0.9, 1.0]
    lowest, highest = min(known), max(known)
    step = round_step(max(highest - lowest, 0.04) * 1.3 / 4)
    low = max(0.0, step * floor((lowest - 0.35 * step) / step + 1e-9))
    high = step * ceil((highest + 0.35 * step) / step - 1e-9)
    return low, high if highest > 1.0 else min(high, 1.0), step


def round_step(size: float, steps: tuple[float, ...] = _STEPS) -> float:
    """The next of `steps` × a power of ten at or above `size`."""
    power = 10.0 ** floor(log10(size))
    return next(step * power for step in steps if step * power >= size * (1 - 1e-9))


def limit_levels(kpi: Kpi, progress: Progress, signal: Signal | None) -> dict[str, float]:
    """波动上限 and 波动下限 with their values if the as-of month is unusual; otherwise none.

    An impossible limit is left out: a lower limit below zero, or an upper limit of a rate above 100 %.
    """
    if not is_about_month(signal, progress) or signal.chart.variation is Variation.COMMON:
        return {}
    highest = 1.0 if kpi.is_share else inf
    limits = (("波动上限", signal.chart.upper), ("波动下限", signal.chart.lower))
    drawn = {word: value for word, value in limits if value is not None and 0 < value < highest}
    return {f"{word} {amount(value, kpi.kind)}": round(value, 6) for word, value in drawn.items()}


@dataclass(frozen=True)
class LabelPlace:
    """Where the number of a point stands; `side` as DrawingML names it."""

    point: int
    side: str


def month_plot(low: float, high: float) -> PlotArea:
    """The plot: twelve months between tick marks, values from low to high."""
    return PlotArea(WIDTH, HEIGHT, (-0.5, 11.5), (low, high))


def obstacles(plot: PlotArea, lines: Sequence[Values]) -> Obstacles:
    """The segments of the lines; a month without a value breaks its line."""
    pieces: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for values in lines:
        run: list[tuple[float, float]] = []
        for month, value in enumerate((*values, None)):
            if value is not None:
                run.append(plot.point(month, value))
                continue
            pieces.extend(segments(run))
            run = []
    return Obstacles(tuple(pieces))


def bar_places(
    values: Values, texts: Sequence[str], plot: PlotArea, lines: Sequence[Values]
) -> list[LabelPlace]:
    """A number in each bar that has room for it; the last one above its bar if it has none.

    All numbers have, if the lines allow, one position in their bars. A number that is wider than its bar is
    left out, except the last one.
    """
    blocked = obstacles(plot, lines)
    known = [month for month, value in enumerate(values) if value is not None]
    rooms = {month: _inside(month, values[month] or 0.0, texts[month], plot, blocked) for month in known}
    free = [sides for sides in rooms.values() if sides]
    shared = next((side for side in _SIDES if all(side in sides for sides in free)), None)
    places = [LabelPlace(month, shared or sides[0]) for month, sides in rooms.items() if sides]
    if known and not rooms[known[-1]]:
        places.append(LabelPlace(known[-1], OUTSIDE))
    return places


def _inside(month: int, value: float, text: str, plot: PlotArea, blocked: Obstacles) -> list[str]:
    """The positions in a bar where its number is clear of the lines; none in a bar too low or too narrow."""
    x, top = plot.point(month, value)
    base = plot.point(month, max(plot.y_range[0], 0.0))[1]
    high, half = LABEL_SIZE * LINE_HEIGHT, label_width(text, LABEL_SIZE) / 2
    if top - base < high + _INSIDE or 2 * half > plot.width / 12 * BAR_SHARE - _INSIDE:
        return []
    lower_edges = {
        INSIDE_END: top - high - _INSIDE,
        INSIDE_BASE: base + _INSIDE,
        INSIDE_MIDDLE: (top + base - high) / 2,
    }
    boxes = {
        side: LabelBox(x - half, x + half, bottom, bottom + high) for side, bottom in lower_edges.items()
    }
    return [side for side in _SIDES if not blocked.hinder(boxes[side])]


def point_places(
    points: Sequence[int],
    values: Values,
    texts: Sequence[str],
    plot: PlotArea,
    blocked: Obstacles,
    target: float | None,
) -> list[LabelPlace]:
    """Numbers at points of a line: always for the first of `points`, for the others if there is room.

    A value at or above the target has its number above it; a value below has it below, if that side is
    free. Only January tries the right side first, because above its point the number would meet the axis
    labels.
    """
    places = []
    for order, month in enumerate(points):
        value = values[month]
        if value is None:
            continue
        upward = target is None or value >= target
        sides = [ABOVE, BELOW] if upward else [BELOW, ABOVE]
        if order == 0 and month < 11:
            sides.insert(min(month, 1), RIGHT)
        boxes = {side: _beside(plot.point(month, value), texts[month], side) for side in sides}
        free = [side for side in sides if not blocked.hinder(boxes[side]) and boxes[side].bottom > 0]
        if free or order == 0:
            side = free[0] if free else sides[0]
            places.append(LabelPlace(month, side))
            blocked = blocked.with_box(boxes[side])
    return places


def _beside(point: tuple[float, float], text: str, side: str) -> LabelBox:
    x, y = point
    wide, high = label_width(text, LABEL_SIZE) + 4, LABEL_SIZE * LINE_HEIGHT
    if side == RIGHT:
        return LabelBox(x + _OFF_POINT, x + _OFF_POINT + wide, y - high / 2, y + high / 2)
    bottom = y + _OFF_POINT if side == ABOVE else y - _OFF_POINT - high
    return LabelBox(x - wide / 2, x + wide / 2, bottom, bottom + high)
