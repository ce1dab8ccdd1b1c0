"""A chart leaves its page: as a picture on the clipboard, as a file, and large in a window of its own."""

import struct
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, wait_until_shown

PNG = b"\x89PNG\r\n\x1a\n"
HOTLINE = "hotline?year=2023&month=6&unit=bureau&kpi=tickets_received"
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read()
  const bytes = new Uint8Array(await (await item.getType("image/png")).arrayBuffer())
  return Array.from(bytes.slice(0, 24))
}"""

# What has the keyboard, where that is neither the chart nor nothing.
OUTSIDE_OF_THE_CHART = """() => {
  let holder = document.activeElement
  while (holder?.shadowRoot?.activeElement) holder = holder.shadowRoot.activeElement
  return !holder || holder === document.body || holder.closest(".whole") ? null : holder.outerHTML
}"""


def pixels(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG."""
    assert content.startswith(PNG)
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def opened(page: Page, server: AppServer, address: str = HOTLINE) -> Page:
    """The page with its charts."""
    page.goto(f"{server.url}/{address}")
    wait_until_shown(page)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    return page


def test_a_copied_chart_is_a_png_on_the_clipboard_at_three_times_its_size(
    app_server: AppServer, browser_page: Page
) -> None:
    browser_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(browser_page, app_server)
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.get_by_role("button", name="复制图片").first.click()
    expect(page.get_by_text("已复制")).to_be_visible(timeout=20_000)
    assert pixels(bytes(page.evaluate(CLIPBOARD))) == (2400, 1350)
    assert any("static/plotly-" in address for address in loaded)


def test_the_script_for_pictures_is_not_loaded_before_it_is_used(
    app_server: AppServer, browser_page: Page
) -> None:
    loaded: list[str] = []
    browser_page.on("request", lambda request: loaded.append(request.url))
    opened(browser_page, app_server)
    assert not [address for address in loaded if "static/plotly-" in address]


def test_without_a_clipboard_a_chart_is_offered_as_a_download_with_all_its_words(
    app_server: AppServer, new_tab: Page, tmp_path: Path
) -> None:
    page = new_tab
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    opened(page, app_server)
    expect(page.get_by_role("button", name="复制图片")).to_have_count(0)
    files = {}
    for kind in ("PNG", "SVG"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"下载{kind}").first.click()
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    assert pixels(files["PNG"].read_bytes()) == (2400, 1350)
    drawing = files["SVG"].read_text(encoding="utf-8")
    assert drawing.startswith("<svg")
    for words in ("示例数据", "示例区交通运输局", "数据截至 2023年6月", "口径："):
        assert words in drawing


@pytest.mark.parametrize(
    ("width", "height", "address", "chart"),
    [
        (1280, 720, HOTLINE, "months-tickets_received-1"),
        (1920, 1080, "?year=2023&month=6&unit=bureau", "progress-training_sessions"),
    ],
)
def test_a_large_chart_fills_the_window_and_shows_nothing_else(
    app_server: AppServer, browser_page: Page, width: int, height: int, address: str, chart: str
) -> None:
    page = browser_page
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{app_server.url}/{address}&{urlencode({'embed': 'true', 'chart': chart})}")
    page.locator(".whole .figure svg").wait_for()
    assert page.locator(".whole").bounding_box() == {"x": 0, "y": 0, "width": width, "height": height}
    drawn = page.locator(".whole .figure").bounding_box()
    assert drawn is not None and drawn["height"] > height * 0.6
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    script = "() => document.elementFromPoint(innerWidth / 2, 9).closest('[data-testid]').dataset.testid"
    assert "Bidi" in page.evaluate(script)
    root = "document.scrollingElement"
    assert page.evaluate(f"{root}.scrollHeight <= innerHeight && {root}.scrollWidth <= innerWidth")


def test_the_keyboard_stays_in_a_chart_that_fills_the_window(
    app_server: AppServer, browser_page: Page
) -> None:
    large = urlencode({"embed": "true", "chart": "units-tickets_received"})
    browser_page.goto(f"{app_server.url}/{HOTLINE}&{large}")
    browser_page.locator(".whole .figure svg").wait_for()
    wait_until_shown(browser_page)
    for _ in range(8):
        browser_page.keyboard.press("Tab")
        assert browser_page.evaluate(OUTSIDE_OF_THE_CHART) is None
    browser_page.keyboard.press("Escape")
    expect(browser_page.locator(".whole .figure svg")).to_be_visible()


def test_an_address_that_names_no_chart_of_the_page_shows_the_page_as_usual(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, f"{HOTLINE}&embed=true&chart=nothing-like-it")
    expect(page.locator(".chart-heading").first).to_be_visible()
    assert "chart=" not in page.url
