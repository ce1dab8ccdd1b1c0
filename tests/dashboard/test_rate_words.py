"""Rates over 100 % are explained, few cases are told as cases, and none that can be made good is given up."""

import math
from dataclasses import replace
from datetime import date

from dashboard.wording.board_words import units_headline
from dashboard.wording.case_words import in_cases
from dashboard.wording.headline import headline
from dashboard.wording.narrative import sentence
from dashboard.wording.process_words import over_the_whole
from domain.catalogue import load_catalogue
from domain.units import Life
from tests.dashboard.make import CATALOGUE, judged, rate_months


def test_a_month_over_the_whole_is_explained_by_what_came_in_earlier() -> None:
    catalogue = load_catalogue()
    rate = catalogue.kpi("leads_resolved_rate")
    words = over_the_whole(catalogue, rate, [0.5, None, math.nan, 2.0])
    assert words == "线索整改率单月超过100%：已整改线索数含以前月份转入的，达标与否以累计为准。"
    assert over_the_whole(catalogue, rate, [1.0, None, math.nan]) == ""
    assert over_the_whole(catalogue, catalogue.kpi("leads_found"), [13]) == ""


def test_leads_that_may_still_be_resolved_are_not_given_up() -> None:
    rate = CATALOGUE.kpi("leads_resolved_rate")
    months = judged(rate.id, 6, rate_months(2023, (0, 1), (1, 1), (0, 0), (1, 2), (0, 0), (1, 1)), 0.95)
    said = sentence(CATALOGUE, rate, months)
    assert "5条中2条未整改" in said and "再整改2条即达目标" in said and "仍达不到" not in said
    assert headline(rate, months) == "线索整改率累计60%，低于目标95%"


def test_cases_of_which_none_was_kept_are_counted_once() -> None:
    rate = CATALOGUE.kpi("leads_resolved_rate")
    none, owed = (judged(rate.id, 3, rate_months(2023, (0, 3), part, (0, 4)), 1.0) for part in ((0, 0), None))
    assert in_cases(CATALOGUE, rate, none) == "7条均未整改"
    assert in_cases(CATALOGUE, rate, owed) == "7条中7条未整改"
    one = judged(rate.id, 1, rate_months(2023, (0, 1)), 1.0)
    assert in_cases(CATALOGUE, rate, one) == "1条未整改"


def test_petitions_answered_late_stay_late() -> None:
    rate = CATALOGUE.kpi("petition_on_time_rate")
    months = judged(rate.id, 6, rate_months(2023, (0, 1), (1, 1), (0, 0), (1, 2), (0, 0), (1, 1)), 0.95)
    assert "此后须连续" not in sentence(CATALOGUE, rate, months)  # 35 cases, of five in half a year
    near = judged(rate.id, 6, rate_months(2023, (0, 1), *[(3, 3)] * 5), 0.95)
    assert "此后须连续4件达标" in sentence(CATALOGUE, rate, near)
    wholly = judged(rate.id, 6, rate_months(2023, (0, 1), *[(0, 0)] * 5), 1.0)
    assert "；全年已无法达到100%。" in sentence(CATALOGUE, rate, wholly)


def test_the_years_best_rate_is_foretold_only_from_as_many_cases_as_say_something() -> None:
    rate = CATALOGUE.kpi("petition_on_time_rate")
    few = judged(rate.id, 6, rate_months(2023, *[(2, 3)] * 6), 1.0)
    many = judged(rate.id, 6, rate_months(2023, *[(3, 4)] * 6), 1.0)
    assert "全年约" not in sentence(CATALOGUE, rate, few)
    assert "下半年即使达100%，全年约87.5%，仍达不到目标" in sentence(CATALOGUE, rate, many)


def test_nothing_is_foretold_of_a_years_rate_while_months_are_owed() -> None:
    rate = CATALOGUE.kpi("petition_on_time_rate")
    owed = judged(rate.id, 10, rate_months(2023, *[None] * 7, (100, 103), (100, 103), (128, 131)), 0.98)
    assert "低0.7个百分点" in (said := sentence(CATALOGUE, rate, owed))
    assert not any(words in said for words in ("仍达不到", "须达", "全年约"))


def test_a_unit_that_began_within_the_year_is_foretold_from_the_months_it_had() -> None:
    rate = CATALOGUE.kpi("petition_on_time_rate")
    months = rate_months(2023, *[None] * 7, (100, 103), (100, 103), (128, 131))
    began = judged(rate.id, 10, months, 0.98, life=Life(start=date(2023, 8, 1)))
    assert began.is_complete
    assert "余下2个月须达99%以上" in sentence(CATALOGUE, rate, began)


def test_a_unit_with_few_cases_is_told_by_them_and_not_called_the_furthest() -> None:
    kpi = CATALOGUE.kpi("petition_on_time_rate")
    parts = {"甲队": (0, 1), "乙站": (8, 9), "丙所": (90, 100), "丁科": (88, 100)}
    one, few, many, worst = (
        replace(judged(kpi.id, 1, rate_months(2023, part), 1.0), unit=unit) for unit, part in parts.items()
    )
    assert units_headline(CATALOGUE, kpi, [one], {}) == "甲队1件超期"
    assert units_headline(CATALOGUE, kpi, [one, few], {}) == "2个单位信访按期率未达目标"
    assert units_headline(CATALOGUE, kpi, [one, many, worst], {}) == "丁科88%，未达目标"
    assert units_headline(CATALOGUE, kpi, [many, worst], {}) == "丁科88%，离目标最远"
