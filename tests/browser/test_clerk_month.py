"""A clerk's whole month in a browser: the sheet as it is kept, one bad cell, and back again."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, open_expander, turned_to, wait_until_shown

# What passes in a moment is not polled for: a busy machine would miss it.
NOTE_WHAT_IS_TOLD = """() => {
  window.told = [];
  const look = () => document.querySelectorAll('[data-testid="stSpinner"], [data-testid="stProgress"]')
    .forEach(shown => { if (shown.checkVisibility()) window.told.push(shown.textContent.trim()); });
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
VIEW = "year=2023&month=6&unit=brigade"
SHEET = (
    "示例区交通运输局12345热线月报表（2023年6月）,,,,,,,\r\n"
    "单位：件,,,,,填报日期：2023年7月3日,,\r\n"
    "序号,单位,受理工单数（件）,办结工单数（件）,按时办结数,回访数,满意数,解决数\r\n"
    "1,局机关,62,63,62,42,39,37\r\n"
    "2,综合执法大队,49,{closed},46,31,28,21\r\n"
    "3,道路运输服务中心,52,52,51,33,31,29\r\n"
    "4,公路养护中心,101,100,98,70,64,61\r\n"
    ",合计,264,262,257,176,162,148\r\n"
    "制表人：王小明,,,,,,,\r\n"
)


def sheet(folder: Path, closed: str) -> Path:
    """The month as the clerk keeps it: GBK, a title, units in brackets, a total; one cell as given."""
    folder.mkdir()
    file = folder / "6月热线.csv"
    file.write_bytes(SHEET.format(closed=closed).encode("gb18030"))
    return file


def drop(page: Page, file: Path) -> None:
    """Drop a file where the clerk would."""
    page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(file)
    wait_until_shown(page)


def resolution_on_the_board(page: Page, server: AppServer) -> str:
    """What the brigade's page says of 解决率: the card's words."""
    page.goto(f"{server.url}/hotline?{VIEW}")
    wait_until_shown(page)
    card = page.locator('.card[data-kpi="hotline_resolution_rate"]')
    expect(card).to_be_visible()
    return card.inner_text().replace("\u00a0", " ")


def test_a_clerk_mends_a_cell_sees_what_changes_loads_it_and_takes_it_back(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = browser_page
    assert "● 达标" in resolution_on_the_board(page, own_app_server)
    page.goto(f"{own_app_server.url}/upload?{VIEW}")
    wait_until_shown(page)

    drop(page, sheet(tmp_path / "first", closed="4 7"))
    expect(page.get_by_text("这份文件没有通过检查，整份不入库")).to_be_visible()
    error = page.locator(".records tr", has=page.locator(".error"))
    expect(error).to_contain_text("5")
    expect(error).to_contain_text("办结工单数（件）")
    expect(error).to_contain_text("数字中间有空格")
    expect(page.locator(".marked-rows td.bad")).to_have_text("4 7")
    expect(page.get_by_role("button", name="确认入库")).to_have_count(0)

    drop(page, sheet(tmp_path / "mended", closed="47"))
    expect(page.get_by_role("heading", name="入库后：改动1个数")).to_be_visible()
    turned = page.locator("table", has=page.get_by_text("变色的灯")).locator("tbody tr").first
    for words in ("解决率", "综合执法大队", "90.2%", "87.4%", "达标", "未达目标", "差2.6个百分点"):
        expect(turned).to_contain_text(words)
    changed = page.locator("table", has=page.locator("caption", has_text="改动")).locator("tbody tr")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("解决数")
    expect(changed).to_contain_text("26")
    expect(changed).to_contain_text("−5")

    page.get_by_label("填报人").fill("王小明")
    page.get_by_role("button", name="确认入库：改动1").click()
    expect(page.get_by_text("第22次导入已入库")).to_be_visible()
    assert "■ 未达目标" in resolution_on_the_board(page, own_app_server)

    page.goto(f"{own_app_server.url}/upload?{VIEW}")
    wait_until_shown(page)
    page.get_by_role("link", name="第22次").click()
    wait_until_shown(page)
    page.get_by_role("button", name="撤销这次导入").click()
    page.get_by_label("经办人").fill("王小明")
    page.get_by_label("原因").fill("解决数填错了")
    page.locator('[data-testid="stPopoverBody"]').get_by_role("button", name="撤销这次导入").click()
    expect(page.locator(".facts")).to_contain_text("王小明 撤销（解决数填错了）")
    assert "● 达标" in resolution_on_the_board(page, own_app_server)


def test_what_was_just_loaded_is_taken_back_with_one_button(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = browser_page
    page.goto(f"{own_app_server.url}/upload?{VIEW}")
    wait_until_shown(page)
    drop(page, sheet(tmp_path / "first", closed="47"))
    page.get_by_label("填报人").fill("王小明")
    page.get_by_role("button", name="确认入库").click()
    expect(page.get_by_text("第22次导入已入库")).to_be_visible()
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text("第22次导入已撤销")).to_be_visible()
    assert "● 达标" in resolution_on_the_board(page, own_app_server)


def test_a_note_written_beside_a_month_is_shown_with_the_chart(
    own_app_server: AppServer, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{own_app_server.url}/hotline?{VIEW}&kpi=hotline_satisfaction_rate")
    wait_until_shown(page)
    page.get_by_role("link", name="写情况说明").click()
    page.get_by_label("说明", exact=True).fill("汛期工单集中，已增派人手")
    page.get_by_role("button", name="核对说明").click()
    page.get_by_label("填报人").fill("王小明")
    page.get_by_role("button", name="确认入库：新增1").click()
    expect(page.get_by_text("第22次导入已入库")).to_be_visible()
    with page.context.expect_page() as beside:  # the way back, 撤销, stays where it is
        page.get_by_role("link", name="看满意率").click()
    page = beside.value
    expect(page.locator("h1")).to_contain_text("12345热线")
    wait_until_shown(page)
    note = page.locator(".note-lines li", has_text="2023年6月，综合执法大队：汛期工单集中，已增派人手")
    expect(note).to_be_visible()
    mark = note.inner_text().split()[0]
    expect(page.locator(".js-plotly-plot").first).to_contain_text(mark)


def test_the_uploader_speaks_chinese(own_app_server: AppServer, phone_page: Page) -> None:
    phone_page.goto(f"{own_app_server.url}/upload?{VIEW}")
    wait_until_shown(phone_page)
    shown = phone_page.locator('[data-testid="stFileUploaderDropzone"]').first
    label = shown.locator("button p").evaluate("node => getComputedStyle(node, '::after').content")
    assert label == '"选择文件"'
    expect(phone_page.locator('[data-testid="stFileUploaderDropzoneInstructions"]').first).to_be_hidden()


def test_a_chase_text_is_copied_and_a_zero_report_goes_its_way(
    own_app_server: AppServer, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{own_app_server.url}/reporting?year=2023&month=6&unit=bureau")
    wait_until_shown(page)
    expect(page.locator(".state-missing")).to_have_text("○\u00a0未报")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制催报文字").click()
    expect(page.get_by_text("已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("公路养护中心：")
    open_expander(page, "零报告：单位确认当月没有发生")
    page.get_by_role("button", name="按零报告核对").click()
    expect(page.get_by_role("heading", name="入库后：新增2个数")).to_be_visible()
    page.get_by_label("填报人").fill("养护中心")
    page.get_by_role("button", name="确认入库").click()
    expect(page.get_by_text("第22次导入已入库")).to_be_visible()
    page.goto(f"{own_app_server.url}/reporting?year=2023&month=6&unit=bureau")
    wait_until_shown(page)
    expect(page.get_by_role("heading", name="应报14份，已报14份")).to_be_visible()


@pytest.mark.slow
def test_a_hundred_thousand_rows_are_checked_and_loaded_in_one_go_with_progress_shown(
    root: Path, running_server: AppServer, browser_page: Page, fresh_warehouse: Path, tmp_path: Path
) -> None:
    units = tmp_path / "单位.csv"
    rows = "".join(f"u{number},单位{number},root\n" for number in range(2000))
    units.write_text(f"单位代码,单位名称,上级单位\nroot,大局,\n{rows}", encoding="utf-8")
    command = [sys.executable, "-m", "etl", "--warehouse", str(fresh_warehouse), "load", str(units)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    months = [f"{year}-{month:02}" for year in range(2020, 2024) for month in range(1, 13)] + [
        "2024-01",
        "2024-02",
    ]
    large = tmp_path / "大表.csv"
    figures = {number: f"{number % 40}," * 4 for number in range(2000)}
    rows = "".join(f"{month},单位{number},{figures[number]}\n" for month in months for number in figures)
    header = "月份,单位,网上信访件数,群众来信件数,群众来访起数,办结件数,\n"
    large.write_text(header + rows, encoding="gb18030")

    page = browser_page
    server = turned_to(running_server, fresh_warehouse)
    page.goto(f"{server.url}/upload")
    wait_until_shown(page)
    page.evaluate(NOTE_WHAT_IS_TOLD)
    page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(large)
    expect(page.get_by_text("2000个单位 · 2020年1月—2024年2月 · 100,000行400,000个数")).to_be_visible(
        timeout=240_000
    )
    page.get_by_label("填报人").fill("王小明")
    page.get_by_role("button", name="确认入库：新增400,000").click()
    expect(page.get_by_text("第2次导入已入库")).to_be_visible(timeout=240_000)
    told = page.evaluate("window.told")
    assert {"逐项核对：大表.csv", "正在入库：大表.csv。请不要关闭页面。"} <= set(told)
