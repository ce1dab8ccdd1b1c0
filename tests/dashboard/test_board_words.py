"""What a board says as a whole, what on it comes first, and what turned since."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.board.attention import attention
from dashboard.board.board import Board, make_board
from dashboard.board.lamp_changes import lamp_changes
from dashboard.board.signals import read_signals
from dashboard.wording.board_words import board_headline, units_headline
from dashboard.wording.headline import LONGEST
from dashboard.wording.plan_count import COLOURS, count_sentence, lamps_counted
from dashboard.wording.unit_words import units_headline_of, units_reading
from domain.catalogue import LampState
from domain.kpi.lamp import Target
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
    assert board_headline(board(FIVE)) == "3项未达要求：1红2黄，1项待报"


@pytest.mark.parametrize(
    ("done", "title"),
    [(6, "1项目标符合进度"), (5, "1项未达要求（黄灯）"), (1, "1项未达要求（红灯）")],
)
def test_it_says_so_where_all_is_well_or_none_is_bad(done: int, title: str) -> None:
    assert board_headline(only(group_study=months(2023, 0, 0, 0, 0, 0, done))) == title


def test_without_targets_there_is_nothing_to_judge() -> None:
    bare = board({NEUTRAL: (months(2023, *[30] * 6), None)})
    assert board_headline(bare) == "暂无可评价的年度目标"
    assert count_sentence(bare) == "截至2023年6月，尚无年度目标，各项指标只作监测。"


def test_the_sentence_counts_the_lamps_by_their_colours() -> None:
    told = count_sentence(board(FIVE))
    assert told == "截至2023年6月，5项年度目标中，1项达到要求，3项未达要求（红灯1项、黄灯2项），1项待报。"


def test_each_lamp_that_calls_for_action_has_a_word_for_its_colour() -> None:
    assert COLOURS.keys() == {lamp for lamp in LampState if lamp.calls_for_action}


@pytest.mark.parametrize(
    ("reported", "waiting", "title"),
    [
        (4, 25, "29项目标25项待报，已报4项达标"),
        (0, 3, "3项目标待报，暂不能评价"),
        (2, 0, "2项目标均符合进度"),
    ],
)
def test_while_targets_wait_the_line_counts_them_and_says_nothing_of_all(
    reported: int, waiting: int, title: str
) -> None:
    kpis = [kpi.id for kpi in CATALOGUE.kpis if kpi.direction == "higher" and kpi.kind == "sum"]
    kpis += [kpi.id for kpi in CATALOGUE.kpis if kpi.kind == "rate"]
    done = {kpi: (months(2023, *[9] * 6), 12.0) for kpi in kpis[:reported]}
    late = {kpi: (months(2023, 9), 12.0) for kpi in kpis[reported : reported + waiting]}
    every = board(done | late)
    missing = waiting - len(late)
    more = tuple(replace(every.progress[-1], kpi=f"more{place}") for place in range(missing))
    assert board_headline(replace(every, progress=(*every.progress, *more))) == title


def test_a_target_of_which_a_unit_is_missing_is_met_only_for_now() -> None:
    whole = (months(2023, *[1] * 6), 12.0)
    done = board({SUM: whole, "law_study": whole, NEUTRAL: (months(2023, *[9] * 6), None)})
    by_kpi = dict(done.by_kpi)
    assert board_headline(done) == "2项目标均符合进度"

    def without_b(kpi: str) -> str:
        lacking = by_kpi | {kpi: replace(by_kpi[kpi], missing_units=("b",))}
        return board_headline(replace(done, progress=tuple(lacking.values())))

    assert without_b(SUM) == "2项目标暂达要求，1项未报全"
    assert without_b(NEUTRAL) == "2项目标达标，其他数据未报齐"


def test_a_column_that_no_unit_ever_reported_keeps_nobody_from_being_well() -> None:
    done = board({SUM: (months(2023, *[1] * 6), 12.0), "law_study": (months(2023, *[1] * 6), 12.0)})
    never = replace(judged(NEUTRAL, 6, []), missing_units=("b",))
    assert board_headline(replace(done, progress=(*done.progress, never))) == "2项目标均符合进度"


def test_what_has_no_target_is_watched_whether_or_not_it_was_reported() -> None:
    late = board(FIVE | {NEUTRAL: (months(2023, 30), None)})
    assert late.of(NEUTRAL).lamp == "waiting"
    assert lamps_counted(late.progress) == {"red": 1, "yellow": 2, "green": 1, "watch": 1, "waiting": 1}


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


def test_a_month_without_an_exam_is_no_news_where_most_months_have_none() -> None:
    exam_in_october = [*months(2022, *[0] * 9, 18, 0, 0), *months(2023, *[0] * 6)]
    quiet = board({"examinees": (exam_in_october, None)})
    signal = read_signals(quiet, CATALOGUE)["examinees"]
    assert signal.chart.lower is not None and signal.chart.variation == "common"


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
    title = units_headline(CATALOGUE, kpi, [each.of(RATE) for each in boards], NAMES)
    assert title == "乙站89.6%，离目标最远"
    assert len(title) <= LONGEST
    assert units_headline(CATALOGUE, kpi, [boards[2].of(RATE)], NAMES) == "丙所94%，未达目标"
    alike = replace(boards[1].of(RATE), unit="d")
    assert units_headline(CATALOGUE, kpi, [boards[1].of(RATE), alike], NAMES) == "2个单位满意率同样未达目标"
    assert units_headline(CATALOGUE, kpi, [boards[0].of(RATE)], NAMES) == "1个单位满意率达到要求"
    assert units_headline(CATALOGUE, kpi, [], NAMES) == "满意率各单位未设目标"


def test_while_a_unit_owes_its_figure_none_is_the_furthest_and_not_all_are_well() -> None:
    kpi = CATALOGUE.kpi(RATE)
    late, good, bad, worse = (
        replace(judged(RATE, 6, rate_months(2023, *parts), 0.95), unit=unit)
        for unit, parts in (
            ("a", [(95, 100)]), ("b", [(95, 100)] * 6), ("c", [(94, 100)] * 6), ("d", [(90, 100)] * 6),
        )
    )  # fmt: skip
    assert units_headline(CATALOGUE, kpi, [late, good], NAMES) == "已报的1个单位满意率达到要求"
    assert units_headline(CATALOGUE, kpi, [late, bad, worse], NAMES) == "丁科90%，未达目标"
    assert units_headline(CATALOGUE, kpi, [bad, worse], NAMES) == "丁科90%，离目标最远"
    assert units_headline(CATALOGUE, kpi, [late], NAMES) == "满意率各单位待报"


def test_a_unit_with_months_left_is_behind_its_pace_and_has_not_missed_its_target() -> None:
    boards = [board({SUM: (months(2023, 0, 0, 0, 0, 0, done), 12.0)}, unit) for unit, done in
              (("a", 2), ("b", 3), ("c", 6))]  # fmt: skip
    kpi = CATALOGUE.kpi(SUM)
    progress = [each.of(SUM) for each in boards]
    assert units_headline(CATALOGUE, kpi, progress, NAMES) == "甲队2次，落后时序最多"
    assert units_headline(CATALOGUE, kpi, progress[1:], NAMES) == "乙站3次，落后于时序"


def test_after_december_a_unit_has_missed_its_target_and_is_behind_no_pace() -> None:
    kpi = CATALOGUE.kpi(SUM)
    missed = [replace(judged(SUM, 12, months(2023, *[0] * 11, done), 12), unit=unit)
              for unit, done in (("a", 2), ("b", 3))]  # fmt: skip
    assert units_headline(CATALOGUE, kpi, missed, NAMES) == "甲队2次，离目标最远"
    assert units_headline(CATALOGUE, kpi, missed[1:], NAMES) == "乙站3次，未达年度目标"


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
    name = NAMES.__getitem__
    assert units_reading(boards, name) == "未达要求（占承担目标）：丙所2/2项，乙站1/2项；达到要求：甲队。"
    assert units_headline_of(boards, name) == "丙所2项目标2项未达要求"
    assert units_headline_of(boards[:1], name) == "甲队达到进度要求"
    none = [board({NEUTRAL: (months(2023, 1), None)}, "d")]
    assert units_reading(none, name).startswith("各单位均未设年度目标")
    assert units_headline_of(none, name) == "各单位未设年度目标"


def test_a_unit_is_judged_by_the_share_of_what_it_bears_and_by_what_it_owes() -> None:
    many = board({kpi: (months(2023, *[0] * 5, 6), 12.0) for kpi in ("law_study", "internal_exams")}
                 | {SUM: (months(2023, *[0] * 5, 1), 12.0)}, "a")  # fmt: skip
    few = board({SUM: (months(2023, *[0] * 5, 1), 12.0), "law_study": (months(2023, 9), 12.0)}, "b")
    assert units_reading([many, few], NAMES.__getitem__) == (
        "未达要求（占承担目标）：乙站1/2项，甲队1/3项；待报：乙站1项。"
    )
    assert units_headline_of([few, many], NAMES.__getitem__) == "乙站2项目标1项未达要求"
    alike = replace(few, unit="c")
    assert units_headline_of([few, alike, many], NAMES.__getitem__) == "2个单位各有1项目标未达要求"


def test_what_another_unit_answers_for_is_not_a_units_own_fault() -> None:
    late = {SUM: (months(2023, *[0] * 5, 1), 12.0)}
    one, other = board(late, "a"), board({"law_study": (months(2023, *[1] * 6), 12.0)}, "b")
    answered = replace(one, progress=(replace(one.progress[0], owner="乙站"),))
    assert units_reading([one, other], NAMES.__getitem__).startswith("未达要求（占承担目标）：甲队1/1项")
    assert units_reading([answered, other], NAMES.__getitem__) == "达到要求：乙站。"


def test_units_that_owe_figures_keep_all_from_being_well() -> None:
    done = board({SUM: (months(2023, *[1] * 6), 12.0)}, "a")
    late = board({SUM: (months(2023, *[1] * 3), 12.0)}, "b")
    assert units_headline_of([done, done], NAMES.__getitem__) == "各单位均达到进度要求"
    assert units_headline_of([done, late], NAMES.__getitem__) == "已报目标达到要求，1个单位目标数据未报齐"
    assert units_headline_of([late], NAMES.__getitem__) == "各单位目标待报"


def test_at_the_years_end_a_target_is_missed_and_no_longer_late() -> None:
    late = board(FIVE)
    assert board_headline(replace(late, as_of=date(2023, 12, 1))) == "3项未达年度目标：1红2黄，1项待报"
    done = only(group_study=months(2023, 0, 0, 0, 0, 0, 6))
    assert board_headline(replace(done, as_of=date(2023, 12, 1))) == "1项目标已达到"


def test_a_unit_that_a_missing_month_may_bring_back_is_not_called_behind() -> None:
    short, whole = (
        judged(SUM, 6, months(2023, 1, 1, None, 1, 1, 1), 12.0),
        judged(SUM, 6, months(2023, 1, 1, 1, 1, 1, 1), 12.0),
    )
    late = replace(judged(SUM, 6, months(2023, 0, 0, 1, 0, 0, 1), 12.0), unit="c")
    kpi, names = CATALOGUE.kpi(SUM), {"u": "乙中心", "c": "丙站"}
    assert short.unsettled and units_headline(CATALOGUE, kpi, [short], names) == "集体学法各单位尚未报全"
    assert units_headline(CATALOGUE, kpi, [short, whole], names) == "已报的1个单位集体学法达到要求"
    assert units_headline(CATALOGUE, kpi, [short, late], names) == "丙站2次，落后于时序"
