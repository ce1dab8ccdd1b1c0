"""An address that nobody would write, on every page: the page stands as if the wrong part were left out."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.board import ROOT, checked, pages_tried

PARAMETERS = ("year", "month", "unit", "kpi", "load", "wall", "chart", "embed", "person", "months")
VALUES = (
    "²",
    "١٢",
    "-1",
    "1e9",
    "9" * 400,
    "2023.5",
    "' OR 1=1; DROP TABLE load_record --",
    "../../etc/passwd\x00",
    "<script>ran()</script>",
    "\u202egnp.exe",
    "nan",
    "",
)


@pytest.mark.parametrize(("place", "page"), list(enumerate(pages_tried())))
def test_a_page_stands_whatever_its_address_says(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch, place: int, page: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page(f"pages/{page}.py")
    for number, name in enumerate(PARAMETERS, start=place):  # over the pages each parameter has each value
        at.query_params[name] = VALUES[number % len(VALUES)]
    at = checked(at.run())
    assert at.title
    assert not at.error
