"""What the plan's pages read beside boards, each answer computed once for a version of the warehouse."""

import streamlit as st

from dashboard.reports.records import Task, read_planned_units, read_tasks
from dashboard.ui.cache import VIEWS_KEPT, warehouse


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def planned_units(version: str, year: int, unit: str) -> tuple[str, ...]:
    """The codes of the units directly below that have targets of their own in the year."""
    with warehouse().read() as connection:
        return read_planned_units(connection, unit, year)


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def tasks(version: str, year: int, unit: str) -> tuple[Task, ...]:
    """The year's tasks of the unit and all below it, by due date."""
    with warehouse().read() as connection:
        return read_tasks(connection, unit, year)
