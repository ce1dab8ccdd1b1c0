"""The directions of docs/architecture.md: pages → dashboard → etl, and where Streamlit may be."""

import pytest

from tests.house.source import ROOT, below, imports, imports_of, python_files

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
    "dashboard/wording": ("streamlit", "dashboard.charts", "dashboard.documents", "dashboard.ui"),
    "dashboard/charts": ("streamlit", "dashboard.board", "dashboard.documents", "dashboard.ui", *QUERYING),
    "dashboard/documents": ("streamlit", "dashboard.ui"),
    "dashboard/cli": ("streamlit", "dashboard.ui"),
    "pages": ("app", "duckdb"),
    "pages/board": ("etl.load",),
    "pages/plan": ("etl.load",),
    "pages/material": ("etl.load",),
}


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
