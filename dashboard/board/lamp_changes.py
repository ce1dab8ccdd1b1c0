"""What differs between two boards: before a load and after it, as reported then and as known now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.board.board import Board
from domain.kpi.progress import Progress


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


TURNING_COLUMNS = (
    "kpi", "unit", "as_of", "old_value", "new_value", "old_lamp", "new_lamp", "old_word", "new_word",
    "reason",
)  # fmt: skip


def lamps_that_turn(before: Iterable[Board], after: Iterable[Board]) -> pd.DataFrame:
    """A row each KPI and unit whose lamp is another, in the order of `after`.

    Columns TURNING_COLUMNS: kpi (id), unit (code), as_of (YYYY-MM), the year to date before and after
    (unrounded, NaN where not reported), the lamps (ids) and their words, and why the new lamp shows.
    """
    found = compare_boards(before, after)
    return found[found["old_lamp"] != found["new_lamp"]].reset_index(drop=True)


def differing(compared: pd.DataFrame) -> pd.DataFrame:
    """The rows of `compare_boards` whose lamp, its word or year to date is another."""
    values = compared[["old_value", "new_value"]]
    same_value = (values["old_value"] == values["new_value"]) | values.isna().all(axis=1)
    same_lamp = (compared["old_lamp"] == compared["new_lamp"]) & (
        compared["old_word"] == compared["new_word"]
    )
    return compared[~(same_value & same_lamp)].reset_index(drop=True)


def compare_boards(before: Iterable[Board], after: Iterable[Board]) -> pd.DataFrame:
    """A row each KPI, unit and month that both sides have, whether or not anything differs."""
    known = {_key(each): each for board in before for each in board.progress}
    rows = [
        _row(known[_key(each)], each) for board in after for each in board.progress if _key(each) in known
    ]
    frame = pd.DataFrame(rows, columns=list(TURNING_COLUMNS))
    return frame.astype({"old_value": "float64", "new_value": "float64"})


def _key(progress: Progress) -> tuple[str, str, str]:
    return progress.kpi, progress.unit, progress.as_of


def _row(old: Progress, new: Progress) -> tuple[object, ...]:
    return (
        new.kpi,
        new.unit,
        new.as_of,
        old.year_to_date,
        new.year_to_date,
        old.lamp,
        new.lamp,
        old.lamp_word,
        new.lamp_word,
        _reason(new),
    )


def _reason(progress: Progress) -> str:
    """Why the lamp shows; and how many units that owe the month are not in it yet."""
    missing = f"（{len(progress.missing_units)}个单位未报）" if progress.incomplete else ""
    return progress.reason + missing
