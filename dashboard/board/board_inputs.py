"""The inputs of boards, read for several units and months in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from domain.catalogue import Kind, Kpi
from domain.kpi.pace import Target
from domain.kpi.series import MonthFigure, joined
from domain.units import Life
from etl.warehouse.directory import read_lives
from etl.warehouse.reporting_duty import with_reporting_duty
from etl.warehouse.statements import statement

Lists = dict[str, list[Any]]


def single_parameters(kpis: Sequence[Kpi]) -> Lists:
    """The KPIs of one column, as lists of equal length, one entry per KPI."""
    singles = [kpi for kpi in kpis if is_single(kpi)]
    return {
        "single_kpi": [kpi.id for kpi in singles],
        "single_indicator": [kpi.numerator[0].indicator for kpi in singles],
        "single_sign": [kpi.numerator[0].sign for kpi in singles],
    }


def term_parameters(kpis: Sequence[Kpi]) -> Lists:
    """The KPIs of several columns, as lists of equal length, one entry per formula term."""
    rows = [
        (kpi.id, number, term.indicator, term.sign, is_denominator, needed(kpi))
        for number, kpi in enumerate(kpis)
        if not is_single(kpi)
        for terms, is_denominator in ((kpi.numerator, False), (kpi.denominator, True))
        for term in terms
    ]
    names = ("kpi", "kpi_number", "indicator", "sign", "is_denominator", "needed")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def duty_parameters(kpis: Sequence[Kpi]) -> Lists:
    """Every KPI with its dataset and columns, as lists of equal length, one entry per formula term."""
    rows = [(kpi.id, kpi.dataset, indicator, needed(kpi)) for kpi in kpis for indicator in kpi.indicators]
    names = ("kpi", "dataset", "indicator", "needed")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def is_single(kpi: Kpi) -> bool:
    """Whether a KPI is the sum of one column."""
    return kpi.kind is not Kind.RATE and len(kpi.numerator) == 1


def needed(kpi: Kpi) -> int:
    """How many columns a unit must report for a month to count: any one for a sum, otherwise all."""
    return 1 if kpi.kind.adds_up else len(kpi.indicators)


Key = tuple[str, str]
Scope = dict[str, list[Any]]
Missing = Mapping[Key, Sequence[str]]


@dataclass(frozen=True)
class BoardInputs:
    """Figures and targets by (KPI, unit). With the missing units they are enough for any month of the year.

    `figures` holds all reported months up to December of the year, oldest first. A target is the last one
    of its year, together with the targets it replaced. `lives` holds the life of each unit that starts or
    ends.
    """

    figures: Mapping[Key, Sequence[MonthFigure]]
    targets: Mapping[Key, Target]
    lives: Mapping[str, Life] = field(default_factory=dict)


def read_board_inputs(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], units: Sequence[str], scope: Scope, year: int
) -> BoardInputs:
    """The inputs for the boards of these units (codes, with their scope), for every month of the year."""
    return BoardInputs(
        read_figures(connection, kpis, scope, date(year, 12, 1)),
        _read_targets(connection, kpis, units, year),
        read_lives(connection, units),
    )


def read_missing_units(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, months: Sequence[date]
) -> dict[date, Missing]:
    """The units in each scope that bear a KPI and have not reported it, by month (see reporting_duty.py)."""
    parameters = {**duty_parameters(kpis), **scope, **span_of(months)}
    rows = connection.execute(with_reporting_duty(statement("board/missing_units")), parameters).fetchall()
    missing: dict[date, dict[Key, list[str]]] = {month: {} for month in months}
    for month, kpi, unit, owing in rows:
        missing[month][kpi, unit] = owing
    return dict(missing)


def read_months(connection: duckdb.DuckDBPyConnection, kpi: Kpi, unit: str) -> Sequence[MonthFigure]:
    """Every reported month of one KPI and unit (code), oldest first."""
    scope = read_scope(connection, [unit])
    return read_figures(connection, [kpi], scope, date.max).get((kpi.id, unit), [])


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
    kept = [place for place, unit in enumerate(scope["unit"]) if unit in units]
    return {name: [values[place] for place in kept] for name, values in scope.items()}


def span_of(months: Sequence[date]) -> dict[str, Any]:
    """The months as parameters, with the first and last as constants so that DuckDB can skip most figures."""
    return {"months": list(months), "first": min(months), "last": max(months)}


def read_figures(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    """The reported months of each KPI and unit in view up to `until`, oldest first.

    Each month is read under its own definition.
    """
    found = _figures_of(connection, kpis, scope, until)
    changed = [kpi for kpi in kpis if kpi.before is not None]
    if changed:
        earlier = read_figures(connection, [kpi.before for kpi in changed if kpi.before], scope, until)
        for kpi in changed:
            for unit in dict.fromkeys(scope["ancestor"]):
                key = kpi.id, unit
                found[key] = joined(kpi, found.get(key, ()), earlier.get(key, ()))
    return found


def _figures_of(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    formulas = {**single_parameters(kpis), **term_parameters(kpis)}
    rows = connection.execute(statement("board/monthly"), {**formulas, **scope, "until": until}).fetchall()
    figures: dict[Key, list[MonthFigure]] = defaultdict(list)
    for kpi, unit, *figure in rows:
        figures[kpi, unit].append(MonthFigure(*figure))
    return figures


def _read_targets(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], units: Sequence[str], year: int
) -> dict[Key, Target]:
    wanted: dict[str, Any] = {"year": year, "units": list(units), "kpis": [kpi.id for kpi in kpis]}
    rows = connection.execute(statement("board/targets"), wanted).fetchall()
    found: dict[Key, Target] = {}
    for kpi, unit, target, profile, plan, source, owner, illustrative, effective in rows:
        found[kpi, unit] = Target(
            target,
            profile or "even",
            tuple(plan or ()),
            source or "",
            owner or "",
            bool(illustrative),
            effective,
            found.get((kpi, unit)),
        )
    return found
