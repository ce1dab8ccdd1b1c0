"""The charts of one KPI with their words: progress, months, units. An empty chart says that it is empty."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
import plotly.graph_objects as go
from plotly.graph_objects import Figure

from dashboard.board.attention import shortfall
from dashboard.board.board import Board
from dashboard.charts.rate_and_stock import parts_chart
from dashboard.charts.units import value_bars, value_dots
from dashboard.ui import cache, view_boards
from dashboard.ui.chart_block import Chart, ChartHeading, picture_of, scope_html
from dashboard.ui.dataset.dataset_board import (
    KpiSeries,
    monthly_figure,
    monthly_measure,
    note_lines,
    progress_figure,
    progress_measure,
)
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from dashboard.ui.shell import Page
from dashboard.ui.view import unit_label
from dashboard.wording.board_words import units_headline
from dashboard.wording.format import amount, number
from dashboard.wording.headline import headline, month_headline, parts_headline, parts_names, year_headline
from dashboard.wording.narrative import span, time_of
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

MOST_UNITS = 40


def main_chart(page: Page, series: KpiSeries) -> Chart:
    """The most informative chart: progress if the KPI has a plan, otherwise the months."""
    planned = series.kpi.adds_up and series.progress.target is not None
    return progress_of(page, series) if planned else months_of(page, series)


def progress_of(page: Page, series: KpiSeries) -> Chart:
    """The year to date."""
    kpi, progress = series.kpi, series.progress
    judged = progress.target is not None
    finding = headline(kpi, progress, series.signal) if judged else year_headline(kpi, progress)
    heading = ChartHeading(finding, progress_measure(series), _lamp(page, series), scope_html(kpi))
    draw = partial(progress_figure, series) if judged or series.has_figures else None
    return _chart(page, kpi, heading, f"progress-{kpi.id}", draw)


def months_of(page: Page, series: KpiSeries) -> Chart:
    """The year by month."""
    kpi, progress = series.kpi, series.progress
    say = headline if series.is_level else month_headline
    heading = ChartHeading(
        say(kpi, progress, series.signal),
        monthly_measure(series),
        _lamp(page, series),
        scope_html(kpi),
        note_lines(series, page.names),
    )
    draw = partial(monthly_figure, series) if series.has_figures else None
    return _chart(page, kpi, heading, f"months-{kpi.id}-{len(series.notes)}", draw)


def parts_of(page: Page, series: KpiSeries) -> Chart:
    """The numerator and denominator of a rate, by month."""
    whole, part = parts_names(page.catalogue, series.kpi)
    finding = parts_headline(page.catalogue, series.kpi, series.progress)
    heading = ChartHeading(finding, f"{whole}、{part}，按月　深色为{part}")
    draw = partial(parts_chart, series.year, whole, part)
    return _chart(page, series.kpi, heading, f"parts-{series.kpi.id}", draw)


def too_many_units(page: Page) -> bool:
    """Whether there are too many units below the view for a chart."""
    return len(page.directory.children(page.view.unit)) > MOST_UNITS


def units_of(page: Page, series: KpiSeries) -> Chart | None:
    """The units below the view, side by side; each name links to the unit's own page.

    None if there are fewer than two to compare, or too many for a chart.
    """
    kpi = series.kpi
    boards = () if too_many_units(page) else _unit_boards(page, kpi)
    if len(_shown(kpi, boards)) < 2:
        return None
    hint = tag("span", "点名称看该单位")
    heading = ChartHeading(_units_finding(page, kpi), _units_measure(series), scope=hint)

    def draw() -> Figure:
        return units_figure(kpi, _units(page, kpi, boards), series.progress.target)

    return _chart(page, kpi, heading, f"units-{kpi.id}", draw)


def _unit_boards(page: Page, kpi: Kpi) -> tuple[Board, ...]:
    view = page.view
    below = page.directory.children_in(view.unit, date(view.year, view.month, 1))
    return view_boards.unit_boards(page.version, view.year, view.month, below, (kpi.id,)) if below else ()


def _units(page: Page, kpi: Kpi, boards: Sequence[Board]) -> pd.DataFrame:
    def name(unit: str) -> str:
        return unit_label(unit, page.directory)

    def link(unit: str) -> str:
        return page.address(kpi.dataset, unit=unit, kpi=kpi.id)

    return unit_frame(kpi, boards, name, link)


def _units_finding(page: Page, kpi: Kpi) -> str:
    """The unit furthest from the target; volumes are not ranked."""
    boards = _unit_boards(page, kpi)
    if not kpi.direction.is_judged:
        return f"各单位{kpi.short_name}"
    names = {board.unit: unit_label(board.unit, page.directory) for board in boards}
    return units_headline(page.catalogue, kpi, [board.of(kpi.id) for board in boards], names)


def _units_measure(series: KpiSeries) -> str:
    kpi = series.kpi
    when = time_of(kpi, series.progress) if kpi.is_stock else f"{span(series.progress)}累计"
    return f"{kpi.short_name}，{when}"


def _lamp(page: Page, series: KpiSeries) -> Markup | str:
    judged = series.progress.target is not None
    return lamp_text(series.progress, page.catalogue) if judged else ""


def _chart(
    page: Page, kpi: Kpi, heading: ChartHeading, name: str, draw: Callable[[], Figure] | None
) -> Chart:
    view = page.view
    figure = draw and cache.figure(page.version, view.year, view.month, view.unit, kpi.id, name, draw)
    return Chart(heading, figure, picture_of(page, kpi, heading, name))


COLUMNS = ("unit", "name", "link", "value", "text", "detail", "due", "behind")


def unit_frame(
    kpi: Kpi,
    boards: Sequence[Board],
    name: Callable[[str], str],
    link: Callable[[str], str],
) -> pd.DataFrame:
    """A row for each unit that reports the KPI or has a target for it, the furthest behind first.

    `link` returns the address of the unit's own page. A balance is that of the as-of month, not of the
    unit's last reported month. Volumes are not ranked: without a direction, units are in tree order.
    """
    shown = _shown(kpi, boards)
    if kpi.direction.is_judged:
        shown.sort(key=lambda progress: -_distance(kpi, progress))
    if kpi.is_stock:
        shown = [replace(progress, year_to_date=progress.month_value) for progress in shown]
    rows = [_row(kpi, progress, name(progress.unit), link(progress.unit)) for progress in shown]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"value": "float64", "due": "float64"})


def _shown(kpi: Kpi, boards: Sequence[Board]) -> list[Progress]:
    known = [board.of(kpi.id) for board in boards]
    return [each for each in known if each.year_to_date is not None or each.target is not None]


def units_figure(kpi: Kpi, units: pd.DataFrame, target: float | None) -> go.Figure:
    """Dots around the target for a share, bars for any other KPI."""
    return value_dots(units, target) if kpi.is_share else value_bars(units)


def _distance(kpi: Kpi, progress: Progress) -> float:
    far = shortfall(progress, kpi.direction)
    return far if math.isfinite(far) else -1.0


def _row(kpi: Kpi, progress: Progress, name: str, link: str) -> tuple[object, ...]:
    value = progress.year_to_date
    text = "未报" if value is None else amount(value, kpi.kind, word=progress.word)
    behind = progress.lamp.calls_for_action if progress.target is not None else True
    return progress.unit, name, link, value, text, _detail(kpi, progress), progress.expected_to_date, behind


def _detail(kpi: Kpi, progress: Progress) -> str:
    """The text beside the figure: numerator and denominator for a quotient, the amount due for a count."""
    if kpi.is_quotient:
        parts = f"{number(progress.numerator)}/{number(progress.denominator)}"
        return parts if progress.denominator else ""
    if progress.target is None:
        return ""
    word = "不超过" if kpi.direction.wants_less else "应完成"
    return f"{word} {number(progress.expected_to_date)}"
