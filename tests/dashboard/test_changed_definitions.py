"""A KPI defined otherwise from a month on: earlier months keep the old, nothing is compared across."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.board.board import read_board
from dashboard.wording.narrative import sentence
from domain.catalogue import catalogue as catalogue_module
from etl.warehouse import Warehouse
from tests.dashboard.command import loaded, run

RATE = "hotline_satisfaction_rate"
OLD, NEW = (
    'formula = "tickets_satisfied / tickets_surveyed"',
    'formula = "tickets_satisfied / tickets_received"',
)
HOTLINE = "月份,单位,受理工单数,回访数,满意数\n" + "".join(
    f"{year}-{month:02d},甲大队,100,50,{30 + month}\n" for year in (2022, 2023) for month in range(1, 13)
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two years of figures, loaded under the old formula; from 2023-01 on there is another."""
    warehouse = loaded(tmp_path, hotline=HOTLINE)
    change(tmp_path, monkeypatch, "2023-01")
    return warehouse


def change(folder: Path, monkeypatch: pytest.MonkeyPatch, since: str) -> None:
    copy = folder / "catalogue"
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, copy)
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", copy)
    kpis = copy / "kpis.toml"
    text = kpis.read_text(encoding="utf-8")
    assert OLD in text
    kpis.write_text(text.replace(OLD, f'{NEW}\nfrom = "{since}"', 1), encoding="utf-8")


def rate(warehouse: Path, as_of: str) -> dict[str, Any]:
    ran = run("dashboard", warehouse, "kpis", "--year", as_of[:4], "--as-of", as_of, "--format", "json")
    assert ran.status == 0, ran.err
    return next(each for each in json.loads(ran.out) if each["kpi"] == RATE)


def test_a_month_before_keeps_the_old_formula(office: Path) -> None:
    assert rate(office, "2022-12")["month_value"] == pytest.approx(42 / 50)
    assert rate(office, "2022-12")["year_to_date"] == pytest.approx(sum(range(31, 43)) / 600)


def test_a_month_from_then_on_has_the_new_one(office: Path) -> None:
    assert rate(office, "2023-02")["month_value"] == pytest.approx(32 / 100)
    assert rate(office, "2023-02")["year_to_date"] == pytest.approx((31 + 32) / 200)


def test_nothing_is_compared_across_the_change(office: Path) -> None:
    across = rate(office, "2023-02")
    compared = ("year_ago_month", "year_ago_to_date", "comparable_to_date")
    assert [across[key] for key in compared] == [None, None, None]


def test_a_trend_stops_at_the_change(office: Path) -> None:
    words = ("trend", "--kpi", RATE, "--format", "json")
    points = json.loads(run("dashboard", office, *words).out)["points"]
    assert [point["month"] for point in points] == [f"2023-{month:02d}" for month in range(1, 13)]
    assert points[0]["value"] == pytest.approx(0.31)
    earlier = json.loads(run("dashboard", office, *words, "--to", "2022-12").out)["points"]
    assert earlier[0]["month"] == "2022-01"
    assert earlier[0]["value"] == pytest.approx(31 / 50)


def test_in_the_middle_of_a_year_each_month_counts_as_it_was_defined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = loaded(tmp_path, hotline=HOTLINE)
    change(tmp_path, monkeypatch, "2023-03")
    assert rate(warehouse, "2023-02")["month_value"] == pytest.approx(32 / 50)
    assert rate(warehouse, "2023-02")["year_ago_month"] == pytest.approx(32 / 50)
    assert rate(warehouse, "2023-03")["month_value"] == pytest.approx(33 / 100)
    assert rate(warehouse, "2023-03")["year_to_date"] == pytest.approx((31 + 32 + 33) / (50 + 50 + 100))


def test_a_month_that_is_no_month_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = loaded(tmp_path, hotline=HOTLINE)
    change(tmp_path, monkeypatch, "2027-1")
    ran = run("dashboard", warehouse, "kpis", "--year", "2023")
    assert ran.status == 3
    assert "hotline_satisfaction_rate.from" in ran.err


def test_a_sentence_says_that_the_definition_changed_within_the_months_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse = loaded(tmp_path, hotline=HOTLINE)
    change(tmp_path, monkeypatch, "2023-03")
    catalogue = catalogue_module.load_catalogue(catalogue_module.DEFAULT_FOLDER)
    with Warehouse(warehouse).read() as connection:
        june, february = (
            read_board(connection, catalogue, 2023, date(2023, month, 1)).of(RATE) for month in (6, 2)
        )
    assert "（口径自3月起调整）" in sentence(catalogue, catalogue.kpi(RATE), june)
    assert "口径" not in sentence(catalogue, catalogue.kpi(RATE), february)
