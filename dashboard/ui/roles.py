"""The visitor: their role in the warehouse, the pages they have, how they sign in and out, and sign."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection

from dashboard.ui import cache
from dashboard.ui.markup import as_written, tag
from dashboard.ui.memoize import memoize
from dashboard.ui.serving.logins import name_of_request, visitor
from dashboard.ui.serving.serving_file import serving
from dashboard.ui.serving.serving_mode import Serving, Unknown
from dashboard.ui.streamlit_inside import StreamlitPage
from domain.catalogue import CatalogueError
from domain.people import LOCAL_MANAGER, Action, Person, Role, may
from domain.units import UnitDirectory
from etl.warehouse import WarehouseError
from etl.warehouse.people import login_name, read_people

ROOT = Path(__file__).resolve().parents[2]
BOARD = "法治政府建设看板"
# The right that a page needs, by its address; for the others the right to see the board is enough.
NEEDED = {"upload": Action.UPLOAD, "people": Action.PEOPLE, "record": Action.RECORD}
SIGNED_AS = "upload-person"
NOT_ADMITTED = "还没有准许您使用看板。请把登录名“{name}”告诉管理人员，由其在“人员与权限”页登记。"
NOBODY = "请先登录，再打开看板。"


def person_here() -> Person:
    """The visitor of this run, with their role in the newest version of the warehouse; alone, a manager.

    Raises WarehouseError, CatalogueError.
    """
    who = visitor()
    if who.name == "":
        return replace(LOCAL_MANAGER, source=who.source)
    return replace(person_named(who.name), source=str(who.source))


def person_named(name: str | None) -> Person:
    """The person with this login (None: unknown), with their role in the newest version of the warehouse.

    Raises WarehouseError, CatalogueError.
    """
    return _person(cache.version(), name)


def person_asking(setting: Serving, request: HTTPConnection) -> Person:
    """The person who requests a page before it runs; unknown with a provider's login, which only pages read.

    Raises WarehouseError, CatalogueError.
    """
    name = None if setting.mode.signs_in_here else name_of_request(setting, request)
    return LOCAL_MANAGER if name == "" else person_named(name)


def may_upload(name: str | None) -> bool:
    """Whether the person may upload files; nobody may while the warehouse cannot be read."""
    try:
        return may(person_named(name), Action.UPLOAD)
    except (WarehouseError, CatalogueError):
        return False


def _person(version: str, name: str | None) -> Person:
    setting = serving()
    if name is None:
        return Person("", Role.VIEWER if setting.open_reading else None)
    name = login_name(name)
    sees = setting.open_reading or setting.unknown is Unknown.VIEWER
    return _people(version).get(name) or Person(name, Role.VIEWER if sees else None)


@memoize(4)
def _people(version: str) -> dict[str, Person]:
    with cache.warehouse().read() as connection:
        return {listed.person.name: listed.person for listed in read_people(connection)}


def may_open(person: Person, page: str) -> bool:
    """Whether the person has the page with this address (`upload`)."""
    return may(person, NEEDED.get(page, Action.SEE))


def has_right_to(page: str) -> bool:
    """Whether the visitor has the page; every visitor has the pages that need no particular right."""
    return page not in NEEDED or may_open(person_here(), page)


def pages_of(groups: Mapping[str, Mapping[str, str]], first: str) -> dict[str, list[StreamlitPage]]:
    """The pages that the visitor has, by group. A page that is not among them has no address.

    Takes the title of each page by its path, by group; `first` is the page that opens.
    """
    try:
        person = person_here()
    except (WarehouseError, CatalogueError):
        person = Person("", None)
    own = {
        group: [
            st.Page(path, title=title, default=path == first)
            for path, title in pages.items()
            if (ROOT / path).exists() and may_open(person, Path(path).stem)
        ]
        for group, pages in groups.items()
    }
    shown = {group: pages for group, pages in own.items() if pages}
    return shown or {"": [st.Page(_not_admitted, title=BOARD, default=True)]}


def _not_admitted() -> None:
    """Instead of the board: why it is not shown."""
    st.title(BOARD, anchor=False)
    person = person_here()
    st.info(NOT_ADMITTED.format(name=as_written(person.name)) if person.is_known else NOBODY)


def require(action: Action) -> Person:
    """The visitor, who may do this; others get one sentence, and the run ends."""
    person = person_here()
    if not may(person, action):
        st.error(f"您不能{action.value}。如需办理，请与管理人员联系。")
        st.stop()
    return person


def own_units(person: Person, directory: UnitDirectory) -> UnitDirectory:
    """The units that the person may report for."""
    if may(person, Action.PLAN):
        return directory
    codes = {code for unit in person.units for code in directory.members(unit)}
    return UnitDirectory(unit for unit in directory.units if unit.unit in codes)


def ask_who(label: str, key: str, **layout: Any) -> str:
    """The name to sign with: the login, or without one a text field with the name last given."""
    person = person_here()
    if person.is_known:
        st.markdown(f"{label.partition('（')[0]}：{as_written(person.name)}", width="content")
        return person.name
    last = st.session_state.get(SIGNED_AS, "")
    return st.text_input(label, value=last, key=key, **layout).strip()


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
