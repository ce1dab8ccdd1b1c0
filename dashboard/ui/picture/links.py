"""The line under a chart that copies it, downloads it or opens it large, and the large view itself."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.charts.template import Caption, caption_layout
from dashboard.reports.text_fit import wrapped
from dashboard.ui.picture.asked import note_filled
from dashboard.ui.picture.plotly_file import NAME
from dashboard.ui.shell import Page
from etl.catalogue import Kpi

HERE = Path(__file__).parent
TITLE_LETTERS, FOOTER_LETTERS = 46, 62


@dataclass(frozen=True)
class Picture:
    """A chart that can leave its page: its key, KPI id and caption."""

    key: str
    kpi: str
    caption: Caption


def footer(page: Page, kpi: Kpi) -> str:
    """What a chart needs to be read away from its page: unit in view, as-of month, 口径, and 示例."""
    view = page.view
    parts = [f"{page.unit_name}", f"数据截至 {view.year}年{view.month}月"]
    if kpi.counting_unit:
        parts.append(f"计量单位：{kpi.counting_unit}")
    parts.append(f"口径：{kpi.scope}")
    if page.outline.is_sample:
        parts.insert(0, "示例数据")
    return "　".join(parts)


def picture_links(picture: Picture, figure: go.Figure) -> None:
    """The line under a chart. The chart's numbers are taken from the screen, not sent a second time."""
    _mount(picture, figure, {})


def fill_window(picture: Picture, figure: go.Figure) -> None:
    """The chart alone, as large as the window."""
    note_filled(picture.key)
    # Plotly's own writer: months without a figure are NaN here and null in JSON.
    _mount(picture, figure, {"traces": json.loads(figure.to_json())["data"]})


def _mount(picture: Picture, figure: go.Figure, more: dict[str, Any]) -> None:
    words = picture.caption
    title, foot = _lines(words.title, TITLE_LETTERS), _lines(words.footer, FOOTER_LETTERS)
    caption = Caption(title, words.subtitle, foot)
    data = {
        "key": picture.key,
        "kpi": picture.kpi,
        "name": words.title,
        "plotly": NAME,
        "layout": caption_layout(figure, caption),
    }
    component = st.components.v2.component(
        "chart_picture", html=_asset("html"), css=_asset("css"), js=_asset("js")
    )
    component(key=f"picture-{picture.key}", data=data | more)


@st.cache_resource(show_spinner=False)
def _asset(kind: str) -> str:
    return (HERE / f"picture.{kind}").read_text(encoding="utf-8")


def _lines(text: str, letters: int) -> str:
    return "<br>".join(wrapped(text, letters))
