"""What a rate is made of: the part as a dark bar within the pale bar of the whole, month by month."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.drawing import Drawing
from dashboard.charts.labels import Obstacles
from dashboard.charts.marks import (
    BAR_SHARE,
    HEADROOM,
    Label,
    bar_boxes,
    month_axis,
    point_labels,
    unreported,
    value_axis,
)
from dashboard.charts.template import HEIGHT, THIS_YEAR, THIS_YEAR_LIGHT
from dashboard.format import number


def parts_chart(year: pd.DataFrame, whole: str, part: str, height: int = HEIGHT) -> go.Figure:
    """`year` as year_frame gives it, with numerator and denominator; `whole` and `part` are their names."""
    shown = year[year["value"].notna() | (year["denominator"] == 0)]
    heights = shown[["numerator", "denominator"]].max(axis=1)
    drawing = Drawing(height)
    month_axis(drawing, float(year["position"].min()))
    value_axis(drawing, 0, max([1.0, *heights]) * HEADROOM, percent=False)
    for column, name, colour in (("denominator", whole, THIS_YEAR_LIGHT), ("numerator", part, THIS_YEAR)):
        drawing.bars(shown["position"], shown[column], colour, _hover(shown, column, name), width=BAR_SHARE)
    bars = bar_boxes(drawing.canvas, shown["position"], heights)
    point_labels(drawing, _labels(shown), Obstacles(boxes=bars))
    unreported(drawing, year.loc[year["missing"], "position"], 0)
    return drawing.figure()


def _hover(shown: pd.DataFrame, column: str, name: str) -> list[str]:
    return [
        f"{month.year}年{month.month}月 {name} {number(value)}"
        for month, value in zip(shown["month"], shown[column], strict=True)
    ]


def _labels(shown: pd.DataFrame) -> list[Label]:
    """Part / whole over the last bar."""
    if shown.empty:
        return []
    month, part, whole = (float(shown[name].iloc[-1]) for name in ("position", "numerator", "denominator"))
    return [
        Label(month, max(part, whole), f"{number(part)}/{number(whole)}", bold=True, offset=3.0, reach=32.0)
    ]
