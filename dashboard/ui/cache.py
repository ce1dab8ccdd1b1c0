"""What pages read from the warehouse besides boards, kept until it is touched (cache_keys.py)."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar, cast

from plotly.graph_objects import Figure

from dashboard.board.frozen import units_of_month
from dashboard.board.loaded_records import AnnualRecord, Note, ReportPeriod, read_annual_figures, read_notes
from dashboard.board.missing import OwedReports, owed_by_view
from dashboard.board.period import (
    ReportedYear,
    available_years,
    opening_year,
    read_reported_year,
    reported_months,
)
from dashboard.board.sources import Samples, Source, month_sources, read_samples
from dashboard.ui.cache_keys import (
    VERSIONS_KEPT,
    by_kpis,
    by_records,
    by_year,
    catalogue,
    catalogue_for_loads,
    catalogue_of,
    reading,
    recount,
    shows_earlier_definitions,
    version,
    warehouse,
)
from dashboard.ui.memoize import SingleFlightCache, memoize
from domain.catalogue import Catalogue
from domain.submissions import Submissions
from domain.units import UnitDirectory
from etl.warehouse.as_of import frozen_through
from etl.warehouse.definitions import closed_under, definitions_in_force
from etl.warehouse.directory import any_unit_moved, read_directory
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import Scope, of_ancestors, read_scope

__all__ = [
    "by_records",
    "by_year",
    "catalogue",
    "catalogue_for_loads",
    "catalogue_of",
    "reading",
    "recount",
    "shows_earlier_definitions",
    "version",
    "warehouse",
]
VIEWS_KEPT = 200
READINGS_KEPT = 40
YEARS_KEPT = 6
# Up to this many units, the bureau's whole year is read at once.
UNITS_READ_TOGETHER = 60
_figures: SingleFlightCache[Figure] = SingleFlightCache(4 * VIEWS_KEPT)
_drawn: SingleFlightCache[Any] = SingleFlightCache(4 * VIEWS_KEPT)
Drawn = TypeVar("Drawn")


@dataclass(frozen=True, eq=False)
class StartMonths(Mapping[int, int]):
    """The month at which each year with figures opens, worked out when asked for: few years are looked at."""

    version: str
    years: tuple[int, ...]

    def __getitem__(self, year: int) -> int:
        if year not in self.years:
            raise KeyError(year)
        of_year = _reported_year(self.version, year)
        return of_year.opens.month if of_year.opens else 12

    def __iter__(self) -> Iterator[int]:
        return iter(self.years)

    def __len__(self) -> int:
        return len(self.years)


@dataclass(frozen=True)
class Outline:
    """What the shell needs from a warehouse.

    `start_months`: the month at which each year with figures opens; `last_months`: the last month of each
    year with any figure; `closed_through`: the last closed month; `figures_year`: the year with figures at
    which pages open.
    """

    is_sample: bool
    directory: UnitDirectory
    years: tuple[int, ...]
    start_months: Mapping[int, int]
    closed_through: date | None = None
    last_months: Mapping[int, int] = field(default_factory=dict)
    figures_year: int | None = None

    @property
    def root(self) -> str | None:
        """The code of the whole bureau; None where no units are loaded."""
        return self.directory.root.unit if self.directory.root else None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of all units."""
        return tuple(unit.unit for unit in self.directory.units)

    @property
    def opening_year(self) -> int:
        """The year at which pages open; without figures the last planned year, or the current year."""
        return self.figures_year or max(self.years or (date.today().year,))

    def has_closed(self, month: date) -> bool:
        """Whether the month is closed: nothing of it can be changed until it is opened again."""
        return self.closed_through is not None and month <= self.closed_through

    @property
    def newest_month(self) -> date | None:
        """The last month with any figure; None if there is none."""
        return max((date(year, month, 1) for year, month in self.last_months.items()), default=None)


@memoize(4)
def outline(version: str) -> Outline:
    """The units, years and starting months in this version of the warehouse."""
    with reading(version) as connection:
        years, months = available_years(connection), reported_months(connection)
    directory, closed = _directory(version)
    start_months = StartMonths(version, tuple(sorted(months)))
    newest = {year: of_year[0].month for year, of_year in months.items()}
    opening = opening_year(months, lambda year: _reported_year(version, year).settled)
    return Outline(warehouse().is_sample, directory, years, start_months, closed, newest, opening)


@memoize(24, key=by_records)
def _directory_of(version: str, month: date) -> UnitDirectory:
    with reading(version) as connection:
        if closed_under(connection, month) is None and not any_unit_moved(connection):
            return _directory(version)[0]
        with units_of_month(connection, month) as then:
            return read_directory(then)


def directory(version: str, month: date, unit: str) -> UnitDirectory:
    """The units with the names and the tree of a month; as known now if `unit` was not known then."""
    then = _directory_of(version, month)
    return then if then.by_code(unit) else outline(version).directory


def read_together(units: Collection[str], month: date, unit: str) -> tuple[tuple[str, ...], tuple[date, ...]]:
    """The units and months to read together with this one; `units` are all there are.

    For a small bureau: the whole year, which takes little longer, so that another month or unit needs no
    further query. For a large bureau: only this unit and month.
    """
    if unit in units and len(units) <= UNITS_READ_TOGETHER:
        return tuple(units), tuple(date(month.year, number, 1) for number in range(1, 13))
    return (unit,), (month,)


