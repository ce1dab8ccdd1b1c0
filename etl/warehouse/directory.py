"""The units that a warehouse knows, as reading needs them."""

import duckdb

from domain.units import Unit, UnitDirectory
from etl.warehouse.statements import statement


def read_directory(connection: duckdb.DuckDBPyConnection) -> UnitDirectory:
    """The current units with their names, former ones too, aliases, tree, duties and life."""
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
