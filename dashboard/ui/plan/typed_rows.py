"""Rows typed into a grid and handed over to be checked: they stay in the grid until they are loaded."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

TYPED = "typed-rows"
Grid = tuple[str, int, str]  # dataset, year, unit of the view


@dataclass(frozen=True)
class Typed:
    """What a grid held when it was handed over: the records it began with, those as edited, the new ones."""

    standing: pd.DataFrame
    edited: pd.DataFrame
    added: pd.DataFrame


def keep_typed(grid: Grid, typed: Typed) -> None:
    """Keep what was typed for this session."""
    st.session_state.setdefault(TYPED, {})[grid] = typed


def typed_rows(grid: Grid, standing: pd.DataFrame) -> Typed | None:
    """What was typed and not loaded yet; None once the records are others than those it began with."""
    typed = st.session_state.get(TYPED, {}).get(grid)
    if typed is None or not typed.standing.equals(standing):
        return None
    return typed


def has_typed(grid: Grid) -> bool:
    """Whether something was typed into a grid that may not be loaded yet."""
    return grid in st.session_state.get(TYPED, {})


def forget_every_typed() -> None:
    """Throw away what was typed into any grid: it was loaded."""
    st.session_state.pop(TYPED, None)


def forget_typed(grid: Grid) -> None:
    """Throw away what was typed."""
    st.session_state.get(TYPED, {}).pop(grid, None)
