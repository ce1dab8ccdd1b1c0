"""Signing in and out: the page for who has not logged in yet, and the buttons on the board's pages."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard.ui.identity import visitor
from dashboard.ui.markup import as_written, tag
from dashboard.ui.serving_file import serving
from dashboard.ui.serving_mode import Mode

PAGE = Path(__file__).with_name("sign_in.html")


@lru_cache
def sign_in_page() -> str:
    """The page with the button 登录; it needs no script of the board."""
    return PAGE.read_text(encoding="utf-8")


def draw_who_looks() -> None:
    """Below the list of pages: who is logged in, with the button to log in or out."""
    mode, name = serving().mode, visitor().name
    if mode is Mode.ALONE:
        return
    with st.sidebar:
        if name is None:
            st.html(tag("p", tag("a", "登录", href="/login", target="_self"), class_="who"))
            return
        st.markdown(as_written(name))
        if mode is Mode.OIDC and st.button("退出登录"):
            st.logout()
