"""总览: its counts, lamps and figures are those of the command line, and it says what to do."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.catalogue import load_catalogue
from tests.dashboard.command import run
from tests.pages.board import JUNE, checked, kpis_command, kpis_of, open_board, pages_html, parts, words


@pytest.fixture(autouse=True)
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))
    yield


@pytest.mark.parametrize("month", ["3", "6", "12"])
def test_the_lamps_counted_and_listed_are_those_of_the_command_line(
    month: str, sample_warehouse: Path
) -> None:
    markup = pages_html(open_board(year="2023", month=month, unit="bureau"))
    told = kpis_command(sample_warehouse, "--as-of", f"2023-{int(month):02d}")
    counted = Counter(each["lamp"] for each in told.values())
    for lamp in load_catalogue().lamps:
        assert (f" {lamp.word} {counted[lamp.id]}" in words(markup)) == bool(counted[lamp.id])
    listed = kpis_of(markup, "tbody")
    lit = [each["kpi"] for each in told.values() if each["lamp"] in ("red", "yellow")]
    assert sorted(listed[: len(lit)]) == sorted(lit)
    assert [told[kpi]["lamp"] for kpi in listed[: len(lit)]] == ["red"] * counted["red"] + [
        "yellow"
    ] * counted["yellow"]
    assert all(told[kpi]["lamp"] == "green" for kpi in listed[len(lit) :])


def test_a_row_says_where_it_stands_and_what_it_takes() -> None:
    row = parts(pages_html(open_board(**JUNE)), "tbody", "leaflets")
    assert row.startswith("■ 严重滞后 宣传资料 380余 600 1,200份 最多差220 月均最多137 办公室 1月")
    assert row.count(" 月均最多137 ") == row.count("1,200") == 1
    assert row.endswith("余下6个月最多还需820份。")


def test_after_december_a_row_says_how_much_of_the_year_was_done() -> None:
    markup = pages_html(open_board(year="2023", month="12", unit="bureau"))
    assert parts(markup, "tbody", "group_study").endswith("全年完成年度目标的50%。")
    assert "年度目标 差距 责任单位 起始月" in words(markup)


def test_a_row_quotes_the_units_own_explanation() -> None:
    assert "6月说明：" in parts(pages_html(open_board(**JUNE)), "tbody", "hotline_satisfaction_rate")


def test_a_signal_of_concern_is_listed_though_its_lamp_is_green() -> None:
    row = parts(pages_html(open_board(**JUNE)), "tbody", "hotline_resolution_rate")
    assert row.startswith("◇ 异常波动 解决率")
    assert "需关注" in row


def test_what_waits_for_figures_is_a_count_and_not_a_row(sample_warehouse: Path) -> None:
    markup = pages_html(open_board(**JUNE))
    waiting = [
        kpi for kpi, each in kpis_command(sample_warehouse, "--as-of", "2023-06").items()
        if each["lamp"] == "waiting"
    ]  # fmt: skip
    assert waiting
    assert not set(waiting) & set(kpis_of(markup, "tbody"))


def test_the_strip_says_what_was_owed_and_who_has_not_reported() -> None:
    assert "数据截至 2023年6月 应报 14 份，已报 13 份 公路养护中心未报" in words(
        pages_html(open_board(**JUNE))
    )


def test_a_card_shows_the_figure_its_plan_and_last_year(sample_warehouse: Path) -> None:
    markup = pages_html(open_board(**JUNE))
    told = kpis_command(sample_warehouse, "--as-of", "2023-06")
    received = told["tickets_received"]
    assert received["year_to_date"] == 1098
    assert parts(markup, "article", "tickets_received").startswith("受理工单 1,098 件 同比 +13.9%")
    assert "应完成 5 / 目标 11" in parts(markup, "article", "training_sessions")
    assert parts(markup, "article", "hotline_on_time_rate").startswith("按时办结率 ● 达标 98.4% 目标 98%")


def test_the_course_on_a_card_says_its_first_and_last_month() -> None:
    assert parts(pages_html(open_board(**JUNE)), "article", "cases_handled").endswith("1月 21 6月 39")


def test_four_charts_follow_the_numbers() -> None:
    at = open_board(**JUNE)
    kinds = [element.type for element in at.main]
    assert len(at.get("plotly_chart")) == 4
    assert "plotly_chart" not in kinds[: kinds.index("html") + 1]


def test_january_shows_december_of_the_year_before_beside_it() -> None:
    markup = pages_html(open_board(year="2023", month="1", unit="bureau"))
    assert "环比 −3.4%" in parts(markup, "article", "tickets_received")


def test_the_first_year_has_no_comparison() -> None:
    assert "同比" not in words(pages_html(open_board(year="2022", month="6", unit="bureau")))


def test_a_unit_sees_only_what_is_its_own() -> None:
    markup = pages_html(open_board(year="2023", month="6", unit="brigade"))
    assert "petitions_online" not in kpis_of(markup, "article")
    assert "待报" not in words(markup)


def test_a_figure_loaded_meanwhile_stands_there_on_the_next_run(
    own_sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(own_sample_warehouse))
    at = open_board(**JUNE)
    assert "204 起" in parts(pages_html(at), "article", "cases_handled")
    correction = tmp_path / "执法案件.csv"
    correction.write_text("月份,单位,办理案件数\n2023-06,综合执法大队,45\n", encoding="utf-8")
    assert run("etl", own_sample_warehouse, "load", str(correction)).status == 0
    assert "210 起" in parts(pages_html(checked(at.run())), "article", "cases_handled")


def test_a_closed_month_is_said_to_be_closed_beside_its_date(
    own_sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE", str(own_sample_warehouse))
    run("etl", own_sample_warehouse, "freeze", "2023-05")
    assert "数据截至 2023年5月 （已封账）" in words(pages_html(open_board(**JUNE | {"month": "5"})))
    assert "已封账" not in words(pages_html(open_board(**JUNE)))


def test_the_key_points_stand_over_the_rows_and_say_what_why_and_what_is_asked() -> None:
    said = words(pages_html(open_board(**JUNE)))
    points, _, rows = said.partition("亮灯 指标 累计")
    assert "6月受理工单264件，高于平时（月均170件），主要在公路养护中心（101件，平时30件）" in points
    assert "受理工单：公路养护中心反映，月内三次强降雨" in points
    assert "满意率下半年须达95.9%以上" in points and "请公路养护中心补报6月学法培训数据" in points
    assert "较上月变差4项：在办工单（受控→偏高）" in points and "好转1项：线索整改率" in points
    assert "46件中1件超期" in rows


def test_one_count_of_what_waits_stands_in_strip_headline_and_points() -> None:
    at = open_board(**JUNE)
    assert at.header[0].value == "9项未达要求：4红5黄，1项待报"
    assert "◌ 待报 1" in words(pages_html(at))


def test_on_paper_the_figures_say_whose_they_are() -> None:
    html = pages_html(open_board(year="2023", month="6", unit="brigade"))
    assert '<b class="on-paper">示例区交通运输局　综合执法大队</b>' in html
