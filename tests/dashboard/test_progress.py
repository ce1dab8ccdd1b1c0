"""Progress against the plan: the figures beside the lamp, each edge of docs/rules.md §3 a sentence."""

import pytest

from tests.dashboard.make import LOWER, NEUTRAL, RATE, STOCK, SUM, judged, months, rate_months


@pytest.mark.parametrize(("seen", "left"), [(1, 0.5), (4, 0), (7, 0)])
def test_with_direction_lower_required_is_what_is_still_allowed(seen: int, left: float) -> None:
    assert judged(LOWER, 6, months(2023, 0, 0, 0, 0, 0, seen), 4).required_per_month == left


def test_a_rate_is_sum_over_sum_and_never_an_average_of_rates() -> None:
    result = judged(RATE, 2, rate_months(2023, (1, 1), (0, 99)), 0.9)
    assert (result.year_to_date, result.numerator, result.denominator) == (0.01, 1, 100)


def test_a_stocks_year_to_date_is_not_last_years() -> None:
    assert judged(STOCK, 2, months(2022, *[5] * 12), 40).year_to_date is None


def test_a_blank_month_is_not_counted_as_zero() -> None:
    result = judged(SUM, 3, months(2023, None, 4, 2), 10)
    assert (result.year_to_date, result.missing_months) == (6, ("2023-01",))


def test_a_target_with_nothing_reported_this_year_still_says_what_is_due() -> None:
    result = judged(SUM, 6, months(2022, *[1] * 12), 10)
    assert (result.lamp, result.expected_to_date) == ("waiting", 5)
    follows = (
        result.year_to_date,
        result.attainment,
        result.completion,
        result.required_per_month,
        result.gap,
    )
    assert follows == (None,) * 5
    assert (result.forecast, result.forecast_low, result.forecast_high) == (None, None, None)


def test_required_per_month_spreads_what_is_left_over_the_months_left() -> None:
    assert judged(SUM, 6, months(2023, 0, 0, 0, 0, 0, 4), 10).required_per_month == 1
    assert judged(SUM, 6, months(2023, 0, 0, 0, 0, 0, 11), 10).required_per_month == 0
    assert judged(RATE, 1, rate_months(2023, (1, 2)), 0.9).required_per_month is None


def test_last_years_months_are_compared_only_where_both_years_have_them() -> None:
    figures = [*months(2022, 1, 10, None, 100), *months(2023, 2, None, 20, 200)]
    result = judged(NEUTRAL, 4, figures)
    assert (result.year_ago_to_date, result.comparable_to_date) == (101, 202)
    assert (result.year_ago_month, result.month_before, result.year_to_date) == (100, 20, 222)


def test_year_ago_month_is_null_where_this_years_is_missing() -> None:
    result = judged(NEUTRAL, 2, [*months(2022, 1, 10), *months(2023, 2)])
    assert (result.year_ago_month, result.year_ago_to_date) == (None, 1)


def test_a_stock_is_compared_in_the_last_month_both_years_have() -> None:
    result = judged(STOCK, 3, [*months(2022, 5, 6), *months(2023, 7, 8, 9)])
    assert (result.year_ago_to_date, result.comparable_to_date) == (6, 8)


def test_a_rates_comparison_is_sum_over_sum_over_the_same_months() -> None:
    figures = [*rate_months(2022, (1, 2), (9, 10)), *rate_months(2023, (3, 4), None, (5, 5))]
    result = judged(RATE, 3, figures)
    assert (result.year_ago_to_date, result.comparable_to_date) == (0.5, 0.75)


def test_the_first_year_has_no_comparison() -> None:
    result = judged(NEUTRAL, 2, months(2023, 1, 2))
    assert (result.year_ago_month, result.year_ago_to_date, result.comparable_to_date) == (None,) * 3


def test_january_has_last_december_before_it() -> None:
    assert judged(NEUTRAL, 1, [*months(2022, *[7] * 12), *months(2023, 9)]).month_before == 7


def test_months_after_as_of_change_nothing() -> None:
    early = months(2023, 1, 2, 3)
    assert judged(SUM, 3, early, 9) == judged(SUM, 3, [*early, *months(2023, *[None] * 3, 50)], 9)


def test_since_is_the_first_month_of_the_unbroken_run_that_is_not_green() -> None:
    result = judged(SUM, 6, months(2023, 1, 0, 0, 0, 0, 0), 12)
    assert (result.lamp, result.since) == ("red", "2023-02")
    assert judged(SUM, 6, months(2023, 0, 0, 0, 0, 5, 0), 12).since == "2023-06"
    assert judged(SUM, 6, months(2023, *[1] * 6), 12).since is None
    assert judged(NEUTRAL, 6, months(2023, *[1] * 6)).since is None


def test_since_does_not_begin_in_a_month_without_figures_or_without_anything_to_judge() -> None:
    assert judged(RATE, 3, rate_months(2023, (0, 0), (0, 0), (2, 6)), 1).since == "2023-03"
    assert judged(RATE, 3, rate_months(2023, None, (1, 2), (1, 2)), 1).since == "2023-02"
    assert judged(RATE, 3, rate_months(2023, (1, 2), None, (1, 2)), 1).since == "2023-01"


def test_missing_units_make_a_lamp_incomplete_but_not_one_that_waits() -> None:
    assert judged(SUM, 1, months(2023, 1), 12, ("a",)).incomplete
    waiting = judged(SUM, 2, months(2023, 1), 12, ("a",))
    assert (waiting.incomplete, waiting.missing_units) == (False, ("a",))


def test_a_sum_is_approximate_with_the_word_its_approximate_months_share() -> None:
    january, february = months(2023, 1000, 200)
    about = january._replace(approximate=True, word="余")
    nearly = february._replace(approximate=True, word="近")
    assert judged(SUM, 2, [about, february]).word == "余"
    assert judged(SUM, 2, [about, nearly]).word == "约"
    assert judged(SUM, 2, [about._replace(word="")]).word == "约"
    assert judged(SUM, 2, [january, february]).approximate is False
    assert judged(STOCK, 2, [about, february]).approximate is False
