"""A chart while it is drawn: its parts are gathered here and become a plotly figure once, at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.labels import PlotArea
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


class DrawnFigure(go.Figure):
    """A figure that plotly validates only when somebody looks into it.

    A page sends it on as JSON and never looks. To validate and copy it first takes plotly 9 ms a chart, 35 ms
    for the overview; a figure that was kept still takes 1.2 ms a chart to be copied. This takes 0.2 ms.
    `layout` needs no template: it is complete.
    """

    _drawn: dict[str, Any] | None = None

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        self._drawn = {"data": data, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """Traces and layout in plotly's own words; not to be changed in place."""
        return super().to_dict() if self._drawn is None else self._drawn

    def __getattr__(self, name: str) -> Any:
        """Build the figure when an attribute of it is first asked for; ValueError if it is wrong."""
        if self._drawn is None:
            raise AttributeError(name)
        drawn, self._drawn = self._drawn, None
        super().__init__(data=drawn["data"], layout=drawn["layout"] | {"template": "none"})
        return getattr(self, name)


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
    def canvas(self) -> PlotArea:
        """The plotting area as the narrowest screen shows it."""
        return PlotArea(
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
