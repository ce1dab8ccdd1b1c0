"""Which KPIs need attention, the most important first (docs/rules.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from dashboard.board.board import Board
from dashboard.board.signals import Signal
from domain.catalogue import Catalogue, Direction, Kpi, LampState
from domain.kpi import lamp as lamps
from domain.kpi.process import Variation
from domain.kpi.progress import Progress


def attention(board: Board, signals: Mapping[str, Signal], catalogue: Catalogue) -> tuple[Progress, ...]:
    """Red lamps, then yellow lamps, then signals of concern; each group sorted by importance.

    A KPI that waits for its figures is left out: its unit is reminded, and nothing is judged.
    """
    asking = [each for each in board.progress if each.lamp.calls_for_action or concerns(each, signals)]
    return tuple(sorted(asking, key=lambda each: importance(catalogue, each, signals)))


def concerns(progress: Progress, signals: Mapping[str, Signal]) -> bool:
    """Whether the as-of month is a change for the worse."""
    signal = signals.get(progress.kpi)
    if signal is None or progress.lamp is lamps.WAITING or not _tells_of_month(progress, signal):
        return False
    return signal.chart.variation is Variation.CONCERN


def _tells_of_month(progress: Progress, signal: Signal) -> bool:
    """Whether the chart has a point of the as-of month; it has none while units owe the month."""
    points = signal.chart.points
    return bool(points) and f"{points[-1].month:%Y-%m}" == progress.as_of


def shortfall(progress: Progress, direction: Direction) -> float:
    """The distance from what is due, as a share of it: 0.33 for four out of six.

    For a ceiling, the excess.
    """
    if progress.attainment is None:
        return inf if progress.lamp.calls_for_action else 0.0
    return progress.attainment - 1 if direction.wants_less else 1 - progress.attainment


def lacks_only_one(kpi: Kpi, progress: Progress) -> bool:
    """Whether a count is only one short of what is due, the smallest possible gap."""
    if progress.gap is None or not progress.lamp.calls_for_action:
        return False
    return kpi.in_whole_numbers and abs(progress.gap) <= 1 + lamps.TOLERANCE


def importance(catalogue: Catalogue, progress: Progress, signals: Mapping[str, Signal]) -> tuple[float, ...]:
    """Sort key, smallest first: colour, gap of one last, weight, signal of concern, share of the gap."""
    kpi, lamp = catalogue.kpi(progress.kpi), progress.lamp
    rank = lamp.urgency if lamp.calls_for_action else len(LampState)
    far = shortfall(progress, kpi.direction)
    return rank, lacks_only_one(kpi, progress), -kpi.weight, not concerns(progress, signals), -far