@memoize(VERSIONS_KEPT, key=by_records)
def _directory(version: str) -> tuple[UnitDirectory, date | None]:
    with reading(version) as connection:
        return read_directory(connection), frozen_through(connection)


@memoize(READINGS_KEPT, key=by_year)
def _reported_year(version: str, year: int) -> ReportedYear:
    with reading(version) as connection:
        return read_reported_year(connection, catalogue_of(version), year, lambda: submissions(version, year))


@memoize(YEARS_KEPT, key=by_year)
def submissions(version: str, year: int) -> Submissions:
    """What all units reported in the year and the year before. Never change it in place."""
    with reading(version) as connection:
        return read_submissions(connection, catalogue_of(version), (date(year - 1, 1, 1), date(year, 12, 1)))


@memoize(VIEWS_KEPT, key=by_records)
def units_below(version: str, units: tuple[str, ...]) -> Scope:
    """The units that count for each of these units (codes), and in which months. Never change it in place."""
    known = outline(version).codes
    if units != known and len(known) <= UNITS_READ_TOGETHER and set(units) <= set(known):
        return of_ancestors(units_below(version, known), units)
    with reading(version) as connection:
        return read_scope(connection, units).held()


@memoize(VIEWS_KEPT, key=by_records)
def definitions(version: str, year: int, month: int) -> Catalogue:
    """The definitions for a month: those under which it was closed, otherwise today's."""
    with reading(version) as connection:
        return definitions_in_force(connection, catalogue_of(version), date(year, month, 1))


@memoize(VIEWS_KEPT, key=by_records)
def is_of_its_own(version: str, year: int, month: int) -> bool:
    """Whether a month is closed, or may have definitions that differ from other months."""
    with reading(version) as connection:
        is_closed = closed_under(connection, date(year, month, 1)) is not None
    return is_closed or any(kpi.since for kpi in catalogue_of(version).kpis)


@memoize(READINGS_KEPT, key=by_year)
def _owed_reports(
    version: str, year: int, units: tuple[str, ...], months: tuple[date, ...]
) -> dict[tuple[date, str], list[OwedReports]]:
    below = units_below(version, units)
    return owed_by_view(submissions(version, year), catalogue_of(version), below, months)


def owed_reports(version: str, year: int, month: int, unit: str) -> list[OwedReports]:
    """The submissions for a month that a view owes, by dataset."""
    units, months = read_together(outline(version).codes, date(year, month, 1), unit)
    return _owed_reports(version, year, units, months).get((date(year, month, 1), unit), [])


def figure(
    version: str, year: int, month: int, unit: str, kpi: str, name: str, draw: Callable[[], Figure]
) -> Figure:
    """A chart of a KPI in a view by name, for all sessions; `draw` creates it on the first request."""
    return _figures.get(by_kpis(version, year, month, unit, name, (kpi,)), draw)


def drawn(
    version: str,
    year: int,
    month: int,
    unit: str,
    kpis: tuple[str, ...] | None,
    name: Hashable,
    draw: Callable[[], Drawn],
) -> Drawn:
    """A part of a page, drawn once for all sessions, until the figures of its KPIs (None: any) are touched.

    `name` tells it from other parts of the view, and holds all that it depends on besides, such as a right
    of the visitor. Never change one in place.
    """
    return cast(Drawn, _drawn.get(by_kpis(version, year, month, unit, name, kpis), draw))


def notes(version: str, year: int, month: int, unit: str) -> tuple[Note, ...]:
    """The notes on the view's figures since last December, oldest first."""
    return tuple(note for note in _notes(version, year, unit) if note.month <= date(year, month, 1))


@memoize(VIEWS_KEPT, key=by_records)
def _notes(version: str, year: int, unit: str) -> tuple[Note, ...]:
    period = ReportPeriod(unit, date(year - 1, 12, 1), date(year, 12, 1))
    with reading(version) as connection:
        return tuple(reversed(read_notes(connection, period)))


@memoize(VIEWS_KEPT, key=by_records)
def annual_figures(version: str, year: int, unit: str) -> tuple[AnnualRecord, ...]:
    """The figures of this unit in the written reports of last year and this year."""
    with reading(version) as connection:
        return read_annual_figures(connection, unit, (year - 1, year))


def sources(version: str, year: int, month: int, unit: str, kpi: str) -> dict[date, tuple[Source, ...]]:
    """The loads behind each month of a KPI in the view."""
    every = _sources(version, year, unit, (kpi,))
    return {of: loads for of, loads in every.items() if of <= date(year, month, 1)}


@memoize(VIEWS_KEPT, key=by_kpis)
def _sources(version: str, year: int, unit: str, kpis: tuple[str]) -> dict[date, tuple[Source, ...]]:
    with reading(version) as connection:
        first = date(year - 1, 12, 1)  # January is shown with the December before it
        kpi, scope = catalogue_of(version).kpi(kpis[0]), units_below(version, (unit,))
        return month_sources(connection, kpi, scope, first, date(year, 12, 1))


@memoize(READINGS_KEPT, key=by_year)
def samples(version: str, year: int) -> Samples:
    """The sample data of the year."""
    with reading(version) as connection:
        return read_samples(connection, year)
