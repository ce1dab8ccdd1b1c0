"""What pages read from the warehouse, cached per version of the warehouse."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import duckdb
import streamlit as st
from plotly.graph_objects import Figure

from dashboard.board.board import Board, board_of, read_boards
from dashboard.board.board_inputs import (
    BoardInputs,
    Missing,
    read_board_inputs,
    read_missing_units,
    read_scope,
)
from dashboard.board.complete_months import compare_complete_units, settle_signals
from dashboard.board.period import available_years, default_as_of, last_reported_month, opening_year
from dashboard.board.records import Note, ReportPeriod, read_notes
from dashboard.board.signals import Signal, read_signals
from dashboard.board.sources import (
    OwedReports,
    Samples,
    Source,
    month_sources,
    read_owed_reports,
    read_samples,
)
from dashboard.ui.kept import SingleFlightCache, memoize
from dashboard.wording.annual import AnnualRecord, read_annual_figures
from domain.catalogue import Catalogue, Kpi
from domain.units import UnitDirectory
from etl.current_catalogue import current_catalogue
from etl.load.freeze import frozen_through
from etl.warehouse import Warehouse, WarehouseError, find_warehouse
from etl.warehouse.definitions import closed_under, definitions_in_force
from etl.warehouse.directory import read_directory

VIEWS_KEPT = 200
UNDER = "#"
CHANGED = "数据刚有更新，请刷新。"
READINGS_KEPT = 40
# Up to this many units, the bureau's whole year is read at once.
UNITS_READ_TOGETHER = 60
_figures: SingleFlightCache[Figure] = SingleFlightCache(4 * VIEWS_KEPT)


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
    start_months: dict[int, int]
    closed_through: date | None = None
    last_months: Mapping[int, int] = field(default_factory=dict)
    figures_year: int | None = None

    @property
    def root(self) -> str | None:
        """The code of the whole bureau; None where no units are loaded."""
        return self.directory.root.unit if self.directory.root else None

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each unit, by its code."""
        return {unit.unit: unit.name for unit in self.directory.units}

    @property
    def opening_year(self) -> int:
        """The year at which pages open; without figures the last planned year, or the current year."""
        return self.figures_year or max(self.years or (date.today().year,))

    @property
    def newest_month(self) -> date | None:
        """The last month with any figure; None if there is none."""
        return max((date(year, month, 1) for year, month in self.last_months.items()), default=None)


def catalogue() -> Catalogue:
    """The definitions in force for this warehouse. Raises CatalogueError."""
    return current_catalogue(warehouse())


def warehouse() -> Warehouse:
    """The warehouse the pages show."""
    return find_warehouse()


def version() -> str:
    """The version of the warehouse and of the catalogue: part of every cache key."""
    return f"{warehouse().version()}{UNDER}{catalogue().sha256}"


