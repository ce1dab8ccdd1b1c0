"""Words in a title that say something about the form or the kind of report, and so about its month."""

import pytest

from tests.etl.sheets import as_text, errors, figures, findings, read, warnings
from tests.etl.test_reading_titles import month_of, titled, unit_of, what_is_said

REPORT = "2023年6月12345热线"


@pytest.mark.parametrize(
    "line",
    [
        "有效期至：2024年6月",
        "有效期至2024年6月",
        "有效期至:  2024年6月",
        "有效期：2022年1月至2024年6月",
        "有效期限：2022.01-2024.06",
        "表　　号：交统2023-5表",
        "编号：2023-05",
        "文号：示交2023-5",
        "（2023-05号）",
        "第2023-05号",
    ],
)
def test_the_number_and_the_validity_of_a_form_are_not_its_month(line: str) -> None:
    assert month_of(f"12345热线 {line}") is None
    rows = [["12345热线月报表", line], ["2023年6月"], ["单位", "受理工单数"], ["局机关", 5]]
    assert {month for _, _, month in figures(read(as_text(rows)))} == {"2023-06"}


def test_an_empty_number_of_a_form_does_not_hide_the_month_behind_it() -> None:
    assert month_of("编号：  2023年6月") == "2023-06"


@pytest.mark.parametrize("words", ["季报", "季报表", "季度报表", "半年报", "年报表", "年度报表", "年度报告"])
def test_a_quarterly_or_yearly_report_is_warned_of_where_its_title_names_a_month(words: str) -> None:
    file = titled(f"12345热线{words} 2023年6月")
    assert errors(file) == []
    assert ("looks_cumulative", None, "月份") in warnings(file)
    assert month_of(f"12345热线{words}（2023年）") is None


@pytest.mark.parametrize(
    "title",
    [
        "2023年6月报表",
        "2023年6月报送情况",
        "2023年报送的6月热线",
        "6月热线（2023年报）",
        "2023年6月月报、季报",
    ],
)
def test_a_month_s_report_is_none_of_a_quarter_or_year(title: str) -> None:
    assert month_of(title) == "2023-06"
    assert warnings(titled(title)) == []


@pytest.mark.parametrize("words", ["周报", "日报", "日报表", "旬报", "半月报"])
def test_a_report_of_less_than_a_month_is_refused_unless_the_month_is_asked_for(words: str) -> None:
    title = f"{REPORT}{words}"
    assert month_of(title) is None
    assert words.removesuffix("表") in what_is_said(title)
    assert [code for code, *_ in errors(titled(title))] == ["bad_month"]


@pytest.mark.parametrize("words", ["周报汇总月报表", "（含日报送情况）", "（据每日报送）"])
def test_a_month_s_report_may_be_drawn_from_weekly_ones(words: str) -> None:
    assert month_of(f"{REPORT}{words}") == "2023-06"


@pytest.mark.parametrize("words", ["（含法治日报刊发）", "（《示例日报》另计）", "（据人民日报）"])
def test_a_newspaper_is_no_daily_report(words: str) -> None:
    assert month_of(f"{REPORT}{words}") == "2023-06"


@pytest.mark.parametrize(
    "line",
    ["请各单位于每月5日报局办公室", "每周报一次", "（6月30日报表）", "在宁波日报、今日头条刊发的也计入"],
)
def test_words_about_reporting_are_no_weekly_or_daily_report(line: str) -> None:
    rows = [["2023年6月12345热线统计表"], [line], ["单位", "受理工单数"], ["局机关", 5]]
    assert {month for _, _, month in figures(read(as_text(rows)))} == {"2023-06"}


@pytest.mark.parametrize(
    "days", ["6月1日-6月20日", "2023年6月5日至6月11日", "2023-06-01至2023-06-20", "6月5日-11日"]
)
def test_days_within_the_title_s_month_are_told(days: str) -> None:
    file = titled(f"{REPORT}（{days}）")
    assert month_of(f"{REPORT}（{days}）") == "2023-06"
    (told,) = [one for one in findings(file) if one.code == "title_mismatch"]
    assert (told.severity, told.value) == ("warning", days)


