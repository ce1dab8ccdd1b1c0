"""A long review in a browser: what it comes to and the button are in sight, whatever stands between them."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.clerk import HOTLINE, JUNE, drop, expect_told, opened, records, written
from tests.browser.conftest import AppServer

FIRST_SCREEN = 900


def test_a_long_review_keeps_lamps_and_confirmation_in_the_first_screen_and_in_reach_of_the_keyboard(
    app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    months = [f"2023-{month:02}" for month in range(1, 13)]
    units = ("局机关", "综合执法大队", "道路运输服务中心", "公路养护中心")
    rows = "".join(f"{month},{unit},40,40,30,20,10,10\n" for month in months for unit in units)
    page = opened(browser_page, app_server, f"upload?{JUNE}")
    drop(page, written(tmp_path, "全年.csv", HOTLINE + rows))
    expect_told(page, "")
    expect(page.get_by_text("亮灯按截至2023年12月的情况比对")).to_be_in_viewport()
    expect(records(page, "变色的灯").first).to_be_in_viewport(ratio=1)
    button = page.get_by_role("button", name="确认入库")
    page.get_by_label("填报人").focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    assert button.evaluate("node => node.matches(':focus-visible')")
    assert button.evaluate("node => getComputedStyle(node).boxShadow") != "none"
    place = button.bounding_box()
    assert place is not None
    assert place["y"] + place["height"] <= FIRST_SCREEN
    page.mouse.wheel(0, 5000)
    expect(page.get_by_role("tab", name="改动")).to_be_in_viewport()
    expect(button).to_be_in_viewport(ratio=1)
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_label("备注（可不填）")).to_be_focused()
