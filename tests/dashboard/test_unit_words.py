"""Units side by side in words, and what a target still asks for."""

from dataclasses import replace

import pytest

from dashboard.board.board import Board, make_board
from dashboard.wording.board_words import board_headline, units_headline
from dashboard.wording.narrative import sentence
from dashboard.wording.plan_count import count_sentence
from dashboard.wording.target_words import still_needed
from dashboard.wording.unit_words import by_share, lamp_figure, names_told, spread_reading, widest_spread
from domain.kpi.lamp import Target
from domain.kpi.progress import Progress
from domain.units import Life
from tests.dashboard.make import (
    CATALOGUE,
    LOWER,
    NEUTRAL,
    RATE,
    STOCK,
    SUM,
    judged,
    month,
    months,
    rate_months,
)

NAMES = {"a": "甲队", "b": "乙站"}


def needed(progress: Progress) -> str:
    return still_needed(CATALOGUE, CATALOGUE.kpi(progress.kpi), progress)


def unit(code: str, *progress: Progress) -> Board:
    """A unit's board of these KPIs, without frames."""
    own = tuple(replace(each, unit=code) for each in progress)
    return Board(2023, month("2023-06"), code, own, None, None)  # type: ignore[arg-type]


def satisfaction(satisfied: int) -> Progress:
    return judged(RATE, 1, rate_months(2023, (satisfied, 100)), 0.95)


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (judged("leaflets", 6, months(2023, *[50] * 6), 1200), "还需900份，月均150份"),
        (judged(SUM, 6, months(2023, 0, 0, 1, 0, 0, 0), 4), "还需3次"),
        (judged("leaflets", 11, months(2023, *[50] * 11), 1200), "还需650份"),
        (judged("leaflets", 12, months(2023, *[50] * 12), 1200), "全年少600份"),
        (judged("leaflets", 6, months(2023, *[200] * 6), 1200), "—"),
        (judged(LOWER, 6, months(2023, 1, 0, 0, 0, 0, 0), 3), "至多再有2起"),
        (judged(LOWER, 6, months(2023, 0, 0, 0, 0, 0, 0), 0), "不得发生"),
        (judged(LOWER, 6, months(2023, 0, 0, 0, 0, 0, 3), 3), "不得再发生"),
        (judged(LOWER, 6, months(2023, 2, 0, 0, 0, 0, 0), 0), "已超2起"),
        (judged(LOWER, 12, months(2023, *[0] * 12), 0), "—"),
        (judged(STOCK, 1, months(2023, 23), 20), "须压减3件"),
        (judged(STOCK, 1, months(2023, 20), 20), "—"),
        (satisfaction(90), "余下11个月须达95.5%以上"),
        (satisfaction(95), "—"),
        (judged(RATE, 12, rate_months(2023, *[(90, 100)] * 12), 0.95), "差5个百分点"),
        (judged(RATE, 2, rate_months(2023, (0, 0), (0, 0)), 0.95), "回访数为0，暂不评价"),
        (judged(RATE, 2, rate_months(2023, (0, 0)), 0.95), "—"),
        (judged(SUM, 1, [], 4), "—"),
        (judged(NEUTRAL, 1, months(2023, 5)), "—"),
    ],
)
def test_what_a_target_still_asks_for_fits_a_column(progress: Progress, words: str) -> None:
    assert needed(progress) == words


@pytest.mark.parametrize(
    ("progress", "figure"),
    [
        (judged(SUM, 6, months(2023, 1, 0, 0, 0, 0, 0), 4), "50%"),
        (judged(SUM, 2, months(2023, 1, 0), Target(4, "quarterly")), "未到期"),
        (judged(SUM, 6, months(2023, 1), 4), "待报"),
        (satisfaction(90), "90%"),
        (judged(RATE, 1, rate_months(2023, (0, 1)), 0.95), "0/1"),
        (judged(STOCK, 1, months(2023, 23), 20), "23"),
        (judged(LOWER, 6, months(2023, *[0] * 6), 3), "0"),
    ],
)
def test_a_cell_says_how_much_of_what_is_due_is_done_or_the_value(progress: Progress, figure: str) -> None:
    assert lamp_figure(CATALOGUE, progress) == figure


