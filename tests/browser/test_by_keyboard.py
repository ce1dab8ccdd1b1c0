"""A month loaded with the keyboard alone: every stop is seen, and keys do what a click does."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import clerk
from tests.browser.conftest import AppServer, wait_until_shown

MOST_STOPS = 40
FOCUSED = """() => {
  const style = getComputedStyle(document.activeElement);
  const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  return [document.activeElement.innerText || '', seen];
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what begins with these words has the focus; it must be seen to have it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        shown, is_seen = page.evaluate(FOCUSED)
        if shown.strip().startswith(words):  # what scrolls holds the words too, and may have the focus
            assert is_seen, words
            return
    raise AssertionError(f"Tab never comes to {words}")


def test_a_file_whose_name_says_month_and_unit_is_loaded_by_keyboard(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = clerk.opened(browser_page, own_app_server, f"upload?{clerk.JUNE}")
    page.keyboard.press("Tab")
    skip = page.locator('[data-testid="stSkipToContent"]')
    expect(skip).to_be_focused()
    expect(skip).to_have_text("跳到正文")

    file = clerk.written(tmp_path, "公路养护中心2023年6月培训.csv", "集体学法次数,培训学时\n1,3.5\n")
    clerk.drop(page, file)
    question = "文件里没有写明月份和单位，文件名写有“2023年6月”“公路养护中心”。按此导入？"
    expect(page.get_by_text(question)).to_be_visible()
    wait_until_shown(page)
    tab_to(page, "按2023年6月、公路养护中心导入")
    page.keyboard.press("Enter")
    clerk.expect_told(page, "新增2个数")
    page.get_by_label("填报人").focus()
    page.keyboard.type("养护中心")
    tab_to(page, "确认入库：新增2")
    page.keyboard.press("Space")
    clerk.expect_loaded(page, 22)


def test_from_the_button_one_tab_leads_to_the_first_choice_of_the_period(
    app_server: AppServer, browser_page: Page
) -> None:
    page = clerk.opened(browser_page, app_server, f"?{clerk.JUNE}")
    page.locator(".st-key-view button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="2023年")).to_be_visible()
    page.keyboard.press("Tab")
    chosen = page.locator("[data-testid=stPopoverBody] :focus")
    expect(chosen).to_have_text(re.compile("20[0-9]{2}年"))
