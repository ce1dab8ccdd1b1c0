"""A run of a page shows one version of the warehouse, also where a load comes while it is drawn."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from etl.warehouse import Warehouse


def page_that_a_load_overtakes() -> None:
    """In its first run somebody else's load comes between two of its readings."""
    import streamlit as st

    from dashboard.ui import cache

    version = cache.warehouse().version()
    cache.outline(version)
    if "shown" not in st.session_state:
        st.session_state["shown"] = ""
        with cache.warehouse().write() as connection:
            connection.execute("UPDATE latest_value SET value = value + 1")
    cache.board(version, 2023, 6, "bureau", ("tickets_received",))
    st.session_state["shown"] = version


def test_a_page_that_a_load_overtakes_shows_its_own_version_until_it_is_run_again(warehouse: Path) -> None:
    before = Warehouse(warehouse).version()
    page = AppTest.from_function(page_that_a_load_overtakes, default_timeout=60).run()
    assert not page.exception
    assert page.session_state["shown"] == before
    page.run()
    assert page.session_state["shown"] == Warehouse(warehouse).version() != before
