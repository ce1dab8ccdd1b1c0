"""The units that came to a view, or left it, in the months that are compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import duckdb

from domain.months import month_range
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
    window = month_range(date(year - 1, 1, 1), as_of)
    parameters = {"unit": unit, "first": window[0], "last": as_of}
    places: dict[str, set[date]] = defaultdict(set)
    for each, first, last in connection.execute(statement("board/partly_in_view"), parameters).fetchall():
        places[each] |= {month for month in window if first <= month <= last}
    partly = {each: months for each, months in places.items() if months and months != set(window)}
    changes = [
        later
        for months in partly.values()
        for earlier, later in pairwise(window)
        if (earlier in months) != (later in months)
    ]
    return Regrouping(frozenset(partly), max(changes)) if changes else None
