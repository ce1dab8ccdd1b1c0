"""A page of the 数据 group run without a browser: files dropped, what stands on it, what was loaded."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.dashboard.command import run
from tests.pages.board import ROOT, checked, pages_html, words

HOTLINE = "月份,单位,受理工单数,办结工单数,按时办结数,回访数,满意数,解决数\n"
BRIGADE_JUNE = "2023-06,综合执法大队,49,47,46,31,{satisfied},26\n"


def open_data_page(page: str, **query: str) -> AppTest:
    """`upload` or `reporting`, in the view of the address."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page(f"pages/data/{page}.py")
    for name, value in query.items():
        at.query_params[name] = value
    return checked(at.run())


def drop(at: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    """Drop files (name, text or bytes) into the uploader."""
    given = [
        (name, content.encode("utf-8") if isinstance(content, str) else content, "application/octet-stream")
        for name, content in files
    ]
    at.file_uploader[0].set_value(given)
    return checked(at.run())


def confirm(at: AppTest, by: str = "王小明", note: str = "") -> AppTest:
    """Sign and confirm what waits."""
    at.text_input(key="by").set_value(by)
    at.text_input(key="note").set_value(note)
    return press(at, "确认入库")


def press(at: AppTest, label: str) -> AppTest:
    """Press the first button whose label begins so."""
    return checked(button(at, label).click().run())


def button(at: AppTest, label: str):
    """The first button whose label begins so."""
    found = [each for each in at.button if each.label.startswith(label)]
    assert found, f"no button {label} among {[each.label for each in at.button]}"
    return found[0]


def labels(at: AppTest) -> list[str]:
    """The labels of all buttons."""
    return [each.label for each in at.button]


def said(at: AppTest) -> str:
    """Every word that the page shows, as a reader sees it."""
    parts = [
        pages_html(at),
        *(
            each.value
            for kind in ("title", "header", "markdown", "caption", "code")
            for each in getattr(at, kind)
        ),
        *(each.value for kind in ("error", "warning", "info", "success") for each in getattr(at, kind)),
        *(each.label for each in at.tabs),
        *(each.label for each in at.expander),
    ]
    return words("\n".join(parts))


def figure(warehouse: Path, indicator: str, unit: str, month: str) -> float | None:
    """A current figure of the warehouse."""
    done = run("etl", warehouse, "figures", "--unit", unit, "--year", month[:4], "--format", "json")
    found = [one for one in json.loads(done.out) if (one["indicator"], one["month"]) == (indicator, month)]
    return found[0]["value"] if found else None
