"""Find unusual figures in series with too few months for process limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from domain.process_limits import LEAST_MEAN, LEAST_MONTHS
from etl.check.series_history import SeriesHistory, months_before

FEWEST_MONTHS = 3  # with this many months, compare with their maximum
TIMES_THE_LARGEST = 3
SHARE_OF_LAST_YEAR = 0.5
MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Leap:
    """A figure of the file far above its history: over 3 times `known`, the maximum of the `months` months
    before it, or (`months` 0) over half of `known`, the total of last year."""

    cell: int
    known: float
    months: int = 0


def over_the_largest(history: SeriesHistory) -> Iterator[Leap]:
    """Each figure of the file over 3 times the largest of the 3 to 11 months before it; skips rare events."""
    before = np.where(history.cell >= 0, months_before(history), 0)
    longest = LEAST_MONTHS - 1
    padded = np.concatenate([np.zeros(longest), history.value])
    windows = np.lib.stride_tricks.sliding_window_view(padded, longest)
    for months in range(FEWEST_MONTHS, LEAST_MONTHS):
        places = np.flatnonzero(before == months)
        past, value = windows[places, longest - months :], history.value[places]
        largest = past.max(axis=1, initial=0.0)
        leaps = (value > TIMES_THE_LARGEST * largest) & (past.sum(axis=1) >= LEAST_MEAN * months)
        for place in np.flatnonzero(leaps).tolist():
            yield Leap(int(history.cell[places[place]]), float(largest[place]), months)


def over_half_of_last_year(history: SeriesHistory, wholes: Mapping[tuple[int, int], float]) -> Iterator[Leap]:
    """Each figure of the file over half of last year's total, if fewer than 3 months before it are known.

    `wholes`: (series, year) → total of the year. Skips rare events (under one a month).
    """
    if not wholes:
        return
    places = np.flatnonzero((history.cell >= 0) & (months_before(history) < FEWEST_MONTHS))
    for place in places.tolist():
        year = int(history.month[place]) // MONTHS_OF_A_YEAR
        whole = wholes.get((int(history.series[place]), year - 1), 0.0)
        if whole >= LEAST_MEAN * MONTHS_OF_A_YEAR and history.value[place] > SHARE_OF_LAST_YEAR * whole:
            yield Leap(int(history.cell[place]), whole)
