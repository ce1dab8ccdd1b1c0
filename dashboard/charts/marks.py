"""The parts several charts are drawn from: month axis, lines, labels beside the plot and labels in it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.labels import Box, Canvas, Obstacles, first_free, segments, spread, text_width
from dashboard.charts.template import (
    BOTTOM,
    HEIGHT,
    INK,
    LABEL_SIZE,
    LAST_YEAR,
    LEFT,
    NARROWEST_WIDTH,
    NOTE_INK,
    PAPER,
    RIGHT,
    SECOND_INK,
    TOP,
)

LINE_HEIGHT = 1.25


@dataclass(frozen=True)
class Label:
    """A text that belongs to a point; `shorter` is tried where the whole text finds no room."""

    x: float
    y: float
    text: str
    shorter: str = ""
    colour: str = INK
    bold: bool = False
    offset: float = 6.0
    sides: tuple[str, ...] = ("above",)


def month_axis(figure: go.Figure, first: float = 1) -> None:
    """The twelve months, `1月 2 … 12`; last December stands before them where `first` is its place."""
    months = range(1, 13)
    places = [first, *months] if first < 1 else list(months)
    names = ["1月" if month == 1 else str(month) for month in months]
    figure.update_xaxes(
        range=[first - 0.5, 12.5],
        tickmode="array",
        tickvals=places,
        ticktext=["12月", *names] if first < 1 else names,
        tickangle=0,
    )


def value_axis(figure: go.Figure, low: float, high: float, percent: bool) -> None:
    """The upright axis with its own round ticks, so that no two ticks read the same."""
    step = round_step(high - low, percent)
    first = math.ceil(low / step - 1e-9)
    ticks = [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]
    form = (".1%" if step < 0.01 else ".0%") if percent else ",d"
    figure.update_yaxes(range=[low, high], tickmode="array", tickvals=ticks, tickformat=form)


def round_step(span: float, percent: bool) -> float:
    """The distance of two ticks that cuts the span in about five: 1, 2 or 5 times a power of ten."""
    wanted = span / (6 if percent else 5)
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted - 1e-12)
    return max(step, 0.005 if percent else 1.0)


def canvas_of(figure: go.Figure) -> Canvas:
    """The plotting area as the narrowest screen shows it."""
    margin = figure.layout.margin
    left, right = margin.l or LEFT, margin.r or RIGHT
    top, bottom = margin.t or TOP, margin.b or BOTTOM
    return Canvas(
        width=NARROWEST_WIDTH - left - right,
        height=(figure.layout.height or HEIGHT) - top - bottom,
        x_range=tuple(figure.layout.xaxis.range),
        y_range=tuple(figure.layout.yaxis.range),
    )


def line(
    figure: go.Figure,
    x: Sequence[float],
    y: Sequence[float],
    style: Mapping[str, object],
    hover: Sequence[str] = (),
) -> None:
    """A line without markers; `hover` are the texts shown at its points."""
    figure.add_trace(
        go.Scatter(
            x=list(x),
            y=list(y),
            mode="lines",
            line=dict(style),
            text=list(hover) or None,
            hovertemplate="%{text}<extra></extra>" if len(hover) else None,
            hoverinfo=None if len(hover) else "skip",
        )
    )


def last_year_line(figure: go.Figure, x: Sequence[float], y: Sequence[float], hover: Sequence[str]) -> None:
    """Last year in grey, with a white edge so that it reads across this year's bars."""
    line(figure, x, y, {"color": PAPER, "width": 4.5})
    line(figure, x, y, {"color": LAST_YEAR, "width": 1.75}, hover)


def level(figure: go.Figure, y: float, colour: str, width: float, dash: str = "solid") -> None:
    """A level across the whole plot: a target or a limit."""
    figure.add_shape(
        type="line",
        x0=0,
        x1=1,
        xref="x domain",
        y0=y,
        y1=y,
        line={"color": colour, "width": width, "dash": dash},
    )


def column_labels(figure: go.Figure, labels: Sequence[tuple[float, str, str, bool]]) -> None:
    """Texts in the right margin, each (height, text, colour, bold) beside the line it names."""
    canvas = canvas_of(figure)
    wanted = [canvas.point(0, height)[1] for height, *_ in labels]
    gap = LABEL_SIZE * LINE_HEIGHT
    placed = spread(wanted, gap, gap / 2 - 4, canvas.height - gap / 2 + 8)
    for (height, text, colour, bold), want, place in zip(labels, wanted, placed, strict=True):
        figure.add_annotation(
            xref="x domain",
            x=1,
            xanchor="left",
            xshift=6,
            y=height,
            yanchor="middle",
            yshift=place - want,
            text=f"<b>{text}</b>" if bold else text,
            font={"size": LABEL_SIZE, "color": colour},
            showarrow=False,
        )


