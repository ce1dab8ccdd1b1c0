"""Comparisons and signals for a month that some units have not reported.

The year to date is what was reported and does not change. The comparison with last year uses only units
that reported the as-of month in both years; otherwise a half-reported month would look like a fall. An
incomplete month gives no signal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from dashboard.board.board import Board
from dashboard.board.like_for_like import LikeForLike, read_like_for_like
from dashboard.board.signals import Signal
from domain.catalogue import Catalogue
from domain.kpi.process import Variation
from domain.kpi.progress import Progress


def compare_complete_units(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, board: Board
) -> Board:
    """The board with last year's figures of incomplete KPIs taken from units that reported both years."""
    alike = read_like_for_like(connection, catalogue, board)
    if not any(each.incomplete for each in board.progress):
        return board
    return replace(board, progress=tuple(_compared(each, alike) for each in board.progress))


def settle_signals(board: Board, signals: Mapping[str, Signal]) -> dict[str, Signal]:
    """The signals; those of incomplete KPIs end before the as-of month and report no movement in it."""
    incomplete = {each.kpi for each in board.progress if each.incomplete}
    return {kpi: _at_rest(signal) if kpi in incomplete else signal for kpi, signal in signals.items()}


def _at_rest(signal: Signal) -> Signal:
    return Signal(replace(signal.chart, variation=Variation.COMMON), None)


def _compared(progress: Progress, alike: Mapping[str, LikeForLike]) -> Progress:
    """The progress compared like for like.

    No comparison is made if no unit reported the month in both years.
    """
    if not progress.incomplete:
        return progress
    over = alike[progress.kpi].progress if progress.kpi in alike else None
    return replace(
        progress,
        month_before=over.month_before if over else None,
        year_ago_month=over.year_ago_month if over else None,
        year_ago_to_date=over.year_ago_to_date if over else None,
        comparable_to_date=over.comparable_to_date if over else None,
    )
