"""When which lamp is lit, in words: whatever thresholds the catalogue has, the words and the lamps agree."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.ui.definitions import conditions_html, legend_html, sign_notes
from dashboard.wording.definition_words import DIRECTIONS, KINDS, find_kpis, lamp_conditions, pace_words
from dashboard.wording.headline import headline
from dashboard.wording.plan_count import COLOURS
from domain.catalogue import Catalogue, Direction, Kind, LampState
from domain.catalogue.catalogue import catalogue_of
from domain.catalogue.definition import LampRule
from domain.kpi.lamp import judge
from tests.dashboard.make import CATALOGUE, LOWER, NEUTRAL, RATE, STOCK, SUM, bounds, judged, months


def with_rule(kpi: str, **changes: object) -> Catalogue:
    """The catalogue with another rule for the KPI's kind."""
    name = CATALOGUE.kpi(kpi).lamp_rule
    rules = [replace(rule, **changes) if rule.id == name else rule for rule in CATALOGUE.lamp_rules]  # type: ignore[arg-type]
    return replace(CATALOGUE, lamp_rules=tuple(rules))


def whens(kpi: str, **changes: object) -> list[str]:
    """When green, done (where there is such a word), yellow and red are lit, and what December says."""
    catalogue = with_rule(kpi, **changes)
    conditions = lamp_conditions(catalogue, catalogue.kpi(kpi))
    return [each.when for each in conditions if each.lamp in ("green", "yellow", "red")]


def test_each_rule_as_it_comes_is_told_in_its_own_terms() -> None:
    assert whens(SUM) == [
        "累计达到应完成数",
        "累计达到年度目标",
        "累计达到应完成数的70%",
        "累计不足应完成数的70%",
        "全年结束仍未达到年度目标（▲ 同）",
    ]
    assert whens(RATE) == ["不低于目标", "低于目标不超过2个百分点", "低于目标超过2个百分点"]
    assert whens(STOCK) == ["不超过控制数", "不超过控制数的110%", "超过控制数的110%"]
    assert whens(LOWER) == ["不超过截至当月的控制数", "不超过全年控制数", "超过全年控制数"]


def test_a_rule_by_points_is_told_as_a_part_of_the_years_plan() -> None:
    told = whens(SUM, basis="points", bounds=bounds(-0.1, -0.3))
    assert told[0] == "低于应完成数不超过年度目标的10%"
    assert told[2:4] == ["低于应完成数不超过年度目标的30%", "低于应完成数超过年度目标的30%"]


def test_a_neutral_kpi_is_only_watched() -> None:
    assert [each.lamp for each in lamp_conditions(CATALOGUE, CATALOGUE.kpi(NEUTRAL))] == ["watch", "waiting"]
    assert pace_words(CATALOGUE.kpi(NEUTRAL)) == ""


@given(yellow=st.integers(30, 99), done=st.integers(1, 120))
def test_the_share_in_the_words_is_the_share_that_turns_the_lamp(yellow: int, done: int) -> None:
    """The oracle reads the threshold from the words and compares whole numbers."""
    rule = replace(CATALOGUE.lamp_rule("pace"), bounds=bounds(1.0, yellow / 100))
    told = int(re.findall(r"(\d+)%", whens(SUM, bounds=bounds(1.0, yellow / 100))[2])[0])
    expected = "green" if done >= 100 else "yellow" if done >= told else "red"
    assert judge(rule, Direction.HIGHER, float(done), 100.0, 200.0) == expected


def test_a_word_finds_a_kpi_by_the_headers_that_feed_it() -> None:
    assert CATALOGUE.kpi("hotline_open") in find_kpis(CATALOGUE, "受理工单数")
    assert find_kpis(CATALOGUE, "", "training") == CATALOGUE.kpis_of("training")
    assert find_kpis(CATALOGUE, "满意 没有的词") == ()
    assert [kpi.name for kpi in find_kpis(CATALOGUE, "满意")][:2] == ["满意数", "满意率"]


def test_every_kind_and_direction_and_each_colour_that_asks_for_action_has_its_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(DIRECTIONS) == set(Direction)
    assert set(COLOURS) == {lamp for lamp in LampState if lamp.calls_for_action}


def test_an_earlier_catalogue_without_a_colour_judges_and_is_told_without_it() -> None:
    earlier = catalogue_of(tuple((name, without_yellow(text)) for name, text in CATALOGUE.files))
    kpi = earlier.kpi(SUM)
    conditions = lamp_conditions(earlier, kpi)
    assert [each.lamp for each in conditions] == ["green", "green", "red", "red", "watch", "waiting"]
    assert [each.when for each in conditions][2:4] == ["累计不足应完成数", "全年结束仍未达到年度目标"]
    assert judge(earlier.lamp_rule("pace"), Direction.HIGHER, 9.0, 10.0, 20.0) == "red"
    assert all("nan" not in conditions_html(each, earlier) for each in earlier.kpis)
    assert "黄" not in legend_html(earlier) + sign_notes(earlier)[0]


def without_yellow(text: str) -> str:
    """The text of a file without what concerns yellow: its table, and its bound and word in each rule."""
    text = re.sub(r"\[lamp\.yellow\]\n(?:[a-z_]+ = .*\n)*", "", text)
    return re.sub(r"^yellow(?:_word)? = .*\n", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("rule", CATALOGUE.lamp_rules, ids=lambda rule: rule.id)
def test_every_rule_of_the_catalogue_is_told(rule: LampRule) -> None:
    kpi = next(kpi for kpi in CATALOGUE.kpis if kpi.lamp_rule == rule.id)
    conditions = lamp_conditions(CATALOGUE, kpi)
    assert all(each.when and each.word for each in conditions)
    assert set(rule.words.values()) <= {each.word for each in conditions}


def test_which_counting_units_count_what_is_held_is_data() -> None:
    files = [(name, text.replace("occasions = [", 'occasions = ["份", ')) for name, text in CATALOGUE.files]
    held = catalogue_of(tuple(files))
    nothing = judged("leaflets", 1, months(2023, 0), 1200, catalogue=held)
    assert headline(held.kpi("leaflets"), nothing) == "宣传资料尚未开展，落后时序100份"
