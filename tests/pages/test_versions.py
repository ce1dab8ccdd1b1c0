"""A run of a page shows one version of the warehouse, also where loads come while it is drawn."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from etl.warehouse import Warehouse


def page_that_a_load_overtakes() -> None:
    """In each run somebody else's load comes between two of its readings."""
    import streamlit as st

    from dashboard.ui import cache, view_boards

    version = cache.version()
    outline = cache.outline(version)
    with cache.warehouse().write() as connection:
        connection.execute("UPDATE latest_value SET value = value + 1")
    board = view_boards.board(version, 2023, 6, "bureau", ("tickets_received",))
    st.session_state.setdefault("shown", []).append((version, board.of("tickets_received").year_to_date))
    assert cache.outline(version) is outline


def page_of_a_version_that_is_gone() -> None:
    """A fragment that runs long after its page: its version is not on disk any more."""
    import streamlit as st

    from dashboard.ui import cache

    version = st.session_state.setdefault("version", cache.version())
    st.session_state["version"] = cache.version()
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if st.session_state["runs"] == 1:
        version = version.replace(".duckdb@", ".duckdb@1")
    with cache.reading(version) as connection:
        st.session_state["read"] = connection.execute("SELECT count(*) FROM load").fetchone()


def test_a_page_that_a_load_overtakes_shows_one_version_and_the_next_run_the_next(warehouse: Path) -> None:
    first = Warehouse(warehouse).version()
    page = AppTest.from_function(page_that_a_load_overtakes, default_timeout=60).run()
    second = Warehouse(warehouse).version()
    page.run()
    assert not page.exception
    (shown_first, before), (shown_next, after) = page.session_state["shown"]
    assert (shown_first.partition("#")[0], shown_next.partition("#")[0]) == (first, second)
    assert after > before


def test_a_page_whose_version_is_gone_is_drawn_anew(warehouse: Path) -> None:
    page = AppTest.from_function(page_of_a_version_that_is_gone, default_timeout=60).run()
    assert not page.exception
    assert page.session_state["runs"] == 2
    assert page.session_state["read"][0] > 0
