"""A chart on a page: the finding as heading, the measure beside it, and the chart after the numbers."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.template import CONFIG, Caption
from dashboard.ui.markup import Markup, join, tag
from dashboard.ui.picture import Picture, footer, hold_pictures, large_address, picture_row
from dashboard.ui.screen.large import LargeChart, Neighbours, fill_window
from dashboard.ui.shell import TOP_STANDS, Page, draw_top
from dashboard.ui.view import asked_chart
from domain.catalogue import Kpi

NOTHING_TO_DRAW = "今年和上年都没有数，暂不画图。"


@dataclass(frozen=True)
class ChartHeading:
    """The words of a chart: the finding, the measure with unit and sum, a lamp before it, and its 口径.

    `notes` explain the marks ①②③ in the chart; they stand where the page does not have them beside it.
    """

    finding: str
    measure: str
    lamp: Markup | str = ""
    scope: Markup | str = ""
    notes: tuple[str, ...] = ()


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
    """Draw heading, chart and picture line; nothing if one chart fills the window."""
    heading, figure, picture = chart.heading, chart.figure, chart.picture
    if figure is None:
        st.html(heading_html(heading) + tag("p", NOTHING_TO_DRAW, class_="page-note"))
        return
    if asked_chart():
        return
    st.html(heading_html(heading))
    alt = f"{heading.finding}。{heading.measure}"
    st.plotly_chart(figure, theme=None, config=CONFIG, key=picture.key, alt=alt)
    st.html(picture_row(picture))


def hold_charts(charts: Iterable[Chart], beyond: Neighbours = ("", "")) -> None:
    """Send what the picture lines need, or show the chart that fills the window; call it after the charts.

    `beyond`: the addresses of the chart before the first and after the last of these, "" for none.
    """
    drawn = [chart for chart in charts if chart.figure is not None]
    if key := asked_chart():
        fill_window([_large(chart) for chart in drawn], key, beyond)
    elif drawn:
        hold_pictures([(chart.picture, chart.figure) for chart in drawn])


def _large(chart: Chart) -> LargeChart:
    heading, picture = chart.heading, chart.picture
    subtitle = tag("p", *filter(None, (heading.lamp, tag("span", heading.measure))), class_="measure")
    lines = [tag("p", line) for line in picture.caption.footer.splitlines()]
    return LargeChart(picture.key, heading.finding, subtitle, join(*lines), chart.figure, picture.address)


def picture_of(page: Page, kpi: Kpi, heading: ChartHeading, key: str, unit: str = "") -> Picture:
    """What a KPI's chart carries in an exported picture; `unit` if its figures are not those of the view."""
    lamp = f"{heading.lamp.striptags()}　" if isinstance(heading.lamp, Markup) else ""
    foot = "\n".join([*heading.notes, footer(page, kpi, unit or page.view.unit)])
    return Picture(key, Caption(heading.finding, lamp + heading.measure, foot), large_address(page, kpi, key))


SECONDS_AHEAD = 0.04


class Top:
    """A page's title row above its numbers. It is drawn first when the page is opened, so that nothing moves.

    If only the view has changed, the numbers are drawn first while the previous title row stays in place.
    """

    def __init__(self, title: str, page: Page) -> None:
        """Draw the row or reserve its place; call it before anything else is sent."""
        self._title, self._page = title, page
        self._place = st.container()
        self._stood = bool(st.session_state.get(TOP_STANDS))
        if not self._stood:
            self._draw()

    def draw_later(self) -> None:
        """Draw the row now if it was postponed."""
        if self._stood:
            self._draw()

    def _draw(self) -> None:
        with self._place:
            draw_top(self._title, self._page)
        st.session_state[TOP_STANDS] = True


@contextmanager
def staggered_render() -> Iterator[None]:
    """Delay messages: what follows the block is sent at least SECONDS_AHEAD after what came before it.

    The browser renders messages in batches, so numbers that arrive together with charts appear only when
    the charts are drawn. Use the block for the computation between the two; it should send nothing.
    """
    begun = time.monotonic()
    yield
    time.sleep(max(0.0, begun + SECONDS_AHEAD - time.monotonic()))
