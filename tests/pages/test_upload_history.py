"""数据填报, afterwards: the history, one load taken back and brought back, backup and templates."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui.upload.templates import template_content
from tests.dashboard.command import run
from tests.pages.board import checked, pages_html
from tests.pages.data_pages import figure, labels, open_data_page, press, said

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}


def change(at: AppTest, label: str, who: str, why: str) -> AppTest:
    """Fill in who and why under a button of load 17, and press it."""
    at.text_input(key=f"who-{label}-17").set_value(who)
    at.text_input(key=f"why-{label}-17").set_value(why)
    return press(at, label)


def test_the_history_says_who_when_which_file_and_what_it_holds(shown_warehouse: Path) -> None:
    at = open_data_page("upload", **JUNE)
    shown = said(at)
    assert "第20次" in shown
    assert "split/training-2023.csv 学法培训 2023年1月—12月 新增72 示例·分解" in shown
    assert 'href="upload?year=2023&amp;month=6&amp;unit=bureau&amp;load=20"' in pages_html(at)
    assert "第1次 " not in shown
    at.toggle(key="history-all").set_value(True)
    assert "第1次 " in said(checked(at.run()))


def test_a_load_shows_what_it_changed_and_gives_its_original_back(shown_warehouse: Path, root: Path) -> None:
    at = open_data_page("upload", load="17")
    assert "第17次导入" in said(at)
    assert [tab.label for tab in at.tabs] == ["新增 60"]
    assert "下载原始文件" in [each.label for each in at.get("download_button")]
    at = open_data_page("upload", load="2")
    assert "年度目标 2023年 满意率 示例区交通运输局 — 95%" in said(at)


def test_a_load_is_taken_back_and_brought_back_with_the_reason_on_record(warehouse: Path) -> None:
    before = figure(warehouse, "tickets_received", "brigade", "2023-06")
    assert "撤销后：60个数此前没有，变回空格，按未报计。" in said(open_data_page("upload", load="17"))
    at = change(open_data_page("upload", load="17"), "撤销这次导入", "李科长", "口径有误")
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") is None
    assert "李科长 撤销（口径有误）" in said(at)
    assert "恢复后：60个空格填回这次导入的值。" in said(at)
    at = change(at, "恢复这次导入", "李科长", "核对无误")
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") == before
    assert "李科长 恢复（核对无误）" in said(at)


def test_an_undo_that_a_closed_month_will_refuse_is_not_foretold_as_if_it_would_happen(
    warehouse: Path,
) -> None:
    assert run("etl", warehouse, "freeze", "2023-06").status == 0
    shown = said(open_data_page("upload", load="17"))
    assert "不能撤销：有30个数在已封账的月份会变动，须先由法规科解封。" in shown and "撤销后" not in shown


def test_taking_back_is_signed(warehouse: Path) -> None:
    at = press(open_data_page("upload", load="17"), "撤销这次导入")
    assert "请填写经办人" in said(at)
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") is not None


def test_what_would_change_a_closed_month_says_so(warehouse: Path) -> None:
    run("etl", warehouse, "freeze", "2023-06", "--why", "核定")
    at = change(open_data_page("upload", load="17"), "撤销这次导入", "李科长", "")
    assert "已封账" in said(at) and "请先由法规科解封（在“催报与封账”页）" in said(at)
    assert "python" not in said(at)
    assert "撤销这次导入" in labels(at)
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") is not None


def test_a_load_that_does_not_exist_is_said_to_be_none(shown_warehouse: Path) -> None:
    assert "没有第99次导入" in said(open_data_page("upload", load="99"))


def test_a_backup_says_what_it_holds_and_is_restored_when_agreed(warehouse: Path, tmp_path: Path) -> None:
    backup = tmp_path / "备份.zip"
    assert run("etl", warehouse, "backup", str(backup)).status == 0
    assert run("etl", warehouse, "undo", "17").status == 0
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") is None
    at = open_data_page("upload", **JUNE)
    at.file_uploader(key="restore-file-0").set_value(("备份.zip", backup.read_bytes(), "application/zip"))
    at = checked(at.run())
    assert "备份中有21次导入" in said(at)
    at.checkbox(key="restore-agreed").set_value(True)
    at = press(checked(at.run()), "恢复")
    assert "请填写经办人" in said(at)
    at.text_input(key="restore-who").set_value("李科长")
    at.text_input(key="restore-why").set_value("误撤销")
    at = press(checked(at.run()), "恢复")
    shown = said(at)
    assert "已从备份恢复，现在有21次导入" in shown
    assert "李科长 从备份恢复（误撤销，备份.zip）" in shown
    assert "李科长 备份.zip 误撤销" in shown
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") == 49


def test_a_file_that_is_no_backup_is_refused_in_plain_words(warehouse: Path, tmp_path: Path) -> None:
    at = open_data_page("upload", **JUNE)
    at.file_uploader(key="restore-file-0").set_value(("备份.zip", b"PK not a backup", "application/zip"))
    shown = said(checked(at.run()))
    assert "所选文件不是备份文件，或已损坏，没有恢复。请选用“下载备份”得到的 zip 文件" in shown
    assert "/" not in shown.split("所选文件")[1][:20]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_template_filled_with_the_current_figures_changes_nothing(
    warehouse: Path, tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"热线.{suffix}"
    file.write_bytes(template_content(("hotline", 2023, None, True), suffix))
    done = run("etl", warehouse, "load", str(file))
    assert done.status == 0
    assert "与现有数据相同" in done.out


def test_a_template_for_one_unit_has_its_rows_alone(shown_warehouse: Path) -> None:
    rows = template_content(("hotline", 2023, "brigade", False), "csv").decode("utf-8-sig").splitlines()
    assert rows[0].startswith("月份,单位,上月结转数")
    assert {row.split(",")[1] for row in rows[1:]} == {"综合执法大队"}
    assert len(rows) == 13


def test_an_empty_warehouse_offers_the_first_templates(empty_warehouse: Path) -> None:
    at = open_data_page("upload")
    offered = [each.label for each in at.get("download_button")]
    assert {"下载单位模板", "下载年度目标模板"} <= set(offered)
    assert "还没有导入过数据" in said(at)
