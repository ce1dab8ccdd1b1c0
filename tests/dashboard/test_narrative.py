"""One sentence a KPI, and a title of it that fits a phone."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.board.signals import Signal, read_signal
from dashboard.wording.headline import LONGEST, headline, month_headline, parts_headline, year_headline
from dashboard.wording.narrative import sentence, what_it_takes
from dashboard.wording.process_words import assurance_reading, signal_reading
from domain.catalogue import Direction, Kpi, LampState
from domain.kpi.lamp import Target
from domain.kpi.progress import Progress
from domain.kpi.series import MonthFigure
from domain.units import Life
from tests.dashboard.make import CATALOGUE, LOWER, NEUTRAL, RATE, STOCK, SUM, judged, months, rate_months

TICKETS, ATTENDANCES = "tickets_received", "attendances"
STEADY = [20, 22] * 12


def signal_of(progress: Progress, figures: list[MonthFigure]) -> Signal:
    shown = [each for each in figures if f"{each.month:%Y-%m}" <= progress.as_of]
    return read_signal(CATALOGUE, CATALOGUE.kpi(progress.kpi), progress, shown)


def told(
    kpi: str, as_of: int, figures: list[MonthFigure], target: float | None = None, **names: str
) -> tuple[str, str]:
    """Title and sentence of a KPI; `names` are the missing units."""
    progress = judged(kpi, as_of, figures, target, tuple(names))
    signal = signal_of(progress, figures)
    definition = CATALOGUE.kpi(kpi)
    return headline(definition, progress, signal), sentence(CATALOGUE, definition, progress, signal, names)


@pytest.mark.parametrize(
    ("kpi", "as_of", "figures", "target", "title", "text"),
    [
        (SUM, 6, months(2023, 1, 1, 0, 1, 0, 1), 12, "集体学法完成4次，落后时序2次",
         "1—6月集体学法完成4次，应完成6次，少2次，自3月起落后于时序；年度目标12次，余下6个月还需8次（月均1.3次）。"),
        (SUM, 6, months(2023, 1, 1, 1, 1, 1, 1), 12, "集体学法完成6次，与时序持平",
         "1—6月集体学法完成6次，应完成6次，与时序持平；年度目标12次，余下6个月还需6次（月均1次）。"),
        ("leaflets", 1, months(2023, 0), 1200, "宣传资料0份，落后时序100份",
         "1月宣传资料0份，应完成100份，少100份，本月起落后于时序；"
         "年度目标1,200份，余下11个月还需1,200份（月均110份）。"),
        (SUM, 11, months(2023, *[1] * 10, 0), 12, "集体学法完成10次，落后时序1次",
         "1—11月集体学法完成10次，应完成11次，少1次，本月起落后于时序；年度目标12次，12月还需2次。"),
        (SUM, 1, months(2023, 0), 2, "集体学法尚未开展，按时序尚未到期",
         "1月集体学法尚未开展，按时序尚未到期；年度目标2次，余下11个月还需2次。"),
        (SUM, 6, months(2023, 0, 0, 0, 0, 0, 12), 12, "集体学法完成12次，已达年度目标",
         "1—6月集体学法完成12次，已完成年度目标12次。"),
        (SUM, 12, months(2023, *[0] * 11, 3), 4, "集体学法完成3次，差年度目标1次",
         "全年集体学法完成3次，年度目标4次，少1次。"),
        (LOWER, 6, months(2023, 0, 0, 0, 0, 0, 3), 4, "纠错败诉3起，快于控制进度",
         "1—6月纠错败诉3起，至本月应不超过2起，全年控制数4起，本月起超出控制进度；余下6个月至多再有1起。"),
        (LOWER, 6, months(2023, 0, 0, 0, 0, 0, 5), 4, "纠错败诉5起，超控制数1起",
         "1—6月纠错败诉5起，全年控制数4起，已超1起，本月起超出控制进度。"),
        (LOWER, 6, months(2023, 0, 0, 0, 0, 0, 0), 0, "纠错败诉0起，在控制进度内",
         "1—6月纠错败诉0起，未超全年控制数0起；余下6个月不得发生。"),
        (LOWER, 12, months(2023, *[0] * 12), 0, "纠错败诉0起，未超全年控制数",
         "全年纠错败诉0起，未超全年控制数0起。"),
        (STOCK, 3, months(2023, 30, 41, 43), 40, "在办工单43件，超控制数3件",
         "3月末在办工单43件，比控制数40件多3件，自2月起超出控制数。"),
        (RATE, 3, rate_months(2023, (96, 100), (93, 100), (92, 100)), 0.95, "满意率连续2个月低于目标95%",
         "1—3月满意率93.7%（281÷300），比目标95%低1.3个百分点，自2月起未达目标；余下9个月须达95.4%以上。"),
        (RATE, 2, rate_months(2023, (90, 100), (99, 100)), 0.95, "满意率累计94.5%，低于目标95%",
         "1—2月满意率94.5%（189÷200），比目标95%低0.5个百分点，自1月起未达目标；余下10个月须达95.1%以上。"),
        (RATE, 1, rate_months(2023, (96, 100)), 0.95, "满意率96%，达到目标95%",
         "1月满意率96%（96÷100），达到目标95%。"),
        (RATE, 1, rate_months(2023, (0, 0)), 0.95, "满意率暂不评价", "1月回访数为0，满意率暂不评价。"),
        (SUM, 2, months(2023, 3), 12, "集体学法2月尚未报送", "集体学法2月尚未报送，已报月份累计3次。"),
        (NEUTRAL, 2, months(2023, 30, 39), None, "2月办理案件39起", "1—2月办理案件69起，2月39起。"),
        (NEUTRAL, 2, months(2023, 0, 0), None, "2月办理案件0起", "1—2月办理案件0起。"),
    ],
)  # fmt: skip
def test_a_kpi_says_state_gap_since_when_and_what_it_takes(
    kpi: str, as_of: int, figures: list[MonthFigure], target: float | None, title: str, text: str
) -> None:
    assert told(kpi, as_of, figures, target) == (title, text)


def test_a_rate_of_few_cases_is_told_in_cases_and_what_the_rest_of_the_year_must_reach() -> None:
    _, text = told("petition_on_time_rate", 6, rate_months(2023, *[(8, 8)] * 4, (7, 8), (6, 6)), 1.0)
    assert "（46件中1件超期），比目标100%低" in text
    assert "；下半年即使达100%，全年约98.9%，仍达不到目标。" in text
    _, text = told("legal_review_rate", 6, rate_months(2023, *[(1, 1)] * 6), 1.0)
    assert text == "1—6月法制审核率100%（6件全部审核），达到目标100%。"
    _, text = told("legal_review_rate", 6, rate_months(2023, None, *[(1, 1)] * 5), 1.0)
    assert "全部" not in text


def test_a_difference_of_an_approximate_figure_is_approximate_itself() -> None:
    about = [MonthFigure(date(2023, month, 1), 6.0, None, True, "余") for month in range(1, 7)]
    title, text = told("notices_posted", 6, about, 80)
    assert title == "公告张贴完成30余张，落后时序最多4张"
    assert "完成30余张，应完成40张，最多差4张" in text


def test_being_ahead_by_an_approximate_figure_is_approximate_too() -> None:
    about = [MonthFigure(date(2023, month, 1), 6.0, None, True, "余") for month in range(1, 7)]
    title, text = told("notices_posted", 6, about, 60)
    assert title == "公告张贴完成30余张，快于时序至少6张"
    assert "应完成30张，快于时序至少6张" in text


def test_a_best_rate_that_rounds_to_its_target_is_not_said_to_miss_the_same_number() -> None:
    _, text = told(RATE, 9, rate_months(2023, *[(1419, 1458)] * 9), 0.98)
    assert "；四季度即使达100%，全年仍略低于目标98%" in text


def test_a_balance_of_some_units_is_not_said_to_be_under_the_limit_of_all() -> None:
    title, text = told(STOCK, 2, months(2023, 30, 6), 15, b="乙站")
    assert title == "在办工单6件，尚未报全"
    assert "控制数15件，已报单位在控制范围内（数据不全，乙站未报）" in text


def test_a_rate_to_be_kept_low_is_never_told_backwards() -> None:
    kpi = replace(CATALOGUE.kpi(RATE), direction=Direction.LOWER, short_name="超期率")
    progress = replace(judged(RATE, 6, rate_months(2023, *[(15, 1000)] * 6), 0.01), lamp=LampState.RED)
    assert headline(kpi, progress) == "超期率累计1.5%，高于目标1%"
    assert "比目标1%高0.5个百分点" in sentence(CATALOGUE, kpi, progress)
    assert what_it_takes(CATALOGUE, kpi, progress) == "下半年须控制在0.5%以内"


def test_a_month_that_a_unit_has_not_reported_is_no_signal_and_not_a_fall() -> None:
    figures = [*months(2022, *[200, 210] * 6), *months(2023, *[200, 210, 200, 210, 200], 40)]
    title, text = told(TICKETS, 6, figures, None, b="乙站")
    assert title == "6月受理工单40件，尚未报全"
    assert "（数据不全，乙站未报）" in text
    assert "下限" not in text and "波动" not in text
    assert told(SUM, 6, months(2023, 1), 12, b="乙站")[0] == "集体学法6月尚未报送"
    title, _ = told(SUM, 6, months(2023, *[0] * 5, 1), 12, b="乙站")
    assert title == "集体学法完成1次，尚未报全"


def test_a_rate_that_rounds_to_its_target_is_said_to_be_slightly_under_it() -> None:
    title, text = told(RATE, 1, rate_months(2023, (9499, 10000)), 0.95)
    assert title == "满意率略低于目标95%"
    assert "低不足0.1个百分点" in text


def test_a_volume_is_not_praised_and_is_compared_with_last_year() -> None:
    figures = [*months(2022, *STEADY[:12]), *months(2023, *STEADY[:5], 60)]
    title, text = told(TICKETS, 6, figures)
    assert title == "6月受理工单60件，超出正常波动"
    assert "同比增长30.2%" in text
    assert "6月高于28.4件的上限，超出正常波动" in text
    assert not {"完成", "达到", "向好", "需关注"} & set(text)


def test_only_some_months_that_can_be_compared_are_named_so() -> None:
    _, text = told(TICKETS, 2, [*months(2022, 100), *months(2023, 110, 500)])
    assert "可比月份同比增长10%" in text


def test_what_is_carried_from_month_to_month_is_not_added_up() -> None:
    carried = "tickets_carried_in"
    _, text = told(carried, 2, [*months(2022, 30, 20), *months(2023, 30, 25)])
    name, unit = CATALOGUE.kpi(carried).short_name, CATALOGUE.kpi(carried).counting_unit
    assert text == f"2月{name}25{unit}，与上年同月相比增长25%。"


def test_units_that_owe_the_month_are_named() -> None:
    _, text = told(SUM, 1, months(2023, 1), 12, a="甲队", b="乙队")
    assert "（数据不全，甲队、乙队未报）" in text
    _, text = told(SUM, 1, months(2023, 1), 12, a="甲", b="乙", c="丙", d="丁")
    assert "（数据不全，甲、乙、丙等4个单位未报）" in text


def test_missing_units_of_a_kpi_that_waits_are_named_without_calling_its_lamp_incomplete() -> None:
    _, text = told(SUM, 2, months(2023, 1), 12, a="甲队")
    assert text == "集体学法2月尚未报送，已报月份累计1次（甲队未报）。"


def test_a_name_that_ends_in_its_unit_does_not_say_it_twice() -> None:
    title, _ = told(ATTENDANCES, 1, months(2023, 108), 1200)
    assert title == "参训108人次，快于时序8人次"


READINGS = [
    ([*STEADY, 90], "higher", "1月高于29.1次的上限", "，超出正常波动，向好"),
    ([*STEADY, -40], "higher", "1月低于13.2次的下限", "，超出正常波动，需关注"),
    ([*[30, 40] * 6, *[25, 31] * 6], "higher", "近12个月均低于均值，属持续性变化", "，需关注"),
    ([50, 52] * 9 + [41, 42, 43, 44, 45, 46, 47], "higher", "连续6个月上升，属持续性变化", "，向好"),
    (STEADY, "higher", "12月在正常波动范围内", ""),
    ([5] * 11, "higher", "不足12个月，暂不判断波动", ""),
    ([0] * 11 + [1], "higher", "月均不足1次，不判断波动", ""),
]


@pytest.mark.parametrize(("values", "direction", "start", "end"), READINGS)
def test_a_chart_is_read_in_one_line(values: list[float], direction: str, start: str, end: str) -> None:
    months = [MonthFigure(date(2021 + at // 12, at % 12 + 1, 1), value) for at, value in enumerate(values)]
    kpi = replace(CATALOGUE.kpi(SUM), direction=Direction(direction))
    reading = signal_reading(kpi, read_signal(CATALOGUE, kpi, judged(SUM, 1, []), months).chart)
    assert reading.startswith(start)
    assert reading.endswith(end)


def test_a_kpi_never_reported_has_no_reading() -> None:
    signal = signal_of(judged(SUM, 1, []), [])
    assert (signal_reading(CATALOGUE.kpi(SUM), signal.chart), signal.assurance) == ("", None)


def test_a_process_that_will_not_reach_the_plan_is_said_so() -> None:
    figures = [*months(2022, *[3] * 12), *months(2023, *[3] * 6)]
    _, text = told(SUM, 6, figures, 60)
    assert text.endswith("按近月水平，难以完成年度目标。")


def test_a_stock_that_is_sometimes_over_its_ceiling_is_told_in_its_own_words() -> None:
    figures = [*months(2022, *[18, 22] * 6), *months(2023, 18, 22)]
    _, text = told(STOCK, 2, figures, 20)
    assert text.endswith("按近月水平，能否控制住不稳定。")


def test_a_rate_that_just_moved_is_not_called_now_good_now_bad() -> None:
    figures = [*rate_months(2022, *[(94, 100), (96, 100)] * 6), *rate_months(2023, (85, 100))]
    _, text = told(RATE, 1, figures, 0.95)
    assert "需关注" in text
    assert "不稳定" not in text


def test_a_rate_still_met_whose_last_month_fell_has_the_fall_in_its_title() -> None:
    this_year = rate_months(2023, *[(99, 100)] * 3, (85, 100))
    title, _ = told(RATE, 4, [*rate_months(2022, *[(95, 100), (97, 100)] * 6), *this_year], 0.95)
    assert title == "满意率累计达标，4月低于正常波动"


def test_beside_the_plan_only_what_is_left_is_said() -> None:
    progress = judged(SUM, 6, months(2023, 1, 1, 0, 1, 0, 1), 12)
    assert what_it_takes(CATALOGUE, CATALOGUE.kpi(SUM), progress, beside_plan=True) == "余下6个月还需8次"


def test_what_a_rate_is_made_of_is_told_with_both_figures() -> None:
    kpi = CATALOGUE.kpi(RATE)
    progress = judged(RATE, 2, rate_months(2023, (90, 100), (99, 100)), 0.95)
    assert parts_headline(CATALOGUE, kpi, progress) == "回访200件，其中满意189件"
    more = replace(progress, numerator=201.0)
    assert parts_headline(CATALOGUE, kpi, more) == "回访200件，满意201件"
    assert parts_headline(CATALOGUE, kpi, judged(RATE, 2, [])) == "回访数与满意数"


def test_a_year_that_is_over_and_a_target_that_is_reached_have_no_outlook() -> None:
    figures = [*months(2022, *[3] * 12), *months(2023, *[3] * 12)]
    assert "按近月水平" not in told(SUM, 12, figures, 60)[1]
    assert "按近月水平" not in told(SUM, 6, figures, 18)[1]


def test_a_rate_that_just_got_better_is_not_called_hopeless() -> None:
    figures = [
        *rate_months(2022, *[(90, 100), (91, 100)] * 6),
        *rate_months(2023, *[(90, 100)] * 2, (99, 100)),
    ]
    progress = judged(RATE, 3, figures, 0.95)
    signal = signal_of(progress, figures)
    assert (signal.assurance, signal.chart.variation) == ("fail", "improvement")
    assert assurance_reading(CATALOGUE.kpi(RATE), signal) == "按近月水平，难以达标"
    assert "难以达标" not in sentence(CATALOGUE, CATALOGUE.kpi(RATE), progress, signal)


values = st.lists(st.none() | st.integers(0, 3000), min_size=36, max_size=36)


@given(values, st.integers(1, 12), st.none() | st.integers(0, 30000), st.sampled_from(CATALOGUE.kpis))
def test_every_title_fits_a_phone_and_every_sentence_ends(
    values: list[int | None], as_of: int, target: int | None, kpi: Kpi
) -> None:
    figures = [
        MonthFigure(
            date(2021 + place // 12, place % 12 + 1, 1), value, 3000.0 if kpi.kind == "rate" else None
        )
        for place, value in enumerate(values)
        if value is not None
    ]
    goal = None if target is None else Target(target / 30000 if kpi.kind == "rate" else float(target))
    progress = judged(kpi.id, as_of, figures, goal)
    signal = signal_of(progress, figures)
    titles = [
        headline(kpi, progress, signal),
        month_headline(kpi, progress, signal),
        year_headline(kpi, progress),
    ]
    assert all(0 < len(title) <= LONGEST for title in titles), titles
    text = sentence(CATALOGUE, kpi, progress, signal)
    assert text.endswith("。")
    assert "None" not in text
    assert "；。" not in text


def test_a_dissolved_unit_has_no_year_beyond_its_last_month() -> None:
    over = replace(judged(ATTENDANCES, 12, months(2023, *[15] * 6)), life=Life(end=date(2023, 6, 1)))
    gone = replace(over, lamp=LampState.WATCH, missing_months=())
    assert sentence(CATALOGUE, CATALOGUE.kpi(ATTENDANCES), gone) == "1—6月参训90人次。"
