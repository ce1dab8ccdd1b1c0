"""The units that count for views, and in which months."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import duckdb

from etl.warehouse.statements import as_columns, statement

COLUMNS = ("ancestor", "unit", "first_month", "last_month")
Rows = dict[str, list[Any]]


@dataclass(frozen=True, eq=False)
class Scope(Mapping[str, list[Any]]):
    """The units that count for each view and in which months; as a mapping, lists of equal length (COLUMNS).

    `whole`: the views with all their units, which are listed only when asked for, because there may be
    thousands. `listed`: the rows of views with only some of them. `summed`: the whole views with kept sums.
    `keeps`: whether the warehouse keeps any; a small bureau's does not.
    """

    whole: tuple[str, ...]
    summed: tuple[str, ...]
    keeps: bool
    read: Callable[[Sequence[str]], Rows]
    listed: Rows = field(default_factory=lambda: {name: [] for name in COLUMNS})

    @cached_property
    def rows(self) -> Rows:
        """Every row of the scope."""
        return joined_rows(self.read(self.whole), self.listed) if self.whole else self.listed

    @property
    def views(self) -> tuple[str, ...]:
        """The views (codes)."""
        return tuple(dict.fromkeys((*self.whole, *self.listed["ancestor"])))

    def held(self) -> Scope:
        """The same, read as a whole, so that it no longer needs the connection."""
        return replace(self, read=partial(_rows_where, self.rows, "ancestor"))

    def without(self, units: Collection[str]) -> Scope | None:
        """The scope without some of its whole views; None if nothing is left."""
        left = tuple(unit for unit in self.whole if unit not in units)
        return Scope(left, (), self.keeps, self.read, self.listed) if left or self.listed["unit"] else None

    def __getitem__(self, name: str) -> list[Any]:
        return self.rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMNS)

    def __len__(self) -> int:
        return len(COLUMNS)


def read_scope(connection: duckdb.DuckDBPyConnection, units: Sequence[str]) -> Scope:
    """The units that count for each of these units (codes), and in which months.

    A moved or closed unit counts under its parent of that time. Use it while the connection is open.
    """
    kept = connection.execute(statement("board/summed_units"), {"units": list(units)}).fetchall()
    summed = tuple(unit for unit, is_requested in kept if is_requested)

    def read(whole: Sequence[str]) -> Rows:
        rows = connection.execute(statement("board/scope"), {"units": list(whole)}).fetchall()
        return as_columns(COLUMNS, rows)

    return Scope(tuple(dict.fromkeys(units)), summed, bool(kept), read)


def of_units(scope: Scope, units: Collection[str]) -> Scope:
    """The part of a scope that belongs to these units (codes), listed."""
    return _where(scope, "unit", units)


def of_ancestors(scope: Scope, ancestors: Collection[str]) -> Scope:
    """The part of a scope with the units that count for these views (codes), listed."""
    return _where(scope, "ancestor", ancestors)


def _where(scope: Scope, name: str, codes: Collection[str]) -> Scope:
    return Scope((), (), scope.keeps, scope.read, _rows_where(scope, name, codes))


def _rows_where(rows: Mapping[str, list[Any]], name: str, codes: Collection[str]) -> Rows:
    kept = [place for place, value in enumerate(rows[name]) if value in codes]
    return {column: [values[place] for place in kept] for column, values in rows.items()}


def joined_rows(first: Rows, second: Rows) -> Rows:
    """The rows of both."""
    return {name: [*first[name], *second[name]] for name in COLUMNS}
