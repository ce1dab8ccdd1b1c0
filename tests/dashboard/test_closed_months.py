"""A closed month is shown as it was closed, whatever is loaded or redefined later."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.catalogue import catalogue as catalogue_module
from domain.catalogue.parts import FILES
from etl.warehouse import Warehouse
from tests.dashboard.command import Ran, loaded, run

TARGETS = "年度,指标,单位,年度目标,时序,责任人\n2023,group_study,,12,,张三\n2023,满意率,,0.9,,李四\n"
TRAINING = "月份,单位,集体学法次数\n" + "".join(f"2023-0{month},示例局,{month}\n" for month in range(1, 6))
HOTLINE = (
    "月份,单位,受理工单数,回访数,满意数\n"
    "2023-01,甲大队,100,50,45\n2023-02,甲大队,90,40,39\n2023-03,甲大队,9,4,3\n"
)

OTHER_FORMULA = ("tickets_satisfied / tickets_surveyed", "tickets_satisfied / tickets_received")
Redefine = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three units, two targets, figures of five months; January and February are closed."""
    warehouse = loaded(tmp_path_factory.mktemp("made"), targets=TARGETS, training=TRAINING, hotline=HOTLINE)
    close(warehouse, "2023-02")
    return warehouse


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    """A copy of it that the test may write to."""
    return shutil.copytree(made, tmp_path / "warehouse")


@pytest.fixture
def redefine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Redefine:
    """Change a text in a file of the catalogue that everyone reads from now on."""
    folder = tmp_path / "catalogue"
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, folder)
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", folder)

    def change(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def close(warehouse: Path, month: str) -> Ran:
    ran = run("etl", warehouse, "freeze", month, "--by", "科长", "--why", "核定")
    assert ran.status == 0, ran.err
    return ran


def kpis(warehouse: Path, as_of: str, unit: str = "all") -> dict[tuple[str, str], dict[str, Any]]:
    words = ("kpis", "--year", "2023", "--as-of", as_of, "--unit", unit, "--format", "json")
    ran = run("dashboard", warehouse, *words)
    assert ran.status == 0, ran.err
    return {(each["kpi"], each["unit"]): each for each in json.loads(ran.out)}


def load(warehouse: Path, folder: Path, text: str, *options: str) -> Ran:
    file = folder / "more.csv"
    file.write_text(text, encoding="utf-8")
    return run("etl", warehouse, "load", str(file), *options)


@pytest.mark.parametrize("month", ["2023-01", "2023-02"])
def test_another_formula_leaves_a_closed_month_as_it_was(
    office: Path, redefine: Redefine, month: str
) -> None:
    before = kpis(office, month)
    redefine("kpis.toml", *OTHER_FORMULA)
    assert kpis(office, month) == before
    assert kpis(office, "2023-03")["hotline_satisfaction_rate", "root"]["month_value"] == pytest.approx(3 / 9)


def test_another_lamp_rule_leaves_a_closed_month_as_it_was(office: Path, redefine: Redefine) -> None:
    before = kpis(office, "2023-02")
    redefine("lamps.toml", "[rule.pace]\n", "[rule.pace]\n# stricter\n")
    redefine("lamps.toml", "green = 1.0", "green = 9.0")
    redefine("lamps.toml", "yellow = 0.7", "yellow = 8.0")
    assert kpis(office, "2023-02") == before
    assert kpis(office, "2023-03")["group_study", "root"]["lamp"] == "red"


def test_units_moved_later_leave_a_closed_month_as_it_was(office: Path, tmp_path: Path) -> None:
    before = kpis(office, "2023-02")
    moved = "单位代码,单位名称,上级单位\nroot,示例局,\nc,丙处,root\na,甲大队,c\n"
    assert load(office, tmp_path, moved).status == 0
    after = kpis(office, "2023-02")
    assert {key: after[key] for key in before} == before
    assert kpis(office, "2023-03")["tickets_received", "c"]["month_value"] == 9


def test_a_target_that_would_change_a_closed_month_is_refused(office: Path, tmp_path: Path) -> None:
    before = kpis(office, "2023-02")
    ran = load(office, tmp_path, TARGETS.replace(",12,", ",24,"))
    assert ran.status == 1
    assert "(frozen_period)" in ran.out
    assert "python -m etl unfreeze 2023-01" in ran.out
    assert kpis(office, "2023-02") == before


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (TARGETS, "the same again"),
        (TARGETS.replace("张三", "王五"), "another person responsible"),
        (TARGETS.replace("2023", "2024"), "the targets of a year that is open"),
    ],
    ids=lambda each: each if "年度" not in each else "",
)
def test_a_target_that_changes_no_closed_month_passes(
    office: Path, tmp_path: Path, text: str, what: str
) -> None:
    assert load(office, tmp_path, text).status == 0


