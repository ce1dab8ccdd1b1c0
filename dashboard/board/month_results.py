"""The results that are stored when a month is closed, for every unit and each KPI it uses."""

from __future__ import annotations

from datetime import date

import duckdb

from dashboard.board.board import read_boards_as_known
from dashboard.board.frozen import as_text
from dashboard.board.period import all_units
from domain.catalogue import Catalogue
from etl.warehouse.definitions import at_month

# A batch large enough to be fast and small enough to fit in memory.
UNITS_AT_ONCE = 200


def month_results(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date
) -> list[tuple[str, str, str]]:
    """Unit, KPI and result for each KPI that a unit has a target for or ever reported."""
    units, in_force = list(all_units(connection)), at_month(connection, catalogue, month)
    chunks = [units[first : first + UNITS_AT_ONCE] for first in range(0, len(units), UNITS_AT_ONCE)]
    return [
        (each.unit, each.kpi, as_text(each))
        for chunk in chunks
        for board in read_boards_as_known(connection, in_force, month.year, [month], chunk)[month]
        for each in board.progress
        if board.is_used(each)
    ]
