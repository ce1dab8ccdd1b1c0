"""What may not be said while figures are owed: of boards with anything missing every sentence is read."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.documents.report_data import ReportData
from dashboard.documents.slides.deck import plan_slides
from dashboard.wording.board_words import board_headline
from dashboard.wording.key_points import key_points
from dashboard.wording.plan_count import lamps_counted, plan_count
from tests.dashboard.documents import report_data
from tests.dashboard.said import deck_texts, sentences
from tests.dashboard.situations import DATASETS, SITUATIONS, Situation, read_situation

# Words of all, none and most. 月均 is a mean, 均值 too; 最多差 is a bound; 没有发生的报零 is an instruction,
# 没有完成 no absence; 9件全部审核 is said of one KPI that is whole; tasks are known whatever is owed.
NOT_WHILE_OWED = re.compile(
    r"(?<![月人日平])均(?!值|分|匀)|(?<!\d[件人条])全部|没有(?!发生的报零|完成)|最多(?!差|\d)"
    r"|最[高低差]|[无没]一|无滞后|居首|差距最大|离目标最远"
)
ABOUT_TASKS = re.compile(r"任务|逾期|各单位均未设")
OWING = [name for name in SITUATIONS if "missing" in name or name == "one unit reported"]


@cache
def of_situation(name: str) -> tuple[ReportData, list[str]]:
    """A situation's data and every sentence of its documents."""
    view = read_situation(SITUATIONS[name])
    return view, sentences(view)


def unfit(texts: list[str]) -> list[str]:
    """The sentences that may not be said."""
    return [text for text in texts if NOT_WHILE_OWED.search(text) and not ABOUT_TASKS.search(text)]


@pytest.mark.parametrize(
    "text",
    [
        "9项目标均符合进度", "各单位均达到进度要求", "6月数据全部报齐", "没有滞后指标", "甲大队落后时序最多",
        "无滞后", "满意率最高", "满意率居首", "各单位差距最大", "乙中心89.6%，离目标最远",
    ],
)  # fmt: skip
def test_what_may_not_be_said_is_found(text: str) -> None:
    assert unfit([text, "近6个月月均12件", "9件全部审核", "最多差2次"]) == [text]


@pytest.mark.parametrize("name", OWING)
def test_nothing_is_said_of_all_or_of_the_most_while_figures_are_owed(name: str) -> None:
    view, texts = of_situation(name)
    assert not plan_count(view.board).is_complete or not view.planned
    assert unfit([board_headline(view.board), *texts]) == []


@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from(DATASETS)),
        st.integers(0, 5),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([0.3, 0.8, 1.0]),
    st.sampled_from([0.7, 0.97, 1.0]),
)
def test_whatever_is_missing_nothing_is_said_of_all(
    reported: dict[tuple[str, str], int], share: float, kept: float
) -> None:
    view = read_situation(Situation(reported=reported, share=share, kept=kept))
    assert unfit([board_headline(view.board), *sentences(view)]) == []


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_waits_is_the_same_number_everywhere(name: str) -> None:
    view, texts = of_situation(name)
    waiting = sum(each.lamp == "waiting" for each in view.planned)
    assert lamps_counted(view.progress).get("waiting", 0) == waiting
    told = {int(found) for text in texts for found in re.findall(r"(?<!，)(\d+)项待报", text)
            if "中心" not in text and "大队" not in text and "站" not in text}  # fmt: skip
    assert told <= {waiting}


@pytest.mark.parametrize("name", SITUATIONS)
def test_there_are_at_most_three_points_and_each_is_a_sentence(name: str) -> None:
    points = key_points(of_situation(name)[0].story)
    assert 1 <= len(points) <= 3
    assert all(point.endswith("。") and "None" not in point and "。。" not in point for point in points)


def test_a_storm_is_told_with_its_unit_its_reason_and_what_is_asked() -> None:
    happened, why, asked = key_points(of_situation("a storm")[0].story)
    assert happened.startswith(
        "6月受理工单180件，高于平时（月均96件），主要在丙站（120件，平时30件）；按时办结率连续6个月"
    )
    assert why == "受理工单：丙站反映，月内三次强降雨，路面积水诉求增多。"
    assert "满意率下半年须达97.8%以上" in asked and "1项任务到期未完成，请甲大队限期办结" in asked


def test_after_the_year_a_reason_is_asked_only_where_no_note_gives_it(sample_warehouse: Path) -> None:
    _, why, asked = key_points(report_data(sample_warehouse, "2023-12").story)
    assert why.startswith("信访按期率：局机关反映")
    assert "就集体学法、信访按期率、学法培训提出下年度安排，并说明集体学法、学法培训的原因；" in asked


def test_a_month_mostly_missing_is_told_as_missing_and_nobody_is_blamed() -> None:
    points = key_points(of_situation("everything missing")[0].story)
    assert points[0] == "9项年度目标待报，暂不能评价。"
    assert "补报" in points[1] and "提出措施" not in points[1]


def test_a_month_that_a_large_unit_has_not_reported_is_not_compared_with_last_years_whole() -> None:
    view, texts = of_situation("a large unit missing")
    tickets = view.board.of("tickets_received")
    assert tickets.year_ago_to_date == pytest.approx(2 * sum((30, 30, 31) * 2))
    assert not [text for text in texts if "波动" in text and "受理工单" in text]


