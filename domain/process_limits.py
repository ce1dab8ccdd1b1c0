"""Natural limits of many figures at once, each from the months before it."""

import numpy as np

LONGEST_PAST, SHORTEST_PAST = 24, 12  # months that the limits are taken from
LEAST_MEAN = 1.0  # a month: rarer events have no limits
REACH, WIDEST = 2.66, 3.267  # mean moving ranges, docs/rules.md §4: of the limits, of a range too wide
AT_A_TIME = 50_000


def limits(past: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean of the months in each row, and how far from it the limits lie, ranges too wide left out."""
    ranges = np.abs(np.diff(past, axis=1))
    mean = ranges.mean(axis=1)
    screened = np.flatnonzero((mean > 0) & (ranges.max(axis=1) >= WIDEST * mean))
    narrow = ranges[screened] < WIDEST * mean[screened, np.newaxis]
    mean[screened] = ranges[screened].mean(axis=1, where=narrow)
    return past.mean(axis=1), REACH * mean


def may_lie_outside(values: np.ndarray, before: np.ndarray, at_a_time: int = AT_A_TIME) -> np.ndarray:
    """Which of the values `limits` has to be asked about, judged by the `before` values that precede each.

    The others lie inside for certain: as far as running sums tell, which cost little. Fewer than 12 values
    before tell nothing, more than 24 are not looked at.
    """
    found = np.zeros(len(values), dtype=bool)
    for first in range(0, len(values), at_a_time):
        start, end = max(first - LONGEST_PAST, 0), first + at_a_time
        some = slice(start, end)
        places = first - start + np.flatnonzero(before[first:end] >= SHORTEST_PAST)
        found[start + places[_rough(values[some], places, before[some][places])]] = True
    return found


def _rough(values: np.ndarray, places: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Whether the value at each place may lie outside the limits of the `count` values before it."""
    sums, ranges = _running(values), np.abs(np.diff(values, prepend=values[:1]))
    range_sums = _running(ranges)
    centre = (sums[places] - sums[places - count]) / count
    mean = (range_sums[places] - range_sums[places - count + 1]) / (count - 1)
    # Sums of whole numbers are exact; of others, this much may be lost at most.
    is_exact = np.array_equal(values, np.floor(values))
    slack = 0.0 if is_exact else 4 * len(values) * np.finfo(float).eps * (sums[-1] + range_sums[-1])
    widest = _widest(ranges, places - 1, count - 1)
    is_screened = (widest > 0) & (widest >= WIDEST * mean - slack)
    is_far = np.abs(values[places] - centre) > REACH * mean - slack
    return (is_far | is_screened) & (centre >= LEAST_MEAN - slack)


def _running(values: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(values)])


def _widest(ranges: np.ndarray, last: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The widest of `count` ranges, 8 to 32, up to each of the last: two spans of 8 or 16 cover them."""
    of_8 = _widest_of_two(_widest_of_two(_widest_of_two(ranges, 1), 2), 4)
    of_16 = _widest_of_two(of_8, 8)
    span = np.where(count >= 16, 16, 8)
    other = last - count + span
    widest = np.where(span == 16, np.maximum(of_16[last], of_16[other]), 0.0)
    return np.where(span == 8, np.maximum(of_8[last], of_8[other]), widest)


def _widest_of_two(widest: np.ndarray, apart: int) -> np.ndarray:
    """Each with the one so far before it."""
    return np.concatenate([widest[:apart], np.maximum(widest[apart:], widest[:-apart])])
