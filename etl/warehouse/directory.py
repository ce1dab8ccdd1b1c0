"""The units of a warehouse: the UnitDirectory that reading needs, their lives and take-overs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from domain.months import add_months, month_words
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


def outside_life(row: Mapping[str, Any], name_of: Callable[[str], str]) -> str:
    """The message for a figure outside the life of its unit. Takes a row of check_unit_life."""
    name, month, first, last = row["name"], row["month"], row["start_month"], row["end_month"]
    if first is not None and month < first:
        return (
            f"“{name}”自{month_words(first)}起启用，没有{month_words(month)}的数；"
            "请改正月份，或改为当时的单位；如启用年月有误，请先更正单位表"
        )
    successor = row["successor"]
    merged = f"，已并入“{name_of(successor)}”（{successor}）" if successor else ""
    instead = f"“{name_of(successor)}”" if successor else "接替它的单位"
    return (
        f"“{name}”{month_words(last)}后停用{merged}，没有{month_words(month)}的数；"
        f"请报在{instead}名下，或改正月份；如停用年月有误，请先更正单位表"
    )
