"""An office's first day in a browser: from the sample to its own units, targets and first month."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import confirm, drop, expect_loaded, expect_told, opened, written
from tests.browser.conftest import ROOT, AppServer, running_app, wait_until_shown


@pytest.fixture
def own_project(sample_warehouse: Path, tmp_path: Path) -> Iterator[AppServer]:
    """The board as it is after `make`: a copy of the project that shows the sample, no warehouse named."""
    project = tmp_path / "project"
    for folder in (
        "pages",
        "dashboard",
        "domain",
        "etl",
        "static",
        ".streamlit",
        "data/catalogue",
        "data/templates",
    ):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, project / folder, ignore=ignored)
    shutil.copy(ROOT / "app.py", project)
    shutil.copytree(sample_warehouse, project / "data" / "sample-warehouse")
    with running_app(None, tmp_path / "server.log", root=project) as server:
        yield server


def test_an_office_begins_its_own_warehouse_from_the_sample_and_has_its_first_lamp(
    own_project: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = opened(browser_page, own_project, "")
    expect(page.get_by_text("示例数据，仅供演示")).to_be_visible()
    page.get_by_role("link", name="启用本单位数据").click()
    page.get_by_role("button", name="启用本单位数据").click()
    expect(page.get_by_role("heading", name="先做三件事，看板就能用起来")).to_be_visible()
    wait_until_shown(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载单位模板").click()
    assert download.value.suggested_filename == "单位-模板.xlsx"

    steps = (
        ("单位.csv", "单位代码,单位名称,上级单位,填报内容\njt,某县交通运输局,,\nzf,执法队,jt,hotline\n"),
        ("目标.csv", "年度,指标,单位,年度目标,依据\n2023,满意率,,95%,工作要点第3条\n"),
        ("五月.csv", "2023年5月热线月报\n单位,受理工单数,回访数,满意数\n执法队,20,10,9\n"),
    )
    for number, (name, text) in enumerate(steps, start=1):
        drop(page, written(tmp_path, name, text))
        expect_told(page, "新增")
        confirm(page, by="法规科")
        expect_loaded(page, number)
        if number < len(steps):
            expect(page.locator(f".st-key-step-{number}")).to_contain_text("✓")
    expect(page.get_by_role("heading", name="先做三件事")).to_have_count(0)
    page.get_by_role("link", name="总览", exact=True).click()
    expect(page.locator(".attention").first).to_contain_text(re.compile("未达目标.*满意率", re.DOTALL))
