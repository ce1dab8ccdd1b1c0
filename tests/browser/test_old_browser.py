"""A browser without what Streamlit's scripts need shows a page that says so, and no half of a board."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import AppServer

# What Chromium 109 lacks.
AS_CHROMIUM_109 = (
    "for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with']) delete Array.prototype[name];"
    "delete Promise.withResolvers; delete Object.groupBy;"
)


def test_chromium_109_gets_a_plain_page(browser: Browser, app_server: AppServer) -> None:
    context = browser.new_context(locale="zh-CN")
    context.add_init_script(AS_CHROMIUM_109)
    page = context.new_page()
    with page.expect_event("pageerror"):  # Streamlit has given up
        page.goto(f"{app_server.url}/hotline")
    expect(page.get_by_role("heading")).to_have_text("浏览器过旧")
    expect(page.locator("body")).to_contain_text("119 版以上")
    assert page.locator('[data-testid="stApp"]').count() == 0
    context.close()
