"""数据填报, the load itself: what was confirmed is what is loaded, and it can be taken back at once."""

from datetime import date
from pathlib import Path

from tests.dashboard.command import run
from tests.pages.board import checked
from tests.pages.data_pages import (
    BRIGADE_JUNE,
    HOTLINE,
    button,
    confirm,
    drop,
    figure,
    open_data_page,
    press,
    said,
)

JUNE = {"year": "2023", "month": "6", "unit": "bureau"}
UNITS = "单位代码,单位名称,上级单位,填报内容\njt,某县交通运输局,,\nzf,执法队,jt,hotline\n"
TARGETS = "年度,指标,单位,年度目标,依据\n2023,满意率,,95%,工作要点第3条\n"
MAY = "2023年5月热线月报\n单位,受理工单数,回访数,满意数\n执法队,20,10,9\n"


def load_by_command(warehouse: Path, folder: Path, text: str) -> None:
    """Load a table behind the page's back."""
    file = folder / "别人的.csv"
    file.write_text(text, encoding="utf-8")
    done = run("etl", warehouse, "load", str(file), "--by", "别人")
    assert done.status == 0, done.out


def test_what_was_confirmed_is_loaded_signed_and_can_be_taken_back_at_once(warehouse: Path) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    at = confirm(at, by="王小明", note="更正满意数")
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21
    assert "第22次导入已入库" in said(at)
    assert "王小明 六月.csv 12345热线 2023年6月 改动1，不变5 更正满意数 有效" in said(at)

    assert button(at, "撤销").help == "撤销后：1个数回到第8次导入的值；5个数前后相同，不变。"
    at = press(at, "撤销")
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 28
    assert "第22次导入已撤销，此前的数据重新生效" in said(at)

    at = press(at, "恢复")
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21


def test_where_figures_moved_in_between_the_new_preview_is_shown_first(
    warehouse: Path, tmp_path: Path
) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    assert "满意数 28 21 −7" in said(at)
    load_by_command(warehouse, tmp_path, HOTLINE + BRIGADE_JUNE.format(satisfied=25))

    at = confirm(at)
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 25
    assert "按最新数据重新比对的结果，请看过再确认" in said(at)
    assert "满意数 25 21 −4" in said(at)

    confirm(at)
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21


def test_another_persons_load_that_changes_nothing_of_it_does_not_stop_it(
    warehouse: Path, tmp_path: Path
) -> None:
    at = drop(open_data_page("upload", **JUNE), ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    load_by_command(warehouse, tmp_path, "月份,单位,企业宣讲家数\n2023-06,局机关,5\n")
    confirm(at)
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21


def test_a_new_office_drops_units_targets_and_a_month_at_once_in_any_order(empty_warehouse: Path) -> None:
    at = open_data_page("upload")
    assert "先做三件事，看板就能用起来" in said(at)
    at = drop(at, ("五月.csv", MAY), ("目标.csv", TARGETS), ("单位.csv", UNITS))
    assert "1盏灯由待报点亮" in said(at)
    assert "满意率 某县交通运输局 2023年5月 — 90% ◌ 待报 ■ 未达目标" in said(at)
    at = confirm(at)
    assert figure(empty_warehouse, "tickets_received", "zf", "2023-05") == 20
    assert "先做三件事" not in said(at)
    loaded = said(at)
    assert loaded.index("第1次导入已入库** 单位") < loaded.index("第3次导入已入库** 12345热线")


def test_of_several_files_the_good_ones_are_loaded_and_the_bad_one_says_why(warehouse: Path) -> None:
    good = ("好.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21))
    bad = ("坏.csv", HOTLINE + "2023-06,局机关,6 2,63,62,42,39,37\n")
    at = drop(open_data_page("upload", **JUNE), bad, good)
    assert "坏.csv" in said(at)
    assert "■ 未通过，整份不入库" in said(at)
    assert "数字中间有空格" in said(at)
    at = confirm(at)
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21
    assert figure(warehouse, "tickets_received", "office", "2023-06") == 62


def test_a_later_file_of_a_drop_is_judged_on_the_state_after_the_earlier_ones(warehouse: Path) -> None:
    first = ("一.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21))
    at = drop(
        open_data_page("upload", **JUNE), first, ("二.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21))
    )
    assert "二.csv" in said(at)
    assert "＝ 与现有数据相同，不必再传" in said(at)


def test_a_mended_file_of_the_same_name_takes_the_place_of_the_bad_one(warehouse: Path) -> None:
    bad = ("六月.csv", HOTLINE + "2023-06,综合执法大队,4 9,47,46,31,21,26\n")
    at = drop(open_data_page("upload", **JUNE), bad)
    at = drop(at, bad, ("六月.csv", HOTLINE + BRIGADE_JUNE.format(satisfied=21)))
    assert "以最后选入的一份为准" in said(at)
    assert "错误" not in said(at)
    confirm(at)
    assert figure(warehouse, "tickets_satisfied", "brigade", "2023-06") == 21


def test_a_note_is_written_beside_its_figure_and_loaded_like_a_file(warehouse: Path) -> None:
    at = open_data_page("upload", **JUNE, note="hotline_on_time_rate")
    assert "2023年6月按时办结率：当月 98.1%" in said(at)
    at.text_area[0].set_value("  汛期工单集中，\n已增派人手  ")
    at = press(at, "核对说明")
    assert "情况说明 2023年6月 按时办结率 示例区交通运输局 — 汛期工单集中， 已增派人手" in said(at)
    at = confirm(at)
    assert "情况说明-按时办结率-2023-06-示例区交通运输局.csv" in said(at)
    at = open_data_page("upload", **JUNE, note="hotline_on_time_rate")
    assert at.text_area[0].value == "汛期工单集中， 已增派人手"


def test_a_note_begun_for_a_wrong_month_is_named_there_and_kept(warehouse: Path) -> None:
    at = open_data_page("upload", **JUNE, note="hotline_on_time_rate")
    at.text_area[0].set_value("汛期工单集中")
    at = checked(at.run())
    at = checked(at.selectbox(key="note-month").set_value(5).run())
    assert at.text_area[0].value == ""
    assert "还没有核对的说明：2023年6月 按时办结率（示例区交通运输局）" in said(at)
    at = checked(at.selectbox(key="note-month").set_value(6).run())
    assert at.text_area[0].value == "汛期工单集中" and "还没有核对的说明" not in said(at)


def test_a_note_that_does_not_pass_comes_back_as_it_was_typed(warehouse: Path) -> None:
    ahead = str(date.today().year + 1)
    at = open_data_page("upload", year=ahead, month="6", unit="bureau", note="hotline_on_time_rate")
    at.text_area[0].set_value("汛期工单集中")
    at = press(at, "核对说明")
    assert "没有通过检查" in said(at)
    del at.query_params["note"]
    at = press(at, "返回修改")
    assert [area.value for area in at.text_area] == ["汛期工单集中"]
    at.selectbox(key="note-kpi").set_value("hotline_satisfaction_rate")
    assert [area.value for area in checked(at.run()).text_area] == [""]
    at.selectbox(key="note-kpi").set_value("hotline_on_time_rate")
    assert [area.value for area in checked(at.run()).text_area] == ["汛期工单集中"]


def test_a_note_needs_words(warehouse: Path) -> None:
    at = press(open_data_page("upload", **JUNE, note="hotline_on_time_rate"), "核对说明")
    assert "请写明说明" in said(at)
    assert checked(at).text_area
