"""Rows typed into a grid: they stay in the session, whatever happens to the page, until they are loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.ui.plan.record_rows import changed_labels, same_cells
from domain.finding import Finding

TYPED = "typed-rows"
Grid = tuple[str, int, str]  # dataset, year, unit of the view
Place = tuple[str, Any]  # EDITED or ADDED, and the row's label there
EDITED, ADDED = "edited", "added"


@dataclass(frozen=True)
class Typed:
    """The contents of a grid.

    `standing` are the records as loaded, `begun` the new rows the grid starts with. `seed` is what the
    editors start with, `edited` and `added` what they hold now. `round` numbers the editors: a new seed needs
    new ones. `sent` is the sha256 of the rows that were sent to be loaded, `findings` are those of the last
    check, by row.
    """

    standing: pd.DataFrame
    begun: pd.DataFrame
    edited: pd.DataFrame
    added: pd.DataFrame
    seed: tuple[pd.DataFrame, pd.DataFrame]
    round: int = 0
    returned: bool = False
    sent: str = ""
    findings: Mapping[Place, Sequence[Finding]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed."""
        return bool(changed_labels(self.standing, self.edited) or changed_labels(self.begun, self.added))


def typed_rows(grid: Grid) -> Typed | None:
    """What the grid holds; None if it was not open yet."""
    return st.session_state.get(TYPED, {}).get(grid)


def keep_typed(grid: Grid, typed: Typed) -> None:
    """Keep the contents of the grid for this session."""
    st.session_state.setdefault(TYPED, {})[grid] = typed


def has_typed(grid: Grid) -> bool:
    """Whether the grid has typed rows that are not loaded yet."""
    typed = typed_rows(grid)
    return typed is not None and (typed.is_changed or bool(typed.sent))


def forget_typed(grid: Grid) -> None:
    """Discard the typed rows of a grid."""
    st.session_state.get(TYPED, {}).pop(grid, None)


def forget_loaded(sha256: str) -> None:
    """Discard the rows that were sent with this sha256, because they are loaded."""
    for grid, typed in list(st.session_state.get(TYPED, {}).items()):
        if typed.sent == sha256:
            forget_typed(grid)


def open_grid(
    grid: Grid, standing: pd.DataFrame, begun: pd.DataFrame, keys: Sequence[str], editor: str
) -> Typed:
    """What the grid shows: typed rows are carried over to new editors and to records loaded meanwhile.

    `begun` are the new rows that the grid starts with, `editor` is the key of its editors before the round.
    """
    typed = typed_rows(grid)
    if typed is None or not has_typed(grid):
        typed = _untouched(typed, standing, begun)
    elif len(begun) and not typed.begun.equals(begun):
        rows = pd.concat([typed.added, begun], ignore_index=True)
        typed = _seeded(replace(typed, begun=begun), typed.edited, rows)
    elif not typed.standing.equals(standing):
        typed = _carried_over(typed, standing, keys)
    elif f"{editor}-{typed.round}" not in st.session_state:
        typed = _seeded(typed, typed.edited, typed.added)
    keep_typed(grid, typed)
    return typed


def _untouched(typed: Typed | None, standing: pd.DataFrame, begun: pd.DataFrame) -> Typed:
    """The grid as it starts; the same editors as before if nothing about it has changed."""
    if typed is not None and typed.standing.equals(standing) and typed.begun.equals(begun):
        return typed
    number = typed.round + 1 if typed is not None else 1
    return Typed(standing, begun, standing, begun, (standing, begun), number)


def with_edits(typed: Typed, edited: pd.DataFrame, added: pd.DataFrame) -> Typed:
    """The contents after an edit; rows that differ from those sent are no longer the ones sent."""
    if same_cells(typed.edited, edited) and same_cells(typed.added, added):
        return typed
    return replace(typed, edited=edited, added=added, sent="")


def after_check(typed: Typed, sent: str, findings: Mapping[Place, Sequence[Finding]]) -> Typed:
    """The contents after a check: in new editors that show its findings, or sent if there are none."""
    if not findings:
        return replace(typed, sent=sent, findings={})
    return replace(_seeded(typed, typed.edited, typed.added), sent="", findings=findings)


def _carried_over(typed: Typed, standing: pd.DataFrame, keys: Sequence[str]) -> Typed:
    """The typed rows on records that were loaded meanwhile: each by its key, else as a new row."""
    labels = {
        tuple(row): label for label, row in zip(standing.index, standing[list(keys)].values, strict=True)
    }
    edited, left = standing.copy(), []
    for label in changed_labels(typed.standing, typed.edited):
        row = typed.edited.loc[label]
        place = labels.get(tuple(row[list(keys)]))
        if place is None:
            left.append(row)
        else:
            edited.loc[place] = row
    added = pd.concat([typed.added, pd.DataFrame(left)], ignore_index=True) if left else typed.added
    return _seeded(replace(typed, standing=standing), edited, added)


def _seeded(typed: Typed, edited: pd.DataFrame, added: pd.DataFrame) -> Typed:
    added = added.reset_index(drop=True)
    return replace(
        typed,
        edited=edited,
        added=added,
        seed=(edited, added),
        round=typed.round + 1,
        returned=True,
    )
