"""The unit behind most of a change or of a rate's shortfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from dashboard.board.board import Board
from dashboard.board.signals import MONTHS_ON_A_PAGE
from domain.catalogue import Kpi
from domain.kpi.lamp import TOLERANCE
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure

# A unit drives a change if it accounts for at least this share of it.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Driver:
    """The unit (code) that accounts for most of a change: its figure this month, its usual one, its word."""

    unit: str
    value: float
    usual: float
    word: str = ""


def driver_of_month(
    kpi: Kpi, boards: Sequence[Board], as_of: date, *, upward: bool, whole: float
) -> Driver | None:
    """The unit whose board accounts for at least half of a month's change from the usual; None without one.

    `whole` is the change of the view, of which units that no longer exist may have a part.
    """
    figures = {board.unit: board.figures_of(kpi.id) for board in boards}
    drivers = [driver for unit, months in figures.items() if (driver := _against_usual(unit, months, as_of))]
    if len(figures) < 2 or not drivers:
        return None
    sign = 1 if upward else -1
    changes = {driver.unit: sign * (driver.value - driver.usual) for driver in drivers}
    first = max(drivers, key=lambda driver: changes[driver.unit])
    whole = max(whole, sum(changes.values()))
    return first if whole > 0 and changes[first.unit] >= LEAST_SHARE * whole else None


def driver_of_rate(kpi: Kpi, boards: Sequence[Board]) -> Progress | None:
    """The unit with at least half of the cases that a rate lacks to reach its target; None without one.

    Nor is a unit named that is only larger than the others: its own rate must be worse than that of all.
    """
    told = [board.of(kpi.id) for board in boards if kpi.id in board.by_kpi]
    reported = [each for each in told if each.denominator and each.numerator is not None]
    short = {each.unit: _short(kpi, each, each.target) for each in reported if each.lamp.calls_for_action}
    whole = sum(max(0.0, cases) for cases in short.values())
    first = max(reported, key=lambda each: short.get(each.unit, 0.0), default=None)
    if first is None or whole <= 0 or len(boards) < 2 or short[first.unit] < LEAST_SHARE * whole:
        return None
    of_all = sum(each.numerator or 0.0 for each in reported)
    level = of_all / sum(each.denominator or 0.0 for each in reported)
    return first if _short(kpi, first, level) > TOLERANCE else None


def _short(kpi: Kpi, progress: Progress, level: float | None) -> float:
    """How many cases a rate is worse than a level."""
    cases = (level or 0.0) * (progress.denominator or 0.0) - (progress.numerator or 0.0)
    return -cases if kpi.direction.wants_less else cases


def _against_usual(unit: str, figures: Sequence[MonthFigure], as_of: date) -> Driver | None:
    """The unit's month and the mean of the months before it; None if the unit did not report the month.

    None too if more or fewer units below it report than at most before: it gained or lost one of them.
    """
    now = next((figure for figure in figures if figure.month == as_of), None)
    before = [figure for figure in figures if figure.month < as_of][-MONTHS_ON_A_PAGE:]
    if now is None or (before and now.reporters != max(figure.reporters for figure in before)):
        return None
    usual = fmean(figure.numerator for figure in before) if before else 0.0
    return Driver(unit, now.numerator, usual, now.word)
