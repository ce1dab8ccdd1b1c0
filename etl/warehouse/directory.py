"""The units that a warehouse knows, as reading needs them."""

import duckdb

from domain.units import Unit, UnitDirectory
from etl.warehouse.statements import statement


def read_directory(connection: duckdb.DuckDBPyConnection) -> UnitDirectory:
    """The current units with their names, aliases, tree and duties."""
    rows = connection.execute(statement("units")).fetchall()
    return UnitDirectory(
        Unit(unit, name, parent, tuple(aliases or ()), tuple(reports or ()), start, end)
        for unit, name, parent, aliases, reports, start, end in rows
    )
