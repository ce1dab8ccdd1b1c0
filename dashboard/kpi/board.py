"""The board: every KPI of one or several units in one month of a year, read from the warehouse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from dashboard.kpi.formula import duty_parameters, single_parameters, term_parameters
from dashboard.kpi.pace import Target, expected_to_date
from dashboard.kpi.period import last_reported_month
from dashboard.kpi.progress import Progress, progress
from dashboard.kpi.series import MonthFigure
from dashboard.kpi.statements import statement
from dashboard.kpi.units import root_unit
from etl.catalogue import Catalogue, Kpi

MONTHLY_COLUMNS = (
    "kpi", "unit", "month", "value", "numerator", "denominator", "approximate", "word", "reporters",
)  # fmt: skip
PLAN_COLUMNS = ("kpi", "unit", "month", "expected")

Key = tuple[str, str]
Scope = dict[str, list[str]]


@dataclass(frozen=True)
class Board:
    """One unit's KPIs, as of one month.

    `progress` is in catalogue order. `monthly` (columns MONTHLY_COLUMNS) has a row a KPI and reported month
    of all years up to December of `year`: the unit's own rows and those of all units below it. `plan`
    (columns PLAN_COLUMNS) has twelve rows a KPI with a target. Months in frames are dates (the first day).
    """

    year: int
    as_of: date
    unit: str
    progress: tuple[Progress, ...]
    monthly: pd.DataFrame
    plan: pd.DataFrame

    def of(self, kpi: str) -> Progress:
        """The progress of one KPI; KeyError where it is not on the board."""
        for each in self.progress:
            if each.kpi == kpi:
                return each
        raise KeyError(kpi)

    def months_of(self, kpi: str) -> pd.DataFrame:
        """The rows of `monthly` of one KPI, oldest first."""
        return self.monthly[self.monthly["kpi"] == kpi].reset_index(drop=True)


class NoUnitsError(LookupError):
    """No unit is known yet, so there is nothing to sum up."""


def read_board(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    as_of: date | None = None,
    unit: str | None = None,
    kpis: Sequence[str] | None = None,
) -> Board:
    """The board of one unit (code; None: the whole bureau) as of a month (None: the last reported one).

    `kpis` names the KPIs to read (None: all). Raises NoUnitsError where no units are loaded.
    """
    chosen = unit if unit is not None else root_unit(connection)
    if chosen is None:
        raise NoUnitsError
    return read_boards(connection, catalogue, year, as_of, [chosen], kpis)[0]


def read_boards(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    as_of: date | None,
    units: Sequence[str],
    kpis: Sequence[str] | None = None,
) -> tuple[Board, ...]:
    """The boards of several units (codes), in their order, in one query each for figures and targets."""
    month = as_of or last_reported_month(connection, year) or date(year, 1, 1)
    wanted = [kpi for kpi in catalogue.kpis if kpis is None or kpi.id in kpis]
    scope = read_scope(connection, units)
    figures = _read_figures(connection, wanted, scope, date(year, 12, 1))
    targets = _read_targets(connection, wanted, units, year)
    missing = _read_missing_units(connection, wanted, scope, month)
    return tuple(make_board(catalogue, wanted, unit, month, figures, targets, missing) for unit in units)


def read_months(connection: duckdb.DuckDBPyConnection, kpi: Kpi, unit: str) -> list[MonthFigure]:
    """Every reported month of one KPI and unit (code), oldest first."""
    scope = read_scope(connection, [unit])
    return _read_figures(connection, [kpi], scope, date.max).get((kpi.id, unit), [])


def make_board(
    catalogue: Catalogue,
    kpis: Sequence[Kpi],
    unit: str,
    as_of: date,
    figures: Mapping[Key, Sequence[MonthFigure]],
    targets: Mapping[Key, Target],
    missing_units: Mapping[Key, Sequence[str]],
) -> Board:
    """The board of a unit from its figures, targets and missing units, each by (KPI, unit)."""
    judged = tuple(
        progress(
            catalogue,
            kpi,
            unit,
            as_of,
            figures.get((kpi.id, unit), ()),
            targets.get((kpi.id, unit)),
            missing_units.get((kpi.id, unit), ()),
        )
        for kpi in kpis
    )
    monthly = monthly_frame(kpis, unit, figures)
    return Board(as_of.year, as_of, unit, judged, monthly, plan_frame(kpis, unit, as_of.year, targets))


def monthly_frame(
    kpis: Sequence[Kpi], unit: str, figures: Mapping[Key, Sequence[MonthFigure]]
) -> pd.DataFrame:
    """The reported months of a unit's KPIs as a frame of MONTHLY_COLUMNS."""
    months = [(kpi.id, figure) for kpi in kpis for figure in figures.get((kpi.id, unit), ())]
    columns = {
        "kpi": pd.Series([kpi for kpi, _ in months], dtype="str"),
        "unit": pd.Series([unit] * len(months), dtype="str"),
        "month": pd.Series([figure.month for _, figure in months], dtype="object"),
        "value": pd.Series([figure.value for _, figure in months], dtype="float64"),
        "numerator": pd.Series([figure.numerator for _, figure in months], dtype="float64"),
        "denominator": pd.Series([figure.denominator for _, figure in months], dtype="float64"),
        "approximate": pd.Series([figure.approximate for _, figure in months], dtype="bool"),
        "word": pd.Series([figure.word for _, figure in months], dtype="str"),
        "reporters": pd.Series([figure.reporters for _, figure in months], dtype="int64"),
    }
    return pd.DataFrame(columns)


def plan_frame(kpis: Sequence[Kpi], unit: str, year: int, targets: Mapping[Key, Target]) -> pd.DataFrame:
    """What is due by each month of the year, as a frame of PLAN_COLUMNS; none for KPIs without target."""
    rows = [
        (
            kpi.id,
            unit,
            date(year, month, 1),
            expected_to_date(kpi.kind, kpi.direction, kpi.whole, target, month),
        )
        for kpi in kpis
        if kpi.direction != "neutral" and (target := targets.get((kpi.id, unit))) is not None
        for month in range(1, 13)
    ]
    return pd.DataFrame(rows, columns=list(PLAN_COLUMNS)).astype({"expected": "float64"})


def read_scope(connection: duckdb.DuckDBPyConnection, units: Sequence[str]) -> Scope:
    """Which units count for each of these (codes): lists of one length, `ancestor` and `unit`."""
    rows = connection.execute(statement("scope"), {"units": list(units)}).fetchall()
    return {"ancestor": [row[0] for row in rows], "unit": [row[1] for row in rows]}


def _read_figures(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, until: date
) -> dict[Key, list[MonthFigure]]:
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


def _read_missing_units(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], scope: Scope, as_of: date
) -> dict[Key, list[str]]:
    parameters = {**duty_parameters(kpis), **scope, "as_of": as_of}
    rows = connection.execute(statement("missing_units"), parameters).fetchall()
    return {(kpi, unit): missing for kpi, unit, missing in rows}
