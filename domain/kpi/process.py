"""Signal or noise: the XmR chart of monthly values and what it says about a target; docs/rules.md §4.

After NHS England, Making Data Count. Differs from its R package on purpose: a point beyond a limit counts
as beyond the near limit too, and a constant series has limits (its own level).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from statistics import fmean

LEAST_POINTS = 12
# Control chart constants for moving ranges of two: 3 / d2 = 2.66, D4 = 3.267.
LIMIT_FACTOR = 2.66
SCREENING_FACTOR = 3.267
NEAR_SHARE = 2 / 3
TOLERANCE = 1e-9

NONE = "none"
COMMON, IMPROVEMENT, CONCERN, HIGH, LOW = "common", "improvement", "concern", "high", "low"
PASS, FAIL, INCONSISTENT = "pass", "fail", "inconsistent"


@dataclass(frozen=True)
class Point:
    """One reported month. `signal`: none, outside, trend, two_of_three or shift."""

    month: date
    value: float
    signal: str


@dataclass(frozen=True)
class ProcessChart:
    """Centre, limits and flagged points. Limits are None under 12 points and for rare events; not clipped.

    `variation`, from the last point: common, improvement or concern; high or low for neutral KPIs.
    """

    centre: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    variation: str
    points: tuple[Point, ...]


def process_chart(
    months: Sequence[date], values: Sequence[float | None], direction: str, *, rare: bool = False
) -> ProcessChart:
    """The chart of monthly values (never cumulative ones), oldest first; gaps between months are passed over.

    A value of None is no point. `direction` is higher, lower or neutral. `rare` says that the KPI counts
    events of which there is less than one a month: such a series has a centre only.
    """
    reported = [(month, value) for month, value in zip(months, values, strict=True) if value is not None]
    numbers = [value for _, value in reported]
    if not numbers:
        return ProcessChart(None, None, None, None, None, COMMON, ())
    centre = fmean(numbers)
    if rare or len(numbers) < LEAST_POINTS:
        points = tuple(Point(month, value, NONE) for month, value in reported)
        return ProcessChart(centre, None, None, None, None, COMMON, points)
    reach = LIMIT_FACTOR * screened_mean_range(numbers)
    near = NEAR_SHARE * reach
    signals = name_signals(numbers, centre, reach, near, TOLERANCE)
    return ProcessChart(
        centre=centre,
        lower=centre - reach,
        upper=centre + reach,
        near_lower=centre - near,
        near_upper=centre + near,
        variation=_variation(numbers, signals[-1], centre, direction),
        points=tuple(
            Point(month, value, signal) for (month, value), signal in zip(reported, signals, strict=True)
        ),
    )


def is_rare(kind: str, whole: bool, values: Sequence[float | None]) -> bool:
    """Whether a KPI counts rare events: a count with a mean under 1 a month."""
    numbers = [value for value in values if value is not None]
    return kind != "rate" and whole and bool(numbers) and fmean(numbers) < 1


def screened_mean_range(values: Sequence[float]) -> float:
    """The mean moving range; once, ranges of 3.267 times the mean and more are left out of it."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    mean = fmean(ranges)
    if mean <= TOLERANCE:
        return mean
    return fmean([each for each in ranges if each < SCREENING_FACTOR * mean - TOLERANCE])


def assurance_by_limits(chart: ProcessChart, direction: str, target: float) -> str | None:
    """Whether the process as it runs reaches a monthly target: pass, fail or inconsistent.

    None without limits and for neutral KPIs.
    """
    if chart.lower is None or chart.upper is None or direction == "neutral":
        return None
    above, below = target > chart.upper + TOLERANCE, target < chart.lower - TOLERANCE
    if not (above or below):
        return INCONSISTENT
    return FAIL if above == (direction == "higher") else PASS


def assurance_by_forecast(
    direction: str, target: float, year_to_date: float | None, low: float | None, high: float | None
) -> str | None:
    """Whether the process as it runs reaches the annual target of a sum; `low` to `high` is its forecast.

    None without a forecast and for neutral KPIs. With direction lower the target is a ceiling: pass when
    even the high end keeps under it, fail when it is exceeded or the low end is above it.
    """
    if year_to_date is None or low is None or high is None or direction == "neutral":
        return None
    if direction == "lower":
        reached, missed = high <= target, year_to_date > target or low > target
    else:
        reached, missed = year_to_date >= target or low >= target, high < target
    if reached:
        return PASS
    return FAIL if missed else INCONSISTENT


def _variation(values: Sequence[float], signal: str, centre: float, direction: str) -> str:
    if signal == NONE:
        return COMMON
    upward = trend_slope(values) > 0 if signal == "trend" else values[-1] > centre
    if direction == "neutral":
        return HIGH if upward else LOW
    return IMPROVEMENT if upward == (direction == "higher") else CONCERN


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
