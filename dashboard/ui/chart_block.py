"""A chart on a page: the finding as heading, the measure and 口径 beside it, and the chart below."""

from collections.abc import Iterable
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.template import CONFIG, Caption
from dashboard.ui.markup import Markup, tag
from dashboard.ui.picture import Picture, fill_window, footer, hold_pictures, large_address, picture_row
from dashboard.ui.shell import Page
from dashboard.ui.view import asked_chart
from domain.catalogue import Kpi

NOTHING_TO_DRAW = "今年和上年都没有数，暂不画图。"


@dataclass(frozen=True)
class ChartHeading:
    """The words of a chart: the finding, the measure with unit and sum, a lamp before it, and its 口径."""

    finding: str
    measure: str
    lamp: Markup | str = ""
    scope: Markup | str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with its words, ready to draw. With `figure` None a line says that there is nothing to draw."""

    heading: ChartHeading
    figure: go.Figure | None
    picture: Picture


def scope_html(kpi: Kpi) -> Markup:
    """口径 and formula behind a small mark that opens by mouse, touch or keyboard."""
    return tag(
        "details",
        tag("summary", "口径", aria_label=f"{kpi.short_name}的口径和公式"),
        tag("div", tag("p", kpi.scope), tag("p", f"公式：{kpi.formula}"), tag("p", f"依据：{kpi.source}")),
        class_="scope",
    )


def heading_html(heading: ChartHeading) -> Markup:
    """Heading and subtitle of a chart."""
    subtitle = [part for part in (heading.lamp, tag("span", heading.measure), heading.scope) if part]
    return tag(
        "div", tag("h3", heading.finding), tag("div", *subtitle, class_="measure"), class_="chart-heading"
    )


def draw_chart(chart: Chart) -> None:
    """Draw heading, chart and picture line. If one chart fills the window, draw only that one."""
    heading, figure, picture = chart.heading, chart.figure, chart.picture
    if figure is None:
        st.html(heading_html(heading) + tag("p", NOTHING_TO_DRAW, class_="page-note"))
        return
    if asked := asked_chart():
        if asked == picture.key:
            fill_window(picture, figure)
        return
    st.html(heading_html(heading))
    alt = f"{heading.finding}。{heading.measure}"
    st.plotly_chart(figure, theme=None, config=CONFIG, key=picture.key, alt=alt)
    st.html(picture_row(picture))


def hold_charts(charts: Iterable[Chart]) -> None:
    """Send the script for the picture lines; call it after the last of these charts."""
    drawn = [(chart.picture, chart.figure) for chart in charts if chart.figure is not None]
    if drawn and not asked_chart():
        hold_pictures(drawn)


def picture_of(page: Page, kpi: Kpi, heading: ChartHeading, key: str, unit: str = "") -> Picture:
    """What a KPI's chart carries in an exported picture; `unit` if its figures are not those of the view."""
    caption = Caption(heading.finding, heading.measure, footer(page, kpi, unit or page.view.unit))
    return Picture(key, caption, large_address(page, kpi, key))
