"""Whatever people and files call things stands on every page as it was written: no Markdown is read in it."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from tests.hostile import CODES, hostile_warehouse
from tests.pages.board import ROOT, checked, pages_tried
from tests.pages.data_pages import drop, open_data_page

# Shown as plain text, or escaped HTML: fields of Streamlit's messages in which Markdown is not read.
PLAIN = re.compile(
    r"html\.|arrow|\.options$|\.default$|placeholder|plotly|spec$|\.value$|\.url$|_id$|\.id$|json|page_link\.page$|"
    r"file_name|\.icon$|\.columns$|data$|query|\.page_hash$|selectbox\.raw|set_value|string_value|raw_values|\.alt$|\.html$|\.js|\.css|code_text$"
)
RAW = re.compile(
    r"(?<!\\)(?:!\[|\]\(|\*\*月报|\$x|\$\\\\?f|:material/(?:home|lock)|:red|:smile|<img|<script|`码|~~删|__某|\*\*甲|<[bu]>)"
    r"|www\.l|http\\?:\\?//leak|-\\?> b|1 -- 2"
)

# Elements that plotly would read, besides the bold, broken and linked texts of our own.
NOT_OURS = re.compile(r"<(?!/?(?:b|br|span|extra)[ >]|/a>|a href=.{1,2}(?!http))")

HOTLINE = "月份,单位,受理工单数,回访数,满意数\n2023-07,b,20,10,9\n"


def texts(message: Message, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a message, with the names of the fields that lead to it."""
    for field, value in message.ListFields():
        name = f"{path}.{field.name}"
        for each in value if field.is_repeated else [value]:
            if isinstance(each, Message):
                yield from texts(each, name)
            elif isinstance(each, str):
                yield name, each


def page_texts(at: AppTest) -> Iterator[tuple[str, str]]:
    """Every text that the page sends, below the root of its tree."""
    waiting: list[Any] = list(at._tree.children.values())
    while waiting:
        block = waiting.pop()
        waiting += list(getattr(block, "children", {}).values())
        if getattr(block, "proto", None) is not None:
            yield from texts(block.proto, f"{block.type}")


def drawn(sent: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The charts of a page and the layouts of their pictures, in which plotly reads elements."""
    for name, text in sent:
        if name == "plotly_chart.spec":
            yield text
        elif name == "bidi_component.json":
            charts = json.loads(text).get("charts", {})
            yield from (json.dumps(each["layout"], ensure_ascii=False) for each in charts.values())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Units, tasks, notes, persons and files named like code."""
    return hostile_warehouse(tmp_path_factory.mktemp("plain"))


VIEWS = [
    *((page, unit, "2023") for page in pages_tried() for unit in "ra"),
    *((page, unit, "2022") for page in pages_tried() if page.startswith("plan/") for unit in "ra"),
]


@pytest.mark.parametrize(("page", "unit", "year"), VIEWS)
def test_no_name_is_read_as_markdown(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, page: str, unit: str, year: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(hostile))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page(f"pages/{page}.py")
    for name, value in {"year": year, "month": "6", "unit": unit}.items():
        at.query_params[name] = value
    at = checked(at.run())
    sent = list(page_texts(at))
    assert any("leak" in text or "material" in text for _, text in sent)
    read = [(name, text) for name, text in sent if not PLAIN.search(name) and RAW.search(text)]
    assert read == []
    assert [text for text in drawn(sent) if NOT_OURS.search(text)] == []


@pytest.mark.parametrize("content", [HOTLINE, "月份,单位,受理工单数\n2023-13,无此队,x\n", "", "no table"])
def test_the_name_of_a_dropped_file_is_not_read_as_markdown(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(hostile))
    at = drop(open_data_page("upload", year="2023", month="6", unit="r"), (f"{CODES['file']}.csv", content))
    read = [(name, text) for name, text in page_texts(at) if not PLAIN.search(name) and RAW.search(text)]
    assert read == []
    assert any("月报" in text for _, text in page_texts(at))


@pytest.mark.parametrize("load", ["²", "١", "-1", "1e3", "9" * 40, "1;DROP TABLE load_record", "' OR 1=1 --"])
def test_a_load_that_is_no_number_gives_a_page(
    hostile: Path, monkeypatch: pytest.MonkeyPatch, load: str
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(hostile))
    at = open_data_page("upload", year="2023", month="6", unit="r", load=load)
    assert [title.value for title in at.title] == ["数据填报"]
