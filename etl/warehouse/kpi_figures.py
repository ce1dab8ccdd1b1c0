"""The reported months of KPIs, added up for units in view: the one rule behind boards and templates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from domain.catalogue import Kpi
from domain.kpi.series import MonthFigure, joined
from domain.submissions import Flags
from etl.warehouse.kept_sums import formula_of
from etl.warehouse.statements import as_columns, statement
from etl.warehouse.view_scope import Scope

Key = tuple[str, str]
Lists = dict[str, list[Any]]
ALL_SERIES = (0, 2**31 - 1)


def read_kpi_figures(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    """The reported months of each KPI and unit in view up to `until`, oldest first.

    Each month is read under its own definition.
    """
    figures = _figures_of(connection, kpis, scope, until)
    changed = [kpi for kpi in kpis if kpi.before is not None]
    if changed:
        earlier = read_kpi_figures(connection, [kpi.before for kpi in changed if kpi.before], scope, until)
        for kpi in changed:
            for unit in scope.views:
                key = kpi.id, unit
                figures[key] = joined(kpi, figures.get(key, ()), earlier.get(key, ()))
    return figures


def _figures_of(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    if not scope.summed:
        return _computed(connection, kpis, scope, until)
    formulas = {row[0] for row in connection.execute(statement("sums/kept_formulas")).fetchall()}
    summed = [kpi for kpi in kpis if formula_of(kpi) in formulas]
    rest = [kpi for kpi in kpis if formula_of(kpi) not in formulas]
    figures = _kept(connection, summed, scope.summed, until)
    if computed := scope.without(scope.summed):
        figures |= _computed(connection, summed, computed, until)
    return figures | (_computed(connection, rest, scope, until) if rest else {})


def _kept(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], units: Sequence[str], until: date
) -> dict[Key, list[MonthFigure]]:
    """From the sums that are kept for these units."""
    parameters = {
        "kpi": [kpi.id for kpi in kpis],
        "formula": [formula_of(kpi) for kpi in kpis],
        "is_rate": [bool(kpi.denominator) for kpi in kpis],
        "units": list(units),
        "until": until,
    }
    return _by_key(connection.execute(statement("board/kept_figures"), parameters).fetchall())


def read_sums_without(
    connection: duckdb.DuckDBPyConnection,
    kpis: Sequence[Kpi],
    view: str,
    months: Sequence[date],
    left_out: Mapping[str, Flags],
) -> dict[Key, list[MonthFigure]]:
    """The figures of a view with kept sums in consecutive months, at most 63, without words.

    `left_out`: by KPI, the units (in the order of their codes) × months that are left out, where the unit
    counts for the view and reported the KPI.
    """
    rows = [
        (kpi.id, number, formula_of(kpi), term.indicator, term.sign, is_denominator)
        for number, kpi in enumerate(kpis)
        for term, is_denominator in kpi.placed_terms
    ]
    names = ("kpi", "number", "formula", "indicator", "sign", "is_denominator")
    flags = [left_out[kpi.id] for kpi in kpis]
    parameters: dict[str, Any] = {
        **as_columns(names, rows),
        "left_units": [of_kpi.sum(axis=0).tolist() for of_kpi in flags],
        "view": view,
        "first": months[0],
        "last": months[-1],
    }
    connection.register("left_out", pd.concat([_as_bits(*each) for each in enumerate(flags)]))
    found = _by_key(connection.execute(statement("board/sums_without"), parameters).fetchall())
    connection.unregister("left_out")
    return found


def _as_bits(number: int, flags: Flags) -> pd.DataFrame:
    """The units of which any month is set: one bit a month."""
    bits = np.zeros(len(flags), dtype=np.int64)
    for month, of_month in enumerate(flags.T):
        bits |= of_month.astype(np.int64) << month
    units = np.flatnonzero(bits)
    return pd.DataFrame({"kpi": number, "unit": units, "months": bits[units]})


def _computed(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
    """Added up from the figures of all units in the scope."""
    formulas = {**_single_parameters(kpis), **_term_parameters(kpis)}
    first, last = _series_span(connection, scope) if scope.keeps else ALL_SERIES
    parameters = {**formulas, **scope.rows, "until": until, "first_series": first, "last_series": last}
    return _by_key(connection.execute(statement("board/monthly"), parameters).fetchall())


def _series_span(connection: duckdb.DuckDBPyConnection, scope: Scope) -> tuple[int | None, int | None]:
    """The first and last series of the units in the scope: among millions of figures, worth a query."""
    span = connection.execute(statement("board/series_span"), {"unit": scope["unit"]}).fetchone()
    return span or (None, None)


def _by_key(rows: Iterable[tuple[Any, ...]]) -> dict[Key, list[MonthFigure]]:
    figures: dict[Key, list[MonthFigure]] = defaultdict(list)
    for row in rows:
        figures[row[:2]].append(MonthFigure._make(row[2:]))
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
        for term, is_denominator in kpi.placed_terms
    ]
    return as_columns(("kpi", "kpi_number", "indicator", "sign", "is_denominator", "needed"), rows)


def _is_single(kpi: Kpi) -> bool:
    """Whether a KPI is the sum of one column."""
    return not kpi.is_quotient and len(kpi.numerator) == 1
