"""The year's outcome if the months go on as they have gone: docs/rules.md §3, forecast."""

from math import sqrt

import pytest

from tests.dashboard.make import NEUTRAL, RATE, STOCK, SUM, judged, months, rate_months


def test_the_forecast_adds_the_mean_of_the_last_six_months_for_every_month_left() -> None:
    result = judged(SUM, 8, months(2023, 100, 100, 1, 2, 3, 4, 5, 9))
    assert result.forecast == 224 + 4 * 24 / 6


def test_the_range_comes_from_the_moving_ranges_of_the_last_twelve_months() -> None:
    figures = [
        *months(2022, 900, 900, 900, 900, 10, 12, 10, 12, 10, 12, 10, 12),
        *months(2023, 10, 12, 10, 12),
    ]
    result = judged(NEUTRAL, 4, figures)
    spread = 1.96 * 2 / 1.128 * sqrt(8)
    assert result.forecast == 44 + 8 * 11
    assert result.forecast_low == pytest.approx(44 + 88 - spread)
    assert result.forecast_high == pytest.approx(44 + 88 + spread)


def test_there_is_no_forecast_from_two_months() -> None:
    assert judged(SUM, 2, months(2023, 1, 1)).forecast is None
    assert judged(SUM, 3, months(2023, 1, 1, 1)).forecast == 12


def test_the_months_of_a_forecast_reach_into_earlier_years() -> None:
    result = judged(SUM, 1, [*months(2022, *[None] * 10, 2, 3), *months(2023, 4)])
    assert result.forecast == 4 + 11 * 3


def test_a_gap_between_months_is_passed_over() -> None:
    assert judged(SUM, 6, months(2023, 3, None, 3, None, None, 3)).forecast == 9 + 6 * 3


def test_the_low_end_is_never_under_what_is_reached() -> None:
    result = judged(SUM, 4, months(2023, 0, 50, 0, 50))
    assert result.forecast_low == result.year_to_date == 100


def test_in_december_forecast_and_both_ends_are_the_year_to_date() -> None:
    result = judged(SUM, 12, months(2023, *range(12)), 100)
    assert (result.forecast, result.forecast_low, result.forecast_high) == (66, 66, 66)


def test_a_volume_has_a_forecast_too() -> None:
    assert judged(NEUTRAL, 3, months(2023, 10, 20, 30)).forecast == 60 + 9 * 20


def test_rates_and_stocks_have_none() -> None:
    assert judged(RATE, 4, rate_months(2023, *[(1, 2)] * 4), 0.9).forecast is None
    assert judged(STOCK, 4, months(2023, 1, 2, 3, 4), 9).forecast is None


def test_a_month_not_reported_leaves_the_forecast_of_those_that_are() -> None:
    result = judged(SUM, 4, months(2023, 2, 2, 2))
    assert (result.lamp, result.forecast) == ("waiting", 6 + 8 * 2)
