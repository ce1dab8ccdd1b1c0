"""A page of the plan, or 口径说明, run without a browser."""

from collections.abc import Sequence
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages.board import ROOT, checked

FOLDERS = {"targets": "plan", "compare": "plan", "definitions": "material"}


def open_plan(page: str, **query: str) -> AppTest:
    """`targets`, `compare` or `definitions`, in the view of the address."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page(f"pages/{FOLDERS[page]}/{page}.py")
    for name, value in query.items():
        at.query_params[name] = value
    return checked(at.run())


def choice(at: AppTest, label: str) -> Any:
    """The pills or the segmented control of this label."""
    groups: Sequence[Any] = at.get("button_group")
    return next(group for group in groups if group.label == label)
