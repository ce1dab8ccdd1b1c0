"""The forecast for a reader: its figures where they say something, and that they do not where they don't."""

from dataclasses import replace

import pytest

from dashboard.wording.process_words import TOO_WIDE, swings_too_widely, year_end
from domain.kpi.progress import Progress
from domain.kpi.series import Forecast
from tests.dashboard.make import CATALOGUE, LOWER, NEUTRAL, SUM, judged, months
from tests.dashboard.test_narrative import told

NOTICES = "notices_posted"
IN_BURSTS = months(2023, 0, 0, 24, 12, 0, 0)


def forecast_of(low: float, high: float, target: float | None) -> Progress:
    """A progress in June whose forecast is in the middle of this range."""
    known = judged(SUM if target is not None else NEUTRAL, 6, months(2023, *[1] * 6), target)
    return replace(known, outlook=Forecast((low + high) / 2, low, high))


@pytest.mark.parametrize(
    ("low", "high", "target", "is_open"),
    [
        (36, 113, 50, True), (5, 11, 11, False), (2, 12, 12, True), (380, 1267, 1200, True),
        (700, 1250, 1200, False),
        (10, 49, 50, False), (50, 200, 50, False), (1, 3, 2, False), (0, 3, 2, True),
        (100, 400, None, True), (380, 436, None, False), (0, 0.8, None, False),
    ],
)  # fmt: skip
def test_a_range_on_both_sides_of_the_target_and_as_wide_as_most_of_it_says_nothing(
    low: float, high: float, target: float | None, is_open: bool
) -> None:
    assert swings_too_widely(forecast_of(low, high, target)) == is_open


def test_a_forecast_that_says_nothing_is_told_as_such_and_another_with_its_range() -> None:
    wide = judged(NOTICES, 6, IN_BURSTS, 50)
    assert wide.forecast_low is not None and wide.forecast_high is not None
    assert (round(wide.forecast_low), round(wide.forecast_high)) == (36, 113)
    assert year_end(CATALOGUE.kpi(NOTICES), wide) == TOO_WIDE
    narrow = judged(SUM, 6, months(2023, 1, 1, 1, 1, 1, 1), 12)
    assert year_end(CATALOGUE.kpi(SUM), narrow) == "12"


@pytest.mark.parametrize("done", [(0, 0, 1, 0, 0, 1), (0, 0, 0, 0, 0, 0)])
def test_a_few_planned_meetings_a_year_are_no_process_that_foretells_the_years_end(
    done: tuple[int, ...],
) -> None:
    assert year_end(CATALOGUE.kpi(SUM), judged(SUM, 6, months(2023, *done), 4)) == ""
    assert "全年结果" not in told(SUM, 6, months(2023, *done), 4)[1]
    lost = judged(LOWER, 6, months(2023, *done), 4)
    assert year_end(CATALOGUE.kpi(LOWER), lost) != ""


def test_a_year_that_is_over_and_too_few_months_have_no_forecast() -> None:
    kpi = CATALOGUE.kpi(SUM)
    assert year_end(kpi, judged(SUM, 12, months(2023, *[0, 9] * 6), 12)) == ""
    assert year_end(kpi, judged(SUM, 2, months(2023, 0, 9), 12)) == ""


def test_the_sentence_says_it_too_where_the_process_says_nothing_more() -> None:
    assert told(NOTICES, 6, IN_BURSTS, 50)[1].endswith("；各月波动大，全年结果暂难预计。")
    assert "暂难预计" not in told(NOTICES, 6, months(2023, *[6] * 6), 80)[1]
