"""The four rules by which a point of an XmR chart is a signal; docs/rules.md §4."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

TREND_POINTS = 7
SHIFT_POINTS = 7
WINDOW = 3
# A point that qualifies more than once goes by the first of these names.
PRECEDENCE = ("outside", "trend", "two_of_three", "shift")


def name_signals(
    values: Sequence[float], centre: float, reach: float, near: float, tolerance: float
) -> tuple[str, ...]:
    """The signal of each point: none, outside, trend, two_of_three or shift.

    `reach` and `near` are the distances of the limits and the near limits from the centre. Differences up
    to `tolerance` are none.
    """
    distances = [value - centre for value in values]
    found = {
        "outside": {place for place, away in enumerate(distances) if abs(away) > reach + tolerance},
        "trend": trend_points(values, tolerance),
        "two_of_three": two_of_three_points(distances, near, tolerance),
        "shift": shift_points(distances, tolerance),
    }
    return tuple(
        next((name for name in PRECEDENCE if place in found[name]), "none") for place in range(len(values))
    )


def trend_points(values: Sequence[float], tolerance: float) -> set[int]:
    """The places of every seven successive points whose six steps all go strictly one way."""
    steps = [_sign(later - earlier, tolerance) for earlier, later in pairwise(values)]
    places: set[int] = set()
    for first in range(len(values) - TREND_POINTS + 1):
        window = set(steps[first : first + TREND_POINTS - 1])
        if window in ({1}, {-1}):
            places.update(range(first, first + TREND_POINTS))
    return places


def two_of_three_points(distances: Sequence[float], near: float, tolerance: float) -> set[int]:
    """The places beyond the near limit, where two or more are among three successive on one side."""
    places: set[int] = set()
    for first in range(len(distances) - WINDOW + 1):
        window = range(first, first + WINDOW)
        sides = {_sign(distances[place], tolerance) for place in window}
        beyond = [place for place in window if abs(distances[place]) > near + tolerance]
        if sides in ({1}, {-1}) and len(beyond) >= 2:
            places.update(beyond)
    return places


def shift_points(distances: Sequence[float], tolerance: float) -> set[int]:
    """The places of every run of seven or more points on one side of the centre; one on it ends the run."""
    places: set[int] = set()
    for side, run in groupby(range(len(distances)), key=lambda place: _sign(distances[place], tolerance)):
        members = list(run)
        if side and len(members) >= SHIFT_POINTS:
            places.update(members)
    return places


def trend_slope(values: Sequence[float]) -> float:
    """The direction of a trend that ends at the last point: its last step."""
    return values[-1] - values[-2]


def _sign(number: float, tolerance: float) -> int:
    return (number > tolerance) - (number < -tolerance)
