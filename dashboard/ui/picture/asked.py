"""Which chart the address asks to fill the window; one that is not on the page is forgotten again."""

import streamlit as st

ASKED = "chart"
FILLED = "chart-that-fills"


def asked_chart() -> str:
    """The key of the chart that is to fill the window; "" on a page as usual."""
    return st.query_params.get(ASKED, "") if st.context.is_embedded else ""


def note_filled(key: str) -> None:
    """The chart asked for is on the page."""
    st.session_state[FILLED] = key


def forget_unknown_chart() -> None:
    """Run the page once more, as usual, where its run has met no chart of the name asked for."""
    if asked_chart() and st.session_state.pop(FILLED, "") != asked_chart():
        del st.query_params[ASKED]
        st.rerun()
