"""Which KPIs there is a plan for: only these have lamps to compare."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from dashboard.kpi.statements import statement
from etl.catalogue import Catalogue


def planned_kpis(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, year: int, units: Sequence[str]
) -> tuple[str, ...]:
    """The ids of the KPIs that one of these units has a target for in the year, in catalogue order."""
    rows = connection.execute(statement("planned_kpis"), {"year": year, "units": list(units)}).fetchall()
    planned = {kpi for (kpi,) in rows}
    return tuple(kpi.id for kpi in catalogue.kpis if kpi.id in planned and kpi.direction != "neutral")
