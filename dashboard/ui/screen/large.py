"""One chart fills the window, for a projector or a phone, with the way to the next and the previous one.

The wall draws its charts by the same scripts and styles.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
import streamlit as st

from dashboard.ui.markup import Markup
from dashboard.ui.view import FIRST, LAST, note_filled

Neighbours = tuple[str, str]


@dataclass(frozen=True)
class LargeChart:
    """A chart with its words: finding, lamp and measure above it, notes and source below it."""

    key: str
    finding: str
    measure: Markup
    foot: Markup
    figure: go.Figure
    address: str


def fill_window(charts: Sequence[LargeChart], asked: str, beyond: Neighbours = ("", "")) -> None:
    """Show the asked chart of these; the others are one key away. Nothing if none of them is asked."""
    keys = [chart.key for chart in charts]
    ends = {FIRST: 0, LAST: len(keys) - 1}
    at = keys.index(asked) if asked in keys else ends.get(asked, -1)
    if not 0 <= at < len(keys):
        return
    note_filled()
    show = st.components.v2.component(
        "large_chart", html=asset("large.html"), css=asset("large.css"), js=asset("drawing.js", "large.js")
    )
    before, after = beyond
    show(
        key="large",
        data={"charts": list(map(_chart_data, charts)), "at": at, "before": before, "after": after},
    )


def _chart_data(chart: LargeChart) -> dict[str, object]:
    return drawn_chart(chart.figure) | {
        "finding": chart.finding,
        "measure": chart.measure,
        "foot": chart.foot,
        "address": chart.address,
    }


HERE = Path(__file__).parent
PLOTLY = f"plotly-{plotly.__version__}.min.js"


@st.cache_resource(show_spinner=False)
def asset(*names: str) -> str:
    """The texts of these files, one after the other."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


def drawn_chart(figure: go.Figure) -> dict[str, Any]:
    """A chart as drawing.js draws it."""
    # Plotly's own writer turns NaN into null; months without a figure are NaN.
    whole = json.loads(figure.to_json())
    return {"plotly": PLOTLY, "layout": whole["layout"], "traces": whole["data"]}
