"""The board in a browser: its numbers on every page, the ways through it, on a desk and on a phone."""

from playwright.sync_api import Page, expect

from dashboard.ui.lamps import lamp_chip
from domain.catalogue import load_catalogue
from tests.browser.conftest import AppServer, wait_until_shown

CATALOGUE = load_catalogue()
JUNE = "year=2023&month=6&unit=bureau"


def opened(page: Page, server: AppServer, address: str) -> Page:
    """The page at this address, once its figures stand."""
    page.goto(f"{server.url}/{address}")
    wait_until_shown(page)
    return page


def test_a_name_in_the_list_leads_to_its_charts(app_server: AppServer, browser_page: Page) -> None:
    page = opened(browser_page, app_server, f"?{JUNE}")
    page.locator(".attention").get_by_role("link", name="满意率").click()
    expect(page.get_by_role("heading", name="12345热线")).to_be_visible()
    expect(page.locator(".reading")).to_contain_text("1—6月满意率94.1%")
    assert "unit=bureau" in page.url


def test_a_units_name_in_the_chart_leads_to_the_unit(app_server: AppServer, browser_page: Page) -> None:
    page = opened(browser_page, app_server, f"hotline?{JUNE}&kpi=hotline_satisfaction_rate")
    page.locator("[data-testid=stPlotlyChart] svg a", has_text="综合执法大队").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="2023年6月 · 综合执法大队")).to_be_visible()
    expect(page.locator(".reading")).to_contain_text("满意率91.8%")


def test_choosing_another_kpi_changes_its_charts_and_nothing_else(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, f"hotline?{JUNE}")
    strip = page.locator(".strip").inner_text()
    page.get_by_role("radio", name="受理工单", exact=True).click()
    expect(page.get_by_role("heading", name="6月受理工单264件，超出正常波动")).to_be_visible()
    assert "kpi=tickets_received" in page.url
    assert page.locator(".strip").inner_text() == strip


def test_the_browsers_history_leads_back(app_server: AppServer, new_tab: Page) -> None:
    page = opened(new_tab, app_server, f"?{JUNE}")
    before = page.evaluate("history.length")
    page.get_by_role("link", name="信访", exact=True).click()
    page.wait_for_url(f"**/petitions?{JUNE}")
    wait_until_shown(page)
    # Moving to a page is a step; writing the view into its address may be another.
    page.evaluate("before => history.go(before - history.length)", before)
    expect(page.get_by_role("heading", name="总览", level=1)).to_be_visible(timeout=20_000)


def test_what_a_figure_counts_is_told_by_keyboard_too(app_server: AppServer, browser_page: Page) -> None:
    page = opened(browser_page, app_server, f"?{JUNE}")
    scope = page.locator("summary", has_text="口径").first
    scope.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("公式：办理案件数")).to_be_visible()


def test_a_row_on_a_phone_names_its_figures(app_server: AppServer, phone_page: Page) -> None:
    page = opened(phone_page, app_server, f"?{JUNE}")
    expect(page.locator(".attention thead")).to_be_hidden()
    row = page.locator('tbody[data-kpi="leaflets"]')
    due = row.locator(".expected")
    assert "应完成" in due.evaluate("cell => getComputedStyle(cell, '::before').content")
    lamp, why = row.locator(".lamp").first.bounding_box(), row.locator(".why").bounding_box()
    assert lamp and why
    assert lamp["y"] < why["y"]


def test_the_tables_of_a_dataset_are_whole_on_a_phone(app_server: AppServer, phone_page: Page) -> None:
    page = opened(phone_page, app_server, f"hotline?{JUNE}&kpi=hotline_on_time_rate")
    for name in ("按时办结率各月数据", "全部指标"):
        table = page.get_by_role("region", name=name)
        expect(table.locator("thead")).to_be_hidden()
        assert table.evaluate("table => table.scrollWidth <= table.clientWidth")
        edge = "cell => parseFloat(getComputedStyle(cell).paddingLeft)"
        assert table.locator("tbody td").first.evaluate(edge) == 0
        last_year = table.locator("tbody tr").first.locator('td[data-label^="上年同"]')
        assert "上年同" in last_year.evaluate("cell => getComputedStyle(cell, '::before').content")


def test_lamps_in_grey_are_told_apart_by_shape_and_by_word(browser_page: Page) -> None:
    page = browser_page
    lamps = [lamp.id for lamp in CATALOGUE.lamps]
    chips = [lamp_chip(lamp, 1, CATALOGUE) for lamp in lamps]
    shapes = [f'<span class="shape">{CATALOGUE.lamp(lamp).shape}</span>' for lamp in lamps]
    grey = "span{color:#444 !important;background:#fff !important;font:24px sans-serif;padding:4px}"
    page.set_content(f"<style>{grey}</style>" + "<br>".join([*chips, *shapes]))
    for drawn in (".chip", ".shape"):
        pictures = [each.screenshot() for each in page.locator(drawn).all()]
        assert len(set(pictures)) == len(lamps)


def test_the_grounds_of_lamps_grow_darker_with_what_they_say(browser_page: Page) -> None:
    page = browser_page
    chips = [lamp_chip(lamp, 1, CATALOGUE) for lamp in ("red", "yellow", "green")]
    page.set_content("".join(chips))
    grounds = page.locator(".chip").evaluate_all(
        "chips => chips.map(chip => getComputedStyle(chip).backgroundColor.match(/[0-9]+/g).map(Number))"
    )
    red, yellow, green = (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in grounds)
    assert red < yellow < green
