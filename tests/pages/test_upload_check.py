"""数据填报, before anything is loaded: what is wrong, what the file leaves open, what would change."""

import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from dashboard.ui.upload.findings import findings_csv
from dashboard.ui.upload.pending import PENDING
from domain.finding import Finding
from tests.pages.board import checked, pages_html
from tests.pages.data_pages import (
    BRIGADE_JUNE,
    HOTLINE,
    confirm,
    drop,
    figure,
    labels,
    open_data_page,
    press,
    said,
)

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
GBK_SHEET = (
    "示例区交通运输局12345热线月报表（2023年6月）,,,,\r\n单位：件,,,,\r\n"
    "序号,单位,受理工单数（件）,办结工单数（件）,满意数\r\n"
    "1,局机关,62,63,39\r\n2,综合执法大队,49,4 7,28\r\n,合计,111,110,67\r\n"
).encode("gb18030")


def test_the_page_says_what_may_not_be_uploaded(shown_warehouse: Path) -> None:
    assert "不得上传涉密或含个人信息的文件" in said(open_data_page("upload", **JUNE))


def test_a_bad_cell_is_named_and_marked_and_nothing_can_be_confirmed(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", GBK_SHEET))
    assert "识别为 **12345热线** · 2个单位 · 2023年6月" in said(at)
    assert "■ 错误 5 办结工单数（件） 4 7 数字中间有空格" in said(at)
    assert '<td class="bad" title="此格有错"><mark>4 7</mark></td>' in pages_html(at)
    assert not any(label.startswith("确认入库") for label in labels(at))


def test_what_will_change_is_shown_old_to_new_with_the_lamps_that_turn(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    shown = said(at)
    assert "入库后：改动1个数，2盏灯变色" in shown
    assert "满意率 全局 2023年12月 95.2% 94.7% ● 达标 ▲ 接近目标 目标 95%，实际 94.7%，差0.3个百分点" in shown
    assert "综合执法大队 2023年6月 满意数 28 21 −7" in shown
    assert [tab.label for tab in at.tabs] == ["改动 1", "不变 5"]
    assert figure(shown_warehouse, "tickets_satisfied", "brigade", "2023-06") == 28


def test_a_lamp_is_marked_where_units_have_not_reported_as_it_is_on_the_board(shown_warehouse: Path) -> None:
    file = ("学法.csv", "月份,单位,参训人次\n2023-06,综合执法大队,40\n")
    shown = said(drop(open_data_page("upload", **JUNE), file))
    assert "参训人次 全局 2023年6月" in shown
    assert "● 符合时序 ＊ ▲ 滞后 ＊" in shown and "＊有单位未报，数据不全。" in shown


def test_an_approximate_figure_is_shown_as_it_was_written_and_is_stored(shown_warehouse: Path) -> None:
    at = drop(
        open_data_page("upload", **JUNE), ("学法.csv", "月份,单位,参训人次\n2023-06,综合执法大队,141余\n")
    )
    assert "综合执法大队 2023年6月 参训人次 53 141余 约+88" in said(at)
    assert "140余" not in said(at)


def test_of_several_files_the_one_with_a_warning_is_named_and_shown_first(warehouse: Path) -> None:
    plain = ("热线.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=29))
    warned = ("学法.csv", "月份,单位,参训人次\n2023-06,综合执法大队,140余\n")
    at = drop(open_data_page("upload", **JUNE), plain, warned)
    assert "提醒（学法.csv），请先看过" in said(at)
    assert "约数，按 140 记" in said(at)


def test_the_same_figures_again_need_no_load(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=28)))
    assert "与现有数据完全相同，不必再传" in said(at)
    assert not any(label.startswith("确认入库") for label in labels(at))


def test_findings_can_be_put_in_another_order(shown_warehouse: Path) -> None:
    rows = "2023-06,综合执法大队,1 2,0,0,0,0,0\n2023-07,没有的单位,5,5,5,5,5,5\n"
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + rows))
    at.segmented_control(key="order-六月.csv").set_value("按列")
    shown = said(checked(at.run()))
    assert shown.index("没有登记这个单位") < shown.index("数字中间有空格")


