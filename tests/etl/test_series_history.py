"""Limits and running totals over whole files at once, against the rules in plain Python."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.process_limits import may_lie_outside, process_limits
from etl.check.series_history import SeriesHistory, running_totals, unusual
from tests.etl.process_oracle import is_unusual

Month = tuple[int, int, bool]  # month counted from year 0, value, whether it is in the file
SERIES = st.lists(
    st.tuples(st.integers(24_000, 24_050), st.one_of(st.just(9), st.integers(0, 30)), st.booleans()),
    max_size=45,
    unique_by=lambda month: month[0],
).map(sorted)
GROWING = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=24).map(
    lambda steps: [
        (24_000 + place, sum(step for step, _ in steps[: place + 1]), in_file)
        for place, (_, in_file) in enumerate(steps)
    ]
)


def history(series: list[list[Month]]) -> SeriesHistory:
    """The series one after the other; a figure in the file has its place as its cell."""
    rows = [(number, *month) for number, months in enumerate(series) for month in months]
    cells = [place if row[3] else -1 for place, row in enumerate(rows)]
    numbers, months, values = (np.array([row[part] for row in rows], dtype=int) for part in range(3))
    return SeriesHistory(numbers, months, values.astype(float), np.array(cells, dtype=int))


def is_running_total(values: list[int]) -> bool:
    rises = [after - before for before, after in pairwise(values)]
    grows = min(rises, default=-1) >= 0 and sum(rise > 0 for rise in rises) >= 3
    return len(values) >= 4 and grows and values[-1] >= 2 * values[0]


@given(st.lists(SERIES, max_size=4))
def test_the_limits_of_all_series_are_those_of_each(series: list[list[Month]]) -> None:
    expected, cell = {}, 0
    for months in series:
        for place, (_, value, in_file) in enumerate(months):
            past = [before for _, before, _ in months[max(0, place - 24) : place]]
            if in_file and place >= 12 and is_unusual(past, value):
                expected[cell] = len(past)
            cell += 1
    assert {one.cell: one.months for one in unusual(history(series))} == expected


@given(st.lists(st.one_of(SERIES, GROWING), max_size=4))
def test_a_running_total_is_judged_in_each_year_up_to_the_files_last_month(series: list[list[Month]]) -> None:
    expected, first = {}, 0
    for months in series:
        for year in {month // 12 for month, _, _ in months}:
            places = [place for place, (month, _, _) in enumerate(months) if month // 12 == year]
            last = max((place for place in places if months[place][2]), default=-1)
            values = [months[place][1] for place in places if place <= last]
            if is_running_total(values):
                expected[first + last] = len(values)
        first += len(months)
    assert dict(running_totals(history(series))) == expected


@given(
    st.lists(st.decimals(0, 40, places=2).map(float), min_size=13, max_size=60),
    st.sampled_from([1.0, 1e-3, 1e6]),
    st.sampled_from([13, 40, 50_000]),
)
def test_no_figure_outside_the_limits_is_passed_over(
    values: list[float], scale: float, at_a_time: int
) -> None:
    figures = np.array(values) * scale
    before = np.minimum(np.arange(len(figures)), 24)
    found = may_lie_outside(figures, before, at_a_time)
    for place in range(12, len(figures)):
        (centre,), (reach,) = process_limits(figures[np.newaxis, place - before[place] : place])
        if centre >= 1 and abs(figures[place] - centre) > reach + 1e-9:
            assert found[place]


def test_limits_are_told_with_what_they_are_taken_from() -> None:
    quiet = [(24_000 + place, 50 + place % 2, False) for place in range(30)]
    (found,) = unusual(history([[*quiet, (24_030, 90, True)]]))
    assert (found.cell, found.months) == (30, 24)
    assert (round(found.lower, 2), round(found.upper, 2)) == (47.84, 53.16)
