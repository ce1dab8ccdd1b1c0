"""Load the units of a warehouse as the UnitDirectory that reading needs."""

import duckdb

from domain.units import Unit, UnitDirectory
from etl.warehouse.statements import statement


def read_directory(connection: duckdb.DuckDBPyConnection) -> UnitDirectory:
    """The current units with their names, former names, aliases, tree, duties and lives."""
    rows = connection.execute(statement("units")).fetchall()
    return UnitDirectory(
        Unit(
            unit,
            name,
            parent,
            tuple(aliases or ()),
            tuple(reports or ()),
            start,
            end,
            successor,
            tuple(former),
        )
        for unit, name, parent, aliases, reports, start, end, successor, former in rows
    )
