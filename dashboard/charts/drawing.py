"""A chart while it is drawn: its parts are gathered here and become a plotly figure once, at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.drawn_figure import DrawnFigure
from dashboard.charts.labels import Canvas
from dashboard.charts.template import (
    BOTTOM,
    HEIGHT,
    LAYOUT_LOOK,
    LEFT,
    NARROWEST_WIDTH,
    RIGHT,
    TOP,
    X_AXIS_LOOK,
    Y_AXIS_LOOK,
)


@dataclass
class Drawing:
    """Traces, shapes and annotations in plotly's own words; the axes' ranges must be set before labels."""

    height: int = HEIGHT
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM
    traces: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    annotations: list[dict[str, Any]] = field(default_factory=list)
    x_axis: dict[str, Any] = field(default_factory=lambda: dict(X_AXIS_LOOK))
    y_axis: dict[str, Any] = field(default_factory=lambda: dict(Y_AXIS_LOOK))

    @property
    def canvas(self) -> Canvas:
        """The plotting area as the narrowest screen shows it."""
        return Canvas(
            width=NARROWEST_WIDTH - self.left - self.right,
            height=self.height - self.top - self.bottom,
            x_range=tuple(self.x_axis["range"]),
            y_range=tuple(self.y_axis["range"]),
        )

    def write(self, text: str, size: float, colour: str, *, bold: bool = False, **place: Any) -> None:
        """Put a text somewhere; `place` are plotly's own words for where."""
        shown = f"<b>{text}</b>" if bold else text
        font = {"size": size, "color": colour}
        self.annotations.append({"text": shown, "font": font, "showarrow": False, **place})

    def stroke(self, colour: str, width: float, dash: str = "solid", **place: Any) -> None:
        """Put a straight line somewhere; `place` are plotly's own words for where."""
        line = {"color": colour, "width": width, "dash": dash}
        self.shapes.append({"type": "line", "line": line, **place})

    def line(
        self,
        x: Iterable[float],
        y: Iterable[float],
        style: Mapping[str, Any],
        hover: Sequence[str] = (),
        **more: Any,
    ) -> None:
        """A line through points, gaps left open; `hover` are the texts shown at its points."""
        trace = {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "line": dict(style)}
        self.traces.append(trace | spoken(hover) | more)

    def bars(
        self,
        x: Iterable[float],
        y: Iterable[float],
        colour: str | Sequence[str],
        hover: Sequence[str],
        **more: Any,
    ) -> None:
        """Bars from zero; `more` are further words of plotly's."""
        marker = {"color": colour if isinstance(colour, str) else list(colour)}
        trace = {"type": "bar", "x": list(x), "y": list(y), "marker": marker}
        self.traces.append(trace | spoken(hover) | more)

    def figure(self) -> go.Figure:
        """The finished chart."""
        margin = {"l": self.left, "r": self.right, "t": self.top, "b": self.bottom}
        layout = {
            "height": self.height,
            "margin": margin,
            "barmode": "overlay",
            "xaxis": self.x_axis,
            "yaxis": self.y_axis,
            "shapes": self.shapes,
            "annotations": self.annotations,
        }
        return DrawnFigure(self.traces, LAYOUT_LOOK | layout)


def spoken(hover: Sequence[str]) -> dict[str, Any]:
    """The texts of a trace's points as they are written; none where there are none."""
    if not len(hover):
        return {"hoverinfo": "skip"}
    return {
        "customdata": [escape(text, quote=False) for text in hover],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
