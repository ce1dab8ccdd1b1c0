"""Units side by side: bars from zero for counts, dots from the target for rates."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, spoken
from dashboard.charts.labels import text_width
from dashboard.charts.template import GRID, INK, LABEL_SIZE, NOTE_INK, THIS_YEAR, THIS_YEAR_LIGHT
from dashboard.charts.unit_axis import name_axis, row_colours, row_places, short_axis
from dashboard.format import percent

ROW_HEIGHT = 34
HEAD, FOOT = 26, 14
BAR_SHARE = 0.5


def units_bars(units: pd.DataFrame) -> go.Figure:
    """Counts from zero, one row a unit in the order given.

    Columns: name, link (address behind the name, "" for none), value (NaN where nothing was reported), text,
    detail (what stands in the right column, such as 应完成 6), due (NaN where the unit has no target), behind
    (bool).
    """
    drawing, rows = _frame(units), row_places(len(units))
    highest = max([1.0, *units["value"].dropna(), *units["due"].dropna()])
    drawing.x_axis |= {"range": [0, highest * 1.04], "visible": False}
    lengths = units["value"].fillna(0)
    drawing.bars(lengths, rows, row_colours(units["behind"]), _hover(units), orientation="h", width=BAR_SHARE)
    for row, due in zip(rows, units["due"], strict=True):
        if due == due:
            drawing.stroke(INK, 2, x0=due, x1=due, y0=row - 0.36, y1=row + 0.36)
    return drawing.figure()


def units_dots(units: pd.DataFrame, target: float | None) -> go.Figure:
    """Rates as dots on a short axis, tied to the target's line; columns as for units_bars, without due."""
    drawing, rows = _frame(units), row_places(len(units))
    low, high = short_axis([*units["value"].dropna(), *([] if target is None else [target])])
    drawing.x_axis |= {"range": [low, high], "visible": False}
    for row, value in zip(rows, units["value"], strict=True):
        drawing.stroke(GRID, 1, x0=low, x1=high, y0=row, y1=row, layer="below")
        if target is not None and value == value:
            colour = THIS_YEAR if value < target else THIS_YEAR_LIGHT
            drawing.stroke(colour, 4, x0=target, x1=value, y0=row, y1=row, layer="below")
    if target is not None:
        _target_line(drawing, target, len(units))
    marker = {"size": 12, "color": row_colours(units["behind"]), "line": {"width": 2, "color": THIS_YEAR}}
    dots = {"type": "scatter", "mode": "markers", "x": units["value"].tolist(), "y": rows, "marker": marker}
    drawing.traces.append(dots | spoken(_hover(units)))
    return drawing.figure()


def _frame(units: pd.DataFrame) -> Drawing:
    """Names to the left, figures to the right, a row for each unit, the first on top."""
    columns = _right_columns(units)
    height = HEAD + ROW_HEIGHT * max(len(units), 1) + FOOT
    drawing = Drawing(height=height, right=columns[-1] + 8, top=HEAD, bottom=FOOT)
    name_axis(drawing, list(units["name"]), list(units["link"]))
    _write_columns(drawing, units, columns)
    return drawing


def _right_columns(units: pd.DataFrame) -> tuple[float, float]:
    """The right edges of the two columns beside the plot, in pixels from its right edge."""
    first = max((text_width(text, LABEL_SIZE) for text in units["text"]), default=20) + 14
    second = max((text_width(text, LABEL_SIZE) for text in units["detail"]), default=0)
    return first, first + (second + 12 if second else 0)


def _write_columns(drawing: Drawing, units: pd.DataFrame, columns: tuple[float, float]) -> None:
    where: dict[str, Any] = {"xref": "x domain", "x": 1, "xanchor": "right", "yanchor": "middle"}
    for row, text, detail in zip(row_places(len(units)), units["text"], units["detail"], strict=True):
        drawing.write(text, LABEL_SIZE, INK, bold=True, y=row, xshift=columns[0], **where)
        if detail:
            drawing.write(detail, LABEL_SIZE, NOTE_INK, y=row, xshift=columns[1], **where)


def _hover(units: pd.DataFrame) -> list[str]:
    return [
        "　".join(filter(None, (name, text, detail)))
        for name, text, detail in zip(units["name"], units["text"], units["detail"], strict=True)
    ]


def _target_line(drawing: Drawing, target: float, count: int) -> None:
    drawing.stroke(INK, 1.25, x0=target, x1=target, y0=-0.5, y1=count - 0.5, layer="below")
    words = f"目标 {percent(target)}"
    drawing.write(words, LABEL_SIZE, INK, bold=True, x=target, y=1, yref="y domain", yanchor="bottom")
