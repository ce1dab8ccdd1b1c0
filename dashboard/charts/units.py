"""Units side by side: bars or dots against one target, or each unit against its own target."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing, spoken
from dashboard.charts.marks import round_step
from dashboard.charts.template import (
    AXIS,
    BODY_SIZE,
    GRID,
    INK,
    LABEL_SIZE,
    NOTE_INK,
    THIS_YEAR,
    THIS_YEAR_LIGHT,
    TICK_SIZE,
)
from dashboard.wording.format import percent
from dashboard.wording.text_fit import label_width

NAME_LETTERS = 9


def row_places(count: int) -> list[int]:
    """The positions of the rows on the vertical axis, the first row at the top."""
    return list(range(count - 1, -1, -1))


def name_axis(drawing: Drawing, names: Sequence[str], links: Sequence[str], below: float = 0.5) -> None:
    """Write the names beside their rows, with their links; `below` is the space under the last row."""
    count = max(len(names), 1)
    shown = [shown_name(name) for name in names]
    drawing.left = max((label_width(name, BODY_SIZE) for name in shown), default=60) + 20
    drawing.x_axis |= {"showline": False, "visible": False}
    drawing.y_axis |= {
        "range": [-below, count - 0.5],
        "showgrid": False,
        "tickmode": "array",
        "tickvals": row_places(len(names)),
        "ticktext": [_linked(name, link) for name, link in zip(shown, links, strict=True)],
        "tickfont": {"size": BODY_SIZE, "color": INK},
        "ticklabelstandoff": 8,
    }


def shown_name(name: str) -> str:
    """The name, cut if it is too long for its column."""
    return name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…"


def row_colours(behind: Iterable[bool]) -> list[str]:
    """Dark for units that are behind, pale for the others."""
    return [THIS_YEAR if is_behind else THIS_YEAR_LIGHT for is_behind in behind]


def short_axis(values: Sequence[float]) -> tuple[float, float]:
    """The axis of a rate, close around its values; from zero the gaps would not be visible."""
    if not values:
        return 0.0, 1.0
    step = round_step(max(max(values) - min(values), 0.01), percent=True)
    return max(0.0, min(values) - step), max(values) + step


def _linked(name: str, link: str) -> str:
    """A link in the page's link colour, because plotly's own is paler."""
    text = escape(name, quote=False)  # plotly knows no &quot;
    return f'<a href="{escape(link)}" target="_self" style="fill:{THIS_YEAR}">{text}</a>' if link else text


ROW_HEIGHT = 34
HEAD, FOOT = 26, 14
BAR_SHARE = 0.5


def value_bars(units: pd.DataFrame) -> go.Figure:
    """Counts from zero, one row per unit in the given order.

    Columns: name, link (address behind the name, "" for none), value (NaN if nothing was reported), text,
    detail (the text in the right column, for example 应完成 6), due (NaN if the unit has no target), behind
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


def value_dots(units: pd.DataFrame, target: float | None) -> go.Figure:
    """Rates as dots on a short axis, connected to the target's line.

    Columns as for value_bars, without due.
    """
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
    """Names at the left, figures at the right, one row per unit, the first at the top."""
    columns = _right_columns(units)
    height = HEAD + ROW_HEIGHT * max(len(units), 1) + FOOT
    drawing = Drawing(height=height, right=columns[-1] + 8, top=HEAD, bottom=FOOT)
    name_axis(drawing, list(units["name"]), list(units["link"]))
    _write_columns(drawing, units, columns)
    return drawing


def _right_columns(units: pd.DataFrame) -> tuple[float, float]:
    """The right edges of the two columns beside the plot, in pixels from its right edge."""
    first = max((label_width(text, LABEL_SIZE) for text in units["text"]), default=20) + 14
    second = max((label_width(text, LABEL_SIZE) for text in units["detail"]), default=0)
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


PLAN_ROW_HEIGHT = 46
PLAN_HEAD, PLAN_FOOT = 8, 4
PLAN_BAR_SHARE = 0.3
WORDS_BELOW = 2


def target_bars(units: pd.DataFrame) -> go.Figure:
    """One row per unit in the given order: the year to date on a track to the annual target, with a due mark.

    Columns: name, link (address behind the name, "" for none), mark and mark_colour (lamp and figure at the
    right), words (below the bar), value, due and target (on the axis from zero, NaN if there is none),
    behind (bool).
    """
    drawing, rows = _plan_frame(units), row_places(len(units))
    longest = max([0.0, *(value for name in ("value", "due", "target") for value in units[name].dropna())])
    drawing.x_axis["range"] = [0, (longest or 1.0) * 1.02]
    for row, target in zip(rows, units["target"], strict=True):
        if target == target:
            _track(drawing, row, target)
    lengths, colours = units["value"].fillna(0), row_colours(units["behind"])
    drawing.bars(lengths, rows, colours, _plan_hover(units), orientation="h", width=PLAN_BAR_SHARE)
    _ticks(drawing, rows, units["due"])
    return drawing.figure()


def target_dots(units: pd.DataFrame) -> go.Figure:
    """Rates of units: each a dot on a short axis, connected to the unit's own target.

    Columns as for target_bars.
    """
    drawing, rows = _plan_frame(units), row_places(len(units))
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
    drawing.traces.append(dots | spoken(_plan_hover(units)))
    return drawing.figure()


def _plan_frame(units: pd.DataFrame) -> Drawing:
    """Names at the left, lamps at the right, words under each bar."""
    marks = max((label_width(mark, LABEL_SIZE) for mark in units["mark"]), default=40)
    height = PLAN_HEAD + PLAN_ROW_HEIGHT * max(len(units), 1) + PLAN_FOOT
    drawing = Drawing(height=height, right=marks + 26, top=PLAN_HEAD, bottom=PLAN_FOOT)
    name_axis(drawing, list(units["name"]), list(units["link"]), below=0.65)
    right: dict[str, Any] = {"xref": "x domain", "x": 1, "xanchor": "left", "xshift": 10, "yanchor": "middle"}
    under: dict[str, Any] = {"xref": "x domain", "x": 0, "xanchor": "left", "yanchor": "top"}
    columns = (units[name] for name in ("mark", "mark_colour", "words"))
    for row, mark, colour, words in zip(row_places(len(units)), *columns, strict=True):
        drawing.write(mark, LABEL_SIZE, colour, bold=True, y=row, **right)
        # Measured from the bar's lower edge, because bars are thicker in a large chart.
        drawing.write(words, TICK_SIZE, NOTE_INK, y=row - PLAN_BAR_SHARE / 2, yshift=-WORDS_BELOW, **under)
    return drawing


def _track(drawing: Drawing, row: int, target: float) -> None:
    """The track to the target; the part that is not done yet is pale."""
    place = {"x0": 0, "x1": target, "y0": row - PLAN_BAR_SHARE / 2, "y1": row + PLAN_BAR_SHARE / 2}
    edge = {"color": AXIS, "width": 0.75}
    drawing.shapes.append({"type": "rect", "layer": "below", "fillcolor": GRID, "line": edge, **place})


def _ticks(drawing: Drawing, rows: list[int], places: pd.Series) -> None:
    for row, place in zip(rows, places, strict=True):
        if place == place:
            drawing.stroke(INK, 2, x0=place, x1=place, y0=row - 0.26, y1=row + 0.26)


def _plan_hover(units: pd.DataFrame) -> list[str]:
    columns = (units["name"], units["mark"], units["words"])
    return ["　".join(filter(None, texts)) for texts in zip(*columns, strict=True)]
