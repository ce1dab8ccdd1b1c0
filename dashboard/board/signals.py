"""The XmR chart and the assurance of each KPI on a board, and of one KPI for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.board.board import Board
from domain.catalogue import Catalogue, Kpi
from domain.kpi.process import (
    Assurance,
    ProcessChart,
    SignalName,
    Variation,
    assurance_by_forecast,
    assurance_by_limits,
    process_chart,
)
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure, of_one_definition
from domain.months import format_month
from domain.process_limits import LONGEST_PAST, why_no_limits

# Pages look back two years, so that an old level does not raise signals forever.
MONTHS_ON_A_PAGE = LONGEST_PAST
# A difference from the mean below this share of it is told nobody.
LEAST_MOVE = 0.02


@dataclass(frozen=True)
class Signal:
    """What a KPI's monthly values show: the XmR chart and, if the KPI has a target, the assurance."""

    chart: ProcessChart
    assurance: Assurance | None


def read_signals(board: Board, catalogue: Catalogue) -> dict[str, Signal]:
    """The signal of every KPI of a board, by KPI id, from the last 24 reported months up to as-of.

    A month that some units have not reported is left out, because a partial month is no signal, and so are
    the months before a unit came or left. A month of a sum or a stock within LEAST_MOVE of the mean is no
    signal either, however steady the other months are, nor a month of 0 where half of the months are 0.
    """
    found = {}
    for each in board.progress:
        kpi = catalogue.kpi(each.kpi)
        signal = read_signal(catalogue, kpi, each, _recent_months(board, kpi, each))
        found[each.kpi] = signal if kpi.is_share else replace(signal, chart=_noticeable(signal.chart))
    return found


def _noticeable(chart: ProcessChart) -> ProcessChart:
    """The chart without signals that nobody would notice: 119 attendances where 120 are usual.

    Nor is a month without an exam one, where most months have none.
    """
    if chart.centre is None or not chart.points:
        return chart
    near = LEAST_MOVE * abs(chart.centre)
    nothing = sum(point.value == 0 for point in chart.points)
    is_usual = 2 * nothing >= len(chart.points)
    points = tuple(
        replace(point, signal=SignalName.NONE)
        if abs(point.value - chart.centre) < near or (is_usual and point.value == 0)
        else point
        for point in chart.points
    )
    is_common = points[-1].signal is SignalName.NONE
    return replace(chart, points=points, variation=Variation.COMMON if is_common else chart.variation)


def _recent_months(board: Board, kpi: Kpi, progress: Progress) -> list[MonthFigure]:
    known = [figure for figure in board.figures_of(kpi.id) if figure.month <= board.as_of]
    reported = of_one_definition(kpi, board.as_of, known)
    if progress.incomplete and reported and reported[-1].month == board.as_of:
        reported.pop()
    if board.regrouped:
        reported = [figure for figure in reported if figure.month >= board.regrouped]
    owed = {each.month for each in progress.owed_before}
    whole = [figure for figure in reported if format_month(figure.month) not in owed]
    return whole[-MONTHS_ON_A_PAGE:]


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
    is_count = not kpi.is_quotient and kpi.in_whole_numbers
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
    if not kpi.adds_up:
        return assurance_by_limits(chart, kpi.direction, progress.target)
    low, high = progress.forecast_low, progress.forecast_high
    return assurance_by_forecast(kpi.direction, progress.target, progress.year_to_date, low, high)
