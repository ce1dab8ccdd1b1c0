"""The six dataset pages: each opens for every KPI, and its table, charts and download agree with the rest."""

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from dashboard.board.board import read_board
from dashboard.ui.dataset.tables import figures_csv
from domain.catalogue import load_catalogue
from etl.warehouse import Warehouse
from tests.dashboard.command import run
from tests.pages.board import JUNE, checked, kpis_command, kpis_of, open_board, pages_html, words

CATALOGUE = load_catalogue()
DATASETS = [dataset.id for dataset in CATALOGUE.monthly]


@pytest.fixture(autouse=True)
def on_the_sample(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(sample_warehouse))


def rows(markup: str, caption: str) -> list[list[str]]:
    """The table of this caption, header first, as words."""
    table = next(found for found in re.findall(r"<table.*?</table>", markup, re.DOTALL) if caption in found)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
    return [[words(cell) for cell in row] for row in cells]


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_page_opens_with_all_its_kpis_and_says_what_they_are(dataset: str, sample_warehouse: Path) -> None:
    at = open_board(dataset, **JUNE)
    assert at.title[0].value == CATALOGUE.dataset(dataset).title
    told = kpis_command(sample_warehouse, "--as-of", "2023-06")
    table = rows(pages_html(at), "全部指标")
    assert {row[0] for row in table[1:]} == {kpi.name for kpi in CATALOGUE.kpis_of(dataset)}
    for row in table[1:]:
        kpi = CATALOGUE.kpi_named(row[0])
        assert kpi is not None
        shape = CATALOGUE.lamp(told[kpi.id]["lamp"]).shape
        assert row[1].startswith(shape)
    assert "口径" in pages_html(at)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_kpi_has_its_charts_and_months(dataset: str) -> None:
    at = open_board(dataset, **JUNE)
    for kpi in CATALOGUE.kpis_of(dataset):
        at.query_params["kpi"] = kpi.id
        table = rows(pages_html(checked(at.run())), f"{kpi.short_name}各月数据")
        assert [row[0] for row in table[1:]] == [f"{month}月" for month in (6, 5, 4, 3, 2, 1)]
        assert at.get("plotly_chart")


def test_a_rates_months_show_what_they_are_made_of_and_where_they_came_from() -> None:
    at = open_board("hotline", **JUNE, kpi="hotline_satisfaction_rate")
    header, june, *_ = rows(pages_html(at), "满意率各月数据")
    assert header[:5] == ["月份", "满意数", "回访数", "当月", "上年同月"]
    assert june[:4] == ["6月", "162", "176", "92%"]
    load = re.fullmatch(r"第\d+次", june[-1])
    assert load
    shown = words(pages_html(at))
    assert f"来源为导入批次：{load[0]}为示例·演示。" in shown
    assert "681÷724＝94.1%" in shown
    assert "回访724件，其中满意681件" in shown


def test_a_month_over_100_percent_is_explained_beside_the_months_and_beside_all_kpis() -> None:
    said = words(pages_html(open_board("governance", **JUNE, kpi="leads_resolved_rate")))
    assert said.count("线索整改率单月超过100%：已整改线索数含以前月份转入的，达标与否以累计为准。") == 2
    hotline = words(pages_html(open_board("hotline", **JUNE, kpi="hotline_on_time_rate")))
    assert "单月超过100%" not in hotline


def test_the_december_beside_january_names_its_load_too() -> None:
    at = open_board("hotline", year="2023", month="1", unit="bureau", kpi="tickets_received")
    _, january, december = rows(pages_html(at), "受理工单各月数据")
    assert (january[0], december[0]) == ("1月", "上年12月")
    assert all(re.fullmatch(r"第\d+次", row[-1]) for row in (january, december))


def test_only_some_months_that_can_be_compared_are_starred_and_the_star_explained() -> None:
    at = open_board("training", year="2023", month="12", unit="bureau")
    table = {row[0]: row for row in rows(pages_html(at), "全部指标")}
    assert (table["参考人数"][6][0], table["参考人数"][7]) == ("※", "※+3.9%")
    assert table["集体学法次数"][7] == "−1次"
    assert "※ 只比较两年都有数的月份和单位。" in words(pages_html(at))
    march = open_board("training", year="2023", month="3", unit="bureau")
    assert "只比较" not in words(pages_html(march))


def test_a_month_that_a_unit_has_not_reported_is_marked_among_all_kpis() -> None:
    shown = pages_html(open_board("training", year="2023", month="6", unit="bureau"))
    lamps = {row[0]: row[1] for row in rows(shown, "全部指标")}
    assert lamps["参训人次"].endswith("＊") and not lamps["集体学法次数"].endswith("＊")
    assert "＊有单位未报，数据不全。" in words(shown)


def new_office(warehouse: Path, folder: Path) -> None:
    """An office that has only begun to report its cases, and owes tickets too."""
    files = folder / "files"
    files.mkdir()
    (files / "units.csv").write_text(
        "单位代码,单位名称,上级单位,填报内容\njt,某局,,\nzf,执法队,jt,cases;hotline\n", encoding="utf-8"
    )
    (files / "cases.csv").write_text("月份,单位,办理案件数\n2023-06,执法队,7\n", encoding="utf-8")
    assert run("etl", warehouse, "load", str(files)).status == 0


