"""Monthly chart of a count: this year's bars, last year's line, the limits, and the months beyond them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import Box, Canvas, Obstacles
from dashboard.charts.marks import (
    Label,
    canvas_of,
    column_labels,
    last_year_line,
    level,
    level_obstacle,
    line_obstacles,
    month_axis,
    note_marks,
    point_labels,
    unreported,
    value_axis,
)
from dashboard.charts.template import HEIGHT, INK, NOTE_INK, PAPER, THIS_YEAR, THIS_YEAR_LIGHT, new_figure
from dashboard.format import number

HEADROOM = 1.22
BAR_SHARE = 0.58
SIGNAL_SIZE = 11
Notes = Sequence[tuple[float, str, str]]


@dataclass(frozen=True)
class Limits:
    """What the process does by itself: its mean, and the natural limits (None under 12 months)."""

    centre: float
    lower: float | None = None
    upper: float | None = None


def monthly_chart(
    year: pd.DataFrame,
    unit: str,
    limits: Limits | None = None,
    notes: Notes = (),
    height: int = HEIGHT,
) -> go.Figure:
    """Bars from zero by month. `year` as year_frame gives it, `unit` the counting unit,
    `notes` as (position, mark, text)."""
    figure = new_figure(height)
    month_axis(figure, float(year["position"].min()))
    value_axis(figure, 0, _top(year, limits) * HEADROOM, percent=False)
    _bars(figure, year, unit)
    _last_year(figure, year, unit)
    _limits(figure, limits)
    _signals(figure, year)
    column_labels(figure, _column(year, limits))
    point_labels(figure, _labels(year), _obstacles(figure, year, limits, notes))
    unreported(figure, year.loc[year["missing"], "position"], 0)
    note_marks(figure, notes)
    return figure


def _top(year: pd.DataFrame, limits: Limits | None) -> float:
    highest = max(year["value"].max(), year["last_year"].max(), 0.0) if len(year) else 0.0
    upper = limits.upper if limits and limits.upper else 0.0
    return max(float(highest) if highest == highest else 0.0, upper, 1.0)


def _bars(figure: go.Figure, year: pd.DataFrame, unit: str) -> None:
    shown = year.dropna(subset=["value"])
    colours = [THIS_YEAR if position > 0 else THIS_YEAR_LIGHT for position in shown["position"]]
    hover = [
        f"{month.year}年{month.month}月 {text}{unit}"
        for month, text in zip(shown["month"], shown["text"], strict=True)
    ]
    figure.add_trace(
        go.Bar(
            x=shown["position"].tolist(),
            y=shown["value"].tolist(),
            width=BAR_SHARE,
            marker={"color": colours},
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
        )
    )


def _last_year(figure: go.Figure, year: pd.DataFrame, unit: str) -> None:
    if year["last_year"].isna().all():
        return
    hover = [
        f"{month.year - 1}年{month.month}月 {text}{unit}"
        for month, text in zip(year["month"], year["last_year_text"], strict=True)
    ]
    last_year_line(figure, year["position"].tolist(), year["last_year"].tolist(), hover)


def _limits(figure: go.Figure, limits: Limits | None) -> None:
    if limits is None or limits.upper is None:
        return
    level(figure, limits.centre, NOTE_INK, 1, "longdash")
    level(figure, limits.upper, NOTE_INK, 1, "dot")
    if limits.lower is not None and limits.lower > 0:
        level(figure, limits.lower, NOTE_INK, 1, "dot")


def _signals(figure: go.Figure, year: pd.DataFrame) -> None:
    flagged = year[(year["signal"] != "none") & year["value"].notna()]
    signal_marks(figure, flagged["position"].tolist(), flagged["value"].tolist())


def signal_marks(figure: go.Figure, x: Sequence[float], y: Sequence[float]) -> None:
    """White diamonds with an ink outline: the months that are a signal."""
    if not len(x):
        return
    figure.add_trace(
        go.Scatter(
            x=list(x),
            y=list(y),
            mode="markers",
            marker={
                "symbol": "diamond",
                "size": SIGNAL_SIZE,
                "color": PAPER,
                "line": {"color": INK, "width": 2},
            },
            hoverinfo="skip",
        )
    )


def limit_labels(
    limits: Limits | None, text: Callable[[float], str] = number
) -> list[tuple[float, str, str, bool]]:
    """上限, 均值 and 下限 for the right margin; none where there are no limits."""
    if limits is None or limits.upper is None:
        return []
    labels = [
        (limits.upper, f"上限 {text(_shown(limits.upper))}", NOTE_INK, False),
        (limits.centre, f"均值 {text(_shown(limits.centre))}", NOTE_INK, False),
    ]
    if limits.lower is not None and limits.lower > 0:
        labels.append((limits.lower, f"下限 {text(_shown(limits.lower))}", NOTE_INK, False))
    return labels


def _shown(limit: float) -> float:
    """A limit in the hundreds without its decimal, which says nothing there."""
    return round(limit) if limit >= 100 else limit


def _column(year: pd.DataFrame, limits: Limits | None) -> list[tuple[float, str, str, bool]]:
    last_year = year["last_year"].dropna()
    own = [(float(last_year.iloc[-1]), "上年", NOTE_INK, False)] if len(last_year) else []
    return [*own, *limit_labels(limits)]


def _labels(year: pd.DataFrame) -> list[Label]:
    """The last bar, the flagged ones and the highest, in the order of their claim to room."""
    shown = year.dropna(subset=["value"])
    if shown.empty:
        return []
    last, highest = shown.index[-1], shown["value"].idxmax()
    flagged = shown.index[shown["signal"] != "none"]
    rows = dict(zip(shown.index, shown.itertuples(), strict=True))
    chosen = dict.fromkeys([last, *flagged, highest])
    return [_label(rows[index], bold=index == last) for index in chosen]


def _label(row: Any, bold: bool) -> Label:
    offset = 3.0 if row.signal == "none" else 9.0
    return Label(x=float(row.position), y=float(row.value), text=row.text, bold=bold, offset=offset)


def _obstacles(figure: go.Figure, year: pd.DataFrame, limits: Limits | None, notes: Notes) -> Obstacles:
    canvas = canvas_of(figure)
    lines = line_obstacles(canvas, year["position"].tolist(), year["last_year"].tolist())
    if limits is not None and limits.upper is not None:
        drawn = (limits.centre, limits.upper, limits.lower or 0.0)
        lines = (*lines, *(piece for value in drawn if value > 0 for piece in level_obstacle(canvas, value)))
    return Obstacles(
        lines, (*bar_boxes(canvas, year["position"], year["value"].fillna(0)), *note_boxes(canvas, notes))
    )


def bar_boxes(canvas: Canvas, positions: Iterable[float], heights: Iterable[float]) -> list[Box]:
    """What bars from zero cover."""
    boxes = []
    for position, value in zip(positions, heights, strict=True):
        left, bottom = canvas.point(position - BAR_SHARE / 2, 0)
        right, top = canvas.point(position + BAR_SHARE / 2, value)
        boxes.append(Box(left, right, bottom, top))
    return boxes


def note_boxes(canvas: Canvas, notes: Notes) -> list[Box]:
    """What the marks of notes cover, at the top of the plot."""
    centres = [canvas.point(position, 0)[0] for position, *_ in notes]
    return [Box(centre - 9, centre + 9, canvas.height - 18, canvas.height) for centre in centres]
