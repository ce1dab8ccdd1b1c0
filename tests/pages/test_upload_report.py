"""数据填报, last year's report: figures found, sure ones ticked, previewed, loaded, taken back, shown."""

from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from dashboard.ui.annual_section import first_choices, sure_places, taken
from domain.catalogue import load_catalogue
from etl.warehouse import Warehouse
from etl.written_report.read_report import find_report_figures
from tests.pages.board import checked
from tests.pages.data_pages import button, confirm, labels, open_data_page, press, said

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
REPORT = "某局2022年工作总结\n集体学法5次，发放宣传资料1000余份。\n清运垃圾30吨。\n热线满意率97.84%。\n"
CATALOGUE = load_catalogue()


def drop_report(at: AppTest, text: str | bytes, name: str = "总结.txt") -> AppTest:
    """Drop a report into the section's own uploader."""
    content = text if isinstance(text, bytes) else text.encode("utf-8")
    uploader = next(each for each in at.file_uploader if "工作总结" in each.label)
    uploader.set_value([(name, content, "text/plain")])
    return checked(at.run())


def tables(at: AppTest) -> list[pd.DataFrame]:
    """The tables to tick."""
    return [each.value for each in at.dataframe]


def annual_figures(warehouse: Path) -> dict[tuple[int, str], float]:
    """(year, KPI) → value of the bureau, as it stands now."""
    with Warehouse(warehouse).read() as connection:
        rows = connection.execute(
            "SELECT year, kpi, value FROM current_annual_figure WHERE unit = 'bureau'"
        ).fetchall()
    return {(year, kpi): value for year, kpi, value in rows}


def test_the_sure_figures_are_ticked_and_the_rest_is_listed_as_not_matched(shown_warehouse: Path) -> None:
    at = drop_report(open_data_page("upload", **JUNE), REPORT)
    assert "找到4个数，3个对上了指标，1个没有对上" in said(at)
    matched, rest = tables(at)
    assert matched[["采用", "原文", "数", "指标"]].values.tolist() == [
        [True, "集体学法5次", "5次", "集体学法次数"],
        [True, "发放宣传资料1000余份", "1,000余份", CATALOGUE.kpi("leaflets").name],
        [True, "热线满意率97.84%", "97.84%", CATALOGUE.kpi("hotline_satisfaction_rate").name],
    ]
    assert rest[["采用", "原文", "数"]].values.tolist() == [[False, "清运垃圾30吨", "30吨"]]
    assert rest["指标"].isna().all()
    assert at.selectbox(key="report-year").value == 2022
    assert annual_figures(shown_warehouse) == {}


def test_what_is_ticked_is_previewed_loaded_and_taken_back(warehouse: Path) -> None:
    at = press(drop_report(open_data_page("upload", **JUNE), REPORT), "核对年度数")
    assert "入库后：新增3条" in said(at)
    assert "年度数 2022年 集体学法次数 示例区交通运输局 — 5次" in said(at)
    assert "1,000余份" in said(at)
    assert annual_figures(warehouse) == {}

    at = confirm(at, note="上年总结")
    assert annual_figures(warehouse) == {
        (2022, "group_study"): 5,
        (2022, "leaflets"): 1000,
        (2022, "hotline_satisfaction_rate"): 0.9784,
    }
    assert "次导入已入库** 年度数 新增3" in said(at)
    assert "核对年度数" not in labels(at)

    press(at, "撤销")
    assert annual_figures(warehouse) == {}


def test_the_same_report_with_another_figure_shows_old_and_new(warehouse: Path) -> None:
    at = confirm(press(drop_report(open_data_page("upload", **JUNE), REPORT), "核对年度数"))
    at = press(drop_report(at, REPORT.replace("5次", "6次")), "核对年度数")
    assert "年度数 2022年 集体学法次数 示例区交通运输局 5次 6次" in said(at)
    assert "不变 2" in said(at)


def test_who_cancels_finds_the_choice_again(shown_warehouse: Path) -> None:
    at = press(drop_report(open_data_page("upload", **JUNE), REPORT), "核对年度数")
    at = press(at, "取消")
    assert button(at, "核对年度数")
    at = press(at, "换一份")
    assert "核对年度数" not in labels(at)


def test_a_report_that_may_not_be_held_is_refused_before_anything_is_kept(warehouse: Path) -> None:
    before = sorted((warehouse / "originals").iterdir())
    at = drop_report(open_data_page("upload", **JUNE), REPORT + "联系人手机13812345678。\n")
    assert "已拒收，文件没有保存：第5段文中有手机号码" in said(at)
    assert "report-held" not in at.session_state
    at = drop_report(at, REPORT + "机密★1年\n")
    assert "密级标志" in said(at)
    at = drop_report(at, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old")
    assert "旧版 Word" in said(at)
    assert sorted((warehouse / "originals").iterdir()) == before
    at = drop_report(at, REPORT)
    assert "已拒收" not in said(at)


def test_a_text_without_figures_says_so(shown_warehouse: Path) -> None:
    at = drop_report(open_data_page("upload", **JUNE), "今年工作平稳。")
    assert "没有找到工作量数字" in said(at)


def test_an_office_without_units_is_not_asked_for_a_report(empty_warehouse: Path) -> None:
    at = open_data_page("upload")
    assert not any("工作总结" in each.label for each in at.file_uploader)


def test_a_kpi_told_with_two_values_is_ticked_nowhere() -> None:
    figures = find_report_figures("集体学法2次。\n集体学法3次。\n发放宣传资料90份。", CATALOGUE)
    assert sure_places(figures, CATALOGUE) == {2}


def test_a_figure_ticked_without_a_kpi_is_named() -> None:
    figures = find_report_figures("集体学法2次。清运垃圾30吨。", CATALOGUE)
    matched, rest = first_choices(figures, CATALOGUE)
    pairs, without = taken((matched, rest.assign(采用=True)), figures, CATALOGUE)
    assert [kpi for _, kpi in pairs] == ["group_study"]
    assert without == ["清运垃圾30吨"]


def test_a_figure_can_be_given_another_kpi() -> None:
    figures = find_report_figures("集体学法2次。清运垃圾30吨。", CATALOGUE)
    matched, rest = first_choices(figures, CATALOGUE)
    given = rest.assign(采用=True, 指标=CATALOGUE.kpi("leaflets").name)
    pairs, without = taken((matched.assign(采用=False), given), figures, CATALOGUE)
    assert [(figure.quote, kpi) for figure, kpi in pairs] == [("清运垃圾30吨", "leaflets")]
    assert without == []
