"""Which years there are to look at, and from which month of a year a view starts."""

from __future__ import annotations

from datetime import date

import duckdb

from dashboard.kpi.statements import statement
from etl.catalogue import Catalogue


def available_years(connection: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """The years in which anything was reported or planned, oldest first."""
    return tuple(year for (year,) in connection.execute(statement("available_years")).fetchall())


def last_reported_month(connection: duckdb.DuckDBPyConnection, year: int) -> date | None:
    """The last month of the year in which anything was reported, by whomever; None where nothing was."""
    return _month(connection, "last_reported_month", year)


def default_as_of(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, year: int) -> date | None:
    """The month a page starts from; None where nothing was reported in the year.

    The last frozen month; else the last in which every unit has reported what it owes; else the last in
    which anyone reported: the first upload of July must not turn the board to 待报.
    """
    return (
        _last_frozen_month(connection, year)
        or _month(connection, "complete_month", year, datasets=[each.id for each in catalogue.monthly])
        or last_reported_month(connection, year)
    )


def _last_frozen_month(connection: duckdb.DuckDBPyConnection, year: int) -> date | None:
    row = connection.execute(statement("frozen_through")).fetchone()
    if row is None or row[0] is None or row[0] < date(year, 1, 1):
        return None
    return min(row[0], date(year, 12, 1))


def _month(
    connection: duckdb.DuckDBPyConnection, name: str, year: int, **parameters: list[str]
) -> date | None:
    span = {"first": date(year, 1, 1), "last": date(year, 12, 1)}
    row = connection.execute(statement(name), {**span, **parameters}).fetchone()
    return row[0] if row else None
