"""The common look of all charts: colours, sizes and margins, on pages and in exported pictures."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT_FAMILY = (
    "'Microsoft YaHei', 'PingFang SC', 'Noto Sans SC', 'Noto Sans CJK SC', "
    "'Noto Sans SC Variable', sans-serif"
)
INK = "#1F2328"
SECOND_INK = "#4A5360"
NOTE_INK = "#59626E"
THIS_YEAR = "#1D4E89"
THIS_YEAR_LIGHT = "#A9BED6"
FORECAST = "rgba(29, 78, 137, 0.12)"
LAST_YEAR = "#8A94A0"
GRID = "#E9ECF0"
AXIS = "#AEB5BF"
PAPER = "#FFFFFF"

BODY_SIZE, LABEL_SIZE, TICK_SIZE = 13.0, 12.5, 12.0
TITLE_SIZE, SUBTITLE_SIZE, FOOTER_SIZE = 16.0, 12.5, 12.0
LEFT, RIGHT, TOP, BOTTOM = 44, 84, 14, 28
TITLE_ROOM, FOOTER_ROOM, LINE = 52, 30, 1.5
HEIGHT = 264
NARROWEST_WIDTH = 340

CONFIG = {"displayModeBar": False, "responsive": True, "doubleClick": False, "scrollZoom": False}
AXIS_LOOK = {
    "showgrid": False,
    "zeroline": False,
    "fixedrange": True,
    "ticks": "",
    "ticklabeloverflow": "allow",  # otherwise plotly measures every label, although each has enough room
    "tickfont": {"size": TICK_SIZE, "color": SECOND_INK},
}
X_AXIS_LOOK = AXIS_LOOK | {"showline": True, "linecolor": AXIS}
Y_AXIS_LOOK = AXIS_LOOK | {"showgrid": True, "gridcolor": GRID}
LAYOUT_LOOK = {
    "font": {"family": FONT_FAMILY, "size": BODY_SIZE, "color": INK},
    "paper_bgcolor": PAPER,
    "plot_bgcolor": PAPER,
    "showlegend": False,
    "hovermode": "closest",
    "dragmode": False,
    "hoverlabel": {"bgcolor": PAPER, "bordercolor": AXIS, "font": {"color": INK, "size": BODY_SIZE}},
}


@dataclass(frozen=True)
class Caption:
    """The words of a chart outside its page: the finding, the measure with its unit, and a footer."""

    title: str
    subtitle: str = ""
    footer: str = ""


def caption_layout(figure: go.Figure, caption: Caption) -> dict[str, Any]:
    """The figure's layout with space for title, subtitle and footer, which may wrap (`<br>`)."""
    layout: dict[str, Any] = dict(figure.to_dict()["layout"])
    top = TITLE_ROOM + caption.title.count("<br>") * TITLE_SIZE * LINE
    lines = caption.footer.count("<br>") + 1
    bottom = FOOTER_ROOM + (lines - 1) * FOOTER_SIZE * LINE if caption.footer else 0
    margin = layout["margin"]
    room = margin | {"t": margin["t"] + top, "b": margin["b"] + bottom}
    layout |= {"height": layout["height"] + top + bottom, "margin": room, "title": _title(caption)}
    if caption.footer:
        footer = _footer(caption.footer, room["b"], room["l"], lines)
        layout["annotations"] = [*layout.get("annotations", ()), footer]
    return layout


def _title(caption: Caption) -> dict[str, object]:
    text = f"<b>{caption.title}</b>"
    if caption.subtitle:
        text += f'<br><span style="font-size:{SUBTITLE_SIZE}px;color:{NOTE_INK}">{caption.subtitle}</span>'
    return {
        "text": text,
        "x": 0,
        "y": 1,
        "xref": "container",
        "yref": "container",
        "xanchor": "left",
        "yanchor": "top",
        "pad": {"t": 22, "l": 4},
        "font": {"size": TITLE_SIZE, "color": INK},
    }


def _footer(text: str, bottom: float, left: float, lines: int) -> dict[str, object]:
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 4 - left,
        "yshift": FOOTER_SIZE * LINE * lines - bottom,
        "align": "left",
        "showarrow": False,
        "font": {"size": FOOTER_SIZE, "color": NOTE_INK},
    }
