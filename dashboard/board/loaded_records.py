"""The records that pages and documents need beside KPIs: tasks, notes, loads, units, owed months, sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from domain.catalogue import Catalogue
from domain.submissions import Submissions
from etl.warehouse.statements import statement
from etl.warehouse.submissions import incomplete_reports
from etl.written_report.annual_figure import AnnualFigure

SAMPLE_MARK = "示例"
MOST_UNITS_NAMED = 200


@dataclass(frozen=True)
class Task:
    """One task of the year. `status` is not_started, in_progress or done; `unit` is "" if none is named."""

    task: str
    title: str
    unit: str
    due: date | None
    status: str
    done_on: date | None
    source: str
    load: int

    def is_open(self, day: date) -> bool:
        """Whether the task was still open at the end of a day."""
        return self.status != "done" or (self.done_on is not None and self.done_on > day)

    def is_overdue(self, day: date) -> bool:
        """Whether the task was due by a day and not done by then."""
        return self.due is not None and self.due <= day and self.is_open(day)


@dataclass(frozen=True)
class Note:
    """Why a figure changed, in the unit's own words."""

    month: date
    unit: str
    kpi: str
    text: str
    load: int


@dataclass(frozen=True)
class Load:
    """One load of a file. The `note` of sample data begins with 示例; `state` is active or undone."""

    load: int
    loaded_at: datetime
    loaded_by: str
    file: str
    datasets: Sequence[str]
    first_month: date | None
    last_month: date | None
    rows: int
    figures: int
    added: int
    changed: int
    unchanged: int
    withdrawn: int
    note: str
    state: str

    @property
    def is_sample(self) -> bool:
        """Whether its figures are sample data and not the office's own."""
        return self.note.startswith(SAMPLE_MARK)


@dataclass(frozen=True)
class FigureSource:
    """The part of an indicator's current figures in view that one load contributed.

    `units` names at most MOST_UNITS_NAMED of its `unit_count` units.
    """

    indicator: str
    load: int
    months: tuple[date, ...]
    units: tuple[str, ...]
    unit_count: int

    @property
    def year(self) -> int:
        """The year of its months."""
        return self.months[0].year


@dataclass(frozen=True)
class FigureRecord:
    """One figure as it was reported. `word` marks an approximate one (余 约 近 多 +)."""

    dataset: str
    indicator: str
    unit: str
    month: date
    value: float
    word: str
    load: int


@dataclass(frozen=True)
class UnitRecord:
    """One unit as loaded. `parent` is "" for the root; `reports` holds the ids of the datasets it owes."""

    unit: str
    name: str
    parent: str
    aliases: tuple[str, ...]
    reports: tuple[str, ...]
    start_month: date | None
    end_month: date | None
    successor: str = ""


@dataclass(frozen=True)
class AnnualRecord(AnnualFigure):
    """An annual figure as stored in the warehouse; `load` is the load that added it."""

    load: int


@dataclass(frozen=True)
class ReportPeriod:
    """The view of a document: a unit (code) and the months `first` to `last`."""

    unit: str
    first: date
    last: date


@dataclass(frozen=True)
class Owed:
    """A monthly submission that is missing, or lacks columns that the unit usually fills in (`blank`)."""

    unit: str
    dataset: str
    blank: tuple[str, ...] = ()

    @property
    def is_part(self) -> bool:
        """Whether a part of it was submitted."""
        return bool(self.blank)


def owed_by_month(
    submissions: Submissions, catalogue: Catalogue, months: Sequence[date]
) -> dict[date, tuple[Owed, ...]]:
    """The submissions that units still owe, by month, ordered by dataset and unit."""
    places = {dataset.id: place for place, dataset in enumerate(catalogue.monthly)}
    found: dict[date, list[Owed]] = {month: [] for month in months}
    for each in incomplete_reports(submissions, catalogue, months):
        found[each.month].append(Owed(each.unit, each.dataset, each.blank))
    return {
        month: tuple(sorted(owed, key=lambda each: places[each.dataset]))  # they come by unit
        for month, owed in found.items()
    }


def read_tasks(connection: duckdb.DuckDBPyConnection, unit: str, year: int) -> tuple[Task, ...]:
    """The year's tasks of the unit and all units below it, by due date."""
    return tuple(Task(*row) for row in _rows(connection, "tasks", unit=unit, year=year))


def read_notes(connection: duckdb.DuckDBPyConnection, period: ReportPeriod) -> tuple[Note, ...]:
    """The notes of the period, newest first."""
    return tuple(Note(*row) for row in _rows(connection, "notes", **vars(period)))


def read_loads(connection: duckdb.DuckDBPyConnection) -> tuple[Load, ...]:
    """Every load, the oldest first."""
    return tuple(Load(*row) for row in _rows(connection, "loads"))


def read_figure_sources(
    connection: duckdb.DuckDBPyConnection, period: ReportPeriod
) -> tuple[FigureSource, ...]:
    """The loads that the current figures of the period come from."""
    rows = _rows(connection, "figure_sources", **vars(period), most=MOST_UNITS_NAMED)
    return tuple(
        FigureSource(indicator, load, tuple(months), tuple(units), count)
        for indicator, load, months, units, count in rows
    )


def read_target_sources(connection: duckdb.DuckDBPyConnection, unit: str, as_of: date) -> dict[str, int]:
    """The load of each KPI's target for exactly this unit, as in effect in a month."""
    return dict(_rows(connection, "target_sources", unit=unit, year=as_of.year, as_of=as_of))


def read_planned_units(connection: duckdb.DuckDBPyConnection, unit: str, year: int) -> tuple[str, ...]:
    """The codes of the units directly below that have their own targets."""
    return tuple(code for (code,) in _rows(connection, "planned_units", unit=unit, year=year))


def read_units(connection: duckdb.DuckDBPyConnection) -> tuple[UnitRecord, ...]:
    """Every unit, by code."""
    return tuple(
        UnitRecord(unit, name, parent, tuple(aliases), tuple(reports), *life)
        for unit, name, parent, aliases, reports, *life in connection.execute(
            statement("documents/units")
        ).fetchall()
    )


def read_figures(
    connection: duckdb.DuckDBPyConnection, period: ReportPeriod, most: int
) -> tuple[FigureRecord, ...]:
    """The period's current figures, limited to `most`, by dataset, indicator, unit and month."""
    rows = _rows(connection, "figures", **vars(period), most=most)
    return tuple(FigureRecord(*row) for row in rows)


def read_annual_figures(
    connection: duckdb.DuckDBPyConnection, unit: str, years: tuple[int, ...]
) -> tuple[AnnualRecord, ...]:
    """The annual figures of exactly this unit; a unit's report says nothing about units above or below."""
    rows = _rows(connection, "annual_figures", unit=unit, years=list(years))
    return tuple(AnnualRecord(*row) for row in rows)


def _rows(connection: duckdb.DuckDBPyConnection, name: str, **parameters: Any) -> list[Any]:
    return connection.execute(statement(f"documents/{name}"), parameters).fetchall()
