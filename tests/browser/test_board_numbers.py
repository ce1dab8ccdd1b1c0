"""The numbers of every page in the browser are those of the command line, for months and units alike."""

import json
import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.wording.format import NOTHING, amount, percent
from domain.catalogue import Kpi, LampState, load_catalogue
from tests.browser.conftest import AppServer, wait_until_shown
from tests.dashboard.command import run
from tests.pages.board import kpis_command

CATALOGUE = load_catalogue()
Told = dict[str, dict[str, Any]]
LAMPS = {"●": "green", "▲": "yellow", "■": "red", "○": "watch", "◌": "waiting"}
# One question for a whole page: each of its own would take as long as a page's figures.
LABELLED_CELLS = """rows => rows.map(row => [row.querySelector('a').innerText, Object.fromEntries(
  [...row.querySelectorAll('[data-label]')].map(cell => [cell.dataset.label, cell.innerText]))])"""
CELLS = """(rows, names) => rows.map(row => [row.dataset.kpi, names.map(name =>
  [...row.querySelectorAll(name)].map(cell => cell.innerText))])"""


def opened(page: Page, server: AppServer, address: str) -> Page:
    """The page at this address, once its figures stand."""
    page.goto(f"{server.url}/{address}")
    wait_until_shown(page)
    return page


def view(month: int, unit: str) -> str:
    """The part of an address that says what is looked at."""
    return f"year=2023&month={month}&unit={unit}"


def told_of(server: AppServer, month: int, unit: str) -> Told:
    """What the command line says of a view."""
    return kpis_command(server.warehouse, "--as-of", f"2023-{month:02}", "--unit", unit)


def bare(texts: list[str]) -> list[str]:
    """Figures without the marks of what is approximate, missing or compared in part."""
    return [re.sub("余|以上|[＊※]", "", text).strip() for text in texts]


def so_far_of(said: dict[str, Any]) -> float | None:
    """The year to date as it is written: an approximate one from 20 on in tens."""
    value = said["year_to_date"]
    return value - value % 10 if value and said["approximate"] and value >= 20 else value


def written(kpi: Kpi, value: float | None, unit: bool = True) -> str:
    """A value as a page writes it."""
    return amount(value, kpi.kind, kpi.counting_unit if unit else "")


def goal(kpi: Kpi, value: float | None, unit: bool = True) -> str:
    """What is due, or a target: ≤ stands before a limit."""
    limit = "≤" if kpi.direction == "lower" and value is not None else ""
    return limit + written(kpi, value, unit)


def due(kpi: Kpi, said: dict[str, Any]) -> float | None:
    """Only of a sum to be reached something is due by now."""
    return said["expected_to_date"] if kpi.kind == "sum" and kpi.direction != "lower" else None


def test_every_number_of_every_dataset_page(app_server: AppServer, browser_page: Page) -> None:
    told = told_of(app_server, 6, "bureau")
    for dataset in {kpi.dataset: None for kpi in CATALOGUE.kpis}:
        page = opened(browser_page, app_server, f"{dataset}?{view(6, 'bureau')}")
        assert check_table(page, told) == len(CATALOGUE.kpis_of(dataset))


@pytest.mark.parametrize(
    ("dataset", "month", "unit"), [("hotline", 1, "brigade"), ("training", 12, "office")]
)
def test_every_number_of_a_units_dataset_page(
    app_server: AppServer, browser_page: Page, dataset: str, month: int, unit: str
) -> None:
    told = told_of(app_server, month, unit)
    page = opened(browser_page, app_server, f"{dataset}?{view(month, unit)}")
    assert check_table(page, told) > 5


def check_table(page: Page, told: Told) -> int:
    """Each row of 全部指标 against what was told; how many there are."""
    rows = page.get_by_role("region", name="全部指标").locator("tbody tr").evaluate_all(LABELLED_CELLS)
    for name, cells in rows:
        kpi = CATALOGUE.kpi_named(name)
        assert kpi is not None
        check_table_row(cells, kpi, told[kpi.id])
    return len({name for name, _ in rows})


def check_table_row(cells: dict[str, str], kpi: Kpi, said: dict[str, Any]) -> None:
    """A KPI's row of 全部指标 against what was told. A column in which all is — is left out."""
    is_stock = kpi.kind == "stock"
    values = {
        "当月": said["month_value"],
        "累计": None if is_stock else so_far_of(said),
        "应完成": due(kpi, said),
        "年度目标": said["target"],
        "上年同期": None if is_stock and kpi.direction == "neutral" else said["year_ago_to_date"],
    }
    if said["missing_units"]:
        del values["上年同期"]  # compared over the units that both years have
    shown = {label: bare([cells.get(label, NOTHING)])[0] for label in values}
    told = {label: written(kpi, value) for label, value in values.items()}
    assert shown == told | {"年度目标": goal(kpi, said["target"])}


