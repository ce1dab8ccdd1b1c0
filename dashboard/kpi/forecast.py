"""The year's outcome if the months go on as they have gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean

LEAST_MONTHS = 3
MEAN_MONTHS = 6
RANGE_MONTHS = 12
# Mean moving range ÷ d2 (1.128 for ranges of two) estimates σ; 1.96 σ is a 95 % range.
D2 = 1.128
Z95 = 1.96


@dataclass(frozen=True)
class Forecast:
    """The expected sum of the year with its range; `low` is never under what is already reached."""

    middle: float
    low: float
    high: float


def forecast(year_to_date: float | None, values: Sequence[float], month: int) -> Forecast | None:
    """The year's sum, given the year to date in `month` (1 to 12) and the values reported up to then.

    The values stand oldest first and may reach into earlier years. None from fewer than three of them, or
    where nothing was reported this year. docs/rules.md §3.
    """
    if year_to_date is None or len(values) < LEAST_MONTHS:
        return None
    remaining = 12 - month
    middle = year_to_date + remaining * fmean(values[-MEAN_MONTHS:])
    moving_ranges = [abs(later - earlier) for earlier, later in pairwise(values[-RANGE_MONTHS:])]
    spread = Z95 * fmean(moving_ranges) / D2 * sqrt(remaining)
    return Forecast(middle, max(year_to_date, middle - spread), middle + spread)
