"""What the page 催报与封账 reads, each answer computed once for a version of the warehouse."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.board.board import read_boards
from dashboard.board.lamp_changes import LampChange, compare_boards
from dashboard.ui import cache
from etl.export.export import read_figures
from etl.warehouse.as_of import as_of_freeze
from etl.warehouse.completeness import read_completeness

MONTHS_BEFORE = 12


@st.cache_resource(max_entries=20, show_spinner=False)
def completeness(version: str, month: date, today: date) -> pd.DataFrame:
    """Who owes what for the month and what came, as read_completeness gives it."""
    with cache.reading(version) as connection:
        return read_completeness(connection, cache.catalogue(), month, today)


@st.cache_resource(max_entries=20, show_spinner=False)
def then_and_now(version: str, month: date, units: tuple[str, ...]) -> tuple[LampChange, ...] | None:
    """Each KPI of the units as reported when the month was closed, and as known now.

    None where the month was never closed.
    """
    catalogue = cache.catalogue()
    with cache.reading(version) as then, cache.reading(version) as now:
        if as_of_freeze(then, month) is None:
            return None
        return compare_boards(
            *(read_boards(connection, catalogue, month.year, month, units) for connection in (then, now))
        )


@st.cache_data(max_entries=20, show_spinner=False)
def usual_columns(version: str, unit: str, dataset: str, month: date) -> tuple[str, ...]:
    """The columns (ids) that a unit filled in during the twelve months before; every column where none."""
    with cache.reading(version) as connection:
        years = [read_figures(connection, dataset, unit, year) for year in (month.year - 1, month.year)]
    figures = pd.concat(years)
    before = figures[(figures["month"] < pd.Timestamp(month)) & (figures["month"] >= _year_before(month))]
    filled = set(before["indicator"])
    columns = [column.id for column in cache.catalogue().dataset(dataset).columns]
    return tuple(column for column in columns if column in filled) or tuple(columns)


def _year_before(month: date) -> pd.Timestamp:
    return pd.Timestamp(month) - pd.DateOffset(months=MONTHS_BEFORE)
