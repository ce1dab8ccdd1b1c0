"""An office with people of every role, its pages opened as each of them, without a browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.people import Role
from etl.warehouse import Warehouse
from etl.warehouse.people import set_person
from tests.pages.board import ROOT, checked

MANAGER, REPORTER, VIEWER, UNKNOWN = "管理员", "大队填报员", "局长", "外人"
PEOPLE = {MANAGER: (Role.MANAGER, ()), REPORTER: (Role.REPORTER, ("brigade",)), VIEWER: (Role.VIEWER, ())}
SECRET = "5ecret" * 8
SETTING = 'mode = "office"\nurl = "https://board.example"\nsecret_file = "proxy.secret"\n'


def setting_in(folder: Path, more: str = "") -> Path:
    """An office's setting, with its secret beside it."""
    (folder / "proxy.secret").write_text(SECRET, encoding="ascii")
    (folder / "proxy.secret").chmod(0o600)
    path = folder / f"serving{len(more)}.toml"
    path.write_text(SETTING + more, encoding="utf-8")
    return path


def with_people(folder: Path) -> Path:
    """The warehouse, with a manager, a reporter of brigade and a viewer."""
    for name, (role, units) in PEOPLE.items():
        set_person(Warehouse(folder), name, role, units, is_new=True)
    return folder


def serve_office(monkeypatch: pytest.MonkeyPatch, folder: Path, more: str = "") -> None:
    """From now on the pages are those of an office behind its proxy."""
    monkeypatch.setenv("SERVING", str(setting_in(folder, more)))


def visit(name: str | None, page: str = "", **query: str) -> AppTest:
    """A page (`data/upload`) as the proxy's user sees it; None has not logged in."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=90)
    if name is not None:
        at.user = {"board_user": name.encode().decode("latin-1")}
    if page:
        at.switch_page(f"pages/{page}.py")
    for key, value in query.items():
        at.query_params[key] = value
    return checked(at.run())