@pytest.mark.parametrize(("month", "unit"), [(3, "bureau"), (12, "bureau"), (6, "brigade"), (1, "office")])
def test_every_number_and_every_lamp_of_the_overview(
    app_server: AppServer, browser_page: Page, month: int, unit: str
) -> None:
    told = told_of(app_server, month, unit)
    page = opened(browser_page, app_server, f"?{view(month, unit)}")
    if unit == "bureau":  # a unit's strip leaves out what others report
        assert lamps_shown(page) == Counter(each["lamp"] for each in told.values())
    cards = page.locator("article.card").evaluate_all(CELLS, [".value"])
    rows = page.locator(".attention tbody").evaluate_all(CELLS, [".to-date", ".expected", ".target"])
    assert cards
    assert len(rows) >= sum(each["lamp"] in ("red", "yellow") for each in told.values())
    for id, (value,) in cards:
        assert bare(value) == [with_blank(CATALOGUE.kpi(id), so_far_of(told[id]))]
    for id, cells in rows:
        kpi, said = CATALOGUE.kpi(id), told[id]
        shown = [figure for cell in cells for figure in bare(cell) or [NOTHING]]
        expected = said["expected_to_date"] if kpi.kind == "sum" else None
        so_far, due_by_now = written(kpi, so_far_of(said), unit=False), goal(kpi, expected, unit=False)
        assert shown == [so_far, due_by_now, goal(kpi, said["target"])]


def lamps_shown(page: Page) -> Counter[str]:
    """How many lamps of each kind the strip counts."""
    chips = page.locator(".strip .chip").all_inner_texts()
    found = [re.fullmatch(r"([●▲■○◌])\s*\D+(\d+)", chip.strip()) for chip in chips]
    return Counter({LAMPS[match[1]]: int(match[2]) for match in found if match})


def with_blank(kpi: Kpi, value: float | None) -> str:
    """A card sets the unit apart from its figure."""
    figure = written(kpi, value, unit=False)
    return f"{figure} {kpi.counting_unit}".strip() if value is not None else figure


@pytest.mark.parametrize(
    ("kpi", "unit"), [("tickets_received", "bureau"), ("hotline_satisfaction_rate", "roads")]
)
def test_every_month_of_a_kpi(app_server: AppServer, browser_page: Page, kpi: str, unit: str) -> None:
    options = ("--kpi", kpi, "--unit", unit, "--from", "2023-01", "--to", "2023-12", "--format", "json")
    said = json.loads(run("dashboard", app_server.warehouse, "trend", *options).out)
    values = {point["month"]: point["value"] for point in said["points"]}
    page = opened(browser_page, app_server, f"hotline?{view(12, unit)}&kpi={kpi}")
    table = page.get_by_role("region", name=f"{CATALOGUE.kpi(kpi).short_name}各月数据")
    expect(table).to_be_visible()
    shown = table.locator('tbody td[data-label="当月"]').all_inner_texts()
    newest_first = [values[f"2023-{month:02}"] for month in range(12, 0, -1)]
    assert shown == [written(CATALOGUE.kpi(kpi), value, unit=False) for value in newest_first]


def test_every_number_of_the_targets(app_server: AppServer, browser_page: Page) -> None:
    told = told_of(app_server, 6, "bureau")
    page = opened(browser_page, app_server, f"targets?{view(6, 'bureau')}")
    rows = page.locator("table.targets tbody").all()
    assert len(rows) == sum(each["target"] is not None for each in told.values())
    for row in rows:
        id = row.get_attribute("data-kpi") or ""
        kpi, said = CATALOGUE.kpi(id), told[id]
        shown = bare(row.locator(".to-date, .expected, .target").all_text_contents())
        due_by_now = goal(kpi, said["expected_to_date"] if kpi.kind == "sum" else None, unit=False)
        assert shown == [written(kpi, so_far_of(said), unit=False), due_by_now, goal(kpi, said["target"])]


def test_every_number_of_the_comparison(app_server: AppServer, browser_page: Page) -> None:
    page = opened(browser_page, app_server, f"compare?{view(6, 'bureau')}")
    for unit in ("brigade", "transport", "roads"):
        told = told_of(app_server, 6, unit)
        for id, said in told.items():
            kpi = CATALOGUE.kpi(id)
            cells = page.locator(f'table a[href*="unit={unit}&"][href$="kpi={id}"]')
            if said["target"] is None or said["lamp"] == "waiting":
                continue
            share = percent(said["attainment"]) if said["expected_to_date"] else "未到期"
            ranked = kpi.kind == "sum" and kpi.direction == "higher"
            cell = cells.first.text_content() or ""
            if few := re.search(r"(\d+)/(\d+)", cell):  # a missed rate on few cases
                assert int(few[1]) / int(few[2]) == pytest.approx(said["year_to_date"])
            else:
                assert (share if ranked else written(kpi, said["year_to_date"], unit=False)) in cell


def test_what_one_month_hands_on_to_the_next_is_not_added_up_across_units(
    app_server: AppServer, browser_page: Page
) -> None:
    address = f"petitions?{view(2, 'bureau')}&kpi=petitions_carried_in"
    page = opened(browser_page, app_server, address)
    bars = page.locator(".st-key-units-petitions_carried_in .js-plotly-plot")
    shown = bars.evaluate("plot => plot.data.find(trace => trace.type === 'bar').x")
    told = (told_of(app_server, 2, unit)["petitions_carried_in"] for unit in ("office", "transport"))
    assert [float(value) for value in shown] == [each["month_value"] for each in told]
    assert "信访结转，2月" in page.locator(".chart-heading .measure").all_inner_texts()[1]


def test_the_definitions_name_the_thresholds_of_the_catalogue(
    app_server: AppServer, browser_page: Page
) -> None:
    page = opened(browser_page, app_server, f"definitions?{view(6, 'bureau')}")
    page.get_by_role("tab", name="亮灯规则").click()
    shown = page.locator('[data-testid="stTabPanel"]:visible, [role="tabpanel"]:visible').inner_text()
    for rule in CATALOGUE.lamp_rules:
        if rule.basis == "attainment" and rule.bounds[LampState.YELLOW] not in (0, 1):
            assert percent(rule.bounds[LampState.YELLOW]) in shown