def test_what_nobody_needs_to_say_is_not_asked(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    asked = {box.label for box in at.selectbox} - {"报表", "单位"}
    assert asked == set()
    assert [toggle.label for toggle in at.toggle if toggle.label.startswith("跳过")] == []


def test_a_table_without_month_and_unit_asks_for_both_and_then_loads(warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("热线.csv", "受理工单数,办结工单数\n50,47\n"))
    assert "或在页面上选定月份" in said(at)
    at.selectbox(key="month-year-热线.csv").set_value(2023)
    at.selectbox(key="month-热线.csv").set_value(6)
    at.selectbox(key="unit-热线.csv").set_value("brigade")
    at = checked(checked(at.run()).run())
    confirm(at)
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") == 50


def test_the_month_in_a_files_name_is_offered_and_taken_only_when_agreed(warehouse: Path) -> None:
    sheet = "单位,受理工单数\n综合执法大队,50\n"
    at = drop(open_data_page("upload", **JUNE), ("2023年6月热线.csv", sheet))
    shown = said(at)
    assert "文件里没有写明月份，文件名写有“2023年6月”。按此导入？" in shown
    assert "--month" not in shown
    assert not any(label.startswith("确认入库") for label in labels(at))
    at = checked(press(at, "按2023年6月导入").run())
    assert "改动1个数" in said(at)
    confirm(at)
    assert figure(warehouse, "tickets_received", "brigade", "2023-06") == 50


def test_what_a_files_name_says_can_be_turned_down_and_chosen_by_hand(shown_warehouse: Path) -> None:
    sheet = "单位,受理工单数\n综合执法大队,50\n"
    at = drop(open_data_page("upload", **JUNE), ("6月热线.csv", sheet))
    assert "文件名写有“6月”。按此导入？" in said(at)
    at = press(at, "不对，另行选定")
    assert "按此导入" not in said(at)
    at.selectbox(key="month-year-6月热线.csv").set_value(2023)
    at.selectbox(key="month-6月热线.csv").set_value(5)
    at = checked(checked(at.run()).run())
    assert "2023年5月" in said(at)


def test_of_several_files_all_names_are_offered_at_once(warehouse: Path) -> None:
    files = [(f"{month}月热线.csv", f"单位,受理工单数\n综合执法大队,6{month}\n") for month in (4, 5)]
    at = drop(open_data_page("upload", **JUNE), *files)
    assert "4月热线.csv 月份 4月 2023年4月" in said(at)
    assert "？ 待选定月份" in said(at)
    at = checked(press(at, "2份都按文件名导入").run())
    confirm(at)
    assert figure(warehouse, "tickets_received", "brigade", "2023-04") == 64
    assert figure(warehouse, "tickets_received", "brigade", "2023-05") == 65


def test_the_year_of_months_without_one_is_asked_for_and_offered_from_the_name(shown_warehouse: Path) -> None:
    sheet = "月份,单位,受理工单数\n5,综合执法大队,50\n6,综合执法大队,51\n"
    at = drop(open_data_page("upload", **JUNE), ("2023年热线.csv", sheet))
    assert "没有写明年份，文件名写有“2023年”" in said(at)
    at = checked(press(at, "按2023年导入").run())
    assert "改动2个数" in said(at)


def test_a_name_is_not_offered_where_the_title_speaks_of_a_year_to_date(shown_warehouse: Path) -> None:
    sheet = "2023年1-6月热线统计\n单位,受理工单数\n综合执法大队,50\n"
    at = drop(open_data_page("upload", **JUNE), ("2023年6月热线.csv", sheet))
    assert "累计" in said(at)
    assert "按此导入" not in said(at)


def test_what_only_has_to_be_chosen_is_not_called_wrong(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("热线.csv", "受理工单数,办结工单数\n50,47\n"))
    assert "请按下面各条改正后重传" not in said(at)
    assert "文件里没有写明下面的内容，请选定" in said(at)
    assert "2处待选定" in said(at)
    assert "错误" not in said(at)


def test_a_header_that_two_tables_know_asks_for_the_table(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("办结.csv", "月份,单位,办结数\n2023-06,综合执法大队,48\n"))
    assert "请在页面上选定报表" in said(at)
    at.selectbox(key="dataset-办结.csv").set_value("hotline")
    at = checked(checked(at.run()).run())
    assert "识别为 **12345热线**" in said(at)


def test_of_several_sheets_a_finding_says_which_it_is_in(shown_warehouse: Path) -> None:
    book, content = Workbook(), io.BytesIO()
    for name in ("一队", "二队"):
        sheet = book.create_sheet(name)
        sheet.append(["月份", "单位", "受理工单数"])
        sheet.append(
            ["2023-06", "综合执法大队" if name == "一队" else "局机关", 49 if name == "一队" else "6 2"]
        )
    book.save(content)
    at = drop(open_data_page("upload", **JUNE), ("两个队.xlsx", content.getvalue()))
    assert "识别为 工作表“一队”：**12345热线**" in said(at)
    assert "工作表“二队”：数字中间有空格" in said(at)
    assert "有错的行（工作表“二队”）" in said(at)


def test_blanks_are_zero_only_where_a_person_says_so(shown_warehouse: Path) -> None:
    sheet = "月份,单位,集体学法次数,执法培训次数\n2023-06,公路养护中心,,1\n"
    at = drop(open_data_page("upload", **JUNE), ("学法.csv", sheet))
    assert "集体学法次数" not in said(at)
    at.toggle(key="blank-学法.csv").set_value(True)
    at = checked(at.run())
    assert "公路养护中心 2023年6月 集体学法次数 — 0" in said(at)


def test_bad_rows_can_be_left_out_and_taken_home(warehouse: Path) -> None:
    rows = BRIGADE_JUNE.format(satisfied=21) + "2023-06,没有的单位,5,5,5,5,5,5\n"
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + rows))
    at.toggle(key="skip-六月.csv").set_value(True)
    at = confirm(checked(at.run()))
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21
    assert "下载跳过的行，改好后再传" in [each.label for each in at.get("download_button")]


