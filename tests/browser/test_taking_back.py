"""The way back in a browser: a load undone and redone, a backup taken, looked into and restored."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import clerk
from tests.browser.conftest import AppServer, open_expander, wait_until_shown


def test_a_load_is_taken_back_and_brought_back_and_a_backup_brings_everything_back(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = clerk.opened(browser_page, own_app_server, f"upload?{clerk.JUNE}")
    open_expander(page, "备份与恢复")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载备份").click()
    backup = tmp_path / "备份.zip"
    download.value.save_as(backup)
    assert re.fullmatch(r"法治看板备份-\d{8}\.zip", download.value.suggested_filename)

    clerk.drop(page, clerk.written(tmp_path, "更正.csv", clerk.RESOLVED_21))
    clerk.expect_told(page, "改动1个数")
    clerk.confirm(page)
    clerk.expect_loaded(page, 22)
    page.get_by_role("link", name="第22次", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载原始文件").click()
    assert download.value.path().read_text(encoding="utf-8") == clerk.RESOLVED_21
    clerk.sign_change(page, "撤销这次导入", why="填错")
    expect(page.locator(".facts")).to_contain_text("法规科 撤销（填错）")
    clerk.sign_change(page, "恢复这次导入", why="没有错")
    expect(page.locator(".facts")).to_contain_text("法规科 恢复（没有错）")
    expect(page.get_by_role("button", name="撤销这次导入")).to_be_visible()

    page.get_by_role("link", name="返回数据填报").click()
    expect(clerk.records(page, "历次导入").first).to_contain_text("第22次")
    wait_until_shown(page)
    open_expander(page, "备份与恢复")
    given = page.locator(".st-key-keeping input[type=file]")
    junk = tmp_path / "别的.zip"
    with zipfile.ZipFile(junk, "w") as archive:
        archive.writestr("x.txt", "y")
    given.set_input_files(junk)
    refused = page.get_by_text("所选文件不是完整的备份文件，没有恢复。请选用“下载备份”得到的 zip 文件。")
    expect(refused).to_be_visible()
    expect(page.get_by_role("button", name="恢复", exact=True)).to_have_count(0)
    given.set_input_files(backup)
    expect(page.get_by_text("备份中有21次导入")).to_be_visible()
    expect(refused).to_have_count(0)
    expect(page.get_by_role("button", name="恢复", exact=True)).to_be_disabled()
    page.locator(".st-key-restore-who input").fill("法规科")
    page.get_by_text("我已核对，确认恢复").click()
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_text("已从备份恢复，现在有21次导入")).to_be_visible()
    expect(page.get_by_text("我已核对，确认恢复")).to_have_count(0)
    expect(clerk.records(page, "恢复记录").first).to_contain_text("法规科")
    expect(clerk.records(page, "历次导入").first).to_contain_text("第21次")
