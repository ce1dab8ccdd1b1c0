"""Check figures against their series: process limits, running totals, series too short to judge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain.process_limits import (
    AT_A_TIME,
    LEAST_MEAN,
    LEAST_MONTHS,
    LONGEST_PAST,
    TOLERANCE,
    may_lie_outside,
    process_limits,
)
from etl.warehouse.statements import statement

MONTHS_TO_1970, MOST_MONTHS = 1970 * 12, 1 << 20  # so that a series and a month fit in one number


@dataclass(frozen=True)
class SeriesHistory:
    """The figures after the load, series by series, ordered by month: arrays of equal length.

    `month` is counted (year × 12 + month - 1), `cell` that of a figure in the file, -1 for the others.
    """

    series: np.ndarray
    month: np.ndarray
    value: np.ndarray
    cell: np.ndarray


@dataclass(frozen=True)
class Unusual:
    """A figure of the file outside the limits of the `months` months before it."""

    cell: int
    lower: float
    upper: float
    months: int


def read_series_history(connection: duckdb.DuckDBPyConnection, figures: pa.Table) -> SeriesHistory:
    """The history of every series in the staged figures of this connection."""
    said = figures.filter(pc.invert(figures.column("withdrawn"))).select(("series", "month", "value", "cell"))
    standing = connection.execute(statement("untouched_figures")).to_arrow_table()
    found = pa.concat_tables([said, standing.cast(said.schema)])
    series, days, value, cell = (column.to_numpy() for column in found.columns)
    month = days.astype("datetime64[M]").astype(np.int64) + MONTHS_TO_1970
    order = np.argsort(series * np.int64(MOST_MONTHS) + month, kind="stable")
    return SeriesHistory(series[order], month[order], value[order], cell[order])


def running_totals(history: SeriesHistory) -> Iterator[tuple[int, int]]:
    """Cell and number of months if a year's figures, up to the last in the file, look like running totals.

    They never fall, four or more are reported, three or more rise, and the last is at least twice the first.
    """
    if not len(history.cell):
        return
    year = history.month // 12
    starts = _starts(history.series, year)
    place = np.arange(len(year))
    last = np.maximum.reduceat(np.where(history.cell >= 0, place, -1), starts)
    first, last = starts[last >= 0], last[last >= 0]
    rise = np.diff(history.value, prepend=history.value[:1])
    falls, rises = np.cumsum(rise < 0), np.cumsum(rise > 0)
    grows = (last - first >= 3) & (falls[last] == falls[first]) & (rises[last] - rises[first] >= 3)
    grows &= history.value[last] >= 2 * history.value[first]
    for start, end in zip(first[grows], last[grows], strict=True):
        yield int(history.cell[end]), int(end - start + 1)


def unusual(history: SeriesHistory) -> Iterator[Unusual]:
    """Each figure of the file strictly outside the limits of the 12 to 24 months reported before it."""
    padded = np.concatenate([np.zeros(LONGEST_PAST), history.value])
    windows = np.lib.stride_tricks.sliding_window_view(padded, LONGEST_PAST)
    for some, months in _judged(history):
        centre, reach = process_limits(windows[some, LONGEST_PAST - months :])
        outside = np.abs(history.value[some] - centre) > reach + TOLERANCE
        for place in np.flatnonzero(outside & (centre >= LEAST_MEAN)):
            lower, upper = max(centre[place] - reach[place], 0.0), centre[place] + reach[place]
            yield Unusual(int(history.cell[some[place]]), float(lower), float(upper), months)


def months_before(history: SeriesHistory) -> np.ndarray:
    """The number of reported months before each figure in its series."""
    length = len(history.series)
    starts = _starts(history.series)
    return np.arange(length) - np.repeat(starts, np.diff(starts, append=length))


def _judged(history: SeriesHistory) -> Iterator[tuple[np.ndarray, int]]:
    """Where figures of the file may lie outside, some at a time, and how many months before them tell."""
    before = np.where(history.cell >= 0, np.minimum(months_before(history), LONGEST_PAST), -1)
    before = np.where(may_lie_outside(history.value, before), before, -1)
    for months in range(LEAST_MONTHS, LONGEST_PAST + 1):
        places = np.flatnonzero(before == months)
        for first in range(0, len(places), AT_A_TIME):
            yield places[first : first + AT_A_TIME], months


def _starts(*keys: np.ndarray) -> np.ndarray:
    """The start of each run of equal keys."""
    differs = np.zeros(len(keys[0]), dtype=bool)
    differs[:1] = True
    for key in keys:
        differs[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(differs)


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
