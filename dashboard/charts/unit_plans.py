"""One KPI across units, each against its own target: a bar on its track for counts, a dot for rates."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import text_width
from dashboard.charts.marks import round_step
from dashboard.charts.template import (
    AXIS,
    BODY_SIZE,
    BOTTOM,
    GRID,
    INK,
    LABEL_SIZE,
    NOTE_INK,
    THIS_YEAR,
    THIS_YEAR_LIGHT,
    TICK_SIZE,
    new_figure,
)

ROW_HEIGHT = 46
HEAD = 10
NAME_LETTERS = 9
BAR = 0.3
WORDS_BELOW = 9


def unit_bars(units: pd.DataFrame) -> go.Figure:
    """A row a unit in the order given: the year to date on the track of the annual target, a mark where due.

    Columns: name, link (address behind the name, "" for none), mark and mark_colour (what stands at the
    right: lamp and figure), words (below the bar), value, due and target (on the axis, from zero; NaN where
    there is none), behind (bool).
    """
    figure = _frame(units)
    longest = units[["value", "due", "target"]].max().max()
    figure.update_xaxes(range=[0, (longest if longest == longest and longest > 0 else 1.0) * 1.02])
    rows = _rows(units)
    for row, target in zip(rows, units["target"], strict=True):
        if target == target:
            _band(figure, row, 0, target, GRID)
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=units["value"].fillna(0).tolist(),
            y=rows,
            width=BAR,
            marker={"color": _colours(units)},
            customdata=_hover(units),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    _ticks(figure, units["due"].tolist(), rows)
    return figure


def unit_dots(units: pd.DataFrame) -> go.Figure:
    """The same for rates: a dot on a short axis, tied to the unit's own target; the columns of unit_bars."""
    figure = _frame(units)
    low, high = _short_axis([*units["value"].dropna(), *units["target"].dropna()])
    figure.update_xaxes(range=[low, high])
    rows = _rows(units)
    for row, value, target in zip(rows, units["value"], units["target"], strict=True):
        _line(figure, row, low, high, GRID, 1)
        if value == value and target == target:
            _line(figure, row, target, value, THIS_YEAR if value < target else THIS_YEAR_LIGHT, 4)
    _ticks(figure, units["target"].tolist(), rows)
    figure.add_trace(
        go.Scatter(
            x=units["value"].tolist(),
            y=rows,
            mode="markers",
            marker={"size": 12, "color": _colours(units), "line": {"width": 2, "color": THIS_YEAR}},
            text=_hover(units),
            hovertemplate="%{text}<extra></extra>",
        )
    )
    return figure


def _frame(units: pd.DataFrame) -> go.Figure:
    """Names at the left, lamps at the right, words under each bar; the first unit on top."""
    count = max(len(units), 1)
    figure = new_figure(HEAD + ROW_HEIGHT * count + BOTTOM // 2)
    names = [name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…" for name in units["name"]]
    left = max((text_width(name, BODY_SIZE) for name in names), default=60) + 20
    right = max((text_width(mark, LABEL_SIZE) for mark in units["mark"]), default=40) + 24
    figure.update_layout(margin={"l": left, "r": right, "t": HEAD, "b": BOTTOM // 2})
    figure.update_xaxes(visible=False, showline=False)
    figure.update_yaxes(
        range=[-0.65, count - 0.5],
        showgrid=False,
        tickmode="array",
        tickvals=_rows(units),
        ticktext=[_linked(*pair) for pair in zip(names, units["link"], strict=True)],
        tickfont={"size": BODY_SIZE, "color": INK},
        ticklabelstandoff=8,
    )
    columns = ("mark", "mark_colour", "words")
    for row, mark, colour, words in zip(_rows(units), *(units[name] for name in columns), strict=True):
        _write(figure, row, f"<b>{mark}</b>", colour, x=1, xanchor="left", xshift=10, size=LABEL_SIZE)
        _write(figure, row, words, NOTE_INK, x=0, xanchor="left", yanchor="top", yshift=-WORDS_BELOW)
    return figure


def _write(
    figure: go.Figure, row: int, text: str, colour: str, size: float = TICK_SIZE, **place: object
) -> None:
    where = {"yanchor": "middle", **place}
    font = {"size": size, "color": colour}
    figure.add_annotation(xref="x domain", y=row, text=text, font=font, showarrow=False, **where)


def _rows(units: pd.DataFrame) -> list[int]:
    return [len(units) - 1 - index for index in range(len(units))]


def _linked(name: str, link: str) -> str:
    return f'<a href="{link}" target="_self">{name}</a>' if link else name


def _band(figure: go.Figure, row: int, start: float, end: float, colour: str) -> None:
    figure.add_shape(
        type="rect", x0=start, x1=end, y0=row - BAR / 2, y1=row + BAR / 2, layer="below", fillcolor=colour,
        line={"color": AXIS, "width": 0.75},
    )  # fmt: skip


def _line(figure: go.Figure, row: int, start: float, end: float, colour: str, width: float) -> None:
    style = {"color": colour, "width": width}
    figure.add_shape(type="line", x0=start, x1=end, y0=row, y1=row, layer="below", line=style)


def _ticks(figure: go.Figure, places: list[float], rows: list[int]) -> None:
    marker = {"symbol": "line-ns-open", "size": 18, "color": INK, "line": {"width": 2, "color": INK}}
    figure.add_trace(go.Scatter(x=places, y=rows, mode="markers", marker=marker, hoverinfo="skip"))


def _colours(units: pd.DataFrame) -> list[str]:
    return [THIS_YEAR if behind else THIS_YEAR_LIGHT for behind in units["behind"]]


def _hover(units: pd.DataFrame) -> list[str]:
    columns = (units["name"], units["mark"], units["words"])
    return ["　".join(filter(None, texts)) for texts in zip(*columns, strict=True)]


def _short_axis(values: list[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    span = max(max(values) - min(values), 0.01)
    step = round_step(span, percent=True)
    return max(0.0, min(values) - step), max(values) + step
