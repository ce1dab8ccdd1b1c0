"""The directions of docs/architecture.md: pages → dashboard → etl, and where Streamlit may be."""

import pytest

from tests.house.source import ROOT, below, imports, imports_of, python_files

QUERYING = ("duckdb", "etl.warehouse", "etl.load")
FORBIDDEN = {
    "etl": ("dashboard", "pages", "app", "streamlit", "plotly", "pptx"),
    "dashboard": ("pages", "app"),
    "dashboard/kpi": ("streamlit", "plotly", "dashboard.ui", "dashboard.charts", "dashboard.reports"),
    "dashboard/charts": ("streamlit", "dashboard.ui", *QUERYING),
    "dashboard/reports": ("streamlit", "dashboard.ui"),
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
    users = [path.as_posix() for path in python_files("etl", "dashboard", "pages", "tools")]
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
    "source", ["from etl import load", "from etl.load import load_files", "import etl.load"]
)
def test_a_module_is_seen_by_its_full_name(source: str) -> None:
    assert any(below(module, ("etl.load",)) for module in imports(source))


def test_a_relative_import_is_seen_as_what_it_means() -> None:
    assert "dashboard.ui.cards" in set(imports("from ..ui import cards", "dashboard.charts"))


def test_a_longer_name_is_another_module() -> None:
    assert not below("etl.loading", ("etl.load",))
