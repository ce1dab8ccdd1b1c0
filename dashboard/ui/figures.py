"""Charts on a page: the finding as heading, measure and 口径 beside it, and under them the chart."""

from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.template import CONFIG
from dashboard.ui.markup import Markup, tag
from etl.catalogue import Kpi


@dataclass(frozen=True)
class Heading:
    """A chart's words: the finding, the measure with unit and sum, a lamp before it, and its 口径."""

    finding: str
    measure: str
    lamp: Markup | str = ""
    scope: Markup | str = ""


def scope_html(kpi: Kpi) -> Markup:
    """口径 and formula behind a small mark that opens with mouse, finger or keyboard."""
    return tag(
        "details",
        tag("summary", "口径", aria_label=f"{kpi.short_name}的口径和公式"),
        tag("div", tag("p", kpi.scope), tag("p", f"公式：{kpi.formula}"), tag("p", f"依据：{kpi.source}")),
        class_="scope",
    )


def heading_html(heading: Heading) -> Markup:
    """Heading and subtitle of a chart."""
    subtitle = [part for part in (heading.lamp, tag("span", heading.measure), heading.scope) if part]
    return tag(
        "div", tag("h3", heading.finding), tag("div", *subtitle, class_="measure"), class_="chart-heading"
    )


def draw_chart(heading: Heading, figure: go.Figure, key: str) -> None:
    """Heading and chart, one below the other."""
    st.html(heading_html(heading))
    st.plotly_chart(figure, theme=None, config=CONFIG, key=key, alt=f"{heading.finding}。{heading.measure}")
