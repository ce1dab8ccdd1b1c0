"""The XmR chart and the assurance of each KPI on a board, and of one KPI for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.board.board import Board
from domain.catalogue import Catalogue, Kpi
from domain.kpi.process import (
    ProcessChart,
    assurance_by_forecast,
    assurance_by_limits,
    is_rare,
    process_chart,
)
from domain.kpi.progress import Progress

# Pages look back two years, so that an old level does not flag for ever.
MONTHS_ON_A_PAGE = 24


@dataclass(frozen=True)
class Signal:
    """What a KPI's monthly values say: the chart and, where there is a target to reach, the assurance."""

    chart: ProcessChart
    assurance: str | None


def read_signals(board: Board, catalogue: Catalogue) -> dict[str, Signal]:
    """The signal of every KPI of a board, by its id, from the last 24 reported months up to as-of."""
    return {
        each.kpi: read_signal(catalogue.kpi(each.kpi), each, _recent_months(board, each.kpi))
        for each in board.progress
    }


def _recent_months(board: Board, kpi: str) -> list[tuple[date, float | None]]:
    reported = [figure for figure in board.figures_of(kpi) if figure.month <= board.as_of]
    return [(figure.month, figure.value) for figure in reported[-MONTHS_ON_A_PAGE:]]


def read_signal(
    kpi: Kpi,
    progress: Progress,
    reported: Sequence[tuple[date, float | None]],
    monthly_target: float | None = None,
) -> Signal:
    """The signal of one KPI over its reported months with their values, oldest first.

    Without a monthly target the annual one of `progress` is judged: a rate's and a stock's by the limits,
    since it holds for every month; a sum's by the forecast of `progress`.
    """
    months = [month for month, _ in reported]
    values = [value for _, value in reported]
    rare = is_rare(kpi.kind, kpi.whole, values)
    chart = process_chart(months, values, kpi.direction, rare=rare)
    return Signal(chart, _assurance(kpi, progress, chart, monthly_target))


def _assurance(kpi: Kpi, progress: Progress, chart: ProcessChart, monthly_target: float | None) -> str | None:
    if chart.lower is None:
        return None
    if monthly_target is not None:
        return assurance_by_limits(chart, kpi.direction, monthly_target)
    if progress.target is None:
        return None
    if kpi.kind != "sum":
        return assurance_by_limits(chart, kpi.direction, progress.target)
    low, high = progress.forecast_low, progress.forecast_high
    return assurance_by_forecast(kpi.direction, progress.target, progress.year_to_date, low, high)
