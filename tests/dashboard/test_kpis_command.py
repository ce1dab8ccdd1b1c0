"""python -m dashboard kpis: what it prints is the data contract."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.command import Ran, loaded, run, run_apart

TRAINING = """月份,单位,集体学法次数
2022-03,甲大队,3
2023-01,甲大队,1
2023-02,甲大队,1
2023-03,甲大队,2
2023-01,乙站,1
"""
HOTLINE = """月份,单位,受理工单数,回访数,满意数
2023-01,甲大队,100余,50,48
2023-01,乙站,30,50,40
2023-02,甲大队,90,0,0
"""
TARGETS = (
    "年度,指标,单位,年度目标,时序,依据,责任人,示例\n"
    "2023,集体学法次数,,12,按月均分,要点第1条,=办公室,是\n"
    "2023,满意率,甲大队,95%,,方案第2条,办公室,是\n"
)
KEYS = [
    "kpi", "unit", "year", "as_of", "month_value", "year_to_date", "approximate", "target",
    "expected_to_date", "attainment", "completion", "lamp", "required_per_month", "forecast",
    "forecast_low", "forecast_high", "year_ago_month", "year_ago_to_date", "missing_months",
    "missing_units", "comparable_to_date",
]  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("kpis"), training=TRAINING, hotline=HOTLINE, targets=TARGETS)


def kpis(warehouse: Path, *arguments: str) -> Ran:
    return run("dashboard", warehouse, "kpis", "--year", "2023", *arguments)


def rows(warehouse: Path, *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    done = kpis(warehouse, "--format", "json", *arguments)
    assert (done.status, done.err) == (0, "")
    return {(row["kpi"], row["unit"]): row for row in json.loads(done.out)}


def test_json_has_the_keys_of_the_contract_for_every_kpi_of_the_whole_bureau(warehouse: Path) -> None:
    found = rows(warehouse)
    assert {unit for _, unit in found} == {"root"}
    assert all(list(row) == KEYS for row in found.values())


def test_progress_is_that_of_the_last_month_in_which_anything_was_reported(warehouse: Path) -> None:
    assert rows(warehouse)["group_study", "root"] == {
        "kpi": "group_study", "unit": "root", "year": 2023, "as_of": "2023-03", "month_value": 2,
        "year_to_date": 5, "approximate": False, "target": 12, "expected_to_date": 3,
        "attainment": 5 / 3, "completion": 5 / 12, "lamp": "green", "required_per_month": 7 / 9,
        "forecast": 5 + 9 * 2, "forecast_low": pytest.approx(23 - 1.96 / 1.128 * 3),
        "forecast_high": pytest.approx(23 + 1.96 / 1.128 * 3),
        "year_ago_month": 3, "year_ago_to_date": 3,
        "missing_months": [], "missing_units": ["b"], "comparable_to_date": 2,
    }  # fmt: skip


def test_as_of_sets_the_month(warehouse: Path) -> None:
    row = rows(warehouse, "--as-of", "2023-01")["tickets_received", "root"]
    assert (row["as_of"], row["year_to_date"], row["approximate"]) == ("2023-01", 130, True)


@pytest.mark.parametrize("name", ["a", "甲大队", "一大队", " 甲 队 "])
def test_a_unit_goes_by_code_name_or_alias(warehouse: Path, name: str) -> None:
    row = rows(warehouse, "--unit", name, "--as-of", "2023-02")["hotline_satisfaction_rate", "a"]
    assert (row["year_to_date"], row["month_value"], row["lamp"], row["expected_to_date"]) == (
        0.96, None, "green", 0.95,
    )  # fmt: skip


def test_all_means_every_unit(warehouse: Path) -> None:
    found = rows(warehouse, "--unit", "all", "--as-of", "2023-01")
    received = {unit: found["tickets_received", unit]["year_to_date"] for unit in ("root", "a", "b")}
    assert received == {"root": 130, "a": 100, "b": 30}


def test_csv_opens_in_excel_and_runs_no_formula(tmp_path: Path) -> None:
    units = "单位代码,单位名称,上级单位\nroot,=1+1局,\n"
    warehouse = tmp_path / "warehouse"
    (tmp_path / "units.csv").write_text(units, encoding="utf-8")
    assert run("etl", warehouse, "load", str(tmp_path / "units.csv")).status == 0
    text = kpis(warehouse, "--format", "csv").out
    assert text.startswith("\ufeff指标代码,指标,单位代码,单位,年度")
    first = next(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert first["单位"] == "'=1+1局"


def test_a_table_names_the_lamp_and_why(warehouse: Path) -> None:
    text = kpis(warehouse).out
    assert text.startswith("数据截至 2023-03\n")
    line = next(line for line in text.splitlines() if line.startswith("集体学法次数"))
    assert "● 符合时序（数据不全）" in line
    assert line.endswith("应完成 3，实际 5，完成时序 167%")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--unit", "甲大"), "没有单位“甲大”，相近的有：甲大队"),
        (("--as-of", "2023-13"), "2023-13"),
        (("--as-of", "2022-12"), "应在 2023 年内"),
        (("--format", "xml"), "可选：table、csv、json"),
        (("--wrong",), "没有选项 --wrong"),
    ],
)
def test_wrong_usage_is_told_in_chinese(warehouse: Path, arguments: tuple[str, ...], message: str) -> None:
    done = kpis(warehouse, *arguments)
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_year_without_figures_waits(warehouse: Path) -> None:
    done = run("dashboard", warehouse, "kpis", "--year", "2030", "--format", "json")
    assert {row["lamp"] for row in json.loads(done.out)} == {"waiting"}


def test_a_warehouse_without_units_says_what_to_do_first(fresh_warehouse: Path) -> None:
    done = kpis(fresh_warehouse, "--format", "json")
    assert (done.status, json.loads(done.out)) == (0, [])
    assert "请先导入单位表" in done.err


def test_a_warehouse_that_cannot_be_used_has_its_own_exit_status(tmp_path: Path) -> None:
    folder = tmp_path / "warehouse"
    (folder / "versions").mkdir(parents=True)
    (folder / "versions" / "000001.duckdb").write_bytes(b"not a database")
    (folder / "CURRENT").write_text("000001.duckdb\n")
    done = run_apart("dashboard", folder, "kpis", "--year", "2023")
    assert (done.status, done.out) == (3, "")
    assert "恢复" in done.err
    assert "Traceback" not in done.err


def test_the_terminals_own_encoding_does_not_matter(warehouse: Path) -> None:
    done = run_apart("dashboard", warehouse, "kpis", "--year", "2023")
    assert (done.status, done.err) == (0, "")
    assert "集体学法次数" in done.out
