"""The whole way, as an office walks it: files are loaded, the board shows them, and what it shows is what
the command line says."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import AppServer, wait_until_shown, watched_page


def command(root: Path, warehouse: Path, *words: str) -> str:
    """What `python -m …` prints about the warehouse."""
    done = subprocess.run(
        [sys.executable, "-m", words[0], "--warehouse", str(warehouse), *words[1:]],
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def card_value(page: Page, name: str) -> Locator:
    """The number on the card of a KPI."""
    return page.locator(".card", has=page.get_by_role("heading", name=name)).locator(".value").first


def number(value: Locator) -> int:
    """1,098 件 → 1098"""
    return int(value.inner_text().split()[0].replace(",", ""))


def test_choosing_a_month_and_a_unit_changes_the_figures_and_the_address(
    app_server: AppServer, browser_page: Page
) -> None:
    page = browser_page
    page.goto(f"{app_server.url}/hotline?year=2023&month=6")
    wait_until_shown(page)
    received = card_value(page, "受理工单")
    whole_bureau, until_june = received.inner_text(), number(received)
    page.get_by_role("button", name="2023年6月 · 全局").click()
    page.get_by_role("radio", name="3月", exact=True).click()
    expect(page.locator(".strip")).to_contain_text("数据截至 2023年3月")
    expect(received).not_to_have_text(whole_bureau)
    whole_bureau, until_march = received.inner_text(), number(received)
    assert until_march < until_june
    expect(page).to_have_url(re.compile("month=3"))  # the address follows the numbers

    page.get_by_role("radio", name="综合执法大队").first.click()
    expect(page.get_by_role("button", name="2023年3月 · 综合执法大队")).to_be_visible()
    expect(received).not_to_have_text(whole_bureau)
    assert number(received) < until_march
    expect(page).to_have_url(re.compile("unit="))


def test_a_link_sent_to_someone_else_opens_the_same_view(
    app_server: AppServer, browser: Browser, browser_page: Page
) -> None:
    mine = browser_page
    mine.goto(f"{app_server.url}/?year=2023&month=5")
    wait_until_shown(mine)
    mine.get_by_role("link", name="12345热线").first.click()
    expect(mine.get_by_role("heading", name="12345热线", level=1)).to_be_visible()
    wait_until_shown(mine)
    expect(mine.locator(".strip")).to_contain_text("数据截至 2023年5月")

    with watched_page(browser, 1440, 900) as (theirs, _):
        theirs.goto(mine.url)
        wait_until_shown(theirs)
        assert theirs.locator(".strip").inner_text() == mine.locator(".strip").inner_text()
        assert theirs.locator(".card").all_inner_texts() == mine.locator(".card").all_inner_texts()


def test_a_figure_loaded_while_the_board_is_open_shows_after_a_refresh(
    root: Path, own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    warehouse = own_app_server.warehouse
    browser_page.goto(f"{own_app_server.url}/hotline?year=2023&month=6")
    wait_until_shown(browser_page)
    received = card_value(browser_page, "受理工单")
    before = number(received)

    figures = json.loads(
        command(root, warehouse, "etl", "figures", "--dataset", "hotline", "--format", "json")
    )
    figure = next(
        one for one in figures if one["indicator"] == "tickets_received" and one["month"] == "2023-06"
    )
    corrected = tmp_path / "更正.csv"
    corrected.write_text(
        f"月份,单位,受理工单数\n2023-06,{figure['unit']},{figure['value'] + 7:.0f}\n", encoding="utf-8"
    )
    command(root, warehouse, "etl", "load", str(corrected))

    browser_page.reload()
    wait_until_shown(browser_page)
    expect(received).to_contain_text(f"{before + 7:,}")