@pytest.mark.parametrize(
    ("name", "said", "never"),
    [
        ("everything missing", "9项年度目标待报，暂不能评价", "未见滞后"),
        (
            "everything missing this month",
            "甲大队、乙中心、丙站（12345热线、信访、学法培训、普法宣传）",
            "最近一月为",
        ),
        ("one unit reported", "领导班子集体学法6次〔待核：乙中心、丙站1—6月未报〕", "已报的尚未报全"),
        ("all green", "9项目标均符合进度", "其他数据未报齐"),
        ("a month missing in the middle", "请甲大队、乙中心、丙站补报4月月报", "难以完成年度目标"),
        ("a month of one unit missing in the middle", "请乙中心补报3月12345热线数据", "同比下降6.6%"),
        (
            "a month of one unit missing in the middle",
            "尚未报全：乙中心\n达到要求：甲大队、丙站",
            "均符合进度",
        ),
        ("a month of one unit missing, and a sum short by it", "〔待核：乙中心3月未报〕", "落后时序1次"),
        (
            "a month of one unit missing in the middle",
            "乙中心：已报的达到要求，尚未报全",
            "乙中心：未见滞后",
        ),
        ("a year over, one month missing", "此前甲大队、乙中心、丙站9月学法培训未报", "请法规科说明原因"),
        (
            "a unit merged into another",
            "8月受理工单60件，低于平时（月均88件）",
            "主要在甲大队（30件，平时30件）",
        ),
        ("petitions none at all", "1项暂不评价", "单位进度　\n"),
        ("December reached", "9项目标均已达到", "属持续性变化"),
        ("December missed", "年度目标 480，实际 288，完成 60%", "应完成 480"),
        ("no targets", "尚未设年度目标", "0项指标"),
        ("a unit's own view", "信访事项按期办结率", "执法大队处理投诉电话"),
        ("one unit only, behind", "解决率下半年须达100%", "100%以上"),
        ("all red", "全年约85%，仍达不到目标", "件件做到"),
        ("all red", "9项年度目标均未达要求（红灯）", "36次）"),
        ("few cases", "9项目标均符合进度", "6月网上信访8件，高于平时"),
        ("a unit's own view, missing", "〔待核：甲大队6月未报〕，同比下降0.7%", "已报单位"),
        ("everything missing", "请甲大队、乙中心、丙站补报1—6月月报", "补报6月"),
        ("everything missing", "满意率1—6月尚未报送", "（数据不全，1—6月未报）"),
        ("everything missing", "甲大队、乙中心、丙站立即补报1—6月月报", "抓紧补报"),
        ("a unit's own view, missing", "回访解决率100%〔待核：甲大队6月未报〕", "期末在办工单"),
        ("a month of one unit missing in the middle", "期末在办工单6件", "在办工单6件〔"),
        (
            "a month of one unit missing in the middle",
            "9项年度目标暂达到要求，其中3项数据尚未报全",
            "9项年度目标中，9项",
        ),
        (
            "a month of one unit missing, and a sum short by it",
            "乙中心：集体学法、法治学习、参训人次尚未报全，报齐后重新判断",
            "单位间差异较大",
        ),
        ("all red", "满意率（连续6个月低于86.3%的下限，超出正常波动）", "6月低于86.3%的下限"),
        ("approximate all over", "余下6个月最多还需972人次", "还需约972人次"),
        ("approximate all over", "6月9次以上", "6月9次，"),
        ("one dataset only", "请明确信访按期率由哪个单位填报", "补报1—5月"),
        ("December missed", "说明原因、提出下年度安排，2月5日前", "提出措施，2月5日前"),
        ("a unit moved to another parent", "参训768人次，落后时序192人次", "平时73人次"),
        ("a parent that lost a unit", "可比单位同比持平", "局领导，各科室、局属各单位"),
        ("a target that came in July", "集体学法目标自7月起为72次", "自1月起落后于时序；年度目标72次"),
        ("behind with a month missing", "集体学法0次〔待核：乙中心、丙站2月未报〕", "尚未开展"),
        ("behind with a month missing", "连续4个月低于1.6次的下限", "单位间差异较大"),
        ("a rate over 100 %", "请法规科核对法制审核率（分子大于分母）", "法制审核率各单位未设目标"),
        (
            "a limit exceeded, a report missing",
            "在办工单6件，超控制数4件（丙站未报）",
            "纠错败诉17起，尚未报全",
        ),
        ("one dataset only", "明确信访按期率的填报单位", "督促责任单位"),
        ("every figure approximate", "按时办结率约96.7%（约522÷540）", "（522÷540）"),
        ("every figure approximate", "下半年须达约99.3%", "99.3%以上"),
        ("a unit moved to another parent", "按时办结率累计96.7%", "偏低的主要是"),
        ("all red", "1—6月集体学法尚未开展，应完成18次，自1月起", "完成0次"),
        ("a year over, one month missing", "3个单位目标数据未报齐", "已报目标达到要求"),
        ("a limit exceeded, a report missing", "2项未达要求（红灯），", "2项暂未达要求"),
        ("a limit exceeded, a report missing", "年内防止纠错败诉继续增加", "把纠错败诉压到"),
        ("a limit exceeded, a report missing", "1起（丙站未报）：请法规科", "1起：请法规科"),
        ("a rate over 100 %", "法制审核率133.3%（72÷54），分子大于分母，待核", "法制审核率133.3%，同比"),
    ],
)
def test_a_month_is_told_as_a_bureau_would(name: str, said: str, never: str) -> None:
    whole = "\n".join(of_situation(name)[1])
    assert said in whole and never not in whole


def test_the_deck_of_a_unit_that_is_no_more_does_not_say_that_it_has_no_targets_yet() -> None:
    view = read_situation(replace(SITUATIONS["a unit merged into another"], view="c"))
    texts = deck_texts(plan_slides(view))
    assert any("原丙站1—6月：已停用（2023年6月止），" in text for text in texts)
    assert not any("尚未设年度目标" in text for text in texts)
