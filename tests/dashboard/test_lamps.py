"""Which lamp a KPI shows and why: docs/rules.md §3, lamp."""

from dataclasses import replace

import pytest

from dashboard.wording.lamp_words import lamp_in_words, lamp_word, reason
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure
from tests.dashboard.make import (
    CATALOGUE,
    LOWER,
    NEUTRAL,
    RATE,
    STOCK,
    SUM,
    bounds,
    judged,
    months,
    rate_months,
)


def word_of(progress: Progress) -> str:
    return lamp_word(CATALOGUE, progress)


@pytest.mark.parametrize(
    ("done", "lamp", "word"),
    [(5, "green", "符合时序"), (6, "green", "符合时序"), (4, "yellow", "滞后"), (3, "red", "严重滞后"),
     (10, "green", "已完成")],
)  # fmt: skip
def test_a_sum_is_green_on_pace_yellow_from_seven_tenths_and_red_below(
    done: int, lamp: str, word: str
) -> None:
    result = judged(SUM, 6, months(2023, 0, 0, 0, 0, 0, done), 10)
    assert (result.lamp, word_of(result), result.expected_to_date) == (lamp, word, 5)


def test_exactly_seven_tenths_of_the_pace_is_still_yellow() -> None:
    assert judged(SUM, 12, months(2023, *[None] * 11, 21), 30).lamp == "yellow"


def test_a_missed_year_is_never_green() -> None:
    result = judged(SUM, 12, months(2023, *[0] * 11, 9), 10)
    assert (result.lamp, result.required_per_month, result.forecast) == ("yellow", None, 9)


def test_where_nothing_is_due_yet_attainment_is_null_and_the_lamp_green() -> None:
    result = judged(SUM, 1, months(2023, 0), 2)
    assert (result.expected_to_date, result.attainment, result.lamp) == (0, None, "green")


def test_a_target_of_nothing_has_no_completion() -> None:
    result = judged(SUM, 6, months(2023, 0, 0, 0, 0, 0, 1), 0)
    assert (result.completion, result.attainment, result.lamp) == (None, None, "green")


@pytest.mark.parametrize(
    ("seen", "lamp", "word"), [(2, "green", "受控"), (4, "yellow", "偏高"), (5, "red", "超出控制")]
)
def test_a_sum_to_be_kept_low_may_use_its_share_then_its_ceiling(seen: int, lamp: str, word: str) -> None:
    result = judged(LOWER, 6, months(2023, 0, 0, 0, 0, 0, seen), 4)
    assert (result.expected_to_date, result.lamp, word_of(result)) == (2, lamp, word)
    assert (result.attainment, result.completion) == (seen / 2, seen / 4)


def test_a_ceiling_of_nothing_is_broken_by_one() -> None:
    assert judged(LOWER, 3, months(2023, 0, 0, 0), 0).lamp == "green"
    assert judged(LOWER, 3, months(2023, 0, 1, 0), 0).lamp == "red"


@pytest.mark.parametrize(
    ("satisfied", "lamp", "word"),
    [
        (950, "green", "达标"),
        (949, "yellow", "接近目标"),
        (930, "yellow", "接近目标"),
        (929, "red", "未达目标"),
    ],
)
def test_a_rate_is_green_at_its_target_and_yellow_within_two_points(
    satisfied: int, lamp: str, word: str
) -> None:
    result = judged(RATE, 1, rate_months(2023, (satisfied, 1000)), 0.95)
    assert (result.lamp, word_of(result), result.expected_to_date) == (lamp, word, 0.95)


@pytest.mark.parametrize("percent", range(1, 101))
def test_a_rate_of_exactly_its_target_is_green_however_it_divides(percent: int) -> None:
    for scale in (1, 3, 7):
        figures = rate_months(2023, (percent * scale, 100 * scale))
        assert judged(RATE, 1, figures, percent / 100).lamp == "green"


def test_a_month_of_a_rate_with_denominator_0_is_reported_and_the_lamp_is_that_of_the_year() -> None:
    result = judged(RATE, 2, rate_months(2023, (96, 100), (0, 0)), 0.95)
    assert (result.month_value, result.year_to_date, result.lamp) == (None, 0.96, "green")
    assert result.missing_months == ()


def test_a_rate_whose_denominator_was_0_all_year_has_nothing_to_judge_yet() -> None:
    result = judged(RATE, 2, rate_months(2023, (0, 0), (0, 0)), 0.95)
    assert (result.lamp, result.year_to_date, result.expected_to_date) == ("watch", None, 0.95)


@pytest.mark.parametrize(("parts", "lamp"), [((5, 4), "watch"), ((4, 4), "green"), ((2, 4), "red")])
def test_a_rate_whose_part_exceeds_its_whole_is_not_judged(parts: tuple[int, int], lamp: str) -> None:
    result = judged(RATE, 1, rate_months(2023, parts), 0.95)
    assert (result.lamp, result.part_exceeds_whole, result.since is not None) == (
        lamp, lamp == "watch", lamp == "red",
    )  # fmt: skip
    assert (result.year_to_date, result.expected_to_date) == (parts[0] / parts[1], 0.95)


def test_one_month_over_the_whole_is_judged_where_the_year_is_not() -> None:
    assert judged(RATE, 2, rate_months(2023, (1, 4), (5, 4)), 0.7).lamp == "green"


