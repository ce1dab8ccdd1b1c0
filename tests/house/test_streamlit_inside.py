"""What leans on Streamlit's inside stands in one place, and is still there in the installed version."""

import inspect
import re

import pytest
import streamlit
from streamlit import string_util
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import script_runner

from dashboard.ui.streamlit_inside import (
    LARGE_SCRIPTS,
    LIVE_PLACE,
    SCRIPT,
    SCRIPT_IS_OVER,
    SKELETON,
    SMALL_SCRIPTS,
    STYLE,
    TRIED_WITH,
    entry_files,
    kept_theme,
    large_scripts,
    small_scripts,
    streamlit_document,
    streamlit_files,
)
from tests.house.source import ROOT, imports_of, product_files, read

INSIDE = "dashboard/ui/streamlit_inside.py"
# What Streamlit documents; everything else below `streamlit` may change with any release.
PUBLIC = ("streamlit", "streamlit.errors", "streamlit.testing.v1", "streamlit.testing.v1.AppTest")
BROKEN = f"Streamlit {streamlit.__version__} has lost what the board leans on (tried with {TRIED_WITH}): "


@pytest.fixture(scope="module")
def scripts() -> str:
    """All scripts that Streamlit sends to browsers."""
    files = sorted((streamlit_files() / "static" / "js").glob("*.js"))
    return "".join(file.read_text(encoding="utf-8") for file in files)


def test_every_test_id_in_style_and_script_is_in_streamlits_scripts(scripts: str) -> None:
    leaning = (
        "".join(file.read_text(encoding="utf-8") for file in (STYLE, SCRIPT)) + SCRIPT_IS_OVER + SKELETON
    )
    names = set(re.findall(r'data-testid="(\w+)"', leaning))
    lost = sorted(name for name in names if not re.search(rf"[\"'`]{name}[\"'`]", scripts))
    assert lost == [], BROKEN + ", ".join(lost)
    assert len(names) > 10


def test_the_switch_of_the_old_router_still_decides() -> None:
    assert "PagesManager.uses_pages_directory" in inspect.getsource(script_runner), BROKEN + "the switch"


def test_streamlits_document_has_one_place_for_the_page() -> None:
    assert streamlit_document().count(LIVE_PLACE) == 1, BROKEN + LIVE_PLACE


def test_streamlit_still_asks_the_board_for_a_page_of_its_own() -> None:
    entry = entry_files()
    assert entry.script.startswith("./static/js/"), BROKEN + "its scripts under static/js"
    assert len(entry.tags) == 3 + len(entry.imports) > 3, BROKEN + "the font or scripts in its root document"
    assert len(small_scripts()) == len(SMALL_SCRIPTS), BROKEN + "a script of an element"
    assert len(large_scripts()) == len(LARGE_SCRIPTS), BROKEN + "the script of its charts"


def test_a_kept_theme_and_a_kept_label_say_what_streamlit_works_out() -> None:
    source = inspect.getsource(app_session)
    assert source.count("_populate_theme_msg(") > 6, BROKEN + "the theme of a session's first message"
    for section in ("theme", "theme.light", "theme.sidebar"):
        worked_out, kept = NewSession(), NewSession()
        app_session._populate_theme_msg(worked_out.custom_theme.sidebar, section)
        fill = kept_theme(app_session._populate_theme_msg)
        for _ in range(2):
            kept.Clear()
            fill(kept.custom_theme.sidebar, section)
            assert kept == worked_out, BROKEN + "the theme's message"
    icons = inspect.getsource(string_util.extract_leading_icon)
    assert "extract_leading_emoji(text)" in icons, BROKEN + "the emoji of a label"


def test_what_was_tried_is_what_is_pinned() -> None:
    assert f"streamlit=={TRIED_WITH}" in read(ROOT / "requirements.txt").splitlines()


def test_no_test_id_stands_in_another_file_of_the_product() -> None:
    folders = ("dashboard", "pages")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    users = {path for path in files if "data-testid" in path.read_text(encoding="utf-8")}
    assert users == {STYLE, SCRIPT, ROOT / INSIDE}


def test_no_other_module_imports_from_streamlits_inside() -> None:
    names = {path: {name for name in imports_of(path) if name.startswith("streamlit.")} for path in FILES}
    inside = {path: sorted(name for name in found if not _is_public(name)) for path, found in names.items()}
    assert {path: found for path, found in inside.items() if found} == {}


SUFFIXES = {".py", ".css", ".js", ".html"}
# The bench speaks Streamlit's own messages, as a browser does.
FILES = [path for path in product_files() if path.as_posix() != INSIDE and path.parts[0] != "bench"]


def _is_public(name: str) -> bool:
    module, _, last = name.rpartition(".")
    return name in PUBLIC or (module in PUBLIC and hasattr(__import__(module, fromlist=["x"]), last))