@pytest.mark.parametrize(
    "sheet",
    [
        f"机密★ 2023年6月热线月报\n{HOTLINE}{BRIGADE_JUNE.format(satisfied=21)}",
        "月份,单位,受理工单数,备注\n2023-06,综合执法大队,49,经办人 13912345678\n",
    ],
)
def test_what_may_not_be_held_here_is_refused_and_nothing_of_it_kept(
    shown_warehouse: Path, sheet: str
) -> None:
    originals = sorted(path.name for path in (shown_warehouse / "originals").iterdir())
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", sheet))
    assert "已拒收：本系统不得存放涉密或含个人信息的文件。文件没有保存。" in said(at)
    waiting = at.session_state[PENDING]
    assert waiting.asked == ()
    assert [preview.request.content for preview in waiting.previews] == [b""]
    assert [(len(one.staged.figures), len(one.figure_changes)) for one in waiting.previews] == [(0, 0)]
    assert sorted(path.name for path in (shown_warehouse / "originals").iterdir()) == originals
    assert not any(label.startswith("确认入库") for label in labels(at))


def test_of_a_file_that_may_not_be_held_here_only_that_is_said(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("通讯录.csv", "姓名,联系电话\n张三,13812345678\n"))
    shown = said(at)
    assert "3处错误" in shown
    assert "选定报表" not in shown


def test_a_load_is_signed(warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    at = confirm(at, by="  ")
    assert "请填写填报人" in said(at)
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 28


def test_a_file_can_be_put_away(shown_warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    at = press(at, "取消")
    assert "入库后" not in said(at)
    assert "历次导入" in said(at)


def test_findings_for_a_spreadsheet_run_no_formula() -> None:
    found = Finding("not_a_number", "不是数字", 3, "受理工单数", "=1+1")
    text = findings_csv("六月.csv", [found]).decode("utf-8-sig")
    assert text.splitlines()[1] == "六月.csv,错误,3,受理工单数,'=1+1,不是数字,not_a_number"
