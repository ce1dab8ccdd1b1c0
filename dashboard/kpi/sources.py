"""Where a KPI's months come from: the loads that brought their figures."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import duckdb

from dashboard.kpi.statements import statement
from etl.catalogue import Kpi


def month_sources(
    connection: duckdb.DuckDBPyConnection, kpi: Kpi, unit: str, first: date, last: date
) -> dict[date, tuple[int, ...]]:
    """The numbers of the loads behind each month of a KPI in a view (the unit and all below it)."""
    span = {"indicators": list(kpi.indicators), "unit": unit, "first": first, "last": last}
    loads: dict[date, list[int]] = defaultdict(list)
    for month, load in connection.execute(statement("month_sources"), span).fetchall():
        loads[month].append(load)
    return {month: tuple(numbers) for month, numbers in loads.items()}
