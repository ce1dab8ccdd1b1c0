"""One KPI across units, each against its own target: a bar on its track for counts, a dot for rates."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, spoken
from dashboard.charts.labels import text_width
from dashboard.charts.template import (
    AXIS,
    GRID,
    INK,
    LABEL_SIZE,
    NOTE_INK,
    THIS_YEAR,
    THIS_YEAR_LIGHT,
    TICK_SIZE,
)
from dashboard.charts.unit_axis import name_axis, row_colours, row_places, short_axis

ROW_HEIGHT = 46
HEAD, FOOT = 8, 4
BAR_SHARE = 0.3
WORDS_BELOW = 2


def unit_bars(units: pd.DataFrame) -> go.Figure:
    """A row a unit in the order given: the year to date on the track of the annual target, a mark where due.

    Columns: name, link (address behind the name, "" for none), mark and mark_colour (what stands at the
    right: lamp and figure), words (below the bar), value, due and target (on the axis, from zero; NaN where
    there is none), behind (bool).
    """
    drawing, rows = _frame(units), row_places(len(units))
    longest = max([0.0, *(each for name in ("value", "due", "target") for each in units[name].dropna())])
    drawing.x_axis["range"] = [0, (longest or 1.0) * 1.02]
    for row, target in zip(rows, units["target"], strict=True):
        if target == target:
            _track(drawing, row, target)
    lengths, colours = units["value"].fillna(0), row_colours(units["behind"])
    drawing.bars(lengths, rows, colours, _hover(units), orientation="h", width=BAR_SHARE)
    _ticks(drawing, rows, units["due"])
    return drawing.figure()


def unit_dots(units: pd.DataFrame) -> go.Figure:
    """The same for rates: a dot on a short axis, tied to the unit's own target; the columns of unit_bars."""
    drawing, rows = _frame(units), row_places(len(units))
    low, high = short_axis([*units["value"].dropna(), *units["target"].dropna()])
    drawing.x_axis["range"] = [low, high]
    for row, value, target in zip(rows, units["value"], units["target"], strict=True):
        drawing.stroke(GRID, 1, x0=low, x1=high, y0=row, y1=row, layer="below")
        if value == value and target == target:
            colour = THIS_YEAR if value < target else THIS_YEAR_LIGHT
            drawing.stroke(colour, 4, x0=target, x1=value, y0=row, y1=row, layer="below")
    _ticks(drawing, rows, units["target"])
    marker = {"size": 12, "color": row_colours(units["behind"]), "line": {"width": 2, "color": THIS_YEAR}}
    dots = {"type": "scatter", "mode": "markers", "x": units["value"].tolist(), "y": rows, "marker": marker}
    drawing.traces.append(dots | spoken(_hover(units)))
    return drawing.figure()


def _frame(units: pd.DataFrame) -> Drawing:
    """Names at the left, lamps at the right, words under each bar."""
    marks = max((text_width(mark, LABEL_SIZE) for mark in units["mark"]), default=40)
    height = HEAD + ROW_HEIGHT * max(len(units), 1) + FOOT
    drawing = Drawing(height=height, right=marks + 26, top=HEAD, bottom=FOOT)
    name_axis(drawing, list(units["name"]), list(units["link"]), below=0.65)
    right: dict[str, Any] = {"xref": "x domain", "x": 1, "xanchor": "left", "xshift": 10, "yanchor": "middle"}
    under: dict[str, Any] = {"xref": "x domain", "x": 0, "xanchor": "left", "yanchor": "top"}
    columns = (units[name] for name in ("mark", "mark_colour", "words"))
    for row, mark, colour, words in zip(row_places(len(units)), *columns, strict=True):
        drawing.write(mark, LABEL_SIZE, colour, bold=True, y=row, **right)
        # From the bar's lower edge: where the chart is drawn large, bars are thicker.
        drawing.write(words, TICK_SIZE, NOTE_INK, y=row - BAR_SHARE / 2, yshift=-WORDS_BELOW, **under)
    return drawing


def _track(drawing: Drawing, row: int, target: float) -> None:
    """The way to the target: what is not done yet stays pale."""
    place = {"x0": 0, "x1": target, "y0": row - BAR_SHARE / 2, "y1": row + BAR_SHARE / 2}
    edge = {"color": AXIS, "width": 0.75}
    drawing.shapes.append({"type": "rect", "layer": "below", "fillcolor": GRID, "line": edge, **place})


def _ticks(drawing: Drawing, rows: list[int], places: pd.Series) -> None:
    for row, place in zip(rows, places, strict=True):
        if place == place:
            drawing.stroke(INK, 2, x0=place, x1=place, y0=row - 0.26, y1=row + 0.26)


def _hover(units: pd.DataFrame) -> list[str]:
    columns = (units["name"], units["mark"], units["words"])
    return ["　".join(filter(None, texts)) for texts in zip(*columns, strict=True)]
