"""What boards are made from, read for several units and months in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dashboard.kpi.formula import duty_parameters, single_parameters, term_parameters
from dashboard.kpi.pace import Target
from dashboard.kpi.series import MonthFigure
from dashboard.kpi.statements import statement
from etl.catalogue import Kpi

Key = tuple[str, str]
Scope = dict[str, list[str]]
Missing = Mapping[Key, Sequence[str]]


@dataclass(frozen=True)
class Readings:
    """Figures and targets, each by (KPI, unit): with who owes what, enough for any month of a year.

    `figures` are all reported months up to December of the year, oldest first.
    """

    figures: Mapping[Key, Sequence[MonthFigure]]
    targets: Mapping[Key, Target]


def read_readings(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], units: Sequence[str], scope: Scope, year: int
) -> Readings:
    """What the boards of these units (codes, with their scope) are made from in every month of the year."""
    return Readings(
        read_figures(connection, kpis, scope, date(year, 12, 1)),
        _read_targets(connection, kpis, units, year),
    )


def read_missing_units(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, months: Sequence[date]
) -> dict[date, Missing]:
    """Which units of each scope have not reported what they owe, by month."""
    parameters = {**duty_parameters(kpis), **scope, **span_of(months)}
    rows = connection.execute(statement("missing_units"), parameters).fetchall()
    missing: dict[date, dict[Key, list[str]]] = {month: {} for month in months}
    for month, kpi, unit, owing in rows:
        missing[month][kpi, unit] = owing
    return dict(missing)


def read_months(connection: duckdb.DuckDBPyConnection, kpi: Kpi, unit: str) -> Sequence[MonthFigure]:
    """Every reported month of one KPI and unit (code), oldest first."""
    scope = read_scope(connection, [unit])
    return read_figures(connection, [kpi], scope, date.max).get((kpi.id, unit), [])


def read_scope(connection: duckdb.DuckDBPyConnection, units: Sequence[str]) -> Scope:
    """Which units count for each of these (codes): lists of one length, `ancestor` and `unit`."""
    rows = connection.execute(statement("scope"), {"units": list(units)}).fetchall()
    return {"ancestor": [row[0] for row in rows], "unit": [row[1] for row in rows]}


def span_of(months: Sequence[date]) -> dict[str, Any]:
    """The months as parameters, with the first and the last: constants that spare most figures a look."""
    return {"months": list(months), "first": min(months), "last": max(months)}


def read_figures(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    """The reported months of each KPI and view up to `until`, oldest first."""
    formulas = {**single_parameters(kpis), **term_parameters(kpis)}
    rows = connection.execute(statement("monthly"), {**formulas, **scope, "until": until}).fetchall()
    figures: dict[Key, list[MonthFigure]] = defaultdict(list)
    for kpi, unit, *figure in rows:
        figures[kpi, unit].append(MonthFigure(*figure))
    return figures


def _read_targets(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], units: Sequence[str], year: int
) -> dict[Key, Target]:
    wanted: dict[str, Any] = {"year": year, "units": list(units), "kpis": [kpi.id for kpi in kpis]}
    rows = connection.execute(statement("targets"), wanted).fetchall()
    return {
        (kpi, unit): Target(
            target, profile or "even", tuple(plan or ()), source or "", owner or "", bool(illustrative)
        )
        for kpi, unit, target, profile, plan, source, owner, illustrative in rows
    }
