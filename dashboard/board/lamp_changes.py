"""Differences between two boards: two months, before and after a load, or as closed and as known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.board.board import Board
from domain.kpi.progress import Progress


@dataclass(frozen=True)
class LampChange:
    """One KPI of one unit on both boards, changed or not."""

    before: Progress
    after: Progress

    @property
    def turned(self) -> bool:
        """Whether the lamp changed."""
        return self.before.lamp != self.after.lamp

    @property
    def differs(self) -> bool:
        """Whether the lamp, its word or the year to date changed."""
        return self.turned or _result(self.before) != _result(self.after)

    @property
    def shows_colour(self) -> bool:
        """Whether either lamp shows a colour; a change from 待报 to 监测 is no change of colour."""
        return self.before.lamp.is_lit or self.after.lamp.is_lit

    @property
    def newly_lit(self) -> bool:
        """Whether a lamp shows a colour now and showed none before."""
        return self.after.lamp.is_lit and not self.before.lamp.is_lit


def compare_boards(before: Iterable[Board], after: Iterable[Board]) -> tuple[LampChange, ...]:
    """Every KPI and unit that is on both boards, in the order of `after`."""
    known = {(each.kpi, each.unit): each for board in before for each in board.progress}
    pairs = ((known.get((each.kpi, each.unit)), each) for board in after for each in board.progress)
    return tuple(LampChange(earlier, later) for earlier, later in pairs if earlier is not None)


def lamp_changes(before: Iterable[Board], after: Iterable[Board]) -> tuple[LampChange, ...]:
    """Every lamp that changed, in the order of `after`."""
    return tuple(change for change in compare_boards(before, after) if change.turned)


def _result(progress: Progress) -> tuple[float | None, bool]:
    return progress.year_to_date, progress.is_done
