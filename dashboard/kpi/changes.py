"""Which lamps differ between two boards: last month and this one, or before a load and after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.kpi.board import Board
from dashboard.kpi.progress import Progress


@dataclass(frozen=True)
class LampChange:
    """One KPI of one unit whose lamp is another."""

    before: Progress
    after: Progress


def lamp_changes(before: Iterable[Board], after: Iterable[Board]) -> tuple[LampChange, ...]:
    """Every lamp that turned, in the order of `after`; KPIs and units that only one side has are left out."""
    lit = {(each.kpi, each.unit): each for board in before for each in board.progress}
    pairs = ((lit.get((each.kpi, each.unit)), each) for board in after for each in board.progress)
    return tuple(
        LampChange(earlier, later)
        for earlier, later in pairs
        if earlier is not None and earlier.lamp != later.lamp
    )
