"""Natural process limits of monthly values (an XmR chart): docs/rules.md §4. Values in, values out."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from statistics import fmean, median

import numpy as np

# Control chart constants for moving ranges of two: 3 / d2 = 2.66, D4 = 3.267.
LIMIT_FACTOR, SCREENING_FACTOR = 2.66, 3.267
NEAR_SHARE = 2 / 3
LEAST_MONTHS, LONGEST_PAST = 12, 24
LEAST_MEAN = 1.0
# Far below any step between figures, far above floating-point noise.
TOLERANCE = 1e-9


class NoLimits(StrEnum):
    """The reason why a series has a centre but no limits."""

    FEW_MONTHS = "few_months"
    RARE_EVENTS = "rare_events"
    FEW_CASES = "few_cases"


def process_limits(series: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each row of months, and the distance of the limits from it.

    Moving ranges far above their mean are dropped once. If only zeros would remain, all are kept:
    one bad month must not make every other month a signal.
    """
    ranges = np.abs(np.diff(series, axis=1))
    mean_range = ranges.mean(axis=1)
    widest = ranges.max(axis=1)
    screened = np.flatnonzero((mean_range > TOLERANCE) & (widest >= widest_kept(mean_range)))
    narrow = ranges[screened] < widest_kept(mean_range[screened, np.newaxis])
    kept = ranges[screened].mean(axis=1, where=narrow)
    mean_range[screened] = np.where(kept > TOLERANCE, kept, mean_range[screened])
    return series.mean(axis=1), LIMIT_FACTOR * mean_range


def widest_kept(mean_range: np.ndarray) -> np.ndarray:
    """The threshold from which a moving range is dropped, given the mean moving range."""
    return SCREENING_FACTOR * mean_range - TOLERANCE


def why_no_limits(
    values: Sequence[float], denominators: Sequence[float] = (), *, is_count: bool, least_cases: float
) -> NoLimits | None:
    """The reason why the months do not suffice for limits; None if they do.

    `denominators` are those of a rate, one a month; `is_count` says that the values are whole numbers.
    """
    if len(values) < LEAST_MONTHS:
        return NoLimits.FEW_MONTHS
    if is_count and fmean(values) < LEAST_MEAN:
        return NoLimits.RARE_EVENTS
    if denominators and median(denominators) < least_cases:
        return NoLimits.FEW_CASES
    return None


AT_A_TIME = 50_000


def may_lie_outside(values: np.ndarray, before: np.ndarray, at_a_time: int = AT_A_TIME) -> np.ndarray:
    """Which values need exact limits, judged by the `before` values that precede each.

    A cheap test with running sums proves that the others lie inside. Values with fewer than 12 predecessors
    are not judged; only the last 24 predecessors are used.
    """
    found = np.zeros(len(values), dtype=bool)
    for first in range(0, len(values), at_a_time):
        start, end = max(first - LONGEST_PAST, 0), first + at_a_time
        some = slice(start, end)
        places = first - start + np.flatnonzero(before[first:end] >= LEAST_MONTHS)
        found[start + places[_rough(values[some], places, before[some][places])]] = True
    return found


def _rough(values: np.ndarray, places: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Whether the value at each place may lie outside the limits of the `count` values before it."""
    sums, ranges = _running(values), np.abs(np.diff(values, prepend=values[:1]))
    range_sums = _running(ranges)
    centre = (sums[places] - sums[places - count]) / count
    mean = (range_sums[places] - range_sums[places - count + 1]) / (count - 1)
    # Sums of whole numbers are exact; sums of other numbers lose at most this much.
    is_exact = np.array_equal(values, np.floor(values))
    slack = 0.0 if is_exact else 4 * len(values) * np.finfo(float).eps * (sums[-1] + range_sums[-1])
    widest = _widest(ranges, places - 1, count - 1)
    is_screened = (widest > 0) & (widest >= SCREENING_FACTOR * mean - TOLERANCE - slack)
    is_far = np.abs(values[places] - centre) > LIMIT_FACTOR * mean - slack
    return (is_far | is_screened) & (centre >= LEAST_MEAN - slack)


def _running(values: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(values)])


def _widest(ranges: np.ndarray, last: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The maximum of the `count` (8 to 32) ranges ending at each `last`; two spans of 8 or 16 cover them."""
    of_8 = _widest_of_two(_widest_of_two(_widest_of_two(ranges, 1), 2), 4)
    of_16 = _widest_of_two(of_8, 8)
    span = np.where(count >= 16, 16, 8)
    other = last - count + span
    widest = np.where(span == 16, np.maximum(of_16[last], of_16[other]), 0.0)
    return np.where(span == 8, np.maximum(of_8[last], of_8[other]), widest)


def _widest_of_two(widest: np.ndarray, apart: int) -> np.ndarray:
    """The larger of each value and the value `apart` places before it."""
    return np.concatenate([widest[:apart], np.maximum(widest[apart:], widest[:-apart])])
