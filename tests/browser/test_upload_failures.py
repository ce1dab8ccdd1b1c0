"""What goes wrong while a clerk loads: it is said what to do, and nothing is lost or half-loaded."""

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from playwright.sync_api import Page, expect

from tests.browser import clerk
from tests.browser.conftest import ROOT, running_app

LIMIT = resource.RLIMIT_FSIZE


@contextmanager
def full_disk(process: int) -> Iterator[None]:
    """The system refuses to let the process write a file of more than a few bytes, as a full disk would."""
    before = resource.prlimit(process, LIMIT)
    resource.prlimit(process, LIMIT, (4096, before[1]))
    yield
    resource.prlimit(process, LIMIT, before)


def test_a_full_disk_a_lock_and_another_persons_load_stop_nothing_for_good(
    own_sample_warehouse: Path, browser_page: Page, tmp_path: Path
) -> None:
    page, corrected = browser_page, clerk.written(tmp_path, "更正.csv", clerk.RESOLVED_21)
    environment = {"WAREHOUSE_LOCK_SECONDS": "1"}
    log = tmp_path / "server.log"
    with running_app(own_sample_warehouse, log, environment=environment) as server:
        clerk.drop(clerk.opened(page, server, f"upload?{clerk.JUNE}"), corrected)
        clerk.expect_told(page, "改动1个数")
        clerk.confirm(page, by="")
        expect(page.get_by_text("请填写填报人，再点确认")).to_be_visible()
        with full_disk(server.process):
            clerk.confirm(page)
            refused = page.get_by_role("alert").filter(has_text="没有入库，现有数据没有改动。")
            expect(refused).to_contain_text("无法写入，请检查该文件夹的权限和磁盘空间")
            expect(refused).to_contain_text("处理好后，再点“确认入库”即可")
            expect(refused).to_be_in_viewport()
        with FileLock(own_sample_warehouse / "lock"):
            clerk.confirm(page)
            expect(refused).to_contain_text("正被另一项操作占用")
        others = clerk.written(
            tmp_path, "别人的.csv", clerk.HOTLINE + "2023-06,综合执法大队,49,47,46,31,28,24\n"
        )
        command = [sys.executable, "-m", "etl", "--warehouse", str(own_sample_warehouse), "load", str(others)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        clerk.confirm(page)
        expect(page.get_by_text("核对期间库中数据有了变动")).to_be_visible()
        expect(clerk.records(page, "改动")).to_contain_text(re.compile("解决数.*24.*21.*−3"))
        clerk.confirm(page)
        clerk.expect_loaded(page, 23)
        expect(clerk.records(page, "历次导入").nth(1)).to_contain_text("别人的.csv")
        page.goto("about:blank")
    assert "没有入库" in log.read_text(encoding="utf-8")
