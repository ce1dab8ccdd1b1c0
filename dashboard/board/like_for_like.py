"""Compares incomplete months with last year only as far as both years have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import numpy as np

from dashboard.board.board import Board
from dashboard.board.missing import ViewUnits, missing_units
from dashboard.board.regrouping import Regrouping, read_regrouping
from dashboard.board.signals import Signal
from domain.catalogue import Catalogue, Kpi
from domain.kpi.process import Variation
from domain.kpi.progress import OwedMonth, Progress, progress
from domain.kpi.series import MonthFigure, outlook
from domain.months import add_months, format_month, month_range
from domain.submissions import Submissions
from etl.warehouse.kept_sums import formula_of
from etl.warehouse.kpi_figures import read_kpi_figures, read_sums_without
from etl.warehouse.statements import statement
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import Scope, of_units, read_scope


@dataclass(frozen=True)
class LikeForLike:
    """A KPI over the `units` (codes) that reported the as-of month in both years. It has no target."""

    progress: Progress
    units: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What is known of a board's unit and need not be read again.

    The units that count for it, those that came or left (None: none did), and what all units reported in the
    months of the board's year and of the year before.
    """

    scope: Scope
    regrouping: Regrouping | None
    submissions: Submissions | None = None


def read_like_for_like(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    board: Board,
    owed: Mapping[str, Collection[date]],
    scope: Scope,
    submissions: Submissions,
) -> dict[str, LikeForLike]:
    """What can be compared with last year in an incomplete month, by KPI; empty if no unit reported both.

    `owed`: earlier months that units owe, by KPI, which are not compared. `scope`: the units to compare.
    `submissions`: from the year before on.
    """
    kpis = [catalogue.kpi(each.kpi) for each in board.progress if each.incomplete]
    if not kpis:
        return {}
    found: dict[str, LikeForLike] = {}
    for units, alike in _by_units(submissions, kpis, board, scope).items():
        figures = read_kpi_figures(connection, alike, of_units(scope, units), board.as_of)
        for kpi in alike:
            months = _without(figures.get((kpi.id, board.unit), ()), owed.get(kpi.id, ()))
            judged = progress(catalogue, kpi, board.unit, board.as_of, months)
            found[kpi.id] = LikeForLike(judged, units)
    return found


def _by_units(
    submissions: Submissions, kpis: Sequence[Kpi], board: Board, scope: Scope
) -> dict[tuple[str, ...], list[Kpi]]:
    """The KPIs grouped by the units that reported both years; KPIs of one dataset usually share a group."""
    counting, both_years = set(scope["unit"]), (add_months(board.as_of, -12), board.as_of)
    alike: dict[tuple[str, ...], list[Kpi]] = defaultdict(list)
    for kpi in kpis:
        rows = np.flatnonzero(submissions.reported_in(kpi, both_years))
        units = (submissions.units[row] for row in rows)
        if among := tuple(unit for unit in units if unit in counting):
            alike[among].append(kpi)
    return dict(alike)


def compare_complete_units(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    board: Board,
    known: Known | None = None,
) -> Board:
    """The board with fair comparisons of what is incomplete, in the as-of month or an earlier one.

    In an as-of month that units still owe, last year's figures come from units that reported it in both
    years. An earlier month that some units owe, in either year, is not compared; `owed_before` names them.
    A lamp that they may change has no `since`. Units that came or left in between are not compared.
    """
    if known is None:
        regrouping = read_regrouping(connection, board.unit, board.year, board.as_of)
        known = Known(read_scope(connection, [board.unit]), regrouping)
    if not known.regrouping and not lacks_reports(board):
        return board
    years = month_range(date(board.year - 1, 1, 1), board.as_of)
    submissions = known.submissions or read_submissions(connection, catalogue, years)
    owed = _owed_months(submissions, catalogue, board, known.scope)
    scope, compared = known.scope, board
    if known.regrouping:
        scope = of_units(scope, set(scope["unit"]) - known.regrouping.units)
        figures = _figures_of(connection, catalogue, board, scope)
        compared = replace(board, figures=figures, regrouped=known.regrouping.since)
    alike = _comparisons(connection, catalogue, board, owed, scope, submissions)
    foreseen = (_foreseen(catalogue, board, each, known.regrouping) for each in board.progress)
    judged = (_compared(catalogue, compared, each, alike, owed.get(each.kpi, {})) for each in foreseen)
    return replace(board, progress=tuple(judged), regrouped=compared.regrouped)


