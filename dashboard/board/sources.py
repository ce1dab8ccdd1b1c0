"""The loads behind a KPI's months, sample data among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.board.loaded_records import SAMPLE_MARK
from domain.catalogue import Kpi
from etl.warehouse.statements import statement
from etl.warehouse.view_scope import Scope


@dataclass(frozen=True)
class Source:
    """A load by its number. `mark` is the kind of sample it is (示例·分解); "" for the office's own data."""

    load: int
    mark: str = ""


@dataclass(frozen=True)
class Samples:
    """Where sample data is: (unit, indicator) pairs for figures, (unit, KPI) pairs for targets."""

    figures: frozenset[tuple[str, str]]
    targets: frozenset[tuple[str, str]]

    def are_in(self, kpi: Kpi, units: Iterable[str]) -> bool:
        """Whether a KPI's charts for these units (codes) show any sample data."""
        if not self.figures and not self.targets:
            return False
        return any(
            (unit, kpi.id) in self.targets or any((unit, each) in self.figures for each in kpi.indicators)
            for unit in units
        )


def month_sources(
    connection: duckdb.DuckDBPyConnection, kpi: Kpi, scope: Scope, first: date, last: date
) -> dict[date, tuple[Source, ...]]:
    """The loads behind each month of a KPI in a view, whose scope is given (the unit and all below it)."""
    below = {name: scope[name] for name in ("unit", "first_month", "last_month")}
    span = {"indicators": list(kpi.indicators), **below, "first": first, "last": last}
    loads: dict[date, list[Source]] = defaultdict(list)
    for month, load, note in connection.execute(statement("board/month_sources"), span).fetchall():
        loads[month].append(Source(load, _mark(note or "")))
    return {month: tuple(found) for month, found in loads.items()}


def read_samples(connection: duckdb.DuckDBPyConnection, year: int) -> Samples:
    """The sample data in a year's figures, in the figures of the year before, and in the year's targets."""
    span = {"first": date(year - 1, 1, 1), "last": date(year, 12, 1), "year": year}
    found = connection.execute(statement("board/samples"), {"mark": SAMPLE_MARK, **span}).fetchall()
    figures, targets = (
        frozenset((unit, name) for is_target, unit, name in found if is_target is wanted)
        for wanted in (False, True)
    )
    return Samples(figures, targets)


def _mark(note: str) -> str:
    return note.split("：")[0] if note.startswith(SAMPLE_MARK) else ""
