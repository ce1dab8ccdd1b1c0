"""The board: every KPI of one or several units for one month, read from the warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import nan

import duckdb

from dashboard.board.board_inputs import BoardInputs, read_board_inputs
from dashboard.board.frozen import as_closed, stored_results
from dashboard.board.missing import Missing, missing_units
from dashboard.board.period import last_reported_month, root_unit
from domain.catalogue import Catalogue, Kpi
from domain.kpi.lamp import Target, expected_to_date
from domain.kpi.progress import Progress, progress
from domain.kpi.series import MonthFigure, shown_months
from domain.submissions import Submissions
from domain.units import UNBOUNDED, Life
from etl.warehouse.definitions import at_month, closed_under
from etl.warehouse.kpi_figures import Key
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import read_scope


@dataclass(frozen=True)
class Board:
    """One unit's KPIs, as of one month.

    `progress` is in catalogue order. `figures` holds the reported months of each KPI up to December of
    `year`, oldest first; they cover the unit and all units below it. `plans` holds, for each KPI with a
    target, the amount due by each of the twelve months, NaN before the target takes effect.
    `regrouped`: the last month in which a unit came or left.
    """

    year: int
    as_of: date
    unit: str
    progress: tuple[Progress, ...]
    figures: Mapping[str, Sequence[MonthFigure]]
    plans: Mapping[str, Sequence[float]]
    regrouped: date | None = None

    @cached_property
    def by_kpi(self) -> Mapping[str, Progress]:
        """`progress` by KPI id."""
        return {each.kpi: each for each in self.progress}

    def of(self, kpi: str) -> Progress:
        """The progress of one KPI; KeyError if it is not on the board."""
        return self.by_kpi[kpi]

    def figures_of(self, kpi: str) -> Sequence[MonthFigure]:
        """The reported months of one KPI, oldest first."""
        return self.figures.get(kpi, ())

    def is_used(self, progress: Progress) -> bool:
        """Whether the KPI has a target or was reported at least once."""
        return progress.target is not None or bool(self.figures_of(progress.kpi))


class NoUnitsError(LookupError):
    """The warehouse has no units yet, so there is nothing to add up."""


def read_board(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    as_of: date | None = None,
    unit: str | None = None,
    kpis: Sequence[str] | None = None,
) -> Board:
    """The board of one unit (code; None: the whole bureau) as of a month (None: the last reported one).

    `kpis` names the KPIs to read (None: all). Raises NoUnitsError if no units are loaded.
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
    submissions: Submissions | None = None,
) -> tuple[Board, ...]:
    """The boards of several units (codes), in their order, with one query each for figures and targets.

    A closed month is shown as it was closed, under its own definitions (definitions_in_force).
    `submissions`: what all units reported, if it is known.
    """
    month = as_of or last_reported_month(connection, year) or date(year, 1, 1)
    return read_boards_by_month(connection, catalogue, year, [month], units, kpis, submissions)[month]


def read_boards_by_month(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    months: Sequence[date],
    units: Sequence[str],
    kpis: Sequence[str] | None = None,
    submissions: Submissions | None = None,
) -> dict[date, tuple[Board, ...]]:
    """`read_boards` for several months of one year, by month; open months are read together."""
    boards: dict[date, tuple[Board, ...]] = {}
    together: list[tuple[Catalogue, list[date]]] = []
    for month in months:
        if closed := closed_under(connection, month):
            with as_closed(connection, closed) as then:
                known = read_boards_as_known(then, closed.catalogue, year, [month], units, kpis)[month]
            boards[month] = with_results(known, stored_results(connection, closed, units))
            continue
        in_force = at_month(connection, catalogue, month)
        if alike := next((some for found, some in together if found == in_force), None):
            alike.append(month)
        else:
            together.append((in_force, [month]))
    for in_force, some in together:
        boards |= read_boards_as_known(connection, in_force, year, some, units, kpis, submissions)
    return boards


def with_results(boards: Iterable[Board], results: Mapping[tuple[str, str], Progress]) -> tuple[Board, ...]:
    """The boards with stored results (by KPI and unit) in place of newly computed ones."""
    return tuple(
        replace(
            board,
            progress=tuple(results.get((each.kpi, each.unit), each) for each in board.progress),
        )
        for board in boards
    )


def read_boards_as_known(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    months: Sequence[date],
    units: Sequence[str],
    kpis: Sequence[str] | None = None,
    submissions: Submissions | None = None,
) -> dict[date, tuple[Board, ...]]:
    """The boards of each month under this catalogue from the data in the connection, closed or not."""
    wanted = [kpi for kpi in catalogue.kpis if kpis is None or kpi.id in kpis]
    scope = read_scope(connection, units)
    readings = read_board_inputs(connection, wanted, units, scope, year)
    if submissions is None:
        submissions = read_submissions(connection, catalogue, months)
    missing = missing_units(submissions, wanted, scope, months)
    return {
        month: tuple(board_of(catalogue, wanted, unit, month, readings, missing[month]) for unit in units)
        for month in months
    }


def board_of(
    catalogue: Catalogue, kpis: Sequence[Kpi], unit: str, as_of: date, readings: BoardInputs, missing: Missing
) -> Board:
    """The board of a unit in one month of the year in `readings`.

    `missing` holds that month's missing units.
    """
    return make_board(
        catalogue,
        kpis,
        unit,
        as_of,
        readings.figures,
        readings.targets,
        missing,
        readings.lives.get(unit, UNBOUNDED),
    )


def make_board(
    catalogue: Catalogue,
    kpis: Sequence[Kpi],
    unit: str,
    as_of: date,
    figures: Mapping[Key, Sequence[MonthFigure]],
    targets: Mapping[Key, Target],
    missing_units: Missing,
    life: Life = UNBOUNDED,
) -> Board:
    """The board of a unit from its figures, targets and missing units, each by (KPI, unit)."""
    own = {kpi.id: shown_months(kpi, figures.get((kpi.id, unit), ())) for kpi in kpis}
    planned = {
        kpi.id: counts
        for kpi in kpis
        if (target := targets.get((kpi.id, unit))) and (counts := target.at(as_of))
    }
    judged = tuple(
        progress(
            catalogue,
            kpi,
            unit,
            as_of,
            own[kpi.id],
            planned.get(kpi.id),
            missing_units.get((kpi.id, unit), ()),
            life,
        )
        for kpi in kpis
    )
    return Board(as_of.year, as_of, unit, judged, own, _plans(kpis, planned, as_of.year))


def _plans(kpis: Sequence[Kpi], targets: Mapping[str, Target], year: int) -> dict[str, Sequence[float]]:
    """The amount due by each month of the year; a neutral KPI has no plan."""
    return {
        kpi.id: [_due(kpi, targets[kpi.id].at(date(year, month, 1)), month) for month in range(1, 13)]
        for kpi in kpis
        if kpi.direction.is_judged and kpi.id in targets
    }


def _due(kpi: Kpi, target: Target | None, month: int) -> float:
    """The amount due by a month under the target in effect that month; NaN without a target."""
    return expected_to_date(kpi.kind, kpi.direction, kpi.in_whole_numbers, target, month) if target else nan
