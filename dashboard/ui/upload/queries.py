"""What the page 数据填报 reads from the history, cached per version of the warehouse."""

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from etl.load.history import read_history, read_journal, read_load_changes, read_load_records
from etl.warehouse.backup import Restored, read_restores


@st.cache_resource(max_entries=4, show_spinner=False)
def history(version: str) -> pd.DataFrame:
    """Every load, as the frame of read_history."""
    with cache.reading(version) as connection:
        return read_history(connection)


@st.cache_resource(max_entries=4, show_spinner=False)
def journal(version: str) -> pd.DataFrame:
    """Every event, as the frame of read_journal."""
    with cache.reading(version) as connection:
        return read_journal(connection)


@st.cache_resource(max_entries=4, show_spinner=False)
def restores(version: str) -> tuple[Restored, ...]:
    """Every restore from a backup, oldest first."""
    with cache.reading(version) as connection:
        return read_restores(connection)


@st.cache_resource(max_entries=8, show_spinner=False)
def load_changes(version: str, load: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What a load changed at the time: figures, targets, tasks, units and notes."""
    with cache.reading(version) as for_figures, cache.reading(version) as for_records:
        return read_load_changes(for_figures, load), read_load_records(for_records, load)
