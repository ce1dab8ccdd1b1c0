"""The units that came to a view, or left it, in the months that are compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb

from domain.months import month_range
from etl.warehouse.directory import any_unit_moved
from etl.warehouse.statements import statement


@dataclass(frozen=True)
class Regrouping:
    """Units (codes) that came to a view or left it in the months compared, and the last such month."""

    units: frozenset[str]
    since: date


def read_regrouping(
    connection: duckdb.DuckDBPyConnection, unit: str, year: int, as_of: date
) -> Regrouping | None:
    """The units that belonged to the view in only some months since January of last year; None if none."""
    if not any_unit_moved(connection):
        return None
    parameters = {"unit": unit, "first": date(year - 1, 1, 1), "last": as_of}
    here: dict[str, set[date]] = defaultdict(set)
    lives: dict[str, tuple[date, ...]] = {}
    rows = connection.execute(statement("board/partly_in_view"), parameters).fetchall()
    for each, first, last, life_from, life_to in rows:
        lives[each] = month_range(life_from, life_to)
        here[each] |= {month for month in lives[each] if first <= month <= last}
    changes = {
        (each, later)
        for each, months in here.items()
        for earlier, later in pairwise(lives[each])
        if (earlier in months) != (later in months)
    }
    units = frozenset(each for each, _ in changes)
    return Regrouping(units, max(month for _, month in changes)) if changes else None
