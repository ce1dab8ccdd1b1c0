"""How many reports (a unit's month of a dataset) a view owes, and who has sent nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from dashboard.kpi.readings import read_scope, span_of
from dashboard.kpi.statements import statement
from etl.catalogue import Catalogue


@dataclass(frozen=True)
class OwedReports:
    """The reports of one dataset: how many are owed or have come, and the units (codes) that sent nothing."""

    dataset: str
    owed: int
    missing: tuple[str, ...]


def read_owed_reports(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, units: Sequence[str], months: Sequence[date]
) -> dict[tuple[date, str], list[OwedReports]]:
    """What each of these units (codes) and those below it owe together, by month and unit.

    None for those that owe nothing. It agrees with read_completeness on who owes what.
    """
    datasets = {"datasets": [dataset.id for dataset in catalogue.monthly]}
    parameters = {**datasets, **read_scope(connection, units), **span_of(months)}
    owed: dict[tuple[date, str], list[OwedReports]] = defaultdict(list)
    for month, unit, dataset, count, missing in connection.execute(
        statement("owed_reports"), parameters
    ).fetchall():
        owed[month, unit].append(OwedReports(dataset, count, tuple(missing)))
    return dict(owed)
