"""Parts shared by several charts: month axis, lines, labels in the plot and labels in the margin."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard.charts.drawing import Drawing, spoken
from dashboard.charts.labels import LabelBox, Obstacles, PlotArea, Segment, first_free, segments, spread
from dashboard.charts.template import INK, LABEL_SIZE, LAST_YEAR, NOTE_INK, PAPER, SECOND_INK
from dashboard.wording.text_fit import label_width

LINE_HEIGHT = 1.25
SIGNAL_SIZE = 11
TICK_SPAN = 14
BAR_SHARE = 0.58
# How far a label may move from its point to find room, in pixels.
STEPS = (0.0, 4.0, 8.0, 12.0, 16.0, 24.0, 32.0)
# Space above the highest bar for its label.
HEADROOM = 1.22
# Signals of single months get a label; the months of a run only get their diamonds.
SINGLE = ("outside", "two_of_three")
Notes = Sequence[tuple[float, str, str]]


@dataclass(frozen=True)
class ChartLabel:
    """The text of a point; `shorter` is used if the whole text finds no room.

    `reach` is the distance from the point (pixels beyond `offset`) at which the text still reads as its
    label.
    """

    x: float
    y: float
    text: str
    shorter: str = ""
    colour: str = INK
    bold: bool = False
    offset: float = 6.0
    sides: tuple[str, ...] = ("above",)
    reach: float = 16.0


@dataclass(frozen=True)
class MarginLabel:
    """A text in the right margin beside the line it names."""

    height: float
    text: str
    colour: str = NOTE_INK
    bold: bool = False


def month_axis(drawing: Drawing, first: float = 1) -> None:
    """The twelve months, `1月 2 … 12`; last December comes before them if `first` is its position."""
    months = list(range(1, 13))
    names = ["1月" if month == 1 else str(month) for month in months]
    drawing.x_axis |= {
        "range": [first - 0.5, 12.5],
        "tickmode": "array",
        "tickvals": [first, *months] if first < 1 else months,
        "ticktext": ["12月", *names] if first < 1 else names,
        "tickangle": 0,
    }


def value_axis(drawing: Drawing, low: float, high: float, percent: bool, last_tick: float = math.inf) -> None:
    """The vertical axis with round ticks of our own, so that no two ticks show the same text."""
    step = round_step(high - low, percent)
    first, last = math.ceil(low / step - 1e-9), math.floor(min(high, last_tick) / step + 1e-9)
    drawing.y_axis |= {
        "range": [low, high],
        "tickmode": "array",
        "tickvals": [number * step for number in range(first, last + 1)],
        "tickformat": (".1%" if step < 0.01 else ".0%") if percent else ",d",
    }


def round_step(span: float, percent: bool) -> float:
    """The tick distance that divides the span into about five: 1, 2 or 5 times a power of ten."""
    least = span / (6 if percent else 5)
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least - 1e-12)
    return max(step, 0.005 if percent else 1.0)


def last_year_line(drawing: Drawing, x: Iterable[float], y: Iterable[float], hover: Sequence[str]) -> None:
    """Last year in grey, with a white edge so that it stays visible across this year's bars."""
    drawing.line(x, y, {"color": PAPER, "width": 4.5})
    drawing.line(x, y, {"color": LAST_YEAR, "width": 1.75}, hover)


def last_year_ticks(drawing: Drawing, x: Iterable[float], y: Iterable[float], hover: Sequence[str]) -> None:
    """Last year as a short stroke over each month above zero.

    A line over one or two cases would be spikes.
    """
    raised = [point for point in zip(x, y, hover, strict=True) if point[1] > 0]
    months, values, texts = (list(column) for column in zip(*raised, strict=True)) if raised else ([], [], [])
    for colour, width, words in ((PAPER, 5.0, []), (LAST_YEAR, 2.25, texts)):
        marker = {"symbol": "line-ew", "size": TICK_SPAN, "line": {"color": colour, "width": width}}
        trace = {"type": "scatter", "mode": "markers", "x": months, "y": values, "marker": marker}
        drawing.traces.append(trace | spoken(words))


def tick_obstacles(canvas: PlotArea, x: Iterable[float], y: Iterable[float]) -> tuple[Segment, ...]:
    """The strokes of last_year_ticks as obstacles for labels."""
    points = [canvas.point(one_x, one_y) for one_x, one_y in zip(x, y, strict=True) if one_y > 0]
    half = TICK_SPAN / 2
    return tuple(((across - half, up), (across + half, up)) for across, up in points)


def level(drawing: Drawing, y: float, colour: str, width: float, dash: str = "solid") -> None:
    """A horizontal line across the whole plot, for a target or a limit."""
    drawing.stroke(colour, width, dash, x0=0, x1=1, xref="x domain", y0=y, y1=y)


def signal_marks(drawing: Drawing, x: Iterable[float], y: Iterable[float]) -> None:
    """White diamonds with an ink outline on the months that are signals."""
    marker = {"symbol": "diamond", "size": SIGNAL_SIZE, "color": PAPER, "line": {"color": INK, "width": 2}}
    trace = {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y), "marker": marker}
    drawing.traces.append(trace | {"hoverinfo": "skip"})


