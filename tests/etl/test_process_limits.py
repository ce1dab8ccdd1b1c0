"""Natural limits hold whatever the level, and are refused where months tell too little: docs/rules.md §4."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.process_limits import NoLimits, process_limits, why_no_limits


def no_limits(values: list[float], cases: list[float] | None = None) -> NoLimits | None:
    return why_no_limits(values, cases or [], is_count=cases is None, least_cases=20)


@pytest.mark.parametrize(
    ("values", "cases", "reason"),
    [
        ([5.0] * 11, None, "few_months"),
        ([5.0] * 12, None, None),
        ([0.0] * 11 + [11.0], None, "rare_events"),
        ([0.0] * 11 + [12.0], None, None),
        ([0.5] * 12, [20.0] * 12, None),
        ([0.5] * 12, [19.0] * 7 + [500.0] * 5, "few_cases"),
        ([0.5] * 12, [19.0] * 6 + [21.0] * 6, None),
        ([0.5] * 12, [18.0] * 6 + [21.0] * 6, "few_cases"),
        ([0.5] * 11, [1.0] * 11, "few_months"),
    ],
)
def test_months_that_tell_too_little_have_no_limits(
    values: list[float], cases: list[float] | None, reason: str | None
) -> None:
    assert no_limits(values, cases) == reason


series = st.lists(st.integers(0, 100).map(float), min_size=12, max_size=24)


@given(series, st.integers(-500, 500))
def test_a_level_that_moves_moves_the_centre_and_not_the_reach(values: list[float], by: int) -> None:
    (centre,), (reach,) = process_limits(np.array([values]))
    (moved,), (same,) = process_limits(np.array([values]) + by)
    assert moved == pytest.approx(centre + by)
    assert same == pytest.approx(reach)


@given(st.lists(st.lists(st.integers(0, 9).map(float), min_size=15, max_size=15), min_size=1, max_size=6))
def test_the_limits_of_many_series_at_once_are_those_of_each(rows: list[list[float]]) -> None:
    centres, reaches = process_limits(np.array(rows))
    alone = [process_limits(np.array([row])) for row in rows]
    assert list(centres) == pytest.approx([centre[0] for centre, _ in alone])
    assert list(reaches) == pytest.approx([reach[0] for _, reach in alone])


@given(st.floats(0, 1000), st.floats(-100, 100), st.integers(1, 16))
def test_one_odd_month_leaves_the_others_within_their_limits(level: float, away: float, place: int) -> None:
    values = np.full(18, level)
    values[place] += away
    (centre,), (reach,) = process_limits(values[np.newaxis])
    assert abs(level - centre) <= reach + 1e-9
