"""Rows typed into a grid and sent to be checked: they stay in the grid until they are loaded."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

TYPED = "typed-rows"
Grid = tuple[str, int, str]  # dataset, year, unit of the view


@dataclass(frozen=True)
class Typed:
    """The contents of a grid at submission: the original records, the edited ones, and the new ones."""

    standing: pd.DataFrame
    edited: pd.DataFrame
    added: pd.DataFrame


def keep_typed(grid: Grid, typed: Typed) -> None:
    """Keep the typed rows for this session."""
    st.session_state.setdefault(TYPED, {})[grid] = typed


def typed_rows(grid: Grid, standing: pd.DataFrame) -> Typed | None:
    """The typed rows that are not loaded yet; None if the records have changed since typing began."""
    typed = st.session_state.get(TYPED, {}).get(grid)
    if typed is None or not typed.standing.equals(standing):
        return None
    return typed


def has_typed(grid: Grid) -> bool:
    """Whether the grid has typed rows that may not be loaded yet."""
    return grid in st.session_state.get(TYPED, {})


def forget_every_typed() -> None:
    """Discard the typed rows of all grids, because they were loaded."""
    st.session_state.pop(TYPED, None)


def forget_typed(grid: Grid) -> None:
    """Discard the typed rows of a grid."""
    st.session_state.get(TYPED, {}).pop(grid, None)
