"""What a board says as a whole, what on it comes first, and what turned since."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.board.attention import attention
from dashboard.board.board import Board, make_board
from dashboard.board.lamp_changes import lamp_changes
from dashboard.board.signals import read_signals
from dashboard.wording.board_words import board_headline, board_reading, compare_reading, units_headline
from dashboard.wording.headline import LONGEST
from domain.kpi.pace import Target
from domain.kpi.series import MonthFigure
from tests.dashboard.make import CATALOGUE, LOWER, NEUTRAL, RATE, STOCK, SUM, judged, months, rate_months

JUNE = date(2023, 6, 1)
FIVE = {
    SUM: (months(2023, 0, 0, 0, 0, 0, 1), 12.0),
    "law_study": (months(2023, 1, 1, 1, 1, 1, 0), 12.0),
    "internal_exams": (months(2023, 1, 1, 1, 1, 1, 1), 12.0),
    "campaigns": (months(2023, 1, 1), 12.0),
    RATE: (rate_months(2023, *[(94, 100)] * 6), 0.95),
    NEUTRAL: (months(2023, *[30] * 6), None),
}


def board(content: dict[str, tuple[list[MonthFigure], float | None]], unit: str = "u") -> Board:
    """The board of a unit in June with these KPIs: figures and target of each."""
    kpis = [CATALOGUE.kpi(kpi) for kpi in content]
    figures = {(kpi, unit): figures for kpi, (figures, _) in content.items()}
    targets = {(kpi, unit): Target(goal) for kpi, (_, goal) in content.items() if goal is not None}
    return make_board(CATALOGUE, kpis, unit, JUNE, figures, targets, {})


def only(**parts: list[MonthFigure]) -> Board:
    return board({kpi: (figures, 12.0) for kpi, figures in parts.items()})


def test_the_line_over_the_board_counts_who_is_behind() -> None:
    assert board_headline(board(FIVE)) == "3项未达时序，其中1项严重滞后"


@pytest.mark.parametrize(
    ("done", "title"),
    [(6, "1项目标均符合进度"), (5, "1项未达时序，无严重滞后"), (1, "1项未达时序，均严重滞后")],
)
def test_it_says_so_where_all_is_well_or_none_is_bad(done: int, title: str) -> None:
    assert board_headline(only(group_study=months(2023, 0, 0, 0, 0, 0, done))) == title


def test_without_targets_there_is_nothing_to_judge() -> None:
    bare = board({NEUTRAL: (months(2023, *[30] * 6), None)})
    assert board_headline(bare) == "暂无可评价的年度目标"
    assert board_reading(bare, {}, CATALOGUE) == ("截至2023年6月，尚无年度目标，各项指标只作监测。",)


def test_the_paragraph_counts_the_lamps_and_names_the_furthest_behind() -> None:
    count, furthest = board_reading(board(FIVE), {}, CATALOGUE)
    assert count == "截至2023年6月，5项有年度目标的指标中，1项符合要求，2项滞后，1项严重滞后，1项待报。"
    assert furthest.startswith("最需关注的是集体学法（应完成 6，实际 1，完成时序 17%）、满意率（")


def test_signals_are_told_with_those_of_concern_first_and_components_left_out() -> None:
    steady = [20, 22] * 6
    jump = [*months(2022, *steady), *months(2023, *steady[:5], 90)]
    fall = [*rate_months(2022, *[(95, 100), (96, 100)] * 6), *rate_months(2023, *[(95, 100)] * 5, (60, 100))]
    flagged = board({NEUTRAL: (jump, None), "tickets_satisfied": (jump, None), RATE: (fall, None)})
    told = board_reading(flagged, read_signals(flagged, CATALOGUE), CATALOGUE)[-1]
    assert told.startswith("出现异常波动的有满意率（6月低于下限")
    assert "、办理案件（6月高于上限" in told
    assert "满意（" not in told


def test_a_quiet_month_is_said_to_be_quiet() -> None:
    quiet = board({NEUTRAL: ([*months(2022, *[20, 22] * 6), *months(2023, *[20, 22] * 3)], None)})
    told = board_reading(quiet, read_signals(quiet, CATALOGUE), CATALOGUE)
    assert told[-1] == "各项指标本月均在正常波动范围内。"


def test_what_needs_attention_goes_from_red_over_yellow_to_signals_and_leaves_out_what_waits() -> None:
    rising = ([*months(2022, *[5, 6] * 6), *months(2023, *[5, 6] * 2, 5, 40)], 60.0)
    content = FIVE | {
        STOCK: rising,
        LOWER: (months(2023, 0, 0, 0, 0, 0, 9), 4.0),
        "law_study": (months(2023, 1, 1, 1, 1, 1, 0), 12.0),
    }
    asked = board(content)
    order = [each.kpi for each in attention(asked, read_signals(asked, CATALOGUE), CATALOGUE)]
    assert order == [LOWER, SUM, RATE, "law_study", STOCK]


def test_within_a_colour_weight_comes_first_then_a_signal_then_the_gap_and_a_gap_of_one_last() -> None:
    steady = months(2022, *[5, 6] * 6)
    content = {
        "internal_exams": (months(2023, 0, 0, 0, 0, 0, 1), 4.0),  # one of two
        "law_study": (months(2023, *[0] * 6), 40.0),  # nothing of twenty
        "campaigns": (months(2023, *[1] * 6), 40.0),  # six of twenty
        "group_study": ([*steady, *months(2023, 5, 6, 5, 6, 5, 0)], 120.0),  # 27 of sixty, June far out
        RATE: (rate_months(2023, *[(80, 100)] * 6), 0.95),  # what the bureau is asked about
        "leaflets": (months(2023, *[8] * 6), 120.0),  # yellow
        "enterprise_talks": (months(2023, *[0] * 5, 1), 4.0),  # one of two
    }
    asked = board(content)
    order = [each.kpi for each in attention(asked, read_signals(asked, CATALOGUE), CATALOGUE)]
    assert [asked.of(kpi).lamp for kpi in order] == ["red"] * 6 + ["yellow"]
    last = ["internal_exams", "enterprise_talks", "leaflets"]
    assert order == [RATE, "group_study", "law_study", "campaigns", *last]


def test_a_month_that_units_still_owe_is_no_signal() -> None:
    sudden = [*months(2022, *[20, 22] * 6), *months(2023, *[20, 22] * 2, 20, 2)]
    kpi = CATALOGUE.kpi("attendances")
    seen = [
        make_board(CATALOGUE, [kpi], "u", JUNE, {(kpi.id, "u"): sudden}, {}, {(kpi.id, "u"): missing})
        for missing in ((), ("b",))
    ]
    variations = [read_signals(each, CATALOGUE)[kpi.id].chart.variation for each in seen]
    asking = [attention(each, read_signals(each, CATALOGUE), CATALOGUE) for each in seen]
    assert (variations, [len(each) for each in asking]) == (["concern", "common"], [1, 0])


def test_a_volume_out_of_the_ordinary_is_no_concern() -> None:
    jump = [*months(2022, *[20, 22] * 6), *months(2023, *[20, 22] * 2, 20, 90)]
    volume = board({NEUTRAL: (jump, None)})
    assert attention(volume, read_signals(volume, CATALOGUE), CATALOGUE) == ()


def test_lamps_that_turned_are_found_and_others_are_not() -> None:
    before = only(group_study=months(2023, 0, 0, 0, 0, 0, 1), law_study=months(2023, *[1] * 6))
    after = only(group_study=months(2023, 0, 0, 0, 0, 0, 6), law_study=months(2023, *[2] * 6))
    turned = lamp_changes([before], [after])
    assert [(each.after.kpi, each.before.lamp, each.after.lamp) for each in turned] == [(SUM, "red", "green")]


NAMES = {"a": "甲队", "b": "乙站", "c": "丙所", "d": "丁科", "e": "戊办"}


def test_one_kpi_across_units_names_the_furthest_from_its_target() -> None:
    boards = [board({RATE: (rate_months(2023, *[(rate, 1000)] * 6), 0.95)}, unit) for unit, rate in
              (("a", 960), ("b", 896), ("c", 940))]  # fmt: skip
    kpi = CATALOGUE.kpi(RATE)
    title = units_headline(kpi, [each.of(RATE) for each in boards], NAMES)
    assert title == "乙站89.6%，离目标最远"
    assert len(title) <= LONGEST
    assert units_headline(kpi, [boards[2].of(RATE)], NAMES) == "丙所94%，未达目标"
    assert units_headline(kpi, [boards[0].of(RATE)], NAMES) == "1个单位满意率均符合要求"
    assert units_headline(kpi, [], NAMES) == "满意率各单位未设目标"


def test_a_unit_with_months_left_is_behind_its_pace_and_has_not_missed_its_target() -> None:
    boards = [board({SUM: (months(2023, 0, 0, 0, 0, 0, done), 12.0)}, unit) for unit, done in
              (("a", 2), ("b", 3), ("c", 6))]  # fmt: skip
    kpi = CATALOGUE.kpi(SUM)
    progress = [each.of(SUM) for each in boards]
    assert units_headline(kpi, progress, NAMES) == "甲队2次，落后时序最多"
    assert units_headline(kpi, progress[1:], NAMES) == "乙站3次，落后于时序"


def test_after_december_a_unit_has_missed_its_target_and_is_behind_no_pace() -> None:
    kpi = CATALOGUE.kpi(SUM)
    missed = [replace(judged(SUM, 12, months(2023, *[0] * 11, done), 12), unit=unit)
              for unit, done in (("a", 2), ("b", 3))]  # fmt: skip
    assert units_headline(kpi, missed, NAMES) == "甲队2次，离目标最远"
    assert units_headline(kpi, missed[1:], NAMES) == "乙站3次，未达年度目标"


def test_units_are_told_apart_by_how_many_of_their_targets_lag() -> None:
    done = {"a": (6, 6), "b": (1, 6), "c": (1, 1)}
    boards = [
        board(
            {
                SUM: (months(2023, 0, 0, 0, 0, 0, x), 12.0),
                "law_study": (months(2023, 0, 0, 0, 0, 0, y), 12.0),
            },
            unit,
        )
        for unit, (x, y) in done.items()
    ]
    assert compare_reading(boards, NAMES) == "未达要求的：丙所2项，乙站1项；全部达到要求的：甲队。"
    assert compare_reading([board({NEUTRAL: (months(2023, 1), None)})], NAMES).startswith(
        "各单位均未设年度目标"
    )


def lagging(*counts: int) -> list[Board]:
    """A board for each unit, of which so many targets lag."""
    kpis = (SUM, "law_study", "internal_exams")
    return [
        board(
            {
                kpi: (months(2023, 0, 0, 0, 0, 0, 1 if place < count else 6), 12.0)
                for place, kpi in enumerate(kpis)
            },
            unit,
        )
        for unit, count in zip("abcdefgh", counts, strict=False)
    ]


def test_each_lagging_unit_is_named_once_and_those_alike_together() -> None:
    names = dict(zip("abcdefgh", "甲乙丙丁戊己庚辛", strict=True))
    assert compare_reading(lagging(1, 3, 1, 2), names) == "未达要求的：乙3项，丁2项，最少的是甲、丙，各1项。"
    assert compare_reading(lagging(1, 1), names) == "未达要求的：甲、乙各1项。"


def test_of_many_lagging_units_the_first_are_named_and_those_with_fewest() -> None:
    names = dict(zip("abcdefgh", "甲乙丙丁戊己庚辛", strict=True))
    assert compare_reading(lagging(3, 2, 2, 2, 2, 2, 1, 1), names) == (
        "未达要求的：甲3项，乙、丙各2项，共8个单位，最少的是庚、辛，各1项。"
    )


def test_at_the_years_end_a_target_is_missed_and_no_longer_late() -> None:
    late = board(FIVE)
    assert board_headline(replace(late, as_of=date(2023, 12, 1))) == "3项未达年度目标，其中1项严重滞后"
    done = only(group_study=months(2023, 0, 0, 0, 0, 0, 6))
    assert board_headline(replace(done, as_of=date(2023, 12, 1))) == "1项目标均已达到"
