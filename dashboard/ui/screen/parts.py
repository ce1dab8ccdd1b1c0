"""The scripts and styles of the screens, read once, and a chart as they draw it."""

import json
from pathlib import Path
from typing import Any

import plotly
import plotly.graph_objects as go
import streamlit as st

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
