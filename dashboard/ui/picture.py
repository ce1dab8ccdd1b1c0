"""The line below a chart with buttons to copy, download or enlarge it."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.template import Caption, caption_layout
from dashboard.ui import cache
from dashboard.ui.markup import Markup, tag
from dashboard.ui.screen.large import PLOTLY, asset
from dashboard.ui.shell import Page
from dashboard.ui.view import ASKED
from dashboard.wording.text_fit import wrapped
from domain.catalogue import Kpi

STATIC = Path(__file__).resolve().parents[2] / "static"
SCRIPT = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


def provide_script() -> Path:
    """Copy the script if it is not there yet.

    Each version has its own file name, so browsers load the new one. It is a copy because the server
    follows no links out of static/. Raises OSError if static/ is not writable.
    """
    provided = STATIC / PLOTLY
    if not provided.exists():
        unfinished = provided.with_suffix(".unfinished")
        shutil.copyfile(SCRIPT, unfinished)
        unfinished.replace(provided)
    return provided


DRAWS = Path(__file__).with_name("picture.js")
ACTIONS = (
    ("copy", "复制图片", ""),
    ("png", "下载PNG", "此地址下浏览器不能复制图片的，请下载"),
    ("svg", "下载SVG", "可放大而不失真"),
)
TITLE_LETTERS, FOOTER_LETTERS = 46, 62


@dataclass(frozen=True)
class Picture:
    """A chart that can be exported: its key, its caption, and the address of its enlarged view."""

    key: str
    caption: Caption
    address: str


def large_address(page: Page, kpi: Kpi, key: str) -> str:
    """The address of the current page with one chart that fills the window: a key, FIRST or LAST."""
    return "?" + page.view.query(kpi=kpi.id, embed="true", **{ASKED: key})


def footer(page: Page, kpi: Kpi, unit: str) -> str:
    """The footer of an exported chart: bureau, unit in view, as-of month, 口径, and 示例.

    `unit` is the unit whose figures, with those of all units below it, the chart shows.
    """
    view = page.view
    parts = [page.full_name, f"数据截至 {view.year}年{view.month}月"]
    if kpi.counting_unit:
        parts.append(f"计量单位：{kpi.counting_unit}")
    parts.append(f"口径：{kpi.scope}")
    if _shows_samples(page, kpi, unit):
        parts.insert(0, "示例数据")
    return "　".join(parts)


def _shows_samples(page: Page, kpi: Kpi, unit: str) -> bool:
    """Whether any figure is a sample: all in the sample warehouse, otherwise those loaded as samples."""
    if page.outline.is_sample:
        return True
    return cache.samples(page.version, page.view.year).are_in(kpi, page.directory.members(unit))


def picture_row(picture: Picture) -> Markup:
    """The line below a chart; hold_pictures sends the script for its buttons."""
    buttons = [
        tag("button", words, type="button", data_do=action, title=hint) for action, words, hint in ACTIONS
    ]
    larger = tag("a", "大图", href=picture.address, target="_blank")
    says = Markup('<span role="status"></span>')
    name = f"{picture.caption.title}：图片"
    return tag(
        "div",
        *buttons,
        larger,
        says,
        class_="picture-row",
        role="group",
        aria_label=name,
        data_chart=picture.key,
    )


def hold_pictures(charts: Iterable[tuple[Picture, go.Figure]]) -> None:
    """The script for the picture lines; call it once after the charts, because one script serves them all.

    It reads the charts' numbers from the screen, so they are not sent twice.
    """
    pictures = st.components.v2.component("chart_pictures", js=_script())
    pictures(
        key="pictures", data={"charts": {chart.key: _picture_data(chart, figure) for chart, figure in charts}}
    )


def _picture_data(picture: Picture, figure: go.Figure) -> dict[str, Any]:
    words = picture.caption
    title, foot = _lines(words.title, TITLE_LETTERS), _lines(words.footer, FOOTER_LETTERS)
    caption = Caption(title, escape(words.subtitle, quote=False), foot)
    layout = caption_layout(figure, caption)
    return {"key": picture.key, "name": words.title, "plotly": PLOTLY, "layout": layout}


def _lines(text: str, letters: int) -> str:
    """Each line of the text, wrapped, as plotly shows it: a name's marks are no elements."""
    parts = [part for line in text.splitlines() for part in wrapped(line, letters)]
    return "<br>".join(escape(part, quote=False) for part in parts)


@st.cache_resource(show_spinner=False)
def _script() -> str:
    return asset("drawing.js") + DRAWS.read_text(encoding="utf-8")
