"""Signing in and out: the page for people who are not logged in, and the buttons on the board's pages."""

import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from dashboard.ui.logins import visitor
from dashboard.ui.markup import as_written, tag
from dashboard.ui.serving_file import serving

PAGE = Path(__file__).with_name("sign_in.html")
# A page of the board and its view, nothing that a browser could take for another server's address.
OWN_PAGE = re.compile(r"/[a-z_]*(\?[\w.~%&=+*-]*)?", re.ASCII)
LONGEST_PAGE = 1000
ASKED_FOR = "board_page"
# The cookie that keeps, during a login, the page to return to afterwards.
RETURN_COOKIE = ASKED_FOR + "={page}; Path=/oauth2callback; Max-Age=600; HttpOnly; SameSite=Lax"


@lru_cache
def sign_in_page() -> str:
    """The page with the button 登录; it needs no script of the board."""
    return PAGE.read_text(encoding="utf-8")


def own_page(page: str | None) -> str:
    """The page of the board to go to after a login; the first one for anything that is no page of its own."""
    return page if page and len(page) <= LONGEST_PAGE and OWN_PAGE.fullmatch(page) else "/"


def page_left(request: HTTPConnection) -> str:
    """The page from which the visitor followed the link 登录."""
    left = urlsplit(request.headers.get("referer", ""))
    if left.netloc != request.headers.get("host"):
        return "/"
    return own_page(f"{left.path}?{left.query}" if left.query else left.path)


def lead_back(request: HTTPConnection, headers: MutableHeaders) -> None:
    """After a login Streamlit opens the first page; open the page that was asked for instead."""
    if headers.get("location") == "/":
        headers["location"] = own_page(request.cookies.get(ASKED_FOR))
    headers.append("set-cookie", f"{ASKED_FOR}=; Path=/oauth2callback; Max-Age=0")


def draw_who_looks() -> None:
    """Below the list of pages: who is logged in, with the button to log in or out."""
    mode, name = serving().mode, visitor().name
    if not mode.names_visitors:
        return
    with st.sidebar:
        if name is None:
            st.html(tag("p", tag("a", "登录", href="/login", target="_self"), class_="who"))
            return
        st.markdown(as_written(name))
        if mode.signs_in_here and st.button("退出登录"):
            st.logout()
