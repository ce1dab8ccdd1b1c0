"""Several files at once in a browser: every kind, a workbook of two sheets, one refused and mended."""

import re
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.browser.clerk import HOTLINE, JUNE, confirm, drop, expect_loaded, opened, records, written
from tests.browser.conftest import AppServer

TARGETS = "年度,指标,单位,年度目标,依据\n2023,集体学法次数,,1,工作要点第3条\n"
TASKS = (
    "年度,任务编号,任务名称,责任单位,完成时限,状态\n2023,R99,编制行政执法事项清单,局机关,2023-09-30,未启动\n"
)
NOTES = "月份,单位,指标,说明\n2023-06,,满意率,汛期工单集中，已增派人手\n"
BAD = "月份,单位,宣传资料份数\n2023-06,局机关,3 80\n"


def workbook(folder: Path) -> Path:
    """A month in two sheets of one workbook."""
    book = Workbook()
    hotline = book.active
    hotline.title = "热线"
    hotline.append(HOTLINE.strip().split(","))
    hotline.append(["2023-06", "综合执法大队", 49, 47, 46, 31, 28, 21])
    cases = book.create_sheet("案件")
    cases.append(["月份", "单位", "案卷集中评查次数"])
    cases.append(["2023-06", "综合执法大队", 3])
    book.save(folder / "6月.xlsx")
    return folder / "6月.xlsx"


def test_files_of_every_kind_are_dropped_at_once_the_bad_one_is_mended_and_the_overview_shows_it_all(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = opened(browser_page, own_app_server, f"upload?{JUNE}")
    good = [
        workbook(tmp_path),
        written(tmp_path, "目标.csv", TARGETS),
        written(tmp_path, "任务.csv", TASKS),
        written(tmp_path, "说明.csv", NOTES),
    ]
    drop(page, written(tmp_path, "宣传.csv", BAD), *good)
    files = records(page, "文件")
    expect(files).to_have_count(5)
    expect(files.filter(has_text="宣传.csv")).to_contain_text("未通过，整份不入库")
    expect(files.filter(has_text="6月.xlsx")).to_contain_text(re.compile("12345热线.*执法案件.*可以入库"))
    expect(page.locator(".marked-rows td.bad")).to_have_text("3 80")
    button = page.get_by_role("button", name=re.compile("确认入库：4份.*1份有错不入库"))
    expect(button).to_be_in_viewport()

    drop(page, written(tmp_path, "宣传.csv", BAD.replace("3 80", "380")))
    expect(page.get_by_text("同名的文件，以最后选入的一份为准")).to_be_visible()
    expect(files.filter(has_text="宣传.csv")).to_contain_text(re.compile(r"✓\s可以入库"))
    expect(page.locator(".marked-rows")).to_have_count(0)
    turned = records(page, "变色的灯")
    expect(turned.filter(has_text="集体学法").first).to_contain_text(
        re.compile(r"全局.*2023年6月.*■\s严重滞后.*●\s已完成")
    )
    confirm(page)
    expect_loaded(page, 26)
    expect(page.locator('[class*="st-key-done-"]')).to_have_count(5)

    opened(page, own_app_server, f"?{JUNE}")
    attention = page.locator(".attention").first
    expect(attention).not_to_contain_text("集体学法")
    expect(attention).to_contain_text("汛期工单集中，已增派人手")
    opened(page, own_app_server, f"targets?{JUNE}")
    expect(page.get_by_text("编制行政执法事项清单").first).to_be_visible()
    opened(page, own_app_server, "hotline?year=2023&month=6&unit=bureau&kpi=hotline_satisfaction_rate")
    expect(page.locator(".note-lines li", has_text="汛期工单集中，已增派人手")).to_be_visible()
