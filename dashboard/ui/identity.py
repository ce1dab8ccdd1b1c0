"""Who looks at a page: the name that the proxy or the provider of logins gives; roles are asked elsewhere."""

from dataclasses import dataclass

import streamlit as st
from starlette.requests import HTTPConnection

from dashboard.ui.logins import logins
from dashboard.ui.serving_file import serving
from dashboard.ui.serving_mode import USER_KEY, Serving

THIS_MACHINE = "本机"
LONGEST_NAME = 100


@dataclass(frozen=True)
class Visitor:
    """The visitor of a page and their address. `name`: None if unknown, "" for the person at this machine."""

    name: str | None
    source: str


AT_THIS_MACHINE = Visitor("", THIS_MACHINE)


def visitor() -> Visitor:
    """The visitor of the running page; an unknown visitor outside a page run."""
    setting = serving()
    if not setting.mode.names_visitors:
        return AT_THIS_MACHINE
    return Visitor(_name_of_user(setting), st.context.ip_address or THIS_MACHINE)


def _name_of_user(setting: Serving) -> str | None:
    known = logins(setting)
    if known is None:
        return header_name(st.user.get(USER_KEY))
    return plain_name(known.name(st.context.cookies)) if st.user.get("is_logged_in") else None


def name_of_request(setting: Serving, request: HTTPConnection) -> str | None:
    """Name of the person who sends a request, None if unknown. In office mode the proxy sent it (gate.py)."""
    if not setting.mode.names_visitors:
        return AT_THIS_MACHINE.name
    if known := logins(setting):
        return plain_name(known.name(request.cookies))
    given = request.headers.getlist(setting.name_header)
    return header_name(given[0]) if len(given) == 1 else None


def header_name(value: object) -> str | None:
    """The name in a header, which may be Chinese in UTF-8; None if it holds no valid name."""
    try:
        return plain_name(value.encode("latin-1").decode()) if isinstance(value, str) else None
    except UnicodeError:
        return None


def plain_name(value: object) -> str | None:
    """A name without surrounding space; None if it is empty, too long or holds unprintable characters.

    Any other space around a name is part of it: with one added, nobody becomes somebody else.
    """
    name = value.strip(" ") if isinstance(value, str) else ""
    return name if name and name.isprintable() and len(name) <= LONGEST_NAME else None
