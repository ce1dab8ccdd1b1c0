"""The inputs of boards, read for several units and months in a few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb

from domain.catalogue import Kpi
from domain.kpi.lamp import Target
from domain.kpi.series import MonthFigure
from domain.units import Life
from etl.warehouse.directory import read_lives
from etl.warehouse.kpi_figures import Key, read_kpi_figures
from etl.warehouse.statements import statement
from etl.warehouse.view_scope import Scope, read_scope


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
        read_kpi_figures(connection, kpis, scope, date(year, 12, 1)),
        read_targets(connection, kpis, units, year),
        read_lives(connection, units),
    )


def read_months(connection: duckdb.DuckDBPyConnection, kpi: Kpi, unit: str) -> Sequence[MonthFigure]:
    """Every reported month of one KPI and unit (code), oldest first."""
    scope = read_scope(connection, [unit])
    return read_kpi_figures(connection, [kpi], scope, date.max).get((kpi.id, unit), [])


def read_targets(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], units: Sequence[str], year: int
) -> dict[Key, Target]:
    """The last target of the year for each KPI and unit (code), with the targets it replaced."""
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
