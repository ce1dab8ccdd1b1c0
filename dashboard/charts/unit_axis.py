"""What charts of units side by side share: a row a unit with its name as a link, short axes for rates."""

from collections.abc import Iterable, Sequence
from html import escape

from dashboard.charts.drawing import Drawing
from dashboard.charts.labels import text_width
from dashboard.charts.marks import round_step
from dashboard.charts.template import BODY_SIZE, INK, THIS_YEAR, THIS_YEAR_LIGHT

NAME_LETTERS = 9


def row_places(count: int) -> list[int]:
    """Where the rows stand on the upright axis: the first on top."""
    return list(range(count - 1, -1, -1))


def name_axis(drawing: Drawing, names: Sequence[str], links: Sequence[str], below: float = 0.5) -> None:
    """Write the names beside their rows, with their links; `below` is the room under the last row."""
    count = max(len(names), 1)
    shown = [shown_name(name) for name in names]
    drawing.left = max((text_width(name, BODY_SIZE) for name in shown), default=60) + 20
    drawing.x_axis |= {"showline": False, "visible": False}
    drawing.y_axis |= {
        "range": [-below, count - 0.5],
        "showgrid": False,
        "tickmode": "array",
        "tickvals": row_places(len(names)),
        "ticktext": [_linked(name, link) for name, link in zip(shown, links, strict=True)],
        "tickfont": {"size": BODY_SIZE, "color": INK},
        "ticklabelstandoff": 8,
    }


def shown_name(name: str) -> str:
    """The name, cut where it is too long for its column."""
    return name if len(name) <= NAME_LETTERS else name[: NAME_LETTERS - 1] + "…"


def row_colours(behind: Iterable[bool]) -> list[str]:
    """Dark for the units behind, pale for the others."""
    return [THIS_YEAR if each else THIS_YEAR_LIGHT for each in behind]


def short_axis(values: Sequence[float]) -> tuple[float, float]:
    """A rate's axis around its values: from zero the gaps would not be seen."""
    if not values:
        return 0.0, 1.0
    step = round_step(max(max(values) - min(values), 0.01), percent=True)
    return max(0.0, min(values) - step), max(values) + step


def _linked(name: str, link: str) -> str:
    """A link in the ink of the page's links: Plotly's own is paler."""
    text = escape(name)
    return f'<a href="{escape(link)}" target="_self" style="fill:{THIS_YEAR}">{text}</a>' if link else text
