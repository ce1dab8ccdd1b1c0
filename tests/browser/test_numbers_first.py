"""The overview's numbers stand before any script, and nothing moves when the live page takes their place."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests.browser.conftest import FLAGS, AppServer, wait_until_shown
from tests.browser.test_old_browser import AS_CHROMIUM_109

PARTS = (
    ".st-key-title-row",
    "h1",
    ".st-key-sample-banner",
    ".newer-month",
    ".strip",
    ".chip",
    "h2",
    ".st-key-take-points",
    ".key-points",
    ".key-points li",
    ".card",
    ".value",
    ".attention",
)
# Where each part stands: the text, and the box.
BOXES = """([root, names]) => names.flatMap((name) =>
  [...document.querySelectorAll(`${root} ${name}`)].slice(0, name === "h2" ? 2 : 99).map((part) => {
    const box = part.getBoundingClientRect()
    return [name, name.startsWith(".st-key") ? "" : part.textContent, box.x, box.y, box.width, box.height]
  }))"""
# Notes every frame in which a number is missing or stands elsewhere than in the first.
WATCH = """
  window.moves = []
  let first
  const look = () => {
    const seen = [...document.querySelectorAll(".card .value")].filter(
      (part) => getComputedStyle(part).visibility === "visible")
    const told = (part) => [part.innerText, Math.round(part.getBoundingClientRect().y)]
    const now = JSON.stringify(seen.map(told))
    if (seen.length) first ??= now
    if (first && now !== first) moves.push(now)
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
"""
BUREAU, BRIGADE = "/?year=2023&month=6&unit=bureau", "/?year=2023&month=3&unit=brigade"
SIZES = [(1440, 900, BUREAU), (768, 1024, BRIGADE), (390, 844, BUREAU)]


class HeldScripts:
    """The scripts of a page, which do not arrive until they are released."""

    def __init__(self, page: Page) -> None:
        self._held: list[Route] | None = []
        page.route("**/static/js/*.js", self._come)

    def _come(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def release(self) -> None:
        """Let them arrive, and those that are asked for later."""
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()


@pytest.fixture(scope="module")
def scrolling_page(playwright_driver: Playwright, chromium_path: str) -> Iterator[Page]:
    """A page whose scroll bars take room, as on a desk; playwright's own browser hides them."""
    launched = playwright_driver.chromium.launch(
        executable_path=chromium_path, args=FLAGS, ignore_default_args=["--hide-scrollbars"]
    )
    page = launched.new_context(locale="zh-CN").new_page()
    page.add_init_script(WATCH)
    yield page
    launched.close()


@contextmanager
def lacking(browser: Browser, script: str | None, width: int = 1440) -> Iterator[Page]:
    """A page in a browser in which `script` takes functions away; with None it runs no scripts at all."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=script is not None
    )
    context.add_init_script(script or "")
    yield context.new_page()
    context.close()


def boxes(page: Page, root: str) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate(BOXES, [root, PARTS])
    return found


@pytest.mark.parametrize(("width", "height", "view"), SIZES)
def test_the_live_page_takes_the_place_of_the_same_numbers(
    scrolling_page: Page, app_server: AppServer, width: int, height: int, view: str
) -> None:
    page = scrolling_page
    page.set_viewport_size({"width": width, "height": height})
    scripts = HeldScripts(page)
    page.goto(app_server.url + view, wait_until="commit")
    page.wait_for_selector(".card .value")
    page.evaluate("document.fonts.ready")
    before = boxes(page, "#prerendered")
    scripts.release()
    expect(page.locator("#prerendered")).to_have_count(0)
    wait_until_shown(page)
    live = boxes(page, "#root")
    assert len([part for part in before if part[0] == ".value"]) > 3
    assert [part[:2] for part in live] == [part[:2] for part in before]
    for part, was in zip(live, before, strict=True):
        assert part[2:] == pytest.approx(was[2:], abs=1), part[:2]
    assert page.evaluate("moves") == []
    page.unroute_all()


def test_a_reader_who_has_scrolled_stays_where_he_is(phone_page: Page, app_server: AppServer) -> None:
    page = phone_page
    scripts = HeldScripts(page)
    page.goto(app_server.url + BUREAU, wait_until="commit")
    page.wait_for_selector(".card .value")
    card = page.locator("article.card").first
    card.scroll_into_view_if_needed()
    before = card.bounding_box()
    scripts.release()
    wait_until_shown(page)
    assert page.locator("#root article.card").first.bounding_box() == before
    page.unroute_all()


def test_who_runs_no_scripts_reads_and_prints_the_numbers(browser: Browser, app_server: AppServer) -> None:
    with lacking(browser, None) as page:
        page.goto(app_server.url + BUREAU)
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.locator(".card .value").first).to_be_visible()
        expect(page.locator(".st-key-take-points")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator("noscript p")).to_be_hidden()
        expect(page.locator(".card .value").first).to_be_visible()
        expect(page.locator(".prerendered .side")).to_be_hidden()


def test_an_old_browser_shows_the_numbers_below_what_it_lacks(
    browser: Browser, app_server: AppServer
) -> None:
    with lacking(browser, AS_CHROMIUM_109) as page:
        with page.expect_event("pageerror"):  # Streamlit has given up
            page.goto(app_server.url + BUREAU)
        notice, numbers = page.get_by_text("浏览器过旧"), page.locator(".card .value").first
        expect(numbers).to_be_visible()
        below, above = numbers.bounding_box(), notice.bounding_box()
        assert below and above and below["y"] > above["y"] + above["height"]


def test_the_live_page_is_shown_in_the_end_wherever_its_numbers_stand(
    new_tab: Page, app_server: AppServer
) -> None:
    new_tab.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelector(ROW).remove())"
    )
    new_tab.add_init_script("window.ROW = '#prerendered .st-key-title-row'")
    new_tab.goto(app_server.url + BUREAU)
    expect(new_tab.locator("#prerendered")).to_have_count(0)
    expect(new_tab.locator("#root .card .value").first).to_be_visible()
