"""Who looks at a page: the name that the proxy or the provider of logins gives; roles are asked elsewhere.

Logins at the provider (oidc) are good for the hours that the setting allows, and not once they are ended.

Streamlit accepts its own cookie for 30 days from any browser. So the time of each login is read from its
signature, each logout is noted, and people on the office's list of the denied are not let in.
"""

import json
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import HTTPConnection

from dashboard.ui.serving.serving_file import serving
from dashboard.ui.serving.serving_mode import USER_KEY, Provider, Serving
from dashboard.ui.streamlit_inside import USER_COOKIE_NAME as COOKIE

# Streamlit cuts a long cookie in pieces; the first then holds their count.
IN_PIECES = re.compile(r"chunks-(\d{1,2})")
# The lifetime in a Set-Cookie header; a cookie that is deleted has Max-Age=0 and keeps it.
LIFETIME = re.compile(r"Max-Age=[1-9]\d*", re.IGNORECASE)
LINE = re.compile(r"(?P<name>\S.*?)(?:\s+(?P<time>\d{4}-\S*))?")
NOTED = re.compile(r"^(\d+) ([0-9a-f]{64})$", re.MULTILINE)
LOGOUTS, DENIED = "serving.logouts.txt", "serving.denied.txt"
FOR_EVER = float("inf")
NOT_NOTED = "退出登录未能记入 %s，本次运行期间仍然有效。"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Login:
    """Who has logged in, when, and the marks by which this login is known again."""

    name: object
    since: float
    marks: frozenset[str]


class Logins:
    """Which logins are good."""

    def __init__(self, setting: Serving, provider: Provider) -> None:
        self._setting = setting
        self._provider = provider
        self._seconds = provider.login_hours * 3600
        self._denied = _KeptFile(setting.folder / DENIED)
        self._logouts = setting.folder / LOGOUTS
        self._lock = Lock()
        self._ended = _logouts_noted(self._logouts)

    def name(self, cookies: Mapping[str, str]) -> object:
        """The claim that names who has logged in; None without a good login."""
        login = self._read(cookies)
        if login is None or login.marks & self._ended.keys() or self._is_denied(login):
            return None
        return login.name

    def end(self, cookies: Mapping[str, str]) -> None:
        """Note the login of these cookies as ended, so that a copy of them opens nothing."""
        login = self._read(cookies)
        if login is None:
            return
        until = login.since + self._seconds
        with self._lock:
            self._ended |= dict.fromkeys(login.marks, until)
            try:
                with self._logouts.open("a", encoding="ascii") as file:
                    file.writelines(f"{until:.0f} {mark}\n" for mark in login.marks)
            except OSError:
                log.exception(NOT_NOTED, self._logouts)

    def _is_denied(self, login: Login) -> bool:
        return login.since < before(self._denied.text(), str(login.name).strip())

    def _read(self, cookies: Mapping[str, str]) -> Login | None:
        """The login in the cookies, if we signed each of their pieces within the hours allowed."""
        try:
            pieces = [self._signed(cookies, COOKIE)]
            if count := IN_PIECES.fullmatch(pieces[0][0]):
                pieces = [self._signed(cookies, f"{COOKIE}_{i + 1}") for i in range(int(count[1]))]
            claims = json.loads("".join(text for text, _ in pieces))
        except (BadData, KeyError, ValueError):
            return None
        return self._login(claims, min(since for _, since in pieces), cookies)

    def _signed(self, cookies: Mapping[str, str], name: str) -> tuple[str, float]:
        serializer = URLSafeTimedSerializer(self._setting.secret, salt=name)
        text, at = serializer.loads(cookies[name], max_age=self._seconds, return_timestamp=True)
        return str(text), at.timestamp()

    def _login(self, claims: dict[str, Any], since: float, cookies: Mapping[str, str]) -> Login | None:
        if claims.get("is_logged_in") is not True or claims.get("origin") != self._setting.url:
            return None
        pieces = [value for name, value in cookies.items() if re.fullmatch(rf"{COOKIE}(_\d+)?", name)]
        marks = frozenset(sha256(value.encode()).hexdigest() for value in pieces)
        return Login(claims.get(self._provider.name_claim), since, marks)


@lru_cache
def logins(setting: Serving) -> Logins | None:
    """The logins of this process; None where the provider isn't asked."""
    return Logins(setting, setting.provider) if setting.provider else None


def shortened(cookie: str, setting: Serving) -> str:
    """A Set-Cookie header that expires with the login and is sent over TLS only."""
    if setting.provider and cookie.startswith(COOKIE):
        cookie = LIFETIME.sub(f"Max-Age={setting.provider.login_hours * 3600}", cookie)
    is_open = not setting.url.startswith("https:") or "; secure" in cookie.lower()
    return cookie if is_open else f"{cookie}; Secure"


def before(denied: str, name: str) -> float:
    """Logins of this person before this time are denied; 0 if the list doesn't name him.

    A line of the list is a name, which denies every login, or `name 2026-11-28T09:00`.
    """
    lines = (LINE.fullmatch(line.split("#")[0].strip()) for line in denied.splitlines())
    return max((_time(line["time"]) for line in lines if line and line["name"] == name), default=0.0)


def _time(written: str | None) -> float:
    """The time on a line of the list; without a readable one every login is denied."""
    try:
        return datetime.fromisoformat(written or "").timestamp()
    except ValueError:
        return FOR_EVER


class _KeptFile:
    """The text of a file that is read again once it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._text = ""

    def text(self) -> str:
        """The text now; that of before where the file can't be read; "" where there is none."""
        try:
            found = self._path.stat()
            if (found.st_mtime_ns, found.st_size) != self._seen:
                self._text = self._path.read_text(encoding="utf-8")
                self._seen = (found.st_mtime_ns, found.st_size)
        except FileNotFoundError:
            self._text, self._seen = "", None
        except (OSError, ValueError):
            log.exception("名单 %s 无法读取，沿用此前的内容。", self._path)
        return self._text


def _logouts_noted(path: Path) -> dict[str, float]:
    """The marks of logins that were ended and would still be good, each until when; the rest is forgotten."""
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return {}
    noted = {mark: float(until) for until, mark in NOTED.findall(text) if float(until) > time.time()}
    try:
        path.write_text("".join(f"{until:.0f} {mark}\n" for mark, until in noted.items()), encoding="ascii")
    except OSError:
        log.exception(NOT_NOTED, path)
    return noted


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
