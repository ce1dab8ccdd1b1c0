"""A plotly figure that goes to a page as it was drawn."""

from typing import Any

import plotly.graph_objects as go


class DrawnFigure(go.Figure):
    """A figure that plotly checks only when somebody looks into it.

    A page hands it on as JSON and never looks; to check and copy every word of it first takes plotly several
    milliseconds a chart. `layout` needs no template: it says all there is to say.
    """

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        self.__dict__["_drawn"] = {"data": data, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """Traces and layout in plotly's own words; not to be changed in place."""
        drawn: dict[str, Any] | None = self.__dict__.get("_drawn")
        return super().to_dict() if drawn is None else drawn

    def __getattr__(self, name: str) -> Any:
        """What plotly keeps of a figure is made here, the first time it is asked for; ValueError if wrong."""
        drawn = self.__dict__.pop("_drawn", None)
        if drawn is None:
            raise AttributeError(name)
        super().__init__(data=drawn["data"], layout=drawn["layout"] | {"template": "none"})
        return getattr(self, name)
