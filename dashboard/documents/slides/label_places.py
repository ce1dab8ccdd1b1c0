"""Finds positions for the numbers in a native chart, clear of every line and of each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charts.labels import LabelBox, Obstacles, PlotArea, segments
from dashboard.wording.text_fit import label_width

# The plotting area of a KPI's slide in points, as chart.py lays it out on a 16:9 page.
WIDTH, HEIGHT = 460.0, 250.0
SIZES = (14.0,)
LINE_HEIGHT = 1.25
BAR_SHARE = 0.74
_INSIDE, _OFF_POINT = 2.0, 6.0
INSIDE_END, INSIDE_MIDDLE, INSIDE_BASE, OUTSIDE = "inEnd", "ctr", "inBase", "outEnd"
_SIDES = (INSIDE_END, INSIDE_BASE, INSIDE_MIDDLE)
ABOVE, BELOW, RIGHT = "t", "b", "r"

Values = Sequence[float | None]


@dataclass(frozen=True)
class LabelPlace:
    """The number of a point: its position as DrawingML names it, and its font size."""

    point: int
    side: str
    size: float


def canvas(low: float, high: float) -> PlotArea:
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

    All numbers of a chart have one size and, if the lines allow, one position in their bars. A number that
    is wider than its bar is left out, except the last one, which may be smaller than the others.
    """
    blocked = obstacles(plot, lines)
    known = [month for month, value in enumerate(values) if value is not None]
    bar = plot.width / 12 * BAR_SHARE
    widest = max((label_width(texts[month], 1.0) for month in known[:-1]), default=0.0)
    size = next((each for each in SIZES if widest * each <= bar - _INSIDE), SIZES[-1])
    rooms = {
        month: _inside(month, values[month] or 0.0, texts[month], size, plot, blocked) for month in known
    }
    free = [sides for sides in rooms.values() if sides]
    shared = next((side for side in _SIDES if all(side in sides for sides in free)), None)
    places = []
    for month, sides in rooms.items():
        if sides:
            places.append(LabelPlace(month, shared or sides[0], size))
        elif month == known[-1]:
            small = _inside(month, values[month] or 0.0, texts[month], SIZES[-1], plot, blocked)
            side = shared if shared in small else next(iter(small), "")
            places.append(
                LabelPlace(month, side, SIZES[-1]) if side else LabelPlace(month, OUTSIDE, SIZES[0])
            )
    return places


def _inside(
    month: int, value: float, text: str, size: float, plot: PlotArea, blocked: Obstacles
) -> list[str]:
    """The positions in a bar where its number is clear of the lines; none in a bar too low or too narrow."""
    x, top = plot.point(month, value)
    base = plot.point(month, max(plot.y_range[0], 0.0))[1]
    high, half = size * LINE_HEIGHT, label_width(text, size) / 2
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
    size = SIZES[0]
    places = []
    for order, month in enumerate(points):
        value = values[month]
        if value is None:
            continue
        upward = target is None or value >= target
        sides = [ABOVE, BELOW] if upward else [BELOW, ABOVE]
        if order == 0 and month < 11:
            sides.insert(min(month, 1), RIGHT)
        boxes = {side: _beside(plot.point(month, value), texts[month], size, side) for side in sides}
        free = [side for side in sides if not blocked.hinder(boxes[side]) and boxes[side].bottom > 0]
        if free or order == 0:
            side = free[0] if free else sides[0]
            places.append(LabelPlace(month, side, size))
            blocked = blocked.with_box(boxes[side])
    return places


def _beside(point: tuple[float, float], text: str, size: float, side: str) -> LabelBox:
    x, y = point
    wide, high = label_width(text, size) + 4, size * LINE_HEIGHT
    if side == RIGHT:
        return LabelBox(x + _OFF_POINT, x + _OFF_POINT + wide, y - high / 2, y + high / 2)
    bottom = y + _OFF_POINT if side == ABOVE else y - _OFF_POINT - high
    return LabelBox(x - wide / 2, x + wide / 2, bottom, bottom + high)
