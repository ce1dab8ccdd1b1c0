"""Pages and versions of the warehouse: one a run, also where loads come, of older and of newer programs."""

from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from etl.warehouse import Warehouse
from tests.dashboard.command import run
from tests.etl.old_warehouses import OldWarehouse
from tests.pages.board import open_board, pages_html, words
from tests.pages.data_pages import open_data_page, said
from tests.pages.plan import open_plan

MARCH = {"year": "2023", "month": "3", "unit": "bureau"}
MERGED = (
    "单位代码,单位名称,上级单位,别名,填报内容,停用年月,并入单位\n"
    "a,甲大队,root,甲队;一大队,hotline;cases,,\nb,乙站,root,,hotline,2023-06,a\n"
)


def page_that_a_load_overtakes() -> None:
    """In each run somebody else's load comes between two of its readings."""
    import streamlit as st

    from dashboard.ui import cache, view_boards

    version = cache.version()
    outline = cache.outline(version)
    with cache.warehouse().write() as connection:
        connection.execute("UPDATE latest_value SET value = value + 1")
    board = view_boards.board(version, 2023, 6, "bureau", ("tickets_received",))
    st.session_state.setdefault("shown", []).append((version, board.of("tickets_received").year_to_date))
    assert cache.outline(version) is outline


def page_of_a_version_that_is_gone() -> None:
    """A fragment that runs long after its page: its version is not on disk any more."""
    import streamlit as st

    from dashboard.ui import cache

    version = st.session_state.setdefault("version", cache.version())
    st.session_state["version"] = cache.version()
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    if st.session_state["runs"] == 1:
        version = version.replace(".duckdb@", ".duckdb@1")
    with cache.reading(version) as connection:
        st.session_state["read"] = connection.execute("SELECT count(*) FROM load").fetchone()


def test_a_page_that_a_load_overtakes_shows_one_version_and_the_next_run_the_next(warehouse: Path) -> None:
    first = Warehouse(warehouse).version()
    page = AppTest.from_function(page_that_a_load_overtakes, default_timeout=60).run()
    second = Warehouse(warehouse).version()
    page.run()
    assert not page.exception
    (shown_first, before), (shown_next, after) = page.session_state["shown"]
    assert (shown_first.partition("#")[0], shown_next.partition("#")[0]) == (first, second)
    assert after > before


def test_a_page_whose_version_is_gone_is_drawn_anew(warehouse: Path) -> None:
    page = AppTest.from_function(page_of_a_version_that_is_gone, default_timeout=60).run()
    assert not page.exception
    assert page.session_state["runs"] == 2
    assert page.session_state["read"][0] > 0


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of an earlier program, as it was left, which the pages show."""
    folder = OldWarehouse(2).lay_out(tmp_path / "old")
    monkeypatch.setenv("WAREHOUSE", str(folder))
    return folder


def test_a_page_opens_what_an_earlier_program_left(old: Path, tmp_path: Path) -> None:
    assert "1,260余" in words(pages_html(open_board("hotline", **MARCH)))
    assert "撤销" in said(open_data_page("upload"))
    assert len(list((old / "older").iterdir())) == 1
    (tmp_path / "units.csv").write_text(MERGED, encoding="utf-8")
    assert run("etl", old, "load", str(tmp_path / "units.csv")).status == 0
    units = words(pages_html(open_plan("definitions", **MARCH)))
    assert "乙站 b 示例局" in units
    assert "2023年6月" in units.partition("乙站 b 示例局")[2][:80]
    assert "甲队、一大队 12345热线" in units


def test_a_page_leaves_what_a_newer_program_wrote_alone_and_says_so(old: Path) -> None:
    version = old / "versions/000017.duckdb"
    with duckdb.connect(version) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    before = version.read_bytes()
    for page in (open_board(), open_board("hotline"), open_data_page("upload"), open_plan("definitions")):
        assert "请换用新版程序" in said(page)
    assert version.read_bytes() == before
    assert [path.name for path in version.parent.iterdir()] == [version.name]
