"""The board beyond its pages: hung on a wall, and one chart after the other over the whole window."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, wait_until_shown

JUNE = "year=2023&month=6&unit=bureau"
SATISFACTION = f"hotline?{JUNE}&kpi=hotline_satisfaction_rate"
# Each page of the wall with a part of it that is cut, by its own box or by the page's.
CUT = """() => {
  const wall = [...document.querySelectorAll('*')].find(each => each.shadowRoot?.querySelector('.wall'))
    ?.shadowRoot.querySelector('.wall') ?? document.querySelector('.wall')
  const cut = []
  for (const page of wall.querySelectorAll('.page')) {
    const edge = page.getBoundingClientRect()
    for (const part of page.querySelectorAll('*')) {
      const box = part.getBoundingClientRect()
      const beyond = box.right > edge.right + 1 || box.bottom > edge.bottom + 1
      const holds = part.matches('.body, .card, .chart, .figure')
      const scrolls = holds && part.scrollHeight > part.clientHeight + 1
      if (beyond || scrolls) cut.push(`${page.querySelector('h2').textContent}: ${part.className}`)
    }
  }
  return cut
}"""


def hung(page: Page, server: AppServer, address: str) -> Page:
    """The wall at this address, once all its charts are drawn."""
    page.goto(f"{server.url}/{address}")
    page.locator(".wall[data-drawn]").wait_for(timeout=60_000)
    return page


def test_a_wall_fills_the_screen_and_cuts_nothing_whatever_its_size(
    app_server: AppServer, browser_page: Page
) -> None:
    page, sizes = browser_page, {}
    page.set_viewport_size({"width": 1920, "height": 1080})
    hung(page, app_server, f"?wall=true&{JUNE}")
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    for width, height in ((3840, 2160), (1024, 768), (1920, 1080)):
        page.locator(".wall").evaluate("wall => delete wall.dataset.drawn")
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".wall[data-drawn]").wait_for(timeout=60_000)
        assert page.evaluate(CUT) == [], (width, height)
        sizes[width] = float(
            page.locator(".wall").evaluate("wall => parseFloat(getComputedStyle(wall).fontSize)")
        )
    assert sizes[3840] == 2 * sizes[1920] > 40


def test_a_wall_names_bureau_month_and_lamps_turns_its_pages_and_is_left_by_one_key(
    app_server: AppServer, browser_page: Page
) -> None:
    page = hung(browser_page, app_server, f"?wall=true&{JUNE}")
    for words in ("示例区交通运输局", "数据截至 2023年6月", "红灯", "示例数据，仅供演示"):
        expect(page.locator(".wall")).to_contain_text(words)
    titles = page.locator(".wall h2").all_text_contents()
    assert len(titles) >= 9 and "9项未达要求" in titles[0]
    assert {"执法案件", "12345热线", "信访"} <= set(titles)
    rows = [part.locator(".item").count() for part in page.locator(".wall .page:has(.item)").all()]
    assert len(rows) == 2 and abs(rows[0] - rows[1]) <= 1  # no last page with a row or two
    expect(page.locator(".wall .page.seen h2")).to_have_text(titles[0])
    page.keyboard.press("ArrowRight")
    expect(page.locator(".wall .page.seen h2")).to_have_text(titles[1])
    page.keyboard.press("Space")
    expect(page.locator(".turns")).to_contain_text("已停住")
    page.keyboard.press("Escape")
    wait_until_shown(page)
    expect(page.get_by_role("heading", name="总览", level=1)).to_be_visible()
    page.get_by_role("link", name="大屏").click()
    expect(page.locator(".wall")).to_be_visible()


def test_a_phone_held_upright_is_not_offered_the_wall(app_server: AppServer, browser_page: Page) -> None:
    browser_page.set_viewport_size({"width": 390, "height": 844})
    browser_page.goto(app_server.url)
    wait_until_shown(browser_page)
    expect(browser_page.get_by_role("button", name="复制要点")).to_be_visible()
    expect(browser_page.get_by_role("link", name="大屏")).to_be_hidden()


def test_no_other_page_is_hung_on_a_wall(app_server: AppServer, browser_page: Page) -> None:
    browser_page.goto(f"{app_server.url}/{SATISFACTION}&wall=true")
    expect(browser_page.get_by_test_id("stSidebarNav")).to_be_visible()
    assert "wall" not in browser_page.url


@pytest.mark.parametrize(("width", "height"), [(390, 844), (844, 390)])
def test_a_large_chart_is_whole_on_a_phone_with_its_lamp_its_notes_and_the_bureau(
    app_server: AppServer, browser_page: Page, width: int, height: int
) -> None:
    page = browser_page
    page.set_viewport_size({"width": width, "height": height})
    chart = urlencode({"embed": "true", "chart": "months-hotline_satisfaction_rate-1"})
    page.goto(f"{app_server.url}/{SATISFACTION}&{chart}")
    whole = page.locator(".whole")
    whole.locator(".figure svg").wait_for()
    for words in ("满意率连续4个月低于目标95%", "接近目标", "① 2023年6月", "示例区交通运输局", "数据截至"):
        expect(whole).to_contain_text(words)
    assert whole.evaluate("box => box.scrollWidth <= box.clientWidth")
    drawn = whole.locator(".figure").bounding_box()
    assert drawn is not None and drawn["width"] <= width and drawn["height"] >= 200
    name_over_the_page = (
        "getComputedStyle(document.querySelector('[data-testid=stHeader]'), '::after').content"
    )
    assert page.evaluate(name_over_the_page) == "none"


def test_arrow_keys_and_buttons_lead_from_chart_to_chart_and_on_to_the_next_kpi(
    app_server: AppServer, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{app_server.url}/{SATISFACTION}&embed=true&chart=first")
    title = page.locator(".whole h1")
    expect(title).to_contain_text("满意率")
    first = title.inner_text()
    page.keyboard.press("ArrowRight")
    expect(title).not_to_have_text(first)
    assert "chart=parts-hotline_satisfaction_rate" in page.url
    page.get_by_role("button", name="上一张").click()
    expect(title).to_have_text(first)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**chart=first")
    assert "kpi=hotline_satisfaction_rate" not in page.url
    expect(page.locator(".whole .figure svg")).to_be_visible()
