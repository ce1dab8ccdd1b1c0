"""The XmR chart and the assurance of each KPI on a board, and of one KPI for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.board.board import Board
from domain.catalogue import Catalogue, Kind, Kpi
from domain.kpi.changed_definition import of_one_definition
from domain.kpi.process import (
    Assurance,
    ProcessChart,
    assurance_by_forecast,
    assurance_by_limits,
    process_chart,
)
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure
from domain.process_limits import LONGEST_PAST, why_no_limits

# Pages look back two years, so that an old level does not raise signals forever.
MONTHS_ON_A_PAGE = LONGEST_PAST


@dataclass(frozen=True)
class Signal:
    """What a KPI's monthly values show: the XmR chart and, if the KPI has a target, the assurance."""

    chart: ProcessChart
    assurance: Assurance | None


def read_signals(board: Board, catalogue: Catalogue) -> dict[str, Signal]:
    """The signal of every KPI of a board, by KPI id, from the last 24 reported months up to as-of.

    An as-of month that some units have not reported is left out, because a partial month is no signal.
    """
    found = {}
    for each in board.progress:
        kpi = catalogue.kpi(each.kpi)
        found[each.kpi] = read_signal(catalogue, kpi, each, _recent_months(board, kpi, each))
    return found


def _recent_months(board: Board, kpi: Kpi, progress: Progress) -> list[MonthFigure]:
    known = [figure for figure in board.figures_of(kpi.id) if figure.month <= board.as_of]
    reported = of_one_definition(kpi, board.as_of, known)
    if progress.incomplete and reported and reported[-1].month == board.as_of:
        reported.pop()
    return reported[-MONTHS_ON_A_PAGE:]


def read_signal(
    catalogue: Catalogue,
    kpi: Kpi,
    progress: Progress,
    reported: Sequence[MonthFigure],
    monthly_target: float | None = None,
) -> Signal:
    """The signal of one KPI over its reported months, oldest first.

    A month without any case gives no point for a rate. Without a monthly target, the annual target of
    `progress` is judged: for a rate or a stock by the limits, because the target applies to every month;
    for a sum by the forecast.
    """
    chart = chart_of(catalogue, kpi, reported)
    return Signal(chart, _assurance(kpi, progress, chart, monthly_target))


def chart_of(catalogue: Catalogue, kpi: Kpi, reported: Sequence[MonthFigure]) -> ProcessChart:
    """The XmR chart of a KPI's reported months, oldest first."""
    points = [(figure.month, figure.value) for figure in reported if figure.value is not None]
    denominators = [figure.denominator for figure in reported if figure.denominator]
    values = [value for _, value in points]
    is_count = kpi.kind is not Kind.RATE and kpi.whole
    refused = why_no_limits(values, denominators, is_count=is_count, least_cases=catalogue.least_cases)
    return process_chart([month for month, _ in points], values, kpi.direction, refused)


def _assurance(
    kpi: Kpi, progress: Progress, chart: ProcessChart, monthly_target: float | None
) -> Assurance | None:
    if chart.no_limits:
        return None
    if monthly_target is not None:
        return assurance_by_limits(chart, kpi.direction, monthly_target)
    if progress.target is None:
        return None
    if not kpi.kind.adds_up:
        return assurance_by_limits(chart, kpi.direction, progress.target)
    low, high = progress.forecast_low, progress.forecast_high
    return assurance_by_forecast(kpi.direction, progress.target, progress.year_to_date, low, high)
