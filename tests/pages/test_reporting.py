"""催报与封账: who has reported the month, whom to chase, closing a month, and what it was then."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import data_page
from dashboard.ui.reporting.matrix import completeness_csv, reports_of_month
from domain.catalogue import catalogue as catalogue_module
from domain.catalogue import load_catalogue
from domain.months import parse_month
from etl.warehouse import Warehouse
from etl.warehouse.submissions import month_to_chase
from tests.dashboard.command import run
from tests.pages.board import checked
from tests.pages.data_pages import BRIGADE_JUNE, HOTLINE, confirm, figure, labels, open_data_page, press, said

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
TODAY = parse_month("2026-01")


def close(at: AppTest, label: str, who: str = "李科长", why: str = "6月数据已核定") -> AppTest:
    """Fill in who and why of a closing or opening, and press it."""
    at.text_input(key=f"who-{label}").set_value(who)
    at.text_input(key=f"why-{label}").set_value(why)
    return press(at, label)


def load(warehouse: Path, folder: Path, text: str) -> None:
    file = folder / "更正.csv"
    file.write_text(text, encoding="utf-8")
    assert run("etl", warehouse, "load", str(file)).status == 0


def test_the_matrix_says_by_shape_and_word_who_has_reported(shown_warehouse: Path) -> None:
    shown = said(open_data_page("reporting", **JUNE))
    assert "2023年6月月报的报送截止日是2023年7月5日，已过" in shown
    assert "应报14份，已报13份，未报1份" in shown
    assert "公路养护中心 — ● 已报 — ○ 未报 — —" in shown


def test_a_report_with_usual_columns_blank_came_partly(warehouse: Path, tmp_path: Path) -> None:
    load(warehouse, tmp_path, "月份,单位,培训学时\n2023-06,公路养护中心,2\n")
    shown = said(open_data_page("reporting", **JUNE))
    assert "应报14份，已报13份，未报全1份" in shown
    assert "◐ 未报全" in shown
    assert "学法培训未报全，缺参训人次" in shown


def test_the_month_that_is_due_moves_on_though_nothing_was_loaded(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for today, due in ((date(2023, 7, 31), "2023年6月"), (date(2023, 8, 1), "2023年7月")):
        on_that_day = type("date", (date,), {"today": staticmethod(lambda day=today: day)})
        monkeypatch.setattr(data_page, "date", on_that_day)
        assert f"{due}月报的报送截止日" in said(open_data_page("reporting"))


def test_a_unit_in_view_sees_its_own_reports(shown_warehouse: Path) -> None:
    shown = said(open_data_page("reporting", year="2023", month="6", unit="roads"))
    assert "应报2份，已报1份，未报1份" in shown
    assert "局机关" not in shown.split("封账")[0]


def test_a_chase_text_stands_ready_to_copy(shown_warehouse: Path) -> None:
    at = open_data_page("reporting", **JUNE)
    assert [code.value.split("\n")[0] for code in at.code] == ["公路养护中心："]
    assert "你单位学法培训尚未报送。请抓紧补报。" in at.code[0].value
    assert "示例区交通运输局法规科" in at.code[0].value


def test_a_whole_month_chases_nobody(shown_warehouse: Path) -> None:
    at = open_data_page("reporting", year="2023", month="12", unit="bureau")
    assert "应报14份，已报14份" in said(at)
    assert not at.code


def test_the_month_that_is_due_is_a_step_away(shown_warehouse: Path) -> None:
    with Warehouse(shown_warehouse).read() as connection:
        due = month_to_chase(connection)
    assert f"看本期应报的{due.year}年{due.month}月" in said(open_data_page("reporting", **JUNE))


def test_a_report_of_nothing_is_checked_like_a_file_and_chased_no_more(warehouse: Path) -> None:
    at = press(open_data_page("reporting", **JUNE), "按零报告核对")
    at.switch_page("pages/data/upload.py")
    at = checked(at.run())
    assert "公路养护中心 2023年6月 参训人次 — 0" in said(at)
    confirm(at, by="养护中心")
    assert figure(warehouse, "training_hours", "roads", "2023-06") == 0
    assert figure(warehouse, "group_study", "roads", "2023-06") is None
    assert "应报14份，已报14份" in said(open_data_page("reporting", **JUNE))


def test_from_a_report_of_nothing_that_is_refused_the_way_leads_back_to_its_form(
    warehouse: Path, tmp_path: Path
) -> None:
    load(warehouse, tmp_path, "月份,单位,办结工单数\n2023-06,综合执法大队,撤销\n")
    at = open_data_page("reporting", **JUNE)
    first, chosen = at.selectbox(key="zero-which").options
    for name in (first, chosen):
        at.selectbox(key="zero-which").set_value(name)
        at = press(checked(at.run()), "按零报告核对")
        at.switch_page("pages/data/upload.py")
        refused = "没有通过检查" in said(checked(at.run()))
        assert refused == (name == "综合执法大队 · 12345热线")
        if refused:
            press(at, "返回修改")
            assert "应报14份" in said(at)
            assert at.selectbox(key="zero-which").value == name
        at.switch_page("pages/data/reporting.py")
        checked(at.run())


def test_a_month_is_closed_and_opened_with_who_and_why_on_record(warehouse: Path) -> None:
    at = open_data_page("reporting", **JUNE)
    assert "尚未封账" in said(at)
    at = close(at, "封账至2023年6月")
    assert "已封账至2023年6月" in said(at)
    assert "李科长 封账 2023年6月 6月数据已核定" in said(at)
    at = close(at, "解封2023年6月", why="养护中心补报")
    assert "已封账至2023年5月" in said(at)
    assert "李科长 解封 2023年6月 养护中心补报" in said(at)


def test_closing_says_what_is_still_lacking_and_wants_a_reason(warehouse: Path) -> None:
    at = open_data_page("reporting", **JUNE)
    assert "2023年6月还有 1 份未报或未报全，封账后补报须先解封" in said(at)
    at = close(at, "封账至2023年6月", why=" ")
    assert "请填写经办人和原因" in said(at)
    assert "尚未封账" in said(at)


def test_closing_says_what_is_still_lacking_in_months_that_are_closed_along_with_it(warehouse: Path) -> None:
    july = JUNE | {"month": "7"}
    assert "一并封账的以前各月还有 1 份未报或未报全" in said(open_data_page("reporting", **july))
    run("etl", warehouse, "freeze", "2023-06")
    assert "一并封账" not in said(open_data_page("reporting", **july))


def test_nobody_is_asked_to_report_a_closed_month(warehouse: Path) -> None:
    run("etl", warehouse, "freeze", "2023-06")
    at = open_data_page("reporting", **JUNE)
    assert "2023年6月已封账，补报须先解封" in said(at)
    assert "请抓紧补报" not in said(at)
    assert "按零报告核对" not in labels(at)


def test_a_closed_month_is_shown_as_reported_then_beside_as_known_now(
    warehouse: Path, tmp_path: Path
) -> None:
    at = close(open_data_page("reporting", **JUNE), "封账至2023年6月")
    assert "2023年6月的结果与封账时一致" in said(at)
    run("etl", warehouse, "unfreeze", "2023-06")
    solved = BRIGADE_JUNE.replace(",26\n", ",21\n").format(satisfied=28)
    load(warehouse, tmp_path, HOTLINE + solved)
    at = open_data_page("reporting", **JUNE)
    shown = said(at)
    assert "2023年6月封账后有4项变动" in shown
    assert "解决率 综合执法大队 90.2% 87.4% ● 达标 ■ 未达目标 目标 90%，实际 87.4%，差2.6个百分点" in shown
    assert shown.index("解决率 综合执法大队 90.2%") < shown.index("解决率 全局 90.7%")
    assert "按时办结率 全局" not in shown
    at.toggle(key="as-reported-all").set_value(True)
    assert "按时办结率 全局" in said(checked(at.run()))


def test_a_month_never_closed_has_no_then(shown_warehouse: Path) -> None:
    assert "封账时" not in said(open_data_page("reporting", **JUNE))


def test_an_empty_warehouse_says_what_to_do_first(empty_warehouse: Path) -> None:
    at = open_data_page("reporting")
    assert "单位" in said(at)
    assert "封账至" not in "".join(labels(at))


def test_the_first_month_of_an_office_shows_who_is_still_to_report(
    empty_warehouse: Path, tmp_path: Path
) -> None:
    load(
        empty_warehouse,
        tmp_path,
        "单位代码,单位名称,上级单位,填报内容\njt,某局,,\nzf,执法队,jt,cases;hotline\n",
    )
    shown = said(open_data_page("reporting"))
    assert "应报2份，已报0份，未报2份" in shown


def test_the_matrix_for_a_spreadsheet_has_a_row_each_report(shown_warehouse: Path) -> None:
    frame = reports_of_month(Warehouse(shown_warehouse).version(), parse_month("2023-06"), TODAY)
    lines = completeness_csv(frame, load_catalogue()).decode("utf-8-sig").splitlines()
    assert lines[0] == "单位代码,单位,报表,月份,状态,报送截止日,报送时间,空着的列"
    assert len(lines) == 15
    assert "roads,公路养护中心,学法培训,2023-06,未报,2023-07-05,," in lines


def test_beside_a_closed_month_stands_what_is_defined_otherwise_now(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("etl", warehouse, "freeze", "2023-06", "--by", "科长", "--why", "核定").status == 0
    folder = tmp_path / "catalogue"
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, folder)
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", folder)
    kpis = folder / "kpis.toml"
    text = kpis.read_text(encoding="utf-8").replace(
        "tickets_satisfied / tickets_surveyed", "tickets_satisfied / tickets_received"
    )
    kpis.write_text(text, encoding="utf-8")
    shown = said(open_data_page("reporting", year="2023", month="6", unit="bureau"))
    assert "公式由“满意数 ÷ 回访数”改为“满意数 ÷ 受理工单数”" in shown
