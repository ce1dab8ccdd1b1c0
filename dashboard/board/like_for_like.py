"""Compares an incomplete month with last year over the units that reported it in both years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from dashboard.board.board import Board
from dashboard.board.board_inputs import duty_parameters, read_alike_sums, read_figures
from dashboard.board.scope import Scope, of_units, read_scope
from dashboard.board.signals import Signal
from domain.catalogue import Catalogue, Kpi
from domain.kpi.process import Variation
from domain.kpi.progress import Progress, progress
from domain.months import add_months
from etl.warehouse.kept_sums import formula_of
from etl.warehouse.statements import statement


@dataclass(frozen=True)
class LikeForLike:
    """A KPI over the `units` (codes) that reported the as-of month in both years. It has no target."""

    progress: Progress
    units: tuple[str, ...]


def read_like_for_like(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board
) -> dict[str, LikeForLike]:
    """What can be compared with last year in an incomplete month, by KPI; empty if no unit reported both."""
    kpis = [catalogue.kpi(each.kpi) for each in board.progress if each.incomplete]
    if not kpis:
        return {}
    found: dict[str, LikeForLike] = {}
    whole = read_scope(connection, [board.unit])
    for units, alike in _by_units(connection, kpis, board, whole).items():
        scope = of_units(whole, units)
        figures = read_figures(connection, alike, scope, board.as_of)
        for kpi in alike:
            months = figures.get((kpi.id, board.unit), ())
            judged = progress(catalogue, kpi, board.unit, board.as_of, months)
            found[kpi.id] = LikeForLike(judged, units)
    return found


def _by_units(
    connection: duckdb.DuckDBPyConnection, kpis: Sequence[Kpi], board: Board, scope: Scope
) -> dict[tuple[str, ...], list[Kpi]]:
    """The KPIs grouped by the units that reported both years; KPIs of one dataset usually share a group."""
    terms = duty_parameters(kpis)
    parameters = {
        "kpi": terms["kpi"],
        "indicator": terms["indicator"],
        "needed": terms["needed"],
        "month": board.as_of,
        "year_before": add_months(board.as_of, -12),
        "unit": scope["unit"],
    }
    units: dict[str, list[str]] = defaultdict(list)
    for kpi, unit in connection.execute(statement("board/reported_both_months"), parameters).fetchall():
        units[kpi].append(unit)
    alike: dict[tuple[str, ...], list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        if kpi.id in units:
            alike[tuple(units[kpi.id])].append(kpi)
    return dict(alike)


def compare_complete_units(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board
) -> Board:
    """The board with last year's figures of incomplete KPIs taken from units that reported both years."""
    if not any(each.incomplete for each in board.progress):
        return board
    kpis = [catalogue.kpi(each.kpi) for each in board.progress if each.incomplete]
    alike = _from_kept_sums(connection, catalogue, board, kpis)
    rest = [kpi.id for kpi in kpis if kpi.id not in alike]
    if rest:
        rest_of_board = replace(board, progress=tuple(each for each in board.progress if each.kpi in rest))
        found = read_like_for_like(connection, catalogue, rest_of_board)
        alike |= {kpi: one.progress for kpi, one in found.items()}
    return replace(board, progress=tuple(_compared(each, alike.get(each.kpi)) for each in board.progress))


def _from_kept_sums(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board, kpis: Sequence[Kpi]
) -> dict[str, Progress | None]:
    """The comparison of a view with many units, where sums are kept; None if no unit reported both years.

    A KPI whose definition changed at a month, or whose sums are not kept, is not among them.
    """
    if not read_scope(connection, [board.unit]).summed:
        return {}
    formulas = {row[0] for row in connection.execute(statement("sums/kept_formulas")).fetchall()}
    kept = [kpi for kpi in kpis if kpi.before is None and formula_of(kpi) in formulas]
    if not kept:
        return {}
    months = read_alike_sums(connection, kept, board.unit, board.as_of)
    return {
        kpi.id: progress(catalogue, kpi, board.unit, board.as_of, found) if found else None
        for kpi in kept
        for found in [months.get((kpi.id, board.unit), ())]
    }


def settle_signals(board: Board, signals: Mapping[str, Signal]) -> dict[str, Signal]:
    """The signals; those of incomplete KPIs end before the as-of month and report no movement in it."""
    incomplete = {each.kpi for each in board.progress if each.incomplete}
    return {kpi: _at_rest(signal) if kpi in incomplete else signal for kpi, signal in signals.items()}


def _at_rest(signal: Signal) -> Signal:
    return Signal(replace(signal.chart, variation=Variation.COMMON), None)


def _compared(progress: Progress, over: Progress | None) -> Progress:
    """The progress compared like for like.

    No comparison is made if no unit reported the month in both years.
    """
    if not progress.incomplete:
        return progress
    return replace(
        progress,
        month_before=over.month_before if over else None,
        year_ago_month=over.year_ago_month if over else None,
        year_ago_to_date=over.year_ago_to_date if over else None,
        comparable_to_date=over.comparable_to_date if over else None,
    )