def point_labels(figure: go.Figure, labels: Iterable[Label], obstacles: Obstacles) -> Obstacles:
    """Texts beside their points where nothing is in the way; one that finds no room is left out."""
    for label in labels:
        obstacles = first_label(figure, (label,), obstacles)
    return obstacles


def first_label(figure: go.Figure, choices: Iterable[Label], obstacles: Obstacles) -> Obstacles:
    """The first of several labels that finds room; returns the obstacles with its box among them."""
    canvas = canvas_of(figure)
    for label in choices:
        for text in filter(None, (label.text, label.shorter)):
            box = first_free(_candidates(label, text, canvas), obstacles, canvas, beyond=RIGHT - 8)
            if box is not None:
                _annotate(figure, label, text, box, canvas)
                return obstacles.with_box(box)
    return obstacles


def _candidates(label: Label, text: str, canvas: Canvas) -> Iterable[Box]:
    x, y = canvas.point(label.x, label.y)
    wide, high = text_width(text, LABEL_SIZE) + 2, LABEL_SIZE * LINE_HEIGHT
    near = label.offset
    for step in (0.0, 4.0, 8.0, 12.0, 16.0, 24.0, 32.0):
        for side in label.sides:
            if side == "above":
                yield Box(x - wide / 2, x + wide / 2, y + near + step, y + near + step + high)
            elif side == "below":
                yield Box(x - wide / 2, x + wide / 2, y - near - step - high, y - near - step)
            elif side == "right":
                yield Box(x + near + 2, x + near + 2 + wide, y - high / 2 + step, y + high / 2 + step)
                yield Box(x + near + 2, x + near + 2 + wide, y - high / 2 - step, y + high / 2 - step)
            else:
                yield Box(x - near - 2 - wide, x - near - 2, y - high / 2 + step, y + high / 2 + step)


def _annotate(figure: go.Figure, label: Label, text: str, box: Box, canvas: Canvas) -> None:
    x, y = canvas.point(label.x, label.y)
    middle = (box.left + box.right) / 2
    anchor = "center" if abs(middle - x) < 1 else ("left" if middle > x else "right")
    edge = {"center": middle, "left": box.left, "right": box.right}[anchor]
    figure.add_annotation(
        x=label.x,
        y=label.y,
        xanchor=anchor,
        yanchor="middle",
        xshift=edge - x,
        yshift=(box.bottom + box.top) / 2 - y,
        text=f"<b>{text}</b>" if label.bold else text,
        font={"size": LABEL_SIZE, "color": label.colour},
        showarrow=False,
    )


def line_obstacles(canvas: Canvas, x: Sequence[float], y: Sequence[float]) -> tuple:
    """The pieces of a drawn line, as things a label must keep clear of; gaps (NaN) are not bridged."""
    pieces: list[tuple[tuple[float, float], tuple[float, float]]] = []
    run: list[tuple[float, float]] = []
    for one_x, one_y in zip(x, y, strict=True):
        if math.isnan(one_y):
            pieces.extend(segments(run))
            run = []
        else:
            run.append(canvas.point(one_x, one_y))
    return (*pieces, *segments(run))


def level_obstacle(canvas: Canvas, y: float) -> tuple:
    """A level across the plot, as a thing a label must keep clear of."""
    height = canvas.point(0, y)[1]
    return (((0.0, height), (canvas.width, height)),)


def unreported(figure: go.Figure, months: Iterable[float], base: float) -> None:
    """未报 at the foot of the months that should be there and are not: missing is not zero."""
    for month in months:
        figure.add_annotation(
            x=month,
            y=base,
            yanchor="bottom",
            text="未<br>报",
            font={"size": 11, "color": NOTE_INK},
            showarrow=False,
        )


def note_marks(figure: go.Figure, notes: Iterable[tuple[float, str, str]]) -> None:
    """A circled number on top of a month that has a note, with the note's text on hover."""
    for month, mark, text in notes:
        figure.add_annotation(
            x=month,
            yref="y domain",
            y=1,
            yanchor="top",
            text=mark,
            hovertext=text,
            font={"size": 14, "color": SECOND_INK},
            showarrow=False,
        )