@pytest.mark.parametrize(
    ("kpi", "figures", "target", "said"),
    [
        (SUM, months(2023, *[0] * 11, 10), 10, "● 已完成"),
        (SUM, months(2023, *[0] * 11, 8), 10, "▲ 未完成"),
        (SUM, months(2023, *[0] * 11, 6), 10, "■ 未完成"),
        (LOWER, months(2023, *[0] * 11, 3), 2, "■ 超出控制"),
        (LOWER, months(2023, *[0] * 11, 2), 2, "● 受控"),
        (STOCK, months(2023, *[0] * 11, 44), 40, "▲ 偏高"),
        (RATE, rate_months(2023, *[(0, 0)] * 11, (94, 100)), 0.95, "▲ 接近目标"),
    ],
)
def test_after_december_a_plan_is_done_or_it_is_not(
    kpi: str, figures: list[MonthFigure], target: float, said: str
) -> None:
    assert lamp_in_words(CATALOGUE, judged(kpi, 12, figures, target)) == said


@pytest.mark.parametrize(("open_now", "lamp"), [(40, "green"), (44, "yellow"), (45, "red")])
def test_a_stock_compares_its_latest_month_with_the_target(open_now: int, lamp: str) -> None:
    result = judged(STOCK, 3, months(2023, 90, 10, open_now), 40)
    assert (result.lamp, result.year_to_date, result.expected_to_date) == (lamp, open_now, 40)
    assert (result.required_per_month, result.forecast) == (None, None)


def test_a_stock_not_reported_in_the_month_waits_with_its_latest_month_as_year_to_date() -> None:
    result = judged(STOCK, 3, months(2023, 30, 35, None), 40)
    assert (result.lamp, result.month_value, result.year_to_date) == ("waiting", None, 35)


@pytest.mark.parametrize("kpi", [SUM, NEUTRAL, RATE, STOCK])
def test_a_month_not_reported_waits_with_a_target_or_without(kpi: str) -> None:
    figures = rate_months(2023, (1, 1)) if kpi == RATE else months(2023, 1)
    assert judged(kpi, 2, figures, 1).lamp == "waiting"
    assert judged(kpi, 2, figures).lamp == "waiting"


def test_without_a_target_a_kpi_is_watched() -> None:
    result = judged(SUM, 1, months(2023, 3))
    assert lamp_in_words(CATALOGUE, result) == "○ 监测"
    assert (result.target, result.expected_to_date, result.completion) == (None, None, None)


def test_a_volume_is_watched_even_where_a_target_slipped_in() -> None:
    result = judged(NEUTRAL, 1, months(2023, 500), 100)
    assert (result.lamp, result.target, result.expected_to_date) == ("watch", None, None)


@pytest.mark.parametrize(
    ("kpi", "figures", "target", "said"),
    [
        (SUM, months(2023, 0, 0, 0, 0, 0, 4), 12, "应完成 6，实际 4，完成时序 67%"),
        (SUM, months(2023, 0, 0, 0, 0, 0, 1), 1, "按时序尚无应完成量，实际 1"),
        (SUM, months(2023, 0, 0, 0, 0, 0, 1999), 4000, "应完成 2,000，实际 1,999，完成时序 99%"),
        (SUM, months(2023, 0, 0, 0, 0, 0, 1), None, "未设年度目标"),
        (SUM, months(2023, 1), 12, "6月未报送"),
        (NEUTRAL, months(2023, 0, 0, 0, 0, 0, 4), None, "监测指标，不设目标"),
        (LOWER, months(2023, 0, 0, 0, 0, 0, 3), 4, "全年控制数 4，至本月不超过 2，实际 3"),
        (LOWER, months(2023, 0, 0, 0, 0, 0, 5), 4, "全年控制数 4，实际 5，已超 1"),
        (STOCK, months(2023, 0, 0, 0, 0, 0, 43), 40, "控制数 40，目前 43"),
        (RATE, rate_months(2023, *[(0, 0)] * 5, (932, 1000)), 0.95, "目标 95%，实际 93.2%，差1.8个百分点"),
        (RATE, rate_months(2023, *[None] * 5, (9499, 10000)), 0.95, "目标 95%，实际 95%，差不足0.1个百分点"),
        (RATE, rate_months(2023, *[(0, 0)] * 6), 0.95, "本年回访数为 0，暂不评价"),
        (RATE, rate_months(2023, *[(0, 0)] * 5, (5, 4)), 0.95, "分子大于分母，待核"),
        (RATE, rate_months(2023, *[(0, 0)] * 5, (5, 4)), None, "分子大于分母，待核"),
    ],
)  # fmt: skip
def test_every_lamp_says_why(kpi: str, figures: list[MonthFigure], target: float | None, said: str) -> None:
    assert reason(CATALOGUE, judged(kpi, 6, figures, target)) == said


@pytest.mark.parametrize(("done", "lamp"), [(50, "green"), (49, "yellow"), (20, "yellow"), (19, "red")])
def test_where_the_catalogue_says_points_a_lamp_counts_how_much_of_the_plan_is_behind(
    done: int, lamp: str
) -> None:
    rules = [
        replace(rule, basis="points", bounds=bounds(0.0, -0.3)) if rule.id == "pace" else rule
        for rule in CATALOGUE.lamp_rules
    ]
    other = replace(CATALOGUE, lamp_rules=tuple(rules))
    assert judged(SUM, 6, months(2023, 0, 0, 0, 0, 0, done), 100, catalogue=other).lamp == lamp


@pytest.mark.parametrize(("done", "lamp"), [(8, "green"), (7, "yellow"), (5, "yellow"), (4, "red")])
def test_the_thresholds_are_those_of_the_catalogue(done: int, lamp: str) -> None:
    rules = [
        replace(rule, bounds=bounds(0.8, 0.5)) if rule.id == "pace" else rule for rule in CATALOGUE.lamp_rules
    ]
    other = replace(CATALOGUE, lamp_rules=tuple(rules))
    assert judged(SUM, 6, months(2023, 0, 0, 0, 0, 0, done), 20, catalogue=other).lamp == lamp
