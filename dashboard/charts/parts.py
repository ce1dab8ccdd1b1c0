"""What a rate is made of: the part as a dark bar within the pale bar of the whole, month by month."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.labels import Obstacles
from dashboard.charts.marks import Label, canvas_of, month_axis, point_labels, unreported, value_axis
from dashboard.charts.monthly import BAR_SHARE, HEADROOM, bar_boxes
from dashboard.charts.template import HEIGHT, THIS_YEAR, THIS_YEAR_LIGHT, new_figure
from dashboard.format import number


def parts_chart(year: pd.DataFrame, whole: str, part: str, height: int = HEIGHT) -> go.Figure:
    """`year` as year_frame gives it, with numerator and denominator; `whole` and `part` are their names."""
    shown = year[year["value"].notna() | (year["denominator"] == 0)].copy()
    figure = new_figure(height)
    month_axis(figure, float(year["position"].min()))
    highest = shown[["numerator", "denominator"]].max().max()
    value_axis(figure, 0, (max(float(highest), 1.0) if highest == highest else 1.0) * HEADROOM, percent=False)
    for column, name, colour in (("denominator", whole, THIS_YEAR_LIGHT), ("numerator", part, THIS_YEAR)):
        figure.add_trace(_bars(shown, column, name, colour))
    figure.update_layout(barmode="overlay")
    point_labels(figure, _labels(shown), _obstacles(figure, shown))
    unreported(figure, year.loc[year["missing"], "position"], 0)
    return figure


def _bars(shown: pd.DataFrame, column: str, name: str, colour: str) -> go.Bar:
    hover = [
        f"{month.year}年{month.month}月 {name} {number(value)}"
        for month, value in zip(shown["month"], shown[column], strict=True)
    ]
    return go.Bar(
        x=shown["position"].tolist(),
        y=shown[column].tolist(),
        width=BAR_SHARE,
        marker={"color": colour},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _labels(shown: pd.DataFrame) -> list[Label]:
    """Part / whole over the last bar."""
    if shown.empty:
        return []
    month, part, whole = (float(shown[name].iloc[-1]) for name in ("position", "numerator", "denominator"))
    text = f"{number(part)}/{number(whole)}"
    return [Label(x=month, y=max(part, whole), text=text, bold=True, offset=3.0)]


def _obstacles(figure: go.Figure, shown: pd.DataFrame) -> Obstacles:
    heights = shown[["numerator", "denominator"]].max(axis=1)
    return Obstacles(boxes=tuple(bar_boxes(canvas_of(figure), shown["position"], heights)))
