"""In every window, from a desk to a phone, a page keeps within its width and no word is cut at its edge."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, wait_until_shown

WIDTHS = (1440, 1240, 1180, 1024, 960, 900, 820, 720, 390)
PAGES = (
    *("?month=6", "?month=12", "cases?month=12", "hotline?month=6", "hotline?month=12", "training?month=12"),
    *("targets?month=6", "targets?month=12", "compare?month=6", "compare?month=12", "reporting?month=12"),
    *("meeting?month=12", "definitions?month=12"),
)
ALL_WITHIN = """() => {
  const main = document.querySelector('[data-testid="stMain"]')
  const edge = main.getBoundingClientRect().left + main.clientWidth + 1
  const words = ['stHtml', 'stMarkdown', 'stButtonGroup'].map(name => `[data-testid="${name}"] *`).join()
  const cut = [...main.querySelectorAll(words)]
    .filter(each => !each.closest('.spoken') && each.checkVisibility())
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
    .filter(each => each.getBoundingClientRect().right > edge)
  const whole = document.documentElement
  return main.scrollWidth <= main.clientWidth + 1 && whole.scrollWidth <= innerWidth && cut.length === 0
}"""


def expect_all_within(page: Page) -> None:
    """The page does not scroll sideways, and no word of it ends beyond the edge."""
    page.wait_for_function(ALL_WITHIN)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_keeps_within_every_window(
    app_server: AppServer, browser_page: Page, address: str
) -> None:
    browser_page.goto(f"{app_server.url}/{address}&year=2023&unit=bureau")
    wait_until_shown(browser_page)
    for width in WIDTHS:
        browser_page.set_viewport_size({"width": width, "height": 900})
        expect_all_within(browser_page)


def test_on_paper_two_charts_stand_side_by_side(app_server: AppServer, browser_page: Page) -> None:
    browser_page.goto(f"{app_server.url}/?year=2023&month=6&unit=bureau")
    wait_until_shown(browser_page)
    browser_page.set_viewport_size({"width": 1047, "height": 900})  # A4 across, less its margins
    browser_page.emulate_media(media="print")
    left, right = browser_page.get_by_test_id("stColumn").all()[:2]
    expect(right).to_be_visible()
    first, second = left.bounding_box(), right.bounding_box()
    assert first is not None and second is not None
    assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
