"""Units side by side: bars from zero for counts, dots from the target for rates."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import text_width
from dashboard.charts.marks import round_step
from dashboard.charts.template import (
    BODY_SIZE,
    BOTTOM,
    GRID,
    INK,
    LABEL_SIZE,
    NOTE_INK,
    THIS_YEAR,
    THIS_YEAR_LIGHT,
    new_figure,
)
from dashboard.format import percent

ROW_HEIGHT = 34
HEAD = 26
NAME_LETTERS = 9


def units_bars(units: pd.DataFrame) -> go.Figure:
    """Counts from zero, one row a unit in the order given.

    Columns: name, link (address of the unit's page, "" for none), value (NaN where nothing was reported),
    text, detail (what stands in the right column, such as 应完成 6), due (NaN where the unit has no target),
    behind (bool).
    """
    figure = _frame(units)
    highest = max(units["value"].max(), units["due"].max(), 1.0)
    figure.update_xaxes(range=[0, (highest if highest == highest else 1.0) * 1.04], visible=False)
    figure.add_trace(
        go.Bar(
            orientation="h",
            x=units["value"].fillna(0).tolist(),
            y=_rows(units),
            width=0.5,
            marker={"color": _colours(units)},
            customdata=_hover(units),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=units["due"].tolist(),
            y=_rows(units),
            mode="markers",
            marker={
                "symbol": "line-ns-open",
                "size": 22,
                "color": INK,
                "line": {"width": 2, "color": INK},
            },
            hoverinfo="skip",
        )
    )
    return figure


def units_dots(units: pd.DataFrame, target: float | None) -> go.Figure:
    """Rates as dots on a short axis, tied to the target's line; columns as for units_bars, without due."""
    figure = _frame(units)
    values = units["value"].dropna()
    low, high = _short_axis([*values, *([] if target is None else [target])])
    figure.update_xaxes(range=[low, high], visible=False)
    rows = _rows(units)
    for row, value in zip(rows, units["value"], strict=True):
        _row_line(figure, low, high, row, GRID, 1)
        if target is not None and value == value:
            colour = THIS_YEAR if value < target else THIS_YEAR_LIGHT
            _row_line(figure, target, value, row, colour, 4)
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
    if target is not None:
        _target_line(figure, target, len(units))
    return figure


def _row_line(figure: go.Figure, start: float, end: float, row: int, colour: str, width: float) -> None:
    figure.add_shape(
        type="line", x0=start, x1=end, y0=row, y1=row, layer="below", line={"color": colour, "width": width}
    )


def _frame(units: pd.DataFrame) -> go.Figure:
    """Names to the left, figures to the right, a row for each unit, the first on top."""
    figure = new_figure(HEAD + ROW_HEIGHT * max(len(units), 1) + BOTTOM // 2)
    names = [_shown_name(name) for name in units["name"]]
    left = max((text_width(name, BODY_SIZE) for name in names), default=60) + 20
    columns = _right_columns(units)
    figure.update_layout(margin={"l": left, "r": columns[-1] + 8, "t": HEAD, "b": BOTTOM // 2})
    figure.update_yaxes(
        range=[-0.5, max(len(units), 1) - 0.5],
        showgrid=False,
        tickmode="array",
        tickvals=_rows(units),
        ticktext=[_linked(name, link) for name, link in zip(names, units["link"], strict=True)],
        tickfont={"size": BODY_SIZE, "color": INK},
        ticklabelstandoff=8,
    )
    figure.update_xaxes(showline=False)
    _write_columns(figure, units, columns)
    return figure


def _rows(units: pd.DataFrame) -> list[int]:
    return [len(units) - 1 - index for index in range(len(units))]


def _shown_name(name: str) -> str:
    return name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…"


def _linked(name: str, link: str) -> str:
    return f'<a href="{link}" target="_self">{name}</a>' if link else name


def _right_columns(units: pd.DataFrame) -> tuple[float, float]:
    """The right edges of the two columns beside the plot, in pixels from its right edge."""
    first = max((text_width(text, LABEL_SIZE) for text in units["text"]), default=20) + 14
    second = max((text_width(text, LABEL_SIZE) for text in units["detail"]), default=0)
    return first, first + (second + 12 if second else 0)


def _write_columns(figure: go.Figure, units: pd.DataFrame, columns: tuple[float, float]) -> None:
    for row, text, detail in zip(_rows(units), units["text"], units["detail"], strict=True):
        for shown, edge, colour in ((f"<b>{text}</b>", columns[0], INK), (detail, columns[1], NOTE_INK)):
            if shown:
                figure.add_annotation(
                    xref="x domain",
                    x=1,
                    xanchor="right",
                    xshift=edge,
                    y=row,
                    yanchor="middle",
                    text=shown,
                    font={"size": LABEL_SIZE, "color": colour},
                    showarrow=False,
                )


def _colours(units: pd.DataFrame) -> list[str]:
    return [THIS_YEAR if behind else THIS_YEAR_LIGHT for behind in units["behind"]]


def _hover(units: pd.DataFrame) -> list[str]:
    return [
        "　".join(filter(None, (name, text, detail)))
        for name, text, detail in zip(units["name"], units["text"], units["detail"], strict=True)
    ]


def _short_axis(values: list[float]) -> tuple[float, float]:
    if not values:
        return 0.0, 1.0
    span = max(max(values) - min(values), 0.01)
    step = round_step(span, percent=True)
    return max(0.0, min(values) - step), max(values) + step


def _target_line(figure: go.Figure, target: float, count: int) -> None:
    figure.add_shape(
        type="line", x0=target, x1=target, y0=-0.5, y1=count - 0.5, line={"color": INK, "width": 1.25}
    )
    figure.add_annotation(
        x=target,
        yref="y domain",
        y=1,
        yanchor="bottom",
        text=f"<b>目标 {percent(target)}</b>",
        font={"size": LABEL_SIZE, "color": INK},
        showarrow=False,
    )
