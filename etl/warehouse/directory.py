"""The units of a warehouse: the UnitDirectory that reading needs, their lives and take-overs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from domain.months import add_months
from domain.units import Life, Unit, UnitDirectory
from etl.warehouse.statements import statement

# For this many months after a take-over, the unit's earlier months are not comparable.
MONTHS_OF_ITS_OWN = 12


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


def read_unit_names(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The name of each unit (code) that this connection shows."""
    return {unit: name for unit, name, _ in connection.execute(statement("unit_names")).fetchall()}


def any_unit_moved(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether any unit has had another name or parent in some months."""
    return connection.execute(statement("board/any_unit_moved")).fetchall() == [(True,)]


def read_lives(connection: duckdb.DuckDBPyConnection, units: Sequence[str]) -> dict[str, Life]:
    """The lives of the units (codes) that have a first or a last month."""
    rows = connection.execute(statement("unit_lives"), {"units": list(units)}).fetchall()
    return {unit: Life(start, end) for unit, start, end in rows}


@dataclass(frozen=True)
class TakeOvers:
    """Take-overs: unit (code) → the first months with the work of units it took over, sorted."""

    first_months: Mapping[str, tuple[date, ...]]

    def is_first_month(self, unit: str, month: date) -> bool:
        """Whether the unit took over another in exactly this month."""
        return month in self.first_months.get(unit, ())

    def are_recent(self, unit: str, month: date) -> bool:
        """Whether a recent take-over makes the unit's earlier months not comparable with this month."""
        return any(
            first <= month < add_months(first, MONTHS_OF_ITS_OWN) for first in self.first_months.get(unit, ())
        )


def read_take_overs(connection: duckdb.DuckDBPyConnection) -> TakeOvers:
    """Every take-over in the current units (并入单位 with 停用年月)."""
    rows = connection.execute(statement("take_overs")).fetchall()
    return TakeOvers({unit: tuple(months) for unit, months in rows})
