"""Volumes beyond their limits in a month, which are nobody's fault, and the unit that drives each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean

import duckdb

from dashboard.board.board import Board
from dashboard.board.frozen import units_of_month
from dashboard.board.signals import MONTHS_ON_A_PAGE, Signal
from domain.catalogue import Catalogue, Kpi
from domain.kpi.lamp import TOLERANCE
from domain.kpi.process import Point, SignalName
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure
from domain.units import UnitDirectory
from etl.warehouse.directory import read_directory
from etl.warehouse.kpi_figures import Key, read_kpi_figures
from etl.warehouse.view_scope import Scope, of_units, read_scope

# A unit drives a change if it accounts for at least this share of it.
LEAST_SHARE = 0.5


@dataclass(frozen=True)
class Driver:
    """The unit (code) that accounts for most of a change: its figure this month, its usual one, its word."""

    unit: str
    value: float
    usual: float
    word: str = ""


@dataclass(frozen=True)
class Cause:
    """A neutral KPI beyond a limit in the as-of month.

    `driver` is None if no unit accounts for half of it.
    """

    progress: Progress
    value: float
    usual: float
    limit: float
    driver: Driver | None

    @property
    def is_above(self) -> bool:
        """Whether the month is above the usual range."""
        return self.value > self.usual


def read_causes(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board, signals: Mapping[str, Signal]
) -> tuple[Cause, ...]:
    """The causes in a board's month, sorted by distance beyond the limit, largest first."""
    progress = beyond_their_limits(catalogue, board, signals)
    if not progress:
        return ()
    with units_of_month(connection, board.as_of) as then:
        directory = read_directory(then)
    kpis = [catalogue.kpi(each.kpi) for each in progress]
    figures = read_kpi_figures(connection, kpis, _parts(connection, directory, board.unit), board.as_of)
    return find_causes(progress, signals, figures, board.as_of)


def beyond_their_limits(
    catalogue: Catalogue, board: Board, signals: Mapping[str, Signal]
) -> tuple[Progress, ...]:
    """The neutral KPIs with a complete as-of month that lies outside its limits."""
    return tuple(
        each
        for each in board.progress
        if not catalogue.kpi(each.kpi).direction.is_judged
        and (point := as_of_point(each, signals.get(each.kpi))) is not None
        and point.signal is SignalName.OUTSIDE
    )


def as_of_point(progress: Progress, signal: Signal | None) -> Point | None:
    """The point of the as-of month; None if the chart has none, as when units still owe the month."""
    points = signal.chart.points if signal is not None else ()
    last = points[-1] if points else None
    return last if last is not None and f"{last.month:%Y-%m}" == progress.as_of else None


def find_causes(
    progress: Iterable[Progress],
    signals: Mapping[str, Signal],
    figures: Mapping[Key, Sequence[MonthFigure]],
    as_of: date,
) -> tuple[Cause, ...]:
    """The causes, computed from the figures of the view's parts by (KPI, unit); largest excess first."""
    causes = [_cause(each, signals[each.kpi], figures, as_of) for each in progress]
    return tuple(sorted(causes, key=_excess, reverse=True))


def find_driver(
    figures: Mapping[str, Sequence[MonthFigure]], as_of: date, *, upward: bool, whole: float = 0.0
) -> Driver | None:
    """The unit (of units by code) that accounts for at least half of the change from the usual.

    `whole` is the change of the view, of which units that no longer exist may have a part.
    """
    drivers = [driver for unit, months in figures.items() if (driver := _against_usual(unit, months, as_of))]
    if len(figures) < 2 or not drivers:
        return None
    sign = 1 if upward else -1
    changes = {driver.unit: sign * (driver.value - driver.usual) for driver in drivers}
    first = max(drivers, key=lambda driver: changes[driver.unit])
    whole = max(whole, sum(changes.values()))
    return first if whole > 0 and changes[first.unit] >= LEAST_SHARE * whole else None


def driver_of_month(
    kpi: Kpi, boards: Iterable[Board], as_of: date, *, upward: bool, whole: float = 0.0
) -> Driver | None:
    """The unit whose board accounts for at least half of a month's change from the usual.

    None without one.
    """
    figures = {board.unit: board.figures_of(kpi.id) for board in boards}
    return find_driver(figures, as_of, upward=upward, whole=whole)


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


def _parts(connection: duckdb.DuckDBPyConnection, directory: UnitDirectory, unit: str) -> Scope:
    """The parts of the view: each unit directly below with all units under it, and the view's own rows."""
    parts = read_scope(connection, directory.children(unit))
    return replace(parts, listed=of_units(read_scope(connection, [unit]), {unit}).listed)


def _cause(
    progress: Progress, signal: Signal, figures: Mapping[Key, Sequence[MonthFigure]], as_of: date
) -> Cause:
    chart = signal.chart
    value, usual = chart.points[-1].value, chart.centre or 0.0
    limit = chart.upper if value > usual else chart.lower
    own = {unit: months for (kpi, unit), months in figures.items() if kpi == progress.kpi}
    driver = find_driver(own, as_of, upward=value > usual, whole=abs(value - usual))
    return Cause(progress, value, usual, limit if limit is not None else usual, driver)


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


def _excess(cause: Cause) -> float:
    """The distance beyond the limit, in widths of the usual range."""
    return abs(cause.value - cause.limit) / (abs(cause.limit - cause.usual) or 1.0)