def test_what_nobody_ever_reported_nor_planned_is_a_line_and_no_table(
    empty_warehouse: Path, tmp_path: Path
) -> None:
    new_office(empty_warehouse, tmp_path)
    at = open_board("cases", year="2023", month="6")
    assert [row[0] for row in rows(pages_html(at), "全部指标")[1:]] == ["办理案件数"]
    assert "另有9项从未填报，也未设目标：法制审核率、" in words(pages_html(at))
    for unit, name in (("jt", "全局"), ("zf", "执法队")):
        empty = open_board("hotline", year="2023", month="6", unit=unit)
        assert empty.header[0].value == f"{name}还没有12345热线数据，也未设年度目标"
        assert re.findall(r'class="ways".*?</p>', pages_html(empty))
        assert "全部指标" not in words(pages_html(empty))


def test_a_page_without_a_plan_leads_to_where_it_is_made(empty_warehouse: Path, tmp_path: Path) -> None:
    new_office(empty_warehouse, tmp_path)
    overview = pages_html(open_board(year="2023", month="6"))
    assert kpis_of(overview, "article") == ["cases_handled"]
    assert 'href="targets?year=2023&amp;month=6&amp;unit=jt"' in overview


def test_what_is_carried_from_month_to_month_has_no_total_on_the_page() -> None:
    at = open_board("hotline", **JUNE, kpi="tickets_carried_in")
    page = pages_html(at)
    assert "累计" not in rows(page, "上月结转各月数据")[0]
    header, *table = rows(page, "全部指标")
    carried = next(dict(zip(header, row, strict=True)) for row in table if row[0] == "上月结转数")
    assert carried["当月"] == "19件"
    assert {carried[name] for name in ("累计", "年度目标", "上年同期", "同比")} == {"—"}


def test_a_column_that_would_say_nothing_is_left_out_and_a_year_without_a_year_before_says_so() -> None:
    hotline = rows(pages_html(open_board("hotline", **JUNE)), "全部指标")[0]
    assert "年度目标" in hotline and "应完成" not in hotline
    page = pages_html(
        open_board("governance", year="2023", month="1", unit="bureau", kpi="leads_resolved_rate")
    )
    header, *months = rows(page, "线索整改率各月数据")
    assert header == ["月份", "已整改线索数", "问题线索数", "来源"]
    assert [row[0] for row in months] == ["1月"]
    assert "上年同月没有数据，暂无同比。" in words(page)


def test_months_after_the_as_of_month_are_not_drawn_though_they_are_known() -> None:
    at = open_board("governance", year="2023", month="3", unit="bureau", kpi="leads_resolved_rate")
    charts = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    bars = [trace["x"] for chart in charts for trace in chart["data"] if trace["type"] == "bar"]
    assert bars
    assert all(month <= 3 for months in bars for month in months)


def test_a_sums_months_add_up_to_what_is_due() -> None:
    at = open_board("publicity", **JUNE, kpi="leaflets")
    header, june, *_ = rows(pages_html(at), "宣传资料各月数据")
    assert header[4:6] == ["累计", "应完成"]
    assert june[4:6] == ["380余", "600"]


def test_the_kpi_that_asks_for_attention_most_is_shown_first() -> None:
    at = open_board("petitions", **JUNE)
    assert next(group for group in at.get("button_group") if group.label == "选择指标").value == (
        "petition_on_time_rate"
    )


def test_another_kpi_is_shown_and_stands_in_the_address() -> None:
    at = open_board("hotline", **JUNE)
    choice = next(group for group in at.get("button_group") if group.label == "选择指标")
    checked(choice.set_value("tickets_received").run())
    assert "tickets_received" in at.query_params["kpi"]
    assert "受理工单各月数据" in words(pages_html(at))


def test_notes_stand_beside_the_finding_with_the_mark_they_have_in_the_chart() -> None:
    at = open_board("hotline", **JUNE, kpi="hotline_satisfaction_rate")
    assert "① 2023年6月" in words(pages_html(at))


def test_units_stand_side_by_side_and_lead_to_their_own_page() -> None:
    at = open_board("hotline", **JUNE, kpi="hotline_satisfaction_rate")
    charts = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    linked = [name for chart in charts for name in chart["layout"]["yaxis"].get("ticktext", [])]
    linked = [unescape(name) for name in linked]
    assert [words(name) for name in linked] == ["综合执法大队", "公路养护中心", "道路运输服务中心", "局机关"]
    assert "hotline?year=2023&month=6&unit=brigade&kpi=hotline_satisfaction_rate" in linked[0]


def test_a_unit_that_owes_nothing_of_a_dataset_is_told_so() -> None:
    at = open_board("petitions", year="2023", month="6", unit="brigade")
    assert at.header[0].value == "综合执法大队不填报这类数据"


def test_the_download_opens_in_excel_and_holds_the_figures_unrounded(sample_warehouse: Path) -> None:
    with Warehouse(sample_warehouse).read() as connection:
        board = read_board(connection, CATALOGUE, 2023, date(2023, 6, 1), "bureau")
    content = figures_csv(CATALOGUE.kpis_of("hotline"), board, "=全局")
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    june = next(row for row in table if row["指标"] == "满意率" and row["月份"] == "2023-06")
    assert june["单位"] == "'=全局"
    assert float(june["当月"]) == 162 / 176
    assert (june["分子"], june["分母"]) == ("162.0", "176.0")
    received = [float(row["当月"]) for row in table if row["指标"] == "受理工单数"]
    assert sum(received) == 1098


def test_the_unit_that_a_movement_comes_from_is_named_under_the_kpi() -> None:
    shown = words(pages_html(open_board("hotline", **JUNE, kpi="tickets_received")))
    assert "超出正常波动。主要在公路养护中心（101件，平时30件）。" in shown
    shown = words(pages_html(open_board("hotline", **JUNE, kpi="hotline_satisfaction_rate")))
    assert "偏低的主要是综合执法大队（91.8%）。" in shown
