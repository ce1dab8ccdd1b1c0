"""The charts of one KPI with their words: progress, months, units; one that has nothing to show says so."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st
from plotly.graph_objects import Figure

from dashboard.charts.parts import parts_chart
from dashboard.kpi.board import Board
from dashboard.reports.board_words import units_headline
from dashboard.reports.headline import headline, month_headline, parts_headline, parts_names, year_headline
from dashboard.reports.narrative import span
from dashboard.ui import cache
from dashboard.ui.figures import Heading, draw_chart, heading_html, picture_of, scope_html
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from dashboard.ui.series import Series, monthly_figure, monthly_measure, progress_figure, progress_measure
from dashboard.ui.shell import Page
from dashboard.ui.unit_rows import unit_frame, units_figure
from dashboard.ui.view import unit_label
from etl.catalogue import Kpi

MOST_UNITS = 40


def draw_main_chart(page: Page, series: Series) -> None:
    """The one chart that says most: progress where there is a plan to follow, else the months."""
    if series.kpi.kind == "sum" and series.progress.target is not None:
        draw_progress(page, series)
    else:
        draw_months(page, series)


def draw_progress(page: Page, series: Series) -> None:
    """The year so far."""
    kpi, progress = series.kpi, series.progress
    judged = progress.target is not None
    finding = headline(kpi, progress, series.signal) if judged else year_headline(kpi, progress)
    heading = Heading(finding, progress_measure(series), _lamp(page, series), scope_html(kpi))
    if judged or series.has_figures:
        _draw(page, kpi, heading, f"progress-{kpi.id}", lambda: progress_figure(series))
    else:
        _nothing_to_draw(heading)


def draw_months(page: Page, series: Series) -> None:
    """The year by month."""
    kpi, progress = series.kpi, series.progress
    say = headline if series.is_level else month_headline
    lamp = _lamp(page, series) if series.is_level else ""
    heading = Heading(say(kpi, progress, series.signal), monthly_measure(series), lamp, scope_html(kpi))
    if series.has_figures:
        name = f"months-{kpi.id}-{len(series.notes)}"
        _draw(page, kpi, heading, name, lambda: monthly_figure(series))
    else:
        _nothing_to_draw(heading)


def draw_parts(page: Page, series: Series) -> None:
    """What a rate is made of, by month."""
    whole, part = parts_names(page.catalogue, series.kpi)
    if series.has_figures:
        finding = parts_headline(page.catalogue, series.kpi, series.progress)
        heading = Heading(finding, f"{whole}、{part}，按月　深色为{part}")
        draw = partial(parts_chart, series.frame(), whole, part)
        _draw(page, series.kpi, heading, f"parts-{series.kpi.id}", draw)


def has_units(page: Page, series: Series) -> bool:
    """Whether units below the view can stand side by side, or are too many to."""
    return len(page.directory.children(page.view.unit)) > MOST_UNITS or len(_units(page, series.kpi)) > 1


def draw_units(page: Page, series: Series) -> None:
    """The units below the view, side by side; each name leads to the unit's own page."""
    kpi, below = series.kpi, len(page.directory.children(page.view.unit))
    if below > MOST_UNITS:
        words = f"下属单位 {below:,} 个，请用右上角按钮逐级选择，或到“单位对比”查看。"
        st.html(tag("p", words, class_="page-note"))
        return
    hint = tag("span", "点名称看该单位")
    heading = Heading(_units_finding(page, kpi), _units_measure(page, series), scope=hint)
    draw = partial(units_figure, kpi, _units(page, kpi), series.progress.target)
    _draw(page, kpi, heading, f"units-{kpi.id}", draw)


def _unit_boards(page: Page, kpi: Kpi) -> tuple[Board, ...]:
    view, below = page.view, page.directory.children(page.view.unit)
    return cache.unit_boards(page.version, view.year, view.month, below, (kpi.id,)) if below else ()


def _units(page: Page, kpi: Kpi) -> pd.DataFrame:
    def name(unit: str) -> str:
        return unit_label(unit, page.directory)

    def link(unit: str) -> str:
        return page.address(kpi.dataset, unit=unit, kpi=kpi.id)

    return unit_frame(kpi, _unit_boards(page, kpi), name, link)


def _units_finding(page: Page, kpi: Kpi) -> str:
    """Who is furthest from the target; volumes are not ranked."""
    boards = _unit_boards(page, kpi)
    if kpi.direction == "neutral":
        return f"各单位{kpi.short_name}"
    names = {board.unit: unit_label(board.unit, page.directory) for board in boards}
    return units_headline(kpi, [board.of(kpi.id) for board in boards], names)


def _units_measure(page: Page, series: Series) -> str:
    when = f"{page.view.month}月末" if series.kpi.kind == "stock" else f"{span(series.progress)}累计"
    return f"{series.kpi.short_name}，{when}"


def _lamp(page: Page, series: Series) -> Markup | str:
    judged = series.progress.target is not None
    return lamp_text(series.progress, page.catalogue) if judged else ""


def _draw(page: Page, kpi: Kpi, heading: Heading, name: str, draw: Callable[[], Figure]) -> None:
    view = page.view
    figure = cache.figure(page.version, view.year, view.month, view.unit, name, draw)
    draw_chart(heading, figure, picture_of(page, kpi, heading, name))


def _nothing_to_draw(heading: Heading) -> None:
    st.html(heading_html(heading) + tag("p", "今年和上年都没有数，暂不画图。", class_="page-note"))
