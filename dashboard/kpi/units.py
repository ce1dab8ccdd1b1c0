"""The units a view can be of."""

from __future__ import annotations

import duckdb

from dashboard.kpi.statements import statement


def root_unit(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The code of the unit that has none above it: the whole bureau. None where no units are known."""
    row = connection.execute(statement("root_unit")).fetchone()
    return row[0] if row else None


def all_units(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Name by code of every unit, ordered by code."""
    return dict(connection.execute(statement("all_units")).fetchall())
