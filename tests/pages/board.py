"""A board page run without a browser, and what stands on it."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.dashboard.command import run

ROOT = Path(__file__).resolve().parents[2]
# The pages of datasets are one template: some of them stand for all.
OF_DATASETS, DATASETS_TRIED = "show_dataset", ("cases", "hotline", "petitions")
JUNE = {"year": "2023", "month": "6", "unit": "bureau"}


def pages_tried() -> list[str]:
    """Every page as folder/name, for what must hold on all of them."""
    return [
        f"{path.parent.name}/{path.stem}"
        for path in sorted((ROOT / "pages").glob("*/*.py"))
        if path.stem in DATASETS_TRIED or OF_DATASETS not in path.read_text(encoding="utf-8")
    ]


def open_board(page: str = "", **query: str) -> AppTest:
    """A page of the board (`hotline`; "" for the overview) in the view of the address."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if page:
        at.switch_page(f"pages/board/{page}.py")
    for name, value in query.items():
        at.query_params[name] = value
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    """The page, which must not have failed."""
    assert not at.exception, [error.value for error in at.exception]
    return at


def pages_html(at: AppTest) -> str:
    """All that the page writes as HTML, style sheets left out."""
    bodies = [element.proto.body for element in at.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style"))


def words(markup: str) -> str:
    """HTML as the words a reader sees, with one blank between them."""
    plain = unescape(re.sub(r"<[^>]+>", " ", markup)).replace("\u00a0", " ")
    return " ".join(plain.split())


def parts(markup: str, element: str, kpi: str) -> str:
    """The words of the element that belongs to a KPI."""
    found = re.search(rf'<{element}[^>]*data-kpi="{kpi}"[^>]*>(.*?)</{element}>', markup, re.DOTALL)
    assert found, f"no {element} of {kpi}"
    return words(found[1])


def kpis_of(markup: str, element: str) -> list[str]:
    """The KPIs that have such an element, in their order on the page."""
    return re.findall(rf'<{element}[^>]*data-kpi="([^"]+)"', markup)


def kpis_command(warehouse: Path, *options: str) -> dict[str, dict[str, Any]]:
    """What `kpis --format json` says, by KPI."""
    done = run("dashboard", warehouse, "kpis", "--year", "2023", *options, "--format", "json")
    assert done.status == 0, done.err
    return {each["kpi"]: each for each in json.loads(done.out)}
