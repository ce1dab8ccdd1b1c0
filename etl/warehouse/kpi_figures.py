"""The reported months of KPIs, added up for units in view: the one rule behind boards and templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import duckdb

from domain.catalogue import Kind, Kpi
from domain.kpi.series import MonthFigure, joined
from etl.warehouse.statements import statement

Key = tuple[str, str]
Lists = dict[str, list[Any]]
Scope = dict[str, list[Any]]


def read_scope(connection: duckdb.DuckDBPyConnection, units: Sequence[str]) -> Scope:
    """The units that count for each of these units (codes), and in which months; lists of equal length.

    Keys: `ancestor`, `unit`, `first_month`, `last_month`. A moved or closed unit counts under its parent of
    that time.
    """
    rows = connection.execute(statement("board/scope"), {"units": list(units)}).fetchall()
    names = ("ancestor", "unit", "first_month", "last_month")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def of_units(scope: Scope, units: Collection[str]) -> Scope:
    """The part of a scope that belongs to these units (codes)."""
    return _where(scope, "unit", units)


def below(scope: Scope, ancestors: Collection[str]) -> Scope:
    """The part of a scope with the units that count for these (codes)."""
    return _where(scope, "ancestor", ancestors)


def _where(scope: Scope, name: str, wanted: Collection[str]) -> Scope:
    kept = [place for place, value in enumerate(scope[name]) if value in wanted]
    return {name: [values[place] for place in kept] for name, values in scope.items()}


def read_kpi_figures(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    """The reported months of each KPI and unit in view up to `until`, oldest first.

    Each month is read under its own definition.
    """
    found = _figures_of(connection, kpis, scope, until)
    changed = [kpi for kpi in kpis if kpi.before is not None]
    if changed:
        earlier = read_kpi_figures(connection, [kpi.before for kpi in changed if kpi.before], scope, until)
        for kpi in changed:
            for unit in dict.fromkeys(scope["ancestor"]):
                key = kpi.id, unit
                found[key] = joined(kpi, found.get(key, ()), earlier.get(key, ()))
    return found


def _figures_of(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    formulas = {**_single_parameters(kpis), **_term_parameters(kpis)}
    rows = connection.execute(statement("board/monthly"), {**formulas, **scope, "until": until}).fetchall()
    figures: dict[Key, list[MonthFigure]] = defaultdict(list)
    for kpi, unit, *figure in rows:
        figures[kpi, unit].append(MonthFigure(*figure))
    return figures


def _single_parameters(kpis: Sequence[Kpi]) -> Lists:
    """The KPIs of one column, as lists of equal length, one entry per KPI."""
    singles = [kpi for kpi in kpis if _is_single(kpi)]
    return {
        "single_kpi": [kpi.id for kpi in singles],
        "single_indicator": [kpi.numerator[0].indicator for kpi in singles],
        "single_sign": [kpi.numerator[0].sign for kpi in singles],
    }


def _term_parameters(kpis: Sequence[Kpi]) -> Lists:
    """The KPIs of several columns, as lists of equal length, one entry per formula term."""
    rows = [
        (kpi.id, number, term.indicator, term.sign, is_denominator, kpi.needed)
        for number, kpi in enumerate(kpis)
        if not _is_single(kpi)
        for terms, is_denominator in ((kpi.numerator, False), (kpi.denominator, True))
        for term in terms
    ]
    names = ("kpi", "kpi_number", "indicator", "sign", "is_denominator", "needed")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _is_single(kpi: Kpi) -> bool:
    """Whether a KPI is the sum of one column."""
    return kpi.kind is not Kind.RATE and len(kpi.numerator) == 1