@contextmanager
def reading(version: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to this version of the warehouse; if a newer version exists, the page is rerun.

    A fragment can run minutes after the page and would otherwise show figures of two versions side by side.
    """
    with warehouse().read() as connection:
        yield connection
    if warehouse().version() != version.split(UNDER)[0]:
        st.rerun()
        raise WarehouseError(CHANGED)  # reached only outside a page, where nothing can be rerun


@memoize(4)
def outline(version: str) -> Outline:
    """The units, years and starting months in this version of the warehouse."""
    with reading(version) as connection:
        years = available_years(connection)
        last = {year: last_reported_month(connection, year) for year in years}
        starts = {year: default_as_of(connection, catalogue(), year) for year in years if last[year]}
        directory, closed = read_directory(connection), frozen_through(connection)
        opening = opening_year(connection, catalogue())
    months = {year: month.month for year, month in starts.items() if month}
    newest = {year: month.month for year, month in last.items() if month}
    return Outline(warehouse().is_sample, directory, years, months, closed, newest, opening)


def board(version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None = None) -> Board:
    """The board of a view. All viewers share it: never change it in place."""
    return _board(version, year, month, unit, kpis)


@memoize(VIEWS_KEPT)
def _board(version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None) -> Board:
    """Pass every argument: a default would be a second cache key, and the board would be computed twice."""
    units, months = _read_together(version, date(year, month, 1), unit)
    if is_of_its_own(version, year, month):
        boards = {board.unit: board for board in _closed_boards(version, year, month, units)}
        progress = [each for each in boards[unit].progress if kpis is None or each.kpi in kpis]
        return replace(boards[unit], progress=tuple(progress))
    read_of = None if len(units) > 1 else kpis
    found = board_of(
        catalogue(),
        _kpis(kpis),
        unit,
        date(year, month, 1),
        _readings(version, year, units, read_of),
        _missing_units(version, units, months, read_of)[date(year, month, 1)],
    )
    if not any(each.incomplete for each in found.progress):
        return found
    with reading(version) as connection:
        return compare_complete_units(connection, catalogue(), found)


@memoize(READINGS_KEPT)
def _closed_boards(version: str, year: int, month: int, units: tuple[str, ...]) -> tuple[Board, ...]:
    with reading(version) as connection:
        return read_boards(connection, catalogue(), year, date(year, month, 1), units)


@memoize(VIEWS_KEPT)
def definitions(version: str, year: int, month: int) -> Catalogue:
    """The definitions for a month: those under which it was closed, otherwise today's."""
    with reading(version) as connection:
        return definitions_in_force(connection, catalogue(), date(year, month, 1))


@memoize(VIEWS_KEPT)
def is_of_its_own(version: str, year: int, month: int) -> bool:
    """Whether a month is closed, or may have definitions that differ from other months."""
    with reading(version) as connection:
        is_closed = closed_under(connection, date(year, month, 1)) is not None
    return is_closed or any(kpi.since for kpi in catalogue().kpis)


@memoize(VIEWS_KEPT)
def unit_boards(
    version: str, year: int, month: int, units: tuple[str, ...], kpis: tuple[str, ...] | None = None
) -> tuple[Board, ...]:
    """The boards of several units, read together."""
    if set(units) <= set(_read_together(version, date(year, month, 1), units[0])[0]):
        return tuple(_board(version, year, month, unit, kpis) for unit in units)
    with reading(version) as connection:
        return read_boards(connection, catalogue(), year, date(year, month, 1), units, kpis)


def _read_together(version: str, month: date, unit: str) -> tuple[tuple[str, ...], tuple[date, ...]]:
    """The units and months to read together with this one.

    For a small bureau: the whole year, which takes little longer, so that another month or unit needs no
    further query. For a large bureau: only this unit and month.
    """
    every = tuple(outline(version).names)
    if unit in every and len(every) <= UNITS_READ_TOGETHER:
        return every, tuple(date(month.year, number, 1) for number in range(1, 13))
    return (unit,), (month,)


def _kpis(kpis: tuple[str, ...] | None) -> tuple[Kpi, ...]:
    return tuple(kpi for kpi in catalogue().kpis if kpis is None or kpi.id in kpis)


@memoize(READINGS_KEPT)
def _readings(version: str, year: int, units: tuple[str, ...], kpis: tuple[str, ...] | None) -> BoardInputs:
    with reading(version) as connection:
        return read_board_inputs(connection, _kpis(kpis), units, read_scope(connection, units), year)


@memoize(READINGS_KEPT)
def _missing_units(
    version: str, units: tuple[str, ...], months: tuple[date, ...], kpis: tuple[str, ...] | None
) -> dict[date, Missing]:
    with reading(version) as connection:
        return read_missing_units(connection, _kpis(kpis), read_scope(connection, units), months)


@memoize(READINGS_KEPT)
def _owed_reports(
    version: str, units: tuple[str, ...], months: tuple[date, ...]
) -> dict[tuple[date, str], list[OwedReports]]:
    with reading(version) as connection:
        return read_owed_reports(connection, catalogue(), units, months)


def owed_reports(version: str, year: int, month: int, unit: str) -> list[OwedReports]:
    """The submissions for a month that a view owes, by dataset."""
    together = _read_together(version, date(year, month, 1), unit)
    return _owed_reports(version, *together).get((date(year, month, 1), unit), [])


def figure(version: str, year: int, month: int, unit: str, name: str, draw: Callable[[], Figure]) -> Figure:
    """A chart of a view by name; `draw` creates it on the first request."""
    return _figures.get((version, year, month, unit, name), draw)


def notes(version: str, year: int, month: int, unit: str) -> tuple[Note, ...]:
    """The notes on the view's figures since last December, oldest first."""
    return tuple(note for note in _notes(version, year, unit) if note.month <= date(year, month, 1))


@memoize(VIEWS_KEPT)
def _notes(version: str, year: int, unit: str) -> tuple[Note, ...]:
    period = ReportPeriod(unit, date(year - 1, 12, 1), date(year, 12, 1))
    with reading(version) as connection:
        return tuple(reversed(read_notes(connection, period)))


@memoize(VIEWS_KEPT)
def annual_figures(version: str, year: int, unit: str) -> tuple[AnnualRecord, ...]:
    """The figures of this unit in the written reports of last year and this year."""
    with reading(version) as connection:
        return read_annual_figures(connection, unit, (year - 1, year))


def sources(version: str, year: int, month: int, unit: str, kpi: str) -> dict[date, tuple[Source, ...]]:
    """The loads behind each month of a KPI in the view."""
    every = _sources(version, year, unit, kpi)
    return {of: found for of, found in every.items() if of <= date(year, month, 1)}


@memoize(VIEWS_KEPT)
def _sources(version: str, year: int, unit: str, kpi: str) -> dict[date, tuple[Source, ...]]:
    with reading(version) as connection:
        first = date(year - 1, 12, 1)  # January is shown with the December before it
        return month_sources(connection, catalogue().kpi(kpi), unit, first, date(year, 12, 1))


@memoize(READINGS_KEPT)
def samples(version: str, year: int) -> Samples:
    """The sample data of the year."""
    with reading(version) as connection:
        return read_samples(connection, year)


@memoize(VIEWS_KEPT)
def signals(
    version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None = None
) -> dict[str, Signal]:
    """The signal of each KPI of a view, by KPI."""
    of_view = board(version, year, month, unit, kpis)
    return settle_signals(of_view, read_signals(of_view, definitions(version, year, month)))
