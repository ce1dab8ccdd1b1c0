"""Signal or noise: the XmR chart of monthly values and what it says about a target; docs/rules.md §4.

After NHS England, Making Data Count. Differs from its R package on purpose: a point beyond a limit counts
as beyond the near limit too, and a constant series has limits (its own level).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise
from statistics import fmean

import numpy as np

from domain.catalogue import Direction
from domain.process_limits import NEAR_SHARE, TOLERANCE, NoLimits, process_limits


class Variation(StrEnum):
    """Variation at the last point: none, a change for better or worse, or only up or down (neutral KPIs)."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"


class Assurance(StrEnum):
    """Whether the process as it runs reaches a target."""

    PASS = "pass"
    FAIL = "fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True)
class Point:
    """One reported month."""

    month: date
    value: float
    signal: SignalName


@dataclass(frozen=True)
class ProcessChart:
    """Centre, limits and flagged points. Limits are not clipped; where they are None, `no_limits` says why.

    `variation` is that of the last point.
    """

    centre: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    variation: Variation
    points: tuple[Point, ...]
    no_limits: NoLimits | None = None


def process_chart(
    months: Sequence[date],
    values: Sequence[float],
    direction: Direction,
    no_limits: NoLimits | None = None,
) -> ProcessChart:
    """The chart of monthly values (never cumulative ones), oldest first; gaps between months are passed over.

    `no_limits`, as `why_no_limits` tells it, leaves the chart with its centre only.
    """
    if no_limits or not values:
        return _centre_only(months, values, no_limits or NoLimits.FEW_MONTHS)
    (centre,), (reach,) = process_limits(np.array([values]))
    return _with_limits(months, values, direction, float(centre), float(reach))


def _centre_only(months: Sequence[date], values: Sequence[float], no_limits: NoLimits) -> ProcessChart:
    centre = fmean(values) if values else None
    points = tuple(Point(month, value, SignalName.NONE) for month, value in zip(months, values, strict=True))
    return ProcessChart(centre, None, None, None, None, Variation.COMMON, points, no_limits)


def _with_limits(
    months: Sequence[date], values: Sequence[float], direction: Direction, centre: float, reach: float
) -> ProcessChart:
    near = NEAR_SHARE * reach
    signals = name_signals(values, centre, reach, near, TOLERANCE)
    return ProcessChart(
        centre=centre,
        lower=centre - reach,
        upper=centre + reach,
        near_lower=centre - near,
        near_upper=centre + near,
        variation=_variation(values, signals[-1], centre, direction),
        points=tuple(map(Point, months, values, signals)),
    )


def assurance_by_limits(chart: ProcessChart, direction: Direction, target: float) -> Assurance | None:
    """Whether the process as it runs reaches a monthly target; None without limits and for neutral KPIs."""
    if chart.lower is None or chart.upper is None or not direction.is_judged:
        return None
    above, below = target > chart.upper + TOLERANCE, target < chart.lower - TOLERANCE
    if not (above or below):
        return Assurance.INCONSISTENT
    return Assurance.FAIL if above == direction.wants_more else Assurance.PASS


def assurance_by_forecast(
    direction: Direction, target: float, year_to_date: float | None, low: float | None, high: float | None
) -> Assurance | None:
    """Whether the process as it runs reaches the annual target of a sum; `low` to `high` is its forecast.

    None without a forecast and for neutral KPIs. With direction lower the target is a ceiling: pass when
    even the high end keeps under it, fail when it is exceeded or the low end is above it.
    """
    if year_to_date is None or low is None or high is None or not direction.is_judged:
        return None
    if direction.wants_less:
        reached, missed = high <= target, year_to_date > target or low > target
    else:
        reached, missed = year_to_date >= target or low >= target, high < target
    if reached:
        return Assurance.PASS
    return Assurance.FAIL if missed else Assurance.INCONSISTENT


def _variation(values: Sequence[float], signal: SignalName, centre: float, direction: Direction) -> Variation:
    if signal is SignalName.NONE:
        return Variation.COMMON
    upward = trend_slope(values) > 0 if signal is SignalName.TREND else values[-1] > centre
    if not direction.is_judged:
        return Variation.HIGH if upward else Variation.LOW
    return Variation.IMPROVEMENT if upward == direction.wants_more else Variation.CONCERN


TREND_POINTS = 7
SHIFT_POINTS = 7
WINDOW = 3


class SignalName(StrEnum):
    """The signal of a point. If several rules apply, the first of these names is used."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"
    NONE = "none"


def name_signals(
    values: Sequence[float], centre: float, reach: float, near: float, tolerance: float
) -> tuple[SignalName, ...]:
    """The signal of each point.

    `reach` and `near` are the distances of the limits and the near limits from the centre. Differences up
    to `tolerance` count as zero.
    """
    distances = [value - centre for value in values]
    found = {
        SignalName.OUTSIDE: {place for place, away in enumerate(distances) if abs(away) > reach + tolerance},
        SignalName.TREND: trend_points(values, tolerance),
        SignalName.TWO_OF_THREE: two_of_three_points(distances, near, tolerance),
        SignalName.SHIFT: shift_points(distances, tolerance),
    }
    return tuple(
        next((name for name, places in found.items() if place in places), SignalName.NONE)
        for place in range(len(values))
    )


def trend_points(values: Sequence[float], tolerance: float) -> set[int]:
    """The indices of every run of seven points whose six steps all go strictly in one direction."""
    steps = [_sign(later - earlier, tolerance) for earlier, later in pairwise(values)]
    places: set[int] = set()
    for first in range(len(values) - TREND_POINTS + 1):
        window = set(steps[first : first + TREND_POINTS - 1])
        if window in ({1}, {-1}):
            places.update(range(first, first + TREND_POINTS))
    return places


def two_of_three_points(distances: Sequence[float], near: float, tolerance: float) -> set[int]:
    """The indices of points beyond the near limit, if two of three successive points on one side are."""
    places: set[int] = set()
    for first in range(len(distances) - WINDOW + 1):
        window = range(first, first + WINDOW)
        sides = {_sign(distances[place], tolerance) for place in window}
        beyond = [place for place in window if abs(distances[place]) > near + tolerance]
        if sides in ({1}, {-1}) and len(beyond) >= 2:
            places.update(beyond)
    return places


def shift_points(distances: Sequence[float], tolerance: float) -> set[int]:
    """The indices of every run of seven or more points on one side of the centre; a point on it ends it."""
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
