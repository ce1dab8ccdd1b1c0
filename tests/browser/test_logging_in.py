"""Logging in and out in a browser: at a provider on this machine, and with a password that nginx asks for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import wait_until_shown
from tests.oidc_office import Office, board_with_provider


@pytest.fixture(scope="module")
def office(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The board and its provider."""
    with board_with_provider(sample_warehouse, tmp_path_factory.mktemp("oidc")) as office:
        yield office


@pytest.fixture
def fresh(browser: Browser) -> Iterator[BrowserContext]:
    """A browser in which nobody has logged in."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(60_000)  # a login goes through three pages
    yield context
    context.close()


def log_in(page: Page, office: Office, user: str) -> None:
    office.provider.user = user
    page.goto(office.url)
    page.get_by_role("link", name="登录").click()
    wait_until_shown(page)


def test_a_person_logs_in_sees_the_name_and_logs_out(office: Office, fresh: BrowserContext) -> None:
    page, other = fresh.new_page(), fresh.new_page()
    log_in(page, office, "张三")
    expect(page.get_by_test_id("stSidebar")).to_contain_text("张三")
    other.goto(f"{office.url}/hotline")
    wait_until_shown(other)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    assert office.provider.logouts == 1
    other.get_by_role("link", name="信访").click()  # this page doesn't know yet
    expect(other.get_by_role("link", name="登录")).to_be_visible()
