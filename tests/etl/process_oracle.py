"""The rule of unusual months in plain Python, for tests to compare with."""

import statistics
from itertools import pairwise


def is_unusual(past: list[int], value: int) -> bool:
    """Moving ranges of 3.267 times their mean or more are dropped once, unless only zeros are left."""
    centre = statistics.fmean(past)
    ranges = [abs(after - before) for before, after in pairwise(past)]
    mean_range = statistics.fmean(ranges)
    if mean_range > 0:
        kept = [one for one in ranges if one < 3.267 * mean_range]
        mean_range = statistics.fmean(kept) if any(kept) else mean_range
    return centre >= 1 and abs(value - centre) > 2.66 * mean_range + 1e-9