@pytest.mark.parametrize(
    "days", ["5月26日-6月25日", "6月1日-6月30日", "2023-05-26至2023-06-25", "7月1日-7月5日填报"]
)
def test_days_of_a_month_counted_from_another_day_are_no_fault(days: str) -> None:
    assert findings(titled(f"{REPORT}（{days}）")) == []


@pytest.mark.parametrize("around", ["（不含执法大队）", "（未包括执法大队）", "除执法大队外各单位"])
def test_a_unit_that_a_title_leaves_out_is_not_the_reporter(around: str) -> None:
    assert unit_of(f"2023年12345热线{around}") is None
    assert unit_of(f"2023年12345热线{around}", unit="局机关") == "office"


def test_a_unit_may_leave_something_out_of_its_table() -> None:
    assert unit_of("执法大队12345热线（不含信访件）") == "brigade"


@pytest.mark.parametrize(
    ("names", "unit"),
    [
        ("执法大队 局机关", None),
        ("示例局 执法大队", "brigade"),
        ("执法大队 示例局", "brigade"),
        ("执法 大队 填表人：张三", "brigade"),
    ],
)
def test_of_two_names_behind_the_label_only_a_bureau_before_its_unit_is_no_other(
    names: str, unit: str | None
) -> None:
    assert unit_of(f"填报单位：{names}") == unit


@pytest.mark.parametrize("label", ["报告期", "统计月份", "填报月份", "所属期", "年月", "月份"])
def test_the_month_beside_its_label_is_no_level_above_a_column_of_units(label: str) -> None:
    rows = [["12345热线月报表"], [label, "2023年6月"], ["单位", "受理工单数"], ["局机关", 5], ["执法大队", 4]]
    assert figures(read(as_text(rows))) == {
        ("tickets_received", "office", "2023-06"): (5, ""),
        ("tickets_received", "brigade", "2023-06"): (4, ""),
    }


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("2 0 2 3 年 6 月热线月报", "2023-06"),
        ("２ ０ ２ ３年１ ２月热线月报", None),
        ("2 0 2 3 年 1 2 月热线月报", "2023-12"),
        ("2023 年 1 2 月热线", "2023-12"),
        ("二 〇 二 三 年 六 月热线", "2023-06"),
        ("2023年 十 二 月热线", "2023-12"),
        ("2023年1 2月热线", None),
        ("2023年1 0月热线", None),
        ("2023年热线  附件1 2月份", "2023-02"),
        ("2023年热线 表1 2月", "2023-02"),
        ("1 2月热线（2023年）", None),
    ],
)
def test_a_month_spread_out_is_closed_up_unless_two_may_be_meant(title: str, month: str | None) -> None:
    file = read(f"{title}\n单位,受理工单数\n局机关,5\n")
    assert [key[2] for key in figures(file)] == ([month] if month else [])
    assert bool(errors(file)) == (month is None)


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("一、2023年5月热线", "2023-05"),
        ("1、2023年5月热线", "2023-05"),
        ("2023年热线\n一、5月", "2023-05"),
        ("2023年热线\n1、5月", None),
        ("2023年一、二月热线", None),
        ("一、2023年1-5月热线", None),
    ],
)
def test_the_number_of_a_part_is_no_month(title: str, month: str | None) -> None:
    file = read(f"{title}\n单位,受理工单数\n局机关,5\n")
    assert [key[2] for key in figures(file)] == ([month] if month else [])
    assert bool(errors(file)) == (month is None)


@pytest.mark.parametrize("line", ["年度：2023,月份：6月", "月份：6月份  年份: 2023"])
def test_the_year_may_stand_behind_its_own_word(line: str) -> None:
    file = read(f"12345热线月报表\n填报单位：局机关\n{line}\n受理工单数,办结工单数\n5,4\n")
    assert errors(file) == []
    assert {month for _, _, month in figures(file)} == {"2023-06"}


def test_a_year_behind_its_word_that_contradicts_the_title_is_not_chosen() -> None:
    file = read("2022年12345热线月报表\n填报单位：局机关\n年度：2023,月份：6月\n受理工单数,办结工单数\n5,4\n")
    assert [code for code, _, _ in errors(file)] == ["missing_column"]