def test_undoing_and_redoing_the_targets_of_a_closed_month_is_refused(office: Path, tmp_path: Path) -> None:
    targets = next(
        each["load"]
        for each in json.loads(run("etl", office, "history", "--json").out)
        if each["datasets"] == ["targets"]
    )
    assert "frozen_period" in run("etl", office, "undo", str(targets)).out
    assert run("etl", office, "unfreeze", "2023-01").status == 0
    assert run("etl", office, "undo", str(targets)).status == 0
    close(office, "2023-02")
    assert "frozen_period" in run("etl", office, "redo", str(targets)).out


def test_a_month_opened_corrected_and_closed_again_shows_the_correction(office: Path, tmp_path: Path) -> None:
    run("etl", office, "unfreeze", "2023-02")
    assert load(office, tmp_path, "月份,单位,集体学法次数\n2023-02,示例局,7\n").status == 0
    assert kpis(office, "2023-02")["group_study", "root"]["month_value"] == 7
    close(office, "2023-02")
    assert kpis(office, "2023-02")["group_study", "root"]["year_to_date"] == 8


def test_the_definitions_are_kept_once_however_often_they_are_used(office: Path) -> None:
    with Warehouse(office).read() as connection:
        kept = connection.execute("SELECT count(DISTINCT sha256), count(*) FROM definition").fetchone()
        uses = connection.execute("SELECT count(*) FROM definition_use").fetchone()
    assert kept == (1, len(FILES))
    assert uses == (5,)  # four loads and a freeze


def test_a_backup_takes_the_closed_month_to_another_machine(
    office: Path, tmp_path: Path, redefine: Redefine
) -> None:
    before = kpis(office, "2023-02")
    assert run("etl", office, "backup", str(tmp_path / "b.zip")).status == 0
    redefine("kpis.toml", *OTHER_FORMULA)
    assert run("etl", tmp_path / "elsewhere", "restore", str(tmp_path / "b.zip")).status == 0
    assert kpis(tmp_path / "elsewhere", "2023-02") == before


def test_the_report_of_a_closed_month_speaks_of_it_as_it_was_closed(
    office: Path, tmp_path: Path, redefine: Redefine
) -> None:
    words = ("workbook", "--year", "2023", "--as-of", "2023-02")
    redefine("kpis.toml", "满意数 ÷ 回访数，只计有效回访", "满意数 ÷ 受理数，全部计入")
    assert run("dashboard", office, *words, "-o", str(tmp_path / "book.xlsx")).status == 0
    cells = {
        str(cell.value)
        for sheet in load_workbook(tmp_path / "book.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    }
    assert any("只计有效回访" in cell for cell in cells)
    assert not any("全部计入" in cell for cell in cells)


def test_closing_several_months_at_once_stores_the_results_of_each(office: Path) -> None:
    close(office, "2023-05")
    assert stored_months(office) == [["2023-01", "2023-02"], ["2023-03", "2023-04", "2023-05"]]
    run("etl", office, "unfreeze", "2023-04")
    close(office, "2023-05")
    assert stored_months(office)[2:] == [["2023-04", "2023-05"]]


def stored_months(warehouse: Path) -> list[list[str]]:
    """The months that have stored results, by the event of their closing."""
    query = "SELECT event, month FROM frozen_result GROUP BY ALL ORDER BY ALL"
    with Warehouse(warehouse).read() as connection:
        found: dict[int, list[str]] = {}
        for event, month in connection.execute(query).fetchall():
            found.setdefault(event, []).append(f"{month:%Y-%m}")
    return list(found.values())