def margin_labels(drawing: Drawing, labels: Sequence[MarginLabel]) -> None:
    """Texts in the right margin, each as close to its line as the others allow."""
    canvas = drawing.canvas
    heights = [canvas.point(0, label.height)[1] for label in labels]
    gap = LABEL_SIZE * LINE_HEIGHT
    placed = spread(heights, gap, gap / 2 - 4, canvas.height - gap / 2 + 8)
    for label, want, place in zip(labels, heights, placed, strict=True):
        where = {"xref": "x domain", "x": 1, "xanchor": "left", "xshift": 6, "y": label.height}
        shift = {"yanchor": "middle", "yshift": round(place - want, 1)}
        drawing.write(label.text, LABEL_SIZE, label.colour, bold=label.bold, **where, **shift)


def point_labels(drawing: Drawing, labels: Iterable[ChartLabel], obstacles: Obstacles) -> Obstacles:
    """Texts beside their points where there is room; a text without room is left out."""
    for label in labels:
        obstacles = first_label(drawing, (label,), obstacles)
    return obstacles


def first_label(drawing: Drawing, choices: Iterable[ChartLabel], obstacles: Obstacles) -> Obstacles:
    """Write the first of several labels that finds room; return the obstacles with its box added."""
    canvas, beyond = drawing.canvas, drawing.right - 8
    for label in choices:
        for text in filter(None, (label.text, label.shorter)):
            box = first_free(_candidates(label, text, canvas), obstacles, canvas, beyond)
            if box is not None:
                _write_in(drawing, label, text, box)
                return obstacles.with_box(box)
    return obstacles


def _candidates(label: ChartLabel, text: str, canvas: PlotArea) -> Iterable[LabelBox]:
    x, y = canvas.point(label.x, label.y)
    wide, high = label_width(text, LABEL_SIZE) + 2, LABEL_SIZE * LINE_HEIGHT
    near = label.offset
    for step in (step for step in STEPS if step <= label.reach):
        for side in label.sides:
            if side == "above":
                yield LabelBox(x - wide / 2, x + wide / 2, y + near + step, y + near + step + high)
            elif side == "below":
                yield LabelBox(x - wide / 2, x + wide / 2, y - near - step - high, y - near - step)
            elif side == "right":
                yield LabelBox(x + near + 2, x + near + 2 + wide, y - high / 2 + step, y + high / 2 + step)
                yield LabelBox(x + near + 2, x + near + 2 + wide, y - high / 2 - step, y + high / 2 - step)
            else:
                yield LabelBox(x - near - 2 - wide, x - near - 2, y - high / 2 + step, y + high / 2 + step)
                yield LabelBox(x - near - 2 - wide, x - near - 2, y - high / 2 - step, y + high / 2 - step)


def _write_in(drawing: Drawing, label: ChartLabel, text: str, box: LabelBox) -> None:
    """Anchor the text at its point, so that it stays beside the point on a wider screen."""
    x, y = drawing.canvas.point(label.x, label.y)
    middle = (box.left + box.right) / 2
    anchor = "center" if abs(middle - x) < 1 else ("left" if middle > x else "right")
    edge = {"center": middle, "left": box.left, "right": box.right}[anchor]
    shift = {"xshift": round(edge - x, 1), "yshift": round((box.bottom + box.top) / 2 - y, 1)}
    where = {"x": label.x, "y": label.y, "xanchor": anchor, "yanchor": "middle"}
    drawing.write(text, LABEL_SIZE, label.colour, bold=label.bold, **where, **shift)


def line_obstacles(canvas: PlotArea, x: Sequence[float], y: Sequence[float]) -> tuple[Segment, ...]:
    """The segments of a drawn line as obstacles for labels; gaps (NaN) are not bridged."""
    pieces: list[Segment] = []
    run: list[tuple[float, float]] = []
    for one_x, one_y in zip(x, y, strict=True):
        if math.isnan(one_y):
            pieces.extend(segments(run))
            run = []
        else:
            run.append(canvas.point(one_x, one_y))
    return (*pieces, *segments(run))


def level_obstacles(canvas: PlotArea, levels: Iterable[float]) -> tuple[Segment, ...]:
    """Horizontal levels across the plot as obstacles for labels."""
    heights = [canvas.point(0, level)[1] for level in levels]
    return tuple(((0.0, height), (canvas.width, height)) for height in heights)


def bar_boxes(canvas: PlotArea, positions: Iterable[float], heights: Iterable[float]) -> tuple[LabelBox, ...]:
    """The boxes that bars from zero cover."""
    boxes = []
    for position, height in zip(positions, heights, strict=True):
        left, bottom = canvas.point(position - BAR_SHARE / 2, 0)
        right, top = canvas.point(position + BAR_SHARE / 2, height)
        boxes.append(LabelBox(left, right, bottom, top))
    return tuple(boxes)


def unreported(drawing: Drawing, months: Iterable[float], base: float) -> None:
    """未报 at the bottom of the months that should have a figure and do not: missing is not zero."""
    for month in months:
        drawing.write("未<br>报", 11, NOTE_INK, x=month, y=base, yanchor="bottom")


def note_marks(drawing: Drawing, notes: Notes) -> None:
    """A circled number at the top of each month that has a note; the note's text is shown on hover."""
    for month, mark, text in notes:
        where: dict[str, Any] = {"x": month, "y": 1, "yref": "y domain", "yanchor": "top"}
        drawing.write(mark, 14, SECOND_INK, hovertext=escape(text, quote=False), **where)


def note_boxes(canvas: PlotArea, notes: Notes) -> tuple[LabelBox, ...]:
    """The boxes that the note marks cover at the top of the plot."""
    centres = [canvas.point(position, 0)[0] for position, *_ in notes]
    return tuple(LabelBox(centre - 9, centre + 9, canvas.height - 18, canvas.height) for centre in centres)
