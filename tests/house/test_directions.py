"""The directions of docs/architecture.md: pages → dashboard → etl, where Streamlit may be, and who writes."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import ROOT, below, imports, imports_of, python_files, read

QUERYING = ("duckdb", "etl.warehouse", "etl.load")
FORBIDDEN = {
    "domain": ("etl", "pages", "app", "streamlit", "plotly", "duckdb"),
    "etl": ("dashboard", "pages", "app", "streamlit", "plotly", "pptx"),
    "etl/warehouse": ("etl.read", "etl.check", "etl.load", "etl.export", "etl.written_report", "etl.cli"),
    "etl/read/open": ("etl.read.locate", "etl.read.shapes", "etl.read.records", "etl.check", "etl.load"),
    "etl/read/locate": ("etl.read.shapes", "etl.read.records", "etl.check", "etl.load"),
    "etl/read/shapes": ("etl.read.records", "etl.check", "etl.load"),
    "etl/read": ("etl.check", "etl.load", "etl.warehouse", "etl.cli"),
    "etl/check": ("etl.load", "etl.export", "etl.written_report", "etl.cli"),
    "etl/load": ("etl.export", "etl.written_report", "etl.cli"),
    "dashboard": ("pages", "app"),
    "dashboard/board": (
        "streamlit",
        "plotly",
        "dashboard.wording",
        "dashboard.charts",
        "dashboard.documents",
        "dashboard.ui",
    ),
    "dashboard/wording": ("streamlit", "duckdb", "dashboard.charts", "dashboard.documents", "dashboard.ui"),
    "dashboard/charts": ("streamlit", "dashboard.board", "dashboard.documents", "dashboard.ui", *QUERYING),
    "dashboard/documents": ("streamlit", "dashboard.ui"),
    "dashboard/cli": ("streamlit", "dashboard.ui"),
    "pages": ("app", "duckdb"),
    "pages/board": ("etl.load",),
    "pages/plan": ("etl.load",),
    "pages/material": ("etl.load",),
}
# What changes a warehouse: functions by their module, and methods of Warehouse.
WRITING = {
    "etl.load.store": {"load", "load_file", "store"},
    "etl.load.history": {"undo", "redo"},
    "etl.load.freeze": {"freeze", "unfreeze"},
    "etl.warehouse.backup": {"restore"},
    "etl.warehouse.choice": {"begin_office"},
    "etl.warehouse.people": {"set_person", "remove_person"},
}
# Doors that ask who stands before them; left out, that is a manager at the command line.
ASKING = {*(name for named in WRITING.values() for name in named), "backup", "take_original", "allow"}
ASKING |= {"preview_sequence"}
WRITING_METHODS = {"begin", "adopt"}


def trespasses(folder: str) -> list[str]:
    """Each import below the folder that the directions forbid."""
    return [
        f"{path}: {module}"
        for path in python_files(folder)
        for module in sorted(imports_of(path))
        if below(module, FORBIDDEN[folder])
    ]


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_a_room_imports_only_from_the_rooms_below_it(folder: str) -> None:
    assert trespasses(folder) == []


def test_streamlit_is_imported_only_by_app_pages_and_ui() -> None:
    allowed = ("app.py", "pages/", "dashboard/ui/")
    users = [path.as_posix() for path in python_files("domain", "etl", "dashboard", "pages", "tools")]
    elsewhere = [path for path in users if not path.startswith(allowed)]
    assert [path for path in elsewhere if _uses_streamlit(path)] == []


def _uses_streamlit(path: str) -> bool:
    return any(below(module, ("streamlit",)) for module in imports((ROOT / path).read_text("utf-8")))


def test_only_the_pages_for_data_and_people_write() -> None:
    """What these pages share gets the writing functions handed over by them."""
    writing = {("pages", "data"), ("pages", "manage")}
    files = [path for path in python_files("pages", "dashboard/ui") if path.parts[:2] not in writing]
    found = {path: sorted(writing_doors(read(path))) for path in files}
    assert {path: doors for path, doors in found.items() if doors} == {}


def test_a_page_says_at_every_door_who_asks() -> None:
    found = {path: unsigned_calls(read(path)) for path in python_files("pages", "dashboard/ui")}
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "source", ["history.undo(warehouse, 3, by=by)", "load(warehouse, confirmed)", "backup(warehouse, path)"]
)
def test_a_call_that_does_not_say_who_asks_is_seen(source: str) -> None:
    assert unsigned_calls(f"from etl.load import history, load, backup\n{source}") == [source]


def unsigned_calls(source: str) -> list[str]:
    """Each call of a door of etl without a person."""
    nodes = list(ast.walk(ast.parse(source)))
    of_etl = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("etl")
        for alias in node.names
    }
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if _is_door(call, of_etl) and not _says_who(call)]


def _is_door(call: ast.Call, of_etl: set[str]) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    module = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return name in ASKING and getattr(module, "id", "") in of_etl


def _says_who(call: ast.Call) -> bool:
    given = [ast.unparse(each) for each in call.args]
    return any(word.arg == "person" for word in call.keywords) or any("person" in each for each in given)


@pytest.mark.parametrize(
    ("source", "door"),
    [
        ("from etl.load.history import Change, undo", "etl.load.history.undo"),
        ("from etl.load import freeze as closing", "etl.load.freeze"),
        ("import etl.load.store", "etl.load.store"),
        ("from etl.warehouse import WarehouseError, backup", "etl.warehouse.backup"),
        ('Warehouse(OFFICE).begin("office")', "begin"),
        ("with cache.warehouse().write() as connection: pass", "write"),
    ],
)
def test_a_door_that_writes_is_seen(source: str, door: str) -> None:
    assert list(writing_doors(source)) == [door]


@pytest.mark.parametrize(
    "source",
    [
        "from etl.load.history import Change, read_history",
        "from etl.warehouse.backup import backup",
        "st.write(1)",
    ],
)
def test_a_door_that_only_reads_passes(source: str) -> None:
    assert list(writing_doors(source)) == []


def writing_doors(source: str) -> Iterator[str]:
    """Every function or method that changes a warehouse, as far as a source text reaches for it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in WRITING)
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            doors = {f"{module}.{name}" for module, named in WRITING.items() for name in named}
            yield from sorted(names & (doors | WRITING.keys()))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_warehouse = "arehouse" in ast.unparse(node.func.value)
            if node.func.attr in WRITING_METHODS or (node.func.attr == "write" and of_warehouse):
                yield node.func.attr


def test_no_page_lies_directly_in_pages_where_the_old_router_would_serve_it_past_the_login() -> None:
    assert list((ROOT / "pages").glob("*.py")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import streamlit as st",
        "from streamlit import cache_data",
        "import streamlit.components.v1",
        "def later():\n    import streamlit",
        "if True:\n    from streamlit.runtime import caching",
    ],
)
def test_a_forbidden_import_is_seen_however_it_is_written(source: str) -> None:
    assert any(below(module, ("streamlit",)) for module in imports(source))


@pytest.mark.parametrize(
    "source", ["from etl.load import store", "from etl.load.store import load", "import etl.load.store"]
)
def test_a_module_is_seen_by_its_full_name(source: str) -> None:
    assert any(below(module, ("etl.load.store",)) for module in imports(source))


def test_a_relative_import_is_seen_as_what_it_means() -> None:
    assert "dashboard.ui.cards" in set(imports("from ..ui import cards", "dashboard.charts"))


def test_a_longer_name_is_another_module() -> None:
    assert not below("etl.loading", ("etl.load.store",))
