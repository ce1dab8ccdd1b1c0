"""A year's course in a few pixels: a picture within the page's text, which costs no chart library."""

from collections.abc import Sequence
from urllib.parse import quote

from dashboard.charts.template import LAST_YEAR, THIS_YEAR
from dashboard.ui.markup import Markup, tag

WIDTH, HEIGHT, EDGE = 160, 36, 4


def sparkline(values: Sequence[float | None], last_year: Sequence[float | None], says: str) -> Markup:
    """This year in blue over last year in grey, twelve months wide; `says` is what a screen reader reads.

    Values are by month, None where nothing was reported.
    """
    drawn = [value for value in (*values, *last_year) if value is not None]
    if not drawn:
        return Markup("")
    low, high = min(drawn), max(drawn)
    lines = [
        _line(last_year, low, high, LAST_YEAR, 1.25),
        _line(values, low, high, THIS_YEAR, 2.25),
        _dot(values, low, high),
    ]
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}'>{''.join(lines)}</svg>"
    return tag("img", src=f"data:image/svg+xml,{quote(picture)}", alt=says, class_="sparkline")


def _points(values: Sequence[float | None], low: float, high: float) -> list[tuple[float, float]]:
    span = (high - low) or 1.0
    step = (WIDTH - 2 * EDGE) / 11
    return [
        (EDGE + month * step, HEIGHT - EDGE - (value - low) / span * (HEIGHT - 2 * EDGE))
        for month, value in enumerate(values)
        if value is not None
    ]


def _line(values: Sequence[float | None], low: float, high: float, colour: str, width: float) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in _points(values, low, high))
    return f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='{width}'/>"


def _dot(values: Sequence[float | None], low: float, high: float) -> str:
    points = _points(values, low, high)
    if not points:
        return ""
    x, y = points[-1]
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{THIS_YEAR}'/>"
