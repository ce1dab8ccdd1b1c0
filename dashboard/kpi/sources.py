"""Where a KPI's months come from: the loads that brought their figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.kpi.statements import statement
from etl.catalogue import Kpi

SAMPLE_MARK = "示例"


@dataclass(frozen=True)
class Source:
    """A load by its number; `mark` says what kind of example it is (示例·分解), "" for an office's own."""

    load: int
    mark: str = ""


def month_sources(
    connection: duckdb.DuckDBPyConnection, kpi: Kpi, unit: str, first: date, last: date
) -> dict[date, tuple[Source, ...]]:
    """The loads behind each month of a KPI in a view (the unit and all below it)."""
    span = {"indicators": list(kpi.indicators), "unit": unit, "first": first, "last": last}
    loads: dict[date, list[Source]] = defaultdict(list)
    for month, load, note in connection.execute(statement("month_sources"), span).fetchall():
        loads[month].append(Source(load, _mark(note or "")))
    return {month: tuple(found) for month, found in loads.items()}


def _mark(note: str) -> str:
    return note.split("：")[0] if note.startswith(SAMPLE_MARK) else ""