def test_units_stand_by_the_share_of_their_targets_that_is_behind_then_by_how_many_are_red() -> None:
    red, yellow, green = satisfaction(80), satisfaction(94), satisfaction(99)
    boards = [
        unit("none"),
        unit("half", yellow, yellow, green, green),
        unit("green", green),
        unit("yellow", yellow),
        unit("red", red),
    ]
    ordered = by_share(boards, str)
    assert [board.unit for board in ordered] == ["red", "yellow", "half", "green", "none"]


def test_the_spread_names_first_and_last_and_being_ahead_makes_nothing_uneven() -> None:
    name = NAMES.__getitem__
    uneven = [unit("a", satisfaction(80)), unit("b", satisfaction(96))]
    assert spread_reading(CATALOGUE, uneven, name) == "单位间差异较大的是满意率：乙站96%，甲队80%。"
    even = [unit("a", satisfaction(95)), unit("b", satisfaction(100))]
    assert widest_spread(CATALOGUE, even) is None
    few = unit("b", judged(RATE, 1, rate_months(2023, (0, 2)), 0.95))
    assert widest_spread(CATALOGUE, [*even, few]) is None
    assert spread_reading(CATALOGUE, even, name) == ""


def test_a_unit_that_began_within_the_year_is_not_called_the_furthest_from_an_even_pace() -> None:
    kpi = CATALOGUE.kpi(SUM)
    old, older = (
        replace(judged(SUM, 6, months(2023, *[0] * 5, done), 12), unit=f"{done}站") for done in (3, 4)
    )
    began = Life(start=month("2023-04"))
    new = replace(judged(SUM, 6, months(2023, *[None] * 3, 0, 0, 1), 12, life=began), unit="新所")
    assert units_headline(CATALOGUE, kpi, [old, older, new], {}) == "3站3次，落后于时序"
    assert units_headline(CATALOGUE, kpi, [old, older], {}) == "3站3次，落后时序最多"
    assert units_headline(CATALOGUE, kpi, [new], {}) == "新所1次（4月启用），落后于时序"
    boards = [unit("a", replace(old, unit="a")), unit("b", new)]
    assert widest_spread(CATALOGUE, boards) is None


@pytest.mark.parametrize(("start", "said"), [(6, "6月参训15人次。"), (4, "4—6月参训45人次，6月15人次。")])
def test_a_new_unit_has_no_year_before_its_first_month(start: int, said: str) -> None:
    figures = months(2023, *[None] * (start - 1), *[15] * (7 - start))
    new = judged("attendances", 6, figures, life=Life(start=month(f"2023-{start:02}")))
    assert sentence(CATALOGUE, CATALOGUE.kpi("attendances"), new) == said


def test_what_a_new_unit_owes_is_said_to_be_by_the_whole_years_pace_and_not_its_first_months() -> None:
    figures = months(2023, *[None] * 5, 15)
    new = judged("attendances", 6, figures, 480, life=Life(start=month("2023-06")))
    said = sentence(CATALOGUE, CATALOGUE.kpi("attendances"), new)
    assert said.startswith("6月参训15人次，按全年时序应完成240人次，")


def test_a_unit_that_is_no_more_is_said_to_be_so_and_not_to_lack_targets() -> None:
    figures = {(NEUTRAL, "a"): months(2023, *[30] * 5)}
    life = Life(end=month("2023-05"))
    gone = make_board(CATALOGUE, [CATALOGUE.kpi(NEUTRAL)], "a", month("2023-06"), figures, {}, {}, life)
    assert board_headline(gone) == "已停用（2023年5月止）"
    assert count_sentence(gone) == "截至2023年6月，本单位已停用（2023年5月止），不作评价。"
    units = [("a", "甲站", month("2023-05")), ("b", "乙站", None), ("c", "丙站", month("2023-06"))]
    assert names_told(units, month("2023-06")) == {"a": "原甲站", "b": "乙站", "c": "丙站"}
    assert names_told([("a", "原甲站", month("2023-05"))], month("2023-06")) == {"a": "原甲站"}
