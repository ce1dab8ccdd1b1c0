"""What a clerk does in the browser on 数据填报 and 催报与封账, and the sheets that are dropped."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import AppServer, wait_until_shown

JUNE = "year=2023&month=6&unit=bureau"
HOTLINE = "月份,单位,受理工单数,办结工单数,按时办结数,回访数,满意数,解决数\n"
RESOLVED_21 = HOTLINE + "2023-06,综合执法大队,49,47,46,31,28,21\n"  # 26 in the sample


def opened(page: Page, server: AppServer, address: str) -> Page:
    """The page at this address, once its figures stand."""
    page.goto(f"{server.url}/{address}")
    wait_until_shown(page)
    return page


def written(folder: Path, name: str, text: str) -> Path:
    """A sheet in a folder."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def drop(page: Page, *files: Path) -> None:
    """Drop files where the clerk would."""
    page.locator('[data-testid="stFileUploader"] input[type=file]').first.set_input_files(list(files))


def expect_told(page: Page, words: str) -> None:
    """The heading that sums up what a load will do."""
    expect(page.get_by_role("heading", name=f"入库后：{words}")).to_be_visible()
    wait_until_shown(page)


def confirm(page: Page, by: str = "王小明") -> None:
    """Sign what waits and have it loaded."""
    page.get_by_label("填报人").fill(by)
    page.get_by_role("button", name="确认入库").click()


def expect_loaded(page: Page, number: int) -> None:
    """The load of this number is done."""
    expect(page.get_by_text(f"第{number}次导入已入库")).to_be_visible()
    wait_until_shown(page)


def sign_change(page: Page, label: str, why: str, by: str = "法规科") -> None:
    """Open a button's form, say who and why, and carry it out."""
    form = page.locator('[data-testid="stPopoverBody"]')
    expect(form).to_have_count(0)  # the form before this one has gone
    page.get_by_role("button", name=label).click()
    form.get_by_label("经办人").fill(by)
    form.get_by_label("原因").fill(why)
    form.get_by_role("button", name=label).click()


def records(page: Page, caption: str) -> Locator:
    """The rows of a table by its caption."""
    named = page.locator("caption", has_text=caption)
    return page.locator("table.records", has=named).locator("tbody tr")
