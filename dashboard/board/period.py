"""The years, months, units and planned KPIs that a view can show, and the month it opens at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import duckdb
import numpy as np

from domain.catalogue import Catalogue
from domain.submissions import Submissions
from etl.warehouse.as_of import frozen_through
from etl.warehouse.statements import statement
from etl.warehouse.submissions import read_submissions


def available_years(connection: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """The years with any figures or targets, oldest first."""
    return tuple(year for (year,) in connection.execute(statement("board/available_years")).fetchall())


def reported_months(connection: duckdb.DuckDBPyConnection) -> dict[int, tuple[date, ...]]:
    """The months in which any unit reported, by year, the last first."""
    every = {"first": date.min, "last": date.max}
    months = (month for (month,) in connection.execute(statement("board/reported_months"), every).fetchall())
    return {year: tuple(of_year) for year, of_year in groupby(months, key=lambda month: month.year)}


def last_reported_month(connection: duckdb.DuckDBPyConnection, year: int) -> date | None:
    """The last month of the year in which any unit reported; None if there is none."""
    row = connection.execute(statement("board/last_reported_month"), _span(year)).fetchone()
    return row[0] if row else None


def default_as_of(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, year: int) -> date | None:
    """The month a page opens at; None if nothing was reported in the year.

    The last closed month; otherwise the last month in which every unit has reported what it owes; otherwise
    the last month in which any unit reported. The first upload of July must not turn the board to 待报.
    """
    return read_reported_year(connection, catalogue, year).opens


@dataclass(frozen=True)
class ReportedYear:
    """How far a year is reported.

    `months`: those in which any unit reported, the last first. `settled`: its last closed month; otherwise
    its last month in which every unit has reported; None if there is none.
    """

    months: tuple[date, ...]
    settled: date | None

    @property
    def last(self) -> date | None:
        """The last month in which any unit reported."""
        return self.months[0] if self.months else None

    @property
    def opens(self) -> date | None:
        """The month a page opens at (default_as_of)."""
        return self.settled or self.last


def read_reported_year(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    read: Callable[[], Submissions] | None = None,
) -> ReportedYear:
    """How far a year is reported; `read` gives its submissions, if they are known."""
    rows = connection.execute(statement("board/reported_months"), _span(year)).fetchall()
    months = tuple(month for (month,) in rows)
    settled = _last_frozen_month(connection, year)
    if settled is None and months:
        submissions = read() if read else read_submissions(connection, catalogue, months)
        settled = _last_complete_month(submissions, catalogue, months)
    return ReportedYear(months, settled)


def opening_year(months: Mapping[int, Sequence[date]], settled: Callable[[int], date | None]) -> int | None:
    """The year a page opens at; None if nothing was reported.

    The last year with figures, but not while only some units have reported its first month: January's first
    file must not replace a whole year with an almost empty one. `months`: the reported ones of each year;
    `settled` tells that of a year (ReportedYear).
    """
    years = sorted(months)
    if len(years) < 2:
        return years[-1] if years else None
    last = years[-1]
    return last if len(months[last]) > 1 or settled(last) else years[-2]


def _last_frozen_month(connection: duckdb.DuckDBPyConnection, year: int) -> date | None:
    through = frozen_through(connection)
    if through is None or through < date(year, 1, 1):
        return None
    return min(through, date(year, 12, 1))


def _last_complete_month(
    submissions: Submissions, catalogue: Catalogue, months: Sequence[date]
) -> date | None:
    lacking = [submissions.owed(dataset.id) & ~submissions.sent(dataset.id) for dataset in catalogue.monthly]
    complete = ~np.any(lacking, axis=(0, 1))
    return next((month for month in months if complete[submissions.place(month)]), None)


def _span(year: int) -> dict[str, date]:
    return {"first": date(year, 1, 1), "last": date(year, 12, 1)}


def planned_kpis(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, year: int, units: Sequence[str]
) -> tuple[str, ...]:
    """The ids of the KPIs for which one of these units has a target in the year, in catalogue order."""
    rows = connection.execute(
        statement("board/planned_kpis"), {"year": year, "units": list(units)}
    ).fetchall()
    planned = {kpi for (kpi,) in rows}
    return tuple(kpi.id for kpi in catalogue.kpis if kpi.id in planned and kpi.direction.is_judged)


def root_unit(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The code of the unit without a parent: the whole bureau. None if no units are loaded."""
    row = connection.execute(statement("board/root_unit")).fetchone()
    return row[0] if row else None


def all_units(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The name of every unit by code, sorted by code."""
    return dict(connection.execute(statement("board/all_units")).fetchall())
