"""What pages read from the warehouse, each answer computed once for a version of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd
import streamlit as st
from plotly.graph_objects import Figure

from dashboard.kpi.board import Board, read_board, read_boards
from dashboard.kpi.period import available_years, default_as_of, last_reported_month
from dashboard.kpi.signals import Signal, read_signals
from dashboard.kpi.sources import Source, month_sources
from dashboard.reports.annual import AnnualRecord, read_annual_figures
from dashboard.reports.records import Note, Period, read_notes
from etl.catalogue import Catalogue, load_catalogue
from etl.completeness import read_completeness
from etl.directory import read_directory
from etl.units import UnitDirectory
from etl.warehouse import Warehouse, find_warehouse

VIEWS_KEPT = 200


@dataclass(frozen=True)
class Outline:
    """What the shell needs of a warehouse. `start_months`: the month each year with figures is opened at."""

    is_sample: bool
    directory: UnitDirectory
    years: tuple[int, ...]
    start_months: dict[int, int]

    @property
    def root(self) -> str | None:
        """The code of the whole bureau; None where no units are loaded."""
        return self.directory.root.unit if self.directory.root else None

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each unit, by its code."""
        return {unit.unit: unit.name for unit in self.directory.units}

    @property
    def last_year(self) -> int:
        """The last year with figures; else the last planned one; else this year."""
        return max(self.start_months or self.years or (date.today().year,))


def catalogue() -> Catalogue:
    """The catalogue; read once by its own cache."""
    return load_catalogue()


def warehouse() -> Warehouse:
    """The warehouse the pages show."""
    return find_warehouse()


@st.cache_resource(max_entries=4, show_spinner=False)
def outline(version: str) -> Outline:
    """Units, years and starting months of this version of the warehouse."""
    held = warehouse()
    with held.read() as connection:
        years = available_years(connection)
        reported = [year for year in years if last_reported_month(connection, year)]
        starts = {year: default_as_of(connection, catalogue(), year) for year in reported}
        directory = read_directory(connection)
    months = {year: month.month for year, month in starts.items() if month}
    return Outline(held.is_sample, directory, years, months)


def board(version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None = None) -> Board:
    """The board of a view. Shared by all who look at it: never changed in place."""
    return _board(version, year, month, unit, kpis)


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def _board(version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None) -> Board:
    """Its arguments are all given: an argument left out would be another key, and the board read twice."""
    with warehouse().read() as connection:
        return read_board(connection, catalogue(), year, date(year, month, 1), unit, kpis)


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def unit_boards(
    version: str, year: int, month: int, units: tuple[str, ...], kpis: tuple[str, ...] | None = None
) -> tuple[Board, ...]:
    """The boards of several units in one reading."""
    with warehouse().read() as connection:
        return read_boards(connection, catalogue(), year, date(year, month, 1), units, kpis)


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def completeness(version: str, year: int, month: int) -> pd.DataFrame:
    """Who owes what for the month and what came, as read_completeness gives it."""
    with warehouse().read() as connection:
        return read_completeness(connection, catalogue(), date(year, month, 1))


@st.cache_resource(max_entries=4 * VIEWS_KEPT, show_spinner=False)
def figure(version: str, year: int, month: int, unit: str, name: str, _draw: Callable[[], Figure]) -> Figure:
    """A chart of a view by its name, drawn by `_draw` the first time it is asked for."""
    return _draw()


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def notes(version: str, year: int, month: int, unit: str) -> tuple[Note, ...]:
    """The notes on the view's figures since last December, oldest first."""
    period = Period(unit, date(year - 1, 12, 1), date(year, month, 1))
    with warehouse().read() as connection:
        return tuple(reversed(read_notes(connection, period)))


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def annual_figures(version: str, year: int, unit: str) -> tuple[AnnualRecord, ...]:
    """What the written reports of last year and of this one say of the unit."""
    with warehouse().read() as connection:
        return read_annual_figures(connection, unit, (year - 1, year))


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def sources(version: str, year: int, month: int, unit: str, kpi: str) -> dict[date, tuple[Source, ...]]:
    """The loads behind each month of a KPI in the view."""
    with warehouse().read() as connection:
        return month_sources(connection, catalogue().kpi(kpi), unit, date(year, 1, 1), date(year, month, 1))


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def signals(
    version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None = None
) -> dict[str, Signal]:
    """The signal of each KPI of a view, by KPI."""
    return read_signals(board(version, year, month, unit, kpis), catalogue())