def _foreseen(catalogue: Catalogue, board: Board, each: Progress, regrouping: Regrouping | None) -> Progress:
    """The progress with a forecast from the months since units last came or left; none from under three."""
    if not regrouping or each.outlook is None:
        return each
    figures = board.figures_of(each.kpi)
    since = {figure.month: figure for figure in figures if regrouping.since <= figure.month <= board.as_of}
    foreseen = outlook(catalogue.kpi(each.kpi), board.as_of, since, each.year_to_date)
    return replace(each, outlook=foreseen)


def _figures_of(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board, scope: Scope
) -> dict[str, Sequence[MonthFigure]]:
    """The figures of a board's KPIs over some of its units."""
    kpis = [catalogue.kpi(each.kpi) for each in board.progress]
    figures = read_kpi_figures(connection, kpis, scope, board.as_of)
    return {kpi.id: figures.get((kpi.id, board.unit), ()) for kpi in kpis}


def _comparisons(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    board: Board,
    owed: Mapping[str, Collection[date]],
    scope: Scope,
    submissions: Submissions,
) -> dict[str, Progress | None]:
    """The incomplete KPIs over the units that reported both years, from kept sums as far as there are any."""
    alike = _from_kept_sums(connection, catalogue, board, owed, scope, submissions) if scope.summed else {}
    rest = replace(board, progress=tuple(each for each in board.progress if each.kpi not in alike))
    found = read_like_for_like(connection, catalogue, rest, owed, scope, submissions)
    return alike | {kpi: one.progress for kpi, one in found.items()}


def _from_kept_sums(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    board: Board,
    owed: Mapping[str, Collection[date]],
    scope: Scope,
    submissions: Submissions,
) -> dict[str, Progress | None]:
    """The comparison of a view with many units, where sums are kept; None if no unit reported both years.

    A KPI whose definition changed at a month, or whose sums are not kept, is not among them.
    """
    kpis = [catalogue.kpi(each.kpi) for each in board.progress if each.incomplete]
    if not kpis:
        return {}
    formulas = {row[0] for row in connection.execute(statement("sums/kept_formulas")).fetchall()}
    kept = [kpi for kpi in kpis if kpi.before is None and formula_of(kpi) in formulas]
    if not kept:
        return {}
    both_years = add_months(board.as_of, -12), board.as_of
    months = month_range(date(board.year - 1, 1, 1), board.as_of)
    places = slice(submissions.place(months[0]), submissions.place(board.as_of) + 1)
    counting = ViewUnits(submissions, scope).counting()
    left_out = {
        kpi.id: (submissions.reported(kpi) & counting)[:, places]
        & ~submissions.reported_in(kpi, both_years).reshape(-1, 1)
        # Nearly every month of a large bureau lacks something and is not compared: it need not be read.
        & [month not in owed.get(kpi.id, ()) for month in months]
        for kpi in kept
    }
    figures = read_sums_without(connection, kept, board.unit, months, left_out)
    return {
        kpi.id: progress(catalogue, kpi, board.unit, board.as_of, _without(found, owed.get(kpi.id, ())))
        if found
        else None
        for kpi in kept
        for found in [figures.get((kpi.id, board.unit), ())]
    }


def _without(figures: Sequence[MonthFigure], months: Collection[date]) -> list[MonthFigure]:
    return [figure for figure in figures if figure.month not in months]


def compare_fairly(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, boards: Sequence[Board]
) -> tuple[Board, ...]:
    """The same for several boards. A unit with none below it always compares like with like."""
    scope = read_scope(connection, [board.unit for board in boards])
    pairs = zip(scope["ancestor"], scope["unit"], strict=True)
    parents = {ancestor for ancestor, unit in pairs if ancestor != unit}
    return tuple(
        compare_complete_units(connection, catalogue, board) if board.unit in parents else board
        for board in boards
    )


