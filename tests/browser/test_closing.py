"""封账 in a browser: a closed month holds until it is opened, and what changed since is shown beside it."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import clerk
from tests.browser.conftest import AppServer, wait_until_shown


def test_a_month_is_closed_holds_is_opened_corrected_and_both_results_are_shown(
    own_app_server: AppServer, browser_page: Page, tmp_path: Path
) -> None:
    page = clerk.opened(browser_page, own_app_server, f"reporting?{clerk.JUNE}")
    page.get_by_role("button", name="封账至2023年6月").click()
    form = page.locator('[data-testid="stPopoverBody"]')
    expect(form).to_contain_text("封账后，2023年6月及以前各月不再改动")
    expect(form).to_contain_text("2023年6月还有 1 份未报或未报全")
    form.get_by_role("button", name="封账至2023年6月").click()
    expect(form).to_contain_text("请填写经办人和原因")
    form.get_by_label("经办人").fill("法规科")
    form.get_by_label("原因").fill("6月数据已核定")
    form.get_by_role("button", name="封账至2023年6月").click()
    expect(page.get_by_role("heading", name="已封账至2023年6月")).to_be_visible()
    expect(page.get_by_role("heading", name="2023年6月的结果与封账时一致")).to_be_visible()
    expect(clerk.records(page, "封账记录")).to_contain_text(
        re.compile("法规科.*封账 2023年6月.*6月数据已核定")
    )

    corrected = clerk.written(tmp_path, "更正.csv", clerk.RESOLVED_21)
    clerk.drop(clerk.opened(page, own_app_server, f"upload?{clerk.JUNE}"), corrected)
    expect(clerk.records(page, "检查结果")).to_contain_text("确需更正请先解封")
    expect(page.get_by_role("button", name="确认入库")).to_have_count(0)

    clerk.opened(page, own_app_server, f"reporting?{clerk.JUNE}")
    clerk.sign_change(page, "解封2023年6月", why="更正解决数")
    expect(page.get_by_role("heading", name="已封账至2023年5月")).to_be_visible()
    expect(clerk.records(page, "封账记录").first).to_contain_text(re.compile("解封 2023年6月.*更正解决数"))
    clerk.drop(clerk.opened(page, own_app_server, f"upload?{clerk.JUNE}"), corrected)
    clerk.expect_told(page, "改动1个数")
    clerk.confirm(page)
    clerk.expect_loaded(page, 22)

    clerk.opened(page, own_app_server, f"reporting?{clerk.JUNE}")
    expect(page.get_by_role("heading", name="2023年6月封账后有4项变动")).to_be_visible()
    differing = clerk.records(page, "封账时与现在对照")
    expect(differing).to_have_count(4)
    expect(differing.first).to_contain_text(
        re.compile(r"解决率.*综合执法大队.*90.2%.*87.4%.*●\s达标.*■\s未达目标")
    )
    page.get_by_text("显示全部指标").click()
    wait_until_shown(page)
    expect(differing.filter(has_text="办理案件").first).to_contain_text(re.compile("204起.*204起"))
