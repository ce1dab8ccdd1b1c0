"""The charts of one KPI with their words: progress, months, units; one that has nothing to show says so."""

from collections.abc import Callable
from functools import partial

import pandas as pd
from plotly.graph_objects import Figure

from dashboard.charts.parts import parts_chart
from dashboard.kpi.board import Board
from dashboard.reports.board_words import units_headline
from dashboard.reports.headline import headline, month_headline, parts_headline, parts_names, year_headline
from dashboard.reports.narrative import adds_up, span
from dashboard.ui import cache
from dashboard.ui.figures import Chart, Heading, picture_of, scope_html
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from dashboard.ui.series import Series, monthly_figure, monthly_measure, progress_figure, progress_measure
from dashboard.ui.shell import Page
from dashboard.ui.unit_rows import unit_frame, units_figure
from dashboard.ui.view import unit_label
from etl.catalogue import Kpi

MOST_UNITS = 40


def main_chart(page: Page, series: Series) -> Chart:
    """The one chart that says most: progress where there is a plan to follow, else the months."""
    planned = series.kpi.kind == "sum" and series.progress.target is not None
    return progress_of(page, series) if planned else months_of(page, series)


def progress_of(page: Page, series: Series) -> Chart:
    """The year so far."""
    kpi, progress = series.kpi, series.progress
    judged = progress.target is not None
    finding = headline(kpi, progress, series.signal) if judged else year_headline(kpi, progress)
    heading = Heading(finding, progress_measure(series), _lamp(page, series), scope_html(kpi))
    draw = partial(progress_figure, series) if judged or series.has_figures else None
    return _chart(page, kpi, heading, f"progress-{kpi.id}", draw)


def months_of(page: Page, series: Series) -> Chart:
    """The year by month."""
    kpi, progress = series.kpi, series.progress
    say = headline if series.is_level else month_headline
    lamp = _lamp(page, series) if series.is_level else ""
    heading = Heading(say(kpi, progress, series.signal), monthly_measure(series), lamp, scope_html(kpi))
    draw = partial(monthly_figure, series) if series.has_figures else None
    return _chart(page, kpi, heading, f"months-{kpi.id}-{len(series.notes)}", draw)


def parts_of(page: Page, series: Series) -> Chart:
    """What a rate is made of, by month."""
    whole, part = parts_names(page.catalogue, series.kpi)
    finding = parts_headline(page.catalogue, series.kpi, series.progress)
    heading = Heading(finding, f"{whole}、{part}，按月　深色为{part}")
    draw = partial(parts_chart, series.frame(), whole, part)
    return _chart(page, series.kpi, heading, f"parts-{series.kpi.id}", draw)


def has_units(page: Page, series: Series) -> bool:
    """Whether units below the view can stand side by side."""
    return not too_many_units(page) and len(_units(page, series.kpi)) > 1


def too_many_units(page: Page) -> bool:
    """Whether the units below the view are too many for a chart."""
    return len(page.directory.children(page.view.unit)) > MOST_UNITS


def units_of(page: Page, series: Series) -> Chart:
    """The units below the view, side by side; each name leads to the unit's own page."""
    kpi = series.kpi
    hint = tag("span", "点名称看该单位")
    heading = Heading(_units_finding(page, kpi), _units_measure(page, series), scope=hint)
    draw = partial(units_figure, kpi, _units(page, kpi), series.progress.target)
    return _chart(page, kpi, heading, f"units-{kpi.id}", draw)


def _unit_boards(page: Page, kpi: Kpi) -> tuple[Board, ...]:
    view, below = page.view, page.directory.children(page.view.unit)
    return cache.unit_boards(page.version, view.year, view.month, below, (kpi.id,)) if below else ()


def _units(page: Page, kpi: Kpi) -> pd.DataFrame:
    def name(unit: str) -> str:
        return unit_label(unit, page.directory)

    def link(unit: str) -> str:
        return page.address(kpi.dataset, unit=unit, kpi=kpi.id)

    of_month = kpi.kind == "sum" and not adds_up(page.catalogue, kpi)
    return unit_frame(kpi, _unit_boards(page, kpi), name, link, of_month=of_month)


def _units_finding(page: Page, kpi: Kpi) -> str:
    """Who is furthest from the target; volumes are not ranked."""
    boards = _unit_boards(page, kpi)
    if kpi.direction == "neutral":
        return f"各单位{kpi.short_name}"
    names = {board.unit: unit_label(board.unit, page.directory) for board in boards}
    return units_headline(kpi, [board.of(kpi.id) for board in boards], names)


def _units_measure(page: Page, series: Series) -> str:
    kpi, month = series.kpi, f"{page.view.month}月"
    if kpi.kind == "stock":
        when = f"{month}末"
    elif kpi.kind == "sum" and not adds_up(page.catalogue, kpi):
        when = month
    else:
        when = f"{span(series.progress)}累计"
    return f"{kpi.short_name}，{when}"


def _lamp(page: Page, series: Series) -> Markup | str:
    judged = series.progress.target is not None
    return lamp_text(series.progress, page.catalogue) if judged else ""


def _chart(page: Page, kpi: Kpi, heading: Heading, name: str, draw: Callable[[], Figure] | None) -> Chart:
    view = page.view
    figure = draw and cache.figure(page.version, view.year, view.month, view.unit, name, draw)
    return Chart(heading, figure, picture_of(page, kpi, heading, name))