def lacks_reports(board: Board) -> bool:
    """Whether units may owe figures of the as-of month, or of one of the two years' earlier months."""
    return any(each.incomplete or _thin_months(board, each) for each in board.progress)


def _thin_months(board: Board, progress: Progress) -> list[date]:
    """The earlier months, of this year and the same of last, that fewer units reported than some other."""
    this_year = month_range(date(board.year, 1, 1), board.as_of)
    last_year = [add_months(month, -12) for month in this_year]
    figures = {
        figure.month: figure.reporters
        for figure in board.figures_of(progress.kpi)
        if last_year[0] <= figure.month <= board.as_of
    }
    usual = max(figures.values(), default=0)
    thin = [month for month in this_year[:-1] if figures.get(month, 0) < usual]
    return [*thin, *(month for month in last_year if figures.get(month, usual) < usual)]


def _owed_months(
    submissions: Submissions, catalogue: Catalogue, board: Board, scope: Scope
) -> dict[str, dict[date, tuple[str, ...]]]:
    """The units that owe each thin month, by KPI and month."""
    thin = {each.kpi: _thin_months(board, each) for each in board.progress}
    thin = {kpi: months for kpi, months in thin.items() if months}
    if not thin:
        return {}
    kpis = [catalogue.kpi(kpi) for kpi in thin]
    months = sorted({month for some in thin.values() for month in some})
    missing = missing_units(submissions, kpis, scope, months)
    found: dict[str, dict[date, tuple[str, ...]]] = {}
    for kpi in kpis:
        for month in thin[kpi.id]:
            units = missing[month].get((kpi.id, board.unit), ())
            if units and format_month(month) >= kpi.since:
                found.setdefault(kpi.id, {})[month] = tuple(units)
    return found


def settle_signals(board: Board, signals: Mapping[str, Signal]) -> dict[str, Signal]:
    """The signals; those of incomplete KPIs end before the as-of month and report no movement in it."""
    incomplete = {each.kpi for each in board.progress if each.incomplete}
    return {kpi: _at_rest(signal) if kpi in incomplete else signal for kpi, signal in signals.items()}


def _at_rest(signal: Signal) -> Signal:
    return Signal(replace(signal.chart, variation=Variation.COMMON), None)


def _compared(
    catalogue: Catalogue,
    board: Board,
    each: Progress,
    alike: Mapping[str, Progress | None],
    owed: Mapping[date, tuple[str, ...]],
) -> Progress:
    """The progress compared like for like, with the earlier months that units owe.

    No comparison is made if no unit reported the as-of month in both years.
    """
    if not (each.incomplete or owed or board.regrouped):
        return each
    if each.incomplete:
        over = alike.get(each.kpi)
    else:
        figures = _without(board.figures_of(each.kpi), owed)
        over = progress(catalogue, catalogue.kpi(each.kpi), board.unit, board.as_of, figures)
    regrouped = format_month(board.regrouped) if board.regrouped else ""
    known = replace(each, owed_before=_owed_before(board, each, owed), regrouped=regrouped)
    return replace(
        known,
        since=None if known.unsettled else each.since,
        month_before=over.month_before if over else None,
        year_ago_month=over.year_ago_month if over else None,
        year_ago_to_date=over.year_ago_to_date if over else None,
        comparable_to_date=over.comparable_to_date if over else None,
        compares_about=over is not None and over.compares_about,
    )


def _owed_before(board: Board, each: Progress, owed: Mapping[date, tuple[str, ...]]) -> tuple[OwedMonth, ...]:
    """This year's earlier months among those that units owe."""
    reporters = {figure.month: figure.reporters for figure in board.figures_of(each.kpi)}
    return tuple(
        OwedMonth(format_month(month), units, len(units) / (len(units) + reporters.get(month, 0)))
        for month, units in sorted(owed.items())
        if month.year == board.year
    )
