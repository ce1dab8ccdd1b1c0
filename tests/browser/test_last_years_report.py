"""Last year's report in a browser: dropped, previewed, confirmed, seen, taken back."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, open_expander, wait_until_shown

VIEW = "year=2023&month=12&unit=bureau"
REPORT = (
    "某局2022年工作总结\n"
    "全年受理12345热线工单1962件，集体学法5次，发放宣传资料1000余份。\n"
    "清运垃圾30吨。热线满意率97.84%。\n"
)
ON_THE_PAGE = "上年全年（年度总结）1,962件，今年全年"


def drop_report(page: Page, file: Path) -> None:
    """Open the section and drop the report there."""
    open_expander(page, "从上年工作总结取年度数")
    section = page.locator(".st-key-report-section")
    section.locator("input[type=file]").set_input_files(file)
    wait_until_shown(page)


def hotline_page(page: Page, server: AppServer) -> str:
    """What the hotline's page says of the tickets received."""
    page.goto(f"{server.url}/hotline?{VIEW}&kpi=tickets_received")
    wait_until_shown(page)
    return page.locator(".reading").inner_text()


def test_figures_of_last_years_report_are_chosen_loaded_seen_and_taken_back(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page, file = browser_page, tmp_path / "2022年工作总结.txt"
    file.write_text(REPORT, encoding="utf-8")
    page.goto(f"{own_app_server.url}/upload?{VIEW}")
    wait_until_shown(page)
    drop_report(page, file)
    expect(page.get_by_text("找到5个数，4个对上了指标，1个没有对上")).to_be_visible()

    page.get_by_role("button", name="核对年度数").click()
    wait_until_shown(page)
    expect(page.get_by_text("入库后：新增4条")).to_be_visible()
    expect(page.locator(".records tr", has_text="受理工单")).to_contain_text("1,962件")

    page.get_by_label("填报人").fill("王小明")
    page.get_by_role("button", name="确认入库").click()
    expect(page.get_by_text("次导入已入库")).to_be_visible()
    wait_until_shown(page)
    assert ON_THE_PAGE in hotline_page(page, own_app_server)

    page.goto(f"{own_app_server.url}/upload?{VIEW}&load=22")
    wait_until_shown(page)
    expect(page.locator(".facts")).to_contain_text("年度数")
    page.get_by_role("button", name="撤销这次导入").first.click()
    page.get_by_label("经办人").fill("王小明")
    page.get_by_role("button", name="撤销这次导入").last.click()
    expect(page.locator(".state-undone")).to_be_visible()
    assert ON_THE_PAGE not in hotline_page(page, own_app_server)
