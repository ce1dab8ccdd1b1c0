"""The plan in a browser: from a lamp to the unit's figures, and a target changed, loaded and taken back."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import AppServer, wait_until_shown

JUNE = "year=2023&month=6&unit=bureau"
HEADER, ROW = 35, 35
LATEST = 30_000  # milliseconds; a busy machine takes its time to check and load
TARGET_COLUMN = 345  # behind KPI and unit
GROUP_STUDY = 10  # its row among the bureau's targets, in the order of the catalogue


def opened(page: Page, server: AppServer, address: str) -> Page:
    """The page at this address, once its figures stand."""
    page.goto(f"{server.url}/{address}")
    wait_until_shown(page)
    return page


def visit(page: Page, name: str) -> None:
    """Go to another page by the navigation, as a person does."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.locator("h1")).to_contain_text(name, timeout=LATEST)
    wait_until_shown(page)


def type_target(page: Page, row: int, target: str) -> None:
    """Type into the target column of the grid's n-th row."""
    grid = page.locator('[data-testid="stDataFrame"] canvas').first.bounding_box()
    assert grid is not None
    page.mouse.dblclick(grid["x"] + TARGET_COLUMN, grid["y"] + HEADER + (row + 0.5) * ROW)
    editor = page.locator("#portal textarea, #portal input").first
    expect(editor).to_be_focused()
    editor.fill(target)
    expect(editor).to_have_value(target)
    editor.press("Enter")
    # Streamlit hands an edit over a moment after it is made, and the page shows nothing of it.
    page.wait_for_timeout(500)
    expect(editor).to_be_hidden()


def test_a_lamp_leads_to_the_units_figures_and_back_to_the_comparison(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, f"compare?{JUNE}")
    row = page.locator('tr[data-unit="brigade"]')
    row.get_by_role("link", name=re.compile("91.8%")).click()
    wait_until_shown(page)
    expect(page.locator("h1")).to_contain_text("12345热线")
    assert "unit=brigade" in page.url
    assert "kpi=hotline_satisfaction_rate" in page.url
    expect(page.locator(".reading")).to_contain_text("满意率91.8%")
    visit(page, "单位对比")
    expect(page.locator("tr.here")).to_contain_text("综合执法大队")


def test_a_target_is_changed_in_the_grid_seen_on_the_board_and_taken_back(
    own_app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, own_app_server, f"targets?{JUNE}")
    target = page.locator('.targets tbody[data-kpi="group_study"]')
    expect(target).to_contain_text(re.compile("严重滞后.*4次", re.DOTALL))
    page.get_by_text("修改目标").click()
    expect(page.locator('[data-testid="stDataFrame"]').first).to_be_visible()
    wait_until_shown(page)
    type_target(page, GROUP_STUDY, "2")
    page.get_by_role("button", name="核对改动").click()
    expect(page.locator("h1")).to_have_text("数据填报", timeout=LATEST)
    expect(page.locator("h2").first).to_contain_text("改动1条，1盏灯变色")
    expect(page.locator("table").first).to_contain_text(re.compile("集体学法.*严重滞后.*已完成", re.DOTALL))
    expect(page.locator(".still-missing")).to_have_text("还缺：填报人")
    expect(page.locator(".still-missing")).to_be_visible()
    page.get_by_label("填报人").fill("法规科")
    expect(page.locator(".still-missing")).to_be_hidden()
    page.get_by_role("button", name="确认入库").click()
    expect(page.get_by_text("已入库")).to_be_visible(timeout=LATEST)
    visit(page, "目标与任务")
    expect(target).to_contain_text(re.compile("符合时序.*2次", re.DOTALL))
    visit(page, "数据填报")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text("已撤销，此前的数据重新生效")).to_be_visible(timeout=LATEST)
    visit(page, "目标与任务")
    expect(target).to_contain_text(re.compile("严重滞后.*4次", re.DOTALL))


def test_a_target_that_does_not_pass_stays_in_the_grid_with_its_cell_marked(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, f"targets?{JUNE}")
    page.get_by_text("修改目标").click()
    expect(page.locator('[data-testid="stDataFrame"]').first).to_be_visible()
    wait_until_shown(page)
    type_target(page, GROUP_STUDY, "四次")
    page.get_by_text("修改目标").click()
    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(0)
    page.get_by_text("修改目标").click()
    expect(page.get_by_text("上次填写的内容还没有入库")).to_be_visible(timeout=LATEST)
    page.get_by_role("button", name="核对改动").click()
    marked = page.locator(".marked-rows")
    expect(marked.locator("td.bad")).to_have_text("四次", timeout=LATEST)
    expect(marked).to_contain_text("集体学法次数")
    expect(page.locator("h1")).to_contain_text("目标与任务")
    assert "■ 年度目标" in (page.locator('[data-testid="stDataFrame"] table').first.inner_text())


def test_a_definition_is_not_wider_than_a_phone(app_server: AppServer, phone_page: Page) -> None:
    page = opened(phone_page, app_server, f"definitions?kpi=hotline_open&{JUNE}")
    main = page.locator('[data-testid="stMain"]')
    assert main.evaluate("element => element.scrollWidth - element.clientWidth") <= 1


def test_the_line_where_we_stand_has_its_name_within_the_table_at_the_years_end(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, "targets?year=2023&month=12&unit=brigade")
    name = page.locator(".timeline .stand-name")
    expect(name).to_have_text("12月末")
    table, words = page.locator(".timeline").bounding_box(), name.bounding_box()
    assert table is not None
    assert words is not None
    assert words["x"] + words["width"] <= table["x"] + table["width"] + 0.5


def test_a_units_name_in_the_chart_leads_to_its_page_and_looks_like_every_link(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, f"compare?{JUNE}&kpi=hotline_satisfaction_rate")
    link = page.locator(".js-plotly-plot a", has_text="综合执法大队")
    link.wait_for()
    ink = "link => [getComputedStyle(link).fill, getComputedStyle(link).color].includes('rgb(29, 78, 137)')"
    assert link.evaluate(ink)
    link.scroll_into_view_if_needed()
    place = link.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page.locator("h1")).to_contain_text("12345热线", timeout=LATEST)
    wait_until_shown(page)
    assert "unit=brigade" in page.url
    page.go_back()
    expect(page.locator("h1")).to_contain_text("单位对比", timeout=LATEST)
    wait_until_shown(page)
    expect(page.locator(".matrix-table tr.whole")).to_contain_text("全局")
