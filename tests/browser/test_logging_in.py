"""Logging in and out in a browser: at a provider on this machine, and with a password that nginx asks for."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from domain.people import Role
from etl.warehouse import Warehouse
from etl.warehouse.people import set_person
from tests.browser.conftest import running_app, wait_until_shown
from tests.oidc_office import Office, board_with_provider
from tests.pages.visitors import PEOPLE, REPORTER, SECRET, VIEWER, setting_in, with_people
from tests.proxy import Proxy, nginx


@pytest.fixture(scope="module")
def office(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The board with people of every role, and its provider."""
    folder = tmp_path_factory.mktemp("oidc")
    warehouse = with_people(shutil.copytree(sample_warehouse, folder / "warehouse"))
    with board_with_provider(warehouse, folder) as office:
        yield office


@pytest.fixture(scope="module")
def behind_nginx(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx with a password for each person, before a board of its own."""
    folder = tmp_path_factory.mktemp("nginx")
    warehouse = with_people(shutil.copytree(sample_warehouse, folder / "warehouse"))
    passwords = {name: f"word-{name}" for name in PEOPLE}
    environment = {"SERVING": str(setting_in(folder))}
    with (
        running_app(warehouse, folder / "server.log", environment=environment) as board,
        nginx(folder, "board-password.conf", board.url, SECRET, passwords, {}) as proxy,
    ):
        yield proxy


@pytest.fixture(scope="module")
def patient(browser: Browser) -> Iterator[BrowserContext]:
    """A browser for the tests of the office, which compiles its scripts once."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(60_000)  # a login goes through three pages
    yield context
    context.close()


@pytest.fixture
def fresh(patient: BrowserContext) -> Iterator[BrowserContext]:
    """A browser in which nobody has logged in."""
    yield patient
    for page in patient.pages:
        page.close()
    patient.clear_cookies()


def log_in(page: Page, office: Office, user: str) -> None:
    office.provider.user = user
    page.goto(f"{office.url}/hotline?year=2023&month=6")
    page.get_by_role("link", name="登录").click()
    wait_until_shown(page)
    expect(page.get_by_role("heading", name="12345热线", level=1)).to_be_visible()
    assert "month=6" in page.url


def test_a_person_logs_in_sees_the_name_and_logs_out(office: Office, fresh: BrowserContext) -> None:
    page, other = fresh.new_page(), fresh.new_page()
    log_in(page, office, "张三")
    expect(page.get_by_test_id("stSidebar")).to_contain_text("张三")
    other.goto(f"{office.url}/hotline")
    wait_until_shown(other)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("link", name="登录")).to_be_visible()
    assert office.provider.logouts == 1
    other.get_by_role("link", name="信访", exact=True).click()  # this page doesn't know yet
    expect(other.get_by_role("link", name="登录")).to_be_visible()


def test_a_role_given_brings_its_pages_at_once_and_taken_away_ends_its_downloads(
    office: Office, fresh: BrowserContext
) -> None:
    page = fresh.new_page()
    log_in(page, office, VIEWER)
    upload = page.get_by_role("link", name="数据填报")
    expect(upload).to_have_count(0)
    set_person(Warehouse(office.board.warehouse), VIEWER, Role.MANAGER, (), is_new=False)
    page.get_by_role("link", name="信访", exact=True).click()
    expect(upload).to_be_visible(timeout=60_000)
    page.goto(f"{office.url}/upload?load=17")
    take = page.get_by_role("button", name="下载原始文件")
    expect(take).to_be_visible(timeout=60_000)
    set_person(Warehouse(office.board.warehouse), VIEWER, Role.VIEWER, (), is_new=False)
    take.click()
    said = page.get_by_test_id("stDownloadButtonError")
    expect(said).to_be_visible()
    assert "文件没有取到" in said.evaluate("each => getComputedStyle(each, '::after').content")
    assert said.evaluate("each => getComputedStyle(each).fontSize") == "0px"  # its own words are English


def test_a_password_at_nginx_opens_the_pages_of_the_role(behind_nginx: Proxy, browser: Browser) -> None:
    context = browser.new_context(
        ignore_https_errors=True, http_credentials={"username": REPORTER, "password": f"word-{REPORTER}"}
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(behind_nginx.url)
    wait_until_shown(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(REPORTER)
    expect(page.get_by_role("link", name="数据填报")).to_be_visible()
    expect(page.get_by_role("link", name="人员与权限")).to_have_count(0)
    context.close()
