"""In every window, from a desk to a phone, a page keeps within its width and no word is cut at its edge."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, wait_until_shown
from tests.dashboard.documents import page_count, page_texts

WIDTHS = (1440, 1240, 1180, 1024, 960, 900, 820, 720, 390)
PAGES = (
    *("?month=6", "?month=12", "cases?month=12", "hotline?month=6", "hotline?month=12", "training?month=12"),
    *("targets?month=6", "targets?month=12", "compare?month=6", "compare?month=12", "reporting?month=12"),
    *("meeting?month=12", "definitions?kpi=hotline_open&month=12", "upload?month=6"),
)
# Where a thing stands or how it is pointed at: there in one window, not in another.
PLACES = re.compile(r"[左右上下][上下]?[角侧边]|侧边栏|鼠标|悬停|进度条|把\w+拖到")
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


WEAK_CONTRAST = """
() => {
  const part = v => v <= 10 ? v / 3294.6 : Math.pow((v / 255 + 0.055) / 1.055, 2.4)
  const light = ([r, g, b]) => .2126 * part(r) + .7152 * part(g) + .0722 * part(b)
  const parse = text => (text.match(/[0-9.]+/g) || []).map(Number)
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor)
      if (c.length === 3 || c[3] > 0.99) return c.slice(0, 3)
    }
    return [255, 255, 255]
  }
  const weak = []
  for (const element of document.querySelectorAll('[data-testid="stMain"] *, [data-testid="stSidebar"] *')) {
    const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    if (!own || !element.getClientRects().length || element.closest('svg, [role=img]')) continue
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))]
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    if (contrast < 4.5) weak.push(`${element.textContent.trim().slice(0, 20)} ${contrast.toFixed(1)}`)
  }
  return weak
}
"""


def expect_all_within(page: Page) -> None:
    """The page does not scroll sideways, and no word of it ends beyond the edge."""
    page.wait_for_function(ALL_WITHIN)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_keeps_within_every_window_and_every_word_stands_out(
    app_server: AppServer, browser_page: Page, address: str
) -> None:
    browser_page.goto(f"{app_server.url}/{address}&year=2023&unit=bureau")
    wait_until_shown(browser_page)
    assert browser_page.evaluate(WEAK_CONTRAST) == []
    for width in WIDTHS:
        browser_page.set_viewport_size({"width": width, "height": 900})
        expect_all_within(browser_page)
    said = browser_page.inner_text('[data-testid="stMain"]')  # now in the narrowest, a phone's
    assert PLACES.findall(said) == []


def test_the_overview_prints_as_two_pages_with_whole_charts(
    app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page, file = browser_page, tmp_path / "overview.pdf"
    charts = page.locator(".js-plotly-plot")
    for month, width in (
        (12, 1024),
        (6, 1440),
    ):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{app_server.url}/?year=2023&month={month}&unit=bureau")
        wait_until_shown(page)
        expect(charts.locator(".main-svg").first).to_be_visible()
        expect(charts).to_have_count(4)
        page.pdf(path=file, prefer_css_page_size=True)
        assert page_count(file) == 2, (month, width)
    first, second = page_texts(file)
    assert (
        "示例区交通运输局" in first
        and "红灯4" in first
        and "复制要点" not in first + second
        and "12月" not in first
    )
    assert "6月办理案件39起" in second and "学法培训完成4次" in second
