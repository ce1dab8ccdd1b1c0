"""The overview's numbers stand before any script, and nothing moves when the live page takes their place."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import AppServer, wait_until_shown, watched_page

# Each part of the page: its text, and where it stands.
PARTS = """() => {
  const told = (part) => {
    const box = part.getBoundingClientRect()
    return [part.innerText, ...[box.x, box.y, box.width, box.height].map(Math.round)]
  }
  const names = [".strip", "h1", "h2", ".key-points", ".attention", ".cards", ".value"]
  return Object.fromEntries(names.map((name) => [name, [...document.querySelectorAll(name)].map(told)]))
}"""
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
VIEWS = ("/?year=2023&month=6&unit=bureau", "/?year=2023&month=3&unit=brigade")


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


@contextmanager
def without_scripts(browser: Browser, width: int) -> Iterator[Page]:
    """A page in a browser that runs no scripts at all."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("view", VIEWS)
def test_the_live_page_takes_the_place_of_the_same_numbers(
    browser: Browser, app_server: AppServer, view: str, width: int
) -> None:
    with watched_page(browser, width, 900) as (page, _):
        page.add_init_script(WATCH)
        scripts = HeldScripts(page)
        page.goto(app_server.url + view, wait_until="commit")
        page.wait_for_selector(".card .value")
        before = page.evaluate(PARTS)
        scripts.release()
        wait_until_shown(page)
        expect(page.locator("#prerendered")).to_have_count(0)
        live = page.evaluate(PARTS)
        assert len(before[".value"]) > 3
        live["h2"] = live["h2"][: len(before["h2"])]
        assert live == before
        assert page.evaluate("moves") == []


def test_a_reader_who_has_scrolled_stays_where_he_is(browser: Browser, app_server: AppServer) -> None:
    with watched_page(browser, 390, 844) as (page, _):
        scripts = HeldScripts(page)
        page.goto(app_server.url + VIEWS[0], wait_until="commit")
        page.wait_for_selector(".card .value")
        card = page.locator("article.card").first
        card.scroll_into_view_if_needed()
        before = card.bounding_box()
        scripts.release()
        wait_until_shown(page)
        assert page.locator("#root article.card").first.bounding_box() == before


def test_who_runs_no_scripts_reads_and_prints_the_numbers(browser: Browser, app_server: AppServer) -> None:
    with without_scripts(browser, 1440) as page:
        page.goto(app_server.url + VIEWS[0])
        expect(page.locator("noscript p")).to_be_visible()
        expect(page.locator(".card .value").first).to_be_visible()
        page.emulate_media(media="print")
        expect(page.locator("noscript p")).to_be_hidden()
        expect(page.locator(".card .value").first).to_be_visible()
        expect(page.locator(".prerendered .side")).to_be_hidden()


def test_the_live_page_is_shown_in_the_end_wherever_its_numbers_stand(
    browser: Browser, app_server: AppServer
) -> None:
    with watched_page(browser, 1440, 900) as (page, _):
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => document.querySelector(ROW).remove())"
        )
        page.add_init_script("window.ROW = '#prerendered .st-key-title-row'")
        page.goto(app_server.url + VIEWS[0])
        expect(page.locator("#prerendered")).to_have_count(0)
        expect(page.locator("#root .card .value").first).to_be_visible()
