"""Signal or noise: each rule of docs/rules.md §4 at its boundary, and against a plain oracle."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.board.signals import chart_of
from domain.catalogue import Direction
from domain.kpi.process import ProcessChart, assurance_by_forecast, assurance_by_limits, process_chart
from domain.kpi.series import MonthFigure
from domain.months import add_months
from domain.process_limits import NoLimits
from tests.dashboard.make import CATALOGUE, RATE

KNOWN = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
EPSILON = 1e-9


def chart(values: list[float], direction: str = "higher") -> ProcessChart:
    months = [add_months(date(2020, 1, 1), step) for step in range(len(values))]
    short = NoLimits.FEW_MONTHS if len(values) < 12 else None
    return process_chart(months, values, Direction(direction), short)


def chart_of_rate(parts: list[tuple[float, float]]) -> ProcessChart:
    months = [add_months(date(2020, 1, 1), step) for step in range(len(parts))]
    figures = [MonthFigure(month, *part) for month, part in zip(months, parts, strict=True)]
    return chart_of(CATALOGUE, CATALOGUE.kpi(RATE), figures)


def signals(values: list[float]) -> list[str]:
    return [point.signal for point in chart(values).points]


def flagged(values: list[float], name: str) -> list[int]:
    return [place for place, signal in enumerate(signals(values)) if signal == name]


def test_the_known_answer_comes_out() -> None:
    result = chart(KNOWN)
    assert (result.lower, result.centre, result.upper) == pytest.approx((-0.7156, 1.9444, 4.6044), abs=5e-5)
    assert flagged(KNOWN, "outside") == [4]
    assert result.variation == "common"


def test_near_limits_stand_at_two_thirds_of_the_way() -> None:
    result = chart(KNOWN)
    assert result.near_upper == pytest.approx(result.centre + (result.upper - result.centre) * 2 / 3)
    assert result.near_lower == pytest.approx(result.centre - (result.upper - result.centre) * 2 / 3)


def test_a_wild_range_is_left_out_once_and_only_once() -> None:
    values = [0.0, 1.0] * 10 + [300.0] + [0.0, 30.0] + [0.0, 1.0] * 10
    ranges = [abs(b - a) for a, b in pairwise(values)]
    mean = sum(ranges) / len(ranges)
    kept = [each for each in ranges if each < 3.267 * mean]
    again = [each for each in kept if each < 3.267 * sum(kept) / len(kept)]
    result = chart(values)
    assert len(again) < len(kept) < len(ranges)
    assert result.upper - result.centre == pytest.approx(2.66 * sum(kept) / len(kept))


@pytest.mark.parametrize("level", [0, 7, 0.98, 0.1 + 0.2, 1e6 / 3])
def test_a_constant_series_has_its_level_as_limits_and_no_signal(level: float) -> None:
    result = chart([level] * 14)
    assert (result.lower, result.upper) == pytest.approx((level, level))
    assert {point.signal for point in result.points} == {"none"}


def test_a_constant_98_percent_does_not_signal_however_it_was_divided() -> None:
    assert set(signals([49 / 50, 98 / 100, 0.98, 294 / 300 + 1e-16, 147 / 150, 1 - 0.02] * 3)) == {"none"}


def test_eleven_months_have_a_centre_only_and_twelve_have_limits() -> None:
    short = chart([5, 9] * 5 + [90])
    assert (short.centre, short.lower, short.upper, short.near_lower) == (160 / 11, None, None, None)
    assert (short.variation, {point.signal for point in short.points}) == ("common", {"none"})
    assert chart([5, 9] * 6).lower is not None


def test_where_limits_are_refused_there_is_a_centre_and_no_signal() -> None:
    months = [add_months(date(2020, 1, 1), step) for step in range(12)]
    result = process_chart(months, [0.0] * 11 + [11.0], Direction.HIGHER, NoLimits.RARE_EVENTS)
    assert (result.centre, result.lower, result.upper, result.near_lower) == (11 / 12, None, None, None)
    assert (result.points[-1].signal, result.variation) == ("none", "common")
    assert assurance_by_limits(result, Direction.HIGHER, 5) is None


def test_a_rate_on_few_cases_gives_no_signal_and_on_many_does() -> None:
    few = chart_of_rate([(9, 9)] * 17 + [(2, 9)])
    many = chart_of_rate([(90, 90)] * 17 + [(20, 90)])
    assert (few.lower, few.variation, few.no_limits) == (None, "common", "few_cases")
    assert (many.points[-1].signal, many.variation) == ("outside", "concern")


def test_a_month_without_a_case_is_no_point_and_the_months_around_it_are_successive() -> None:
    rising = [(50 + step, 100.0) for step in range(7)]
    with_gap = chart_of_rate([*rising[:3], (0, 0), *rising[3:], *[(50, 100.0), (55, 100.0)] * 3])
    assert len(with_gap.points) == 13
    assert [point.signal for point in with_gap.points][:7] == ["trend"] * 7


def test_no_month_at_all_is_no_chart() -> None:
    empty = chart([])
    assert (empty.centre, empty.variation, empty.points) == (None, "common", ())


def test_one_bad_month_does_not_make_a_signal_of_a_steady_level() -> None:
    values = [1.0] * 3 + [0.6] + [1.0] * 14
    result = chart(values)
    assert result.upper - result.centre == pytest.approx(2.66 * 0.8 / 17)
    assert flagged(values, "outside") == [3]


def test_a_point_on_a_limit_is_not_outside() -> None:
    values = [0.0, 2.0] * 6
    result = chart(values)
    assert result.upper == pytest.approx(1 + 2.66 * 2)
    assert flagged(values, "outside") == []


def test_six_steps_one_way_are_a_trend_and_five_are_not() -> None:
    tail = [3, 5, 3, 5, 3, 5]
    assert flagged([1, 2, 3, 4, 5, 6, 7, *tail], "trend") == list(range(7))
    assert flagged([1, 2, 3, 4, 5, 6, 6, *tail], "trend") == []


def test_seven_on_one_side_are_a_shift_and_six_are_not() -> None:
    assert flagged([1, 9] * 6 + [6, 7] * 3 + [6] + [4] * 2 + [3] * 2, "shift") == list(range(11, 19))
    assert flagged([4, 4, 6, 6] * 3 + [6, 4], "shift") == []


def test_a_point_on_the_centre_ends_the_run() -> None:
    level = [6.0] * 6 + [5.0] + [6.0] * 6 + [4.0] * 6 + [5.0] + [4.0] * 6
    assert sum(level) / len(level) == 5
    assert flagged(level, "shift") == []


def test_two_of_three_flags_only_the_points_beyond_the_near_limit() -> None:
    values = [10.0, 12.0] * 6 + [16.0, 12.5, 16.0] + [10.0, 12.0] * 4
    result = chart(values)
    assert result.near_upper < 16.0 < result.upper
    assert flagged(values, "two_of_three") == [12, 14]


def test_a_point_beyond_the_limit_counts_among_the_two_of_three_and_keeps_its_own_name() -> None:
    values = [10.0, 12.0] * 6 + [20.0, 16.5] + [10.0, 12.0] * 5
    assert flagged(values, "outside") == [12]
    assert flagged(values, "two_of_three") == [13]


@pytest.mark.parametrize(
    ("direction", "up", "down"),
    [("higher", "improvement", "concern"), ("lower", "concern", "improvement"), ("neutral", "high", "low")],
)
def test_the_last_point_says_which_way_it_goes(direction: str, up: str, down: str) -> None:
    steady = [10.0, 12.0] * 8
    assert chart([*steady, 30.0], direction).variation == up
    assert chart([*steady, -10.0], direction).variation == down
    assert chart([30.0, -8.0, *steady], direction).variation == "common"


def test_a_trend_goes_the_way_of_its_slope_even_below_the_centre() -> None:
    values = [50.0, 52.0] * 10 + [40.0, 41.0, 42.0, 43.0, 44.0, 45.0, 46.0]
    result = chart(values, "higher")
    assert (result.points[-1].signal, result.variation) == ("trend", "improvement")


@pytest.mark.parametrize(
    ("direction", "target", "answer"),
    [
        ("higher", 20, "fail"), ("higher", 2, "pass"), ("higher", 11, "inconsistent"),
        ("lower", 20, "pass"), ("lower", 2, "fail"), ("lower", 11, "inconsistent"), ("neutral", 20, None),
    ],
)  # fmt: skip
def test_limits_tell_whether_a_monthly_target_is_reached(
    direction: str, target: float, answer: str | None
) -> None:
    assert assurance_by_limits(chart([10.0, 12.0] * 7), Direction(direction), target) == answer


def test_a_short_series_gives_no_assurance() -> None:
    assert assurance_by_limits(chart([10.0] * 5), Direction.HIGHER, 1) is None


@pytest.mark.parametrize(
    ("direction", "value", "low", "high", "answer"),
    [
        ("higher", 10, 10, 12, "pass"), ("higher", 4, 10, 12, "pass"), ("higher", 4, 6, 9.9, "fail"),
        ("higher", 4, 6, 10, "inconsistent"), ("higher", 4, None, None, None),
        ("lower", 4, 5, 10, "pass"), ("lower", 11, 11, 12, "fail"), ("lower", 4, 10.5, 12, "fail"),
        ("lower", 4, 6, 11, "inconsistent"), ("neutral", 4, 6, 9, None),
    ],
)  # fmt: skip
def test_the_forecast_tells_whether_an_annual_target_is_reached(
    direction: str, value: float, low: float | None, high: float | None, answer: str | None
) -> None:
    assert assurance_by_forecast(Direction(direction), 10, value, low, high) == answer


steady = st.lists(st.sampled_from([7.0] * 11 + [9.0]), min_size=12, max_size=40)
series = st.one_of(
    steady,
    st.lists(st.integers(0, 6), max_size=40),
    st.lists(st.integers(0, 1000), min_size=12, max_size=40),
    st.lists(st.sampled_from([0.98, 49 / 50, 0.9, 0.95]), min_size=12, max_size=30),
)


@given(series, st.sampled_from(["higher", "lower", "neutral"]))
def test_signals_and_limits_are_what_the_rules_say(values: list[float], direction: str) -> None:
    result = chart(list(values), direction)
    if len(values) < 12:
        assert result.lower is None
        assert all(point.signal == "none" for point in result.points)
        return
    lower, centre, upper, names, variation = oracle(values, direction)
    assert (result.lower, result.centre, result.upper) == pytest.approx((lower, centre, upper), abs=1e-9)
    assert [point.signal for point in result.points] == names
    assert result.variation == variation


def oracle(values: list[float], direction: str) -> tuple[float, float, float, list[str], str]:
    """The rules point by point, written without looking at how the product does it."""
    n, centre = len(values), sum(values) / len(values)
    ranges = [abs(values[i] - values[i - 1]) for i in range(1, n)]
    a = sum(ranges) / len(ranges)
    if a > EPSILON:
        kept = [r for r in ranges if not r >= 3.267 * a - EPSILON]
        a = sum(kept) / len(kept) if max(kept) > EPSILON else a
    limit, near = 2.66 * a, 2 / 3 * 2.66 * a
    away = [v - centre for v in values]
    side = [0 if abs(d) <= EPSILON else (1 if d > 0 else -1) for d in away]
    names = ["none"] * n
    for i in range(n):
        if in_run_of_seven(side, i):
            names[i] = "shift"
        if abs(away[i]) > near + EPSILON and any(
            side[j] == side[j + 1] == side[j + 2] != 0
            and sum(abs(away[k]) > near + EPSILON for k in (j, j + 1, j + 2)) >= 2
            for j in range(max(0, i - 2), min(i, n - 3) + 1)
        ):
            names[i] = "two_of_three"
        if any(is_slope(values[j : j + 7]) for j in range(max(0, i - 6), min(i, n - 7) + 1)):
            names[i] = "trend"
        if abs(away[i]) > limit + EPSILON:
            names[i] = "outside"
    if names[-1] == "none":
        return centre - limit, centre, centre + limit, names, "common"
    up = values[-1] > values[-2] if names[-1] == "trend" else away[-1] > 0
    words = {
        "higher": ("concern", "improvement"),
        "lower": ("improvement", "concern"),
        "neutral": ("low", "high"),
    }
    return centre - limit, centre, centre + limit, names, words[direction][up]


def in_run_of_seven(side: list[int], place: int) -> bool:
    first = last = place
    while first > 0 and side[first - 1] == side[place]:
        first -= 1
    while last < len(side) - 1 and side[last + 1] == side[place]:
        last += 1
    return side[place] != 0 and last - first + 1 >= 7


def is_slope(window: list[float]) -> bool:
    steps = [window[i] - window[i - 1] for i in range(1, 7)]
    return all(step > EPSILON for step in steps) or all(step < -EPSILON for step in steps)
