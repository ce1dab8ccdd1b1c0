"""Definitions change under data only knowingly: nothing vanishes, nothing is read in another unit."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.catalogue import catalogue as catalogue_module
from etl.warehouse import Warehouse
from etl.warehouse.verify import verify
from tests.dashboard.command import Ran, loaded, run

HOTLINE = "月份,单位,受理工单数,回访数,满意数\n2023-01,甲大队,100,50,45\n2023-02,甲大队,90,40,39\n"
TARGETS = "年度,指标,单位,年度目标\n2023,满意率,,0.9\n"
RECEIVED_COLUMN = "tickets_received = { name"
RECEIVED_KPI = '[tickets_received]\nname = "受理工单数"'
Redefine = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("made"), targets=TARGETS, hotline=HOTLINE)


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "warehouse")


@pytest.fixture
def redefine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Redefine:
    """Change every place of a text in a file of the catalogue that everyone reads from now on."""
    folder = tmp_path / "catalogue"
    shutil.copytree(catalogue_module.DEFAULT_FOLDER, folder)
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", folder)

    def change(file: str, old: str, new: str) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")

    return change


def rename(redefine: Redefine, note: str) -> None:
    """tickets_received becomes tickets_taken everywhere, with this note at its column."""
    redefine("datasets.toml", "tickets_received = {", "tickets_taken = { " + note)
    redefine("kpis.toml", "tickets_received", "tickets_taken")
    redefine("checks.toml", "tickets_received", "tickets_taken")


def lacking(warehouse: Path, month: str, text: str) -> list[tuple[str, str]]:
    """(dataset, state) of what is missing or partial in a month once this file is loaded."""
    file = warehouse.with_name("more.csv")
    file.write_text(text, encoding="utf-8")
    assert run("etl", warehouse, "load", str(file)).status == 0
    found = json.loads(run("etl", warehouse, "missing", "--month", month, "--json").out)
    return [(each["dataset"], each["state"]) for each in found]


def kpis(warehouse: Path, as_of: str = "2023-02") -> dict[str, dict[str, Any]]:
    ran = run("dashboard", warehouse, "kpis", "--year", "2023", "--as-of", as_of, "--format", "json")
    assert ran.status == 0, ran.err
    return {each["kpi"]: each for each in json.loads(ran.out)}


def not_said(ran: Ran, *words: str) -> list[str]:
    """Which of the words a command does not say though it is refused; all of them where it is not."""
    is_refused = ran.status == 3 and "Traceback" not in ran.err
    return [word for word in words if not is_refused or word not in ran.err]


COMMANDS = (
    ("dashboard", "kpis", "--year", "2023"),
    ("etl", "missing", "--month", "2023-02"),
    ("etl", "template", "hotline"),
    ("etl", "freeze", "2023-01"),
    ("etl", "catalogue"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[1])
def test_a_renamed_id_with_figures_is_a_mistake_that_names_the_cure(
    office: Path, redefine: Redefine, command: tuple[str, ...]
) -> None:
    rename(redefine, "")
    cures = ('formerly = ["tickets_received"]', "retired = true", "2 个数")
    ran = run(command[0], office, *command[1:])
    assert not_said(ran, "datasets.toml: tickets_received", *cures) == []


def test_verify_says_so_too(office: Path, redefine: Redefine) -> None:
    rename(redefine, "")
    ran = run("etl", office, "verify")
    assert ran.status == 3
    assert "tickets_received" in ran.out


def test_a_former_id_brings_its_figures_along(office: Path, redefine: Redefine) -> None:
    before = kpis(office)
    rename(redefine, 'formerly = ["tickets_received"], ')
    after = kpis(office)
    assert after["tickets_taken"] == before["tickets_received"] | {"kpi": "tickets_taken"}
    assert verify(Warehouse(office)) == []
    held = json.loads(run("etl", office, "figures", "--format", "json").out)
    assert {each["indicator"] for each in held} == {"tickets_surveyed", "tickets_satisfied", "tickets_taken"}


def test_figures_under_the_old_and_the_new_id_become_one_series(
    office: Path, redefine: Redefine, tmp_path: Path
) -> None:
    redefine("datasets.toml", "tickets_received = {", "tickets_taken = {")
    redefine("kpis.toml", "tickets_received", "tickets_taken")
    redefine("checks.toml", "tickets_received", "tickets_taken")
    with Warehouse(office).write() as connection:  # as a program before this check would have let it happen
        connection.execute(
            "INSERT INTO series SELECT max(series) + 1, 'hotline', 'tickets_taken', 'a' FROM series"
        )
        connection.execute(
            "INSERT INTO loaded_value SELECT 3, max(series), DATE '2023-02-01', 77, '' FROM series"
        )
        connection.execute(
            "INSERT INTO latest_value SELECT max(series), DATE '2023-02-01', 77, '', 3 FROM series"
        )
        connection.execute("UPDATE load_record SET figures = figures + 1 WHERE load = 3")
        connection.execute("UPDATE loaded_value SET load = 2 WHERE value = 90")
        connection.execute("UPDATE latest_value SET load = 2 WHERE value = 90")
        connection.execute("UPDATE load_record SET figures = figures - 1 WHERE load = 3")
        connection.execute("UPDATE load_record SET figures = figures + 1 WHERE load = 2")
    redefine("datasets.toml", "tickets_taken = {", 'tickets_taken = { formerly = ["tickets_received"],')
    assert kpis(office)["tickets_taken"]["month_value"] == 77
    assert kpis(office)["tickets_taken"]["year_to_date"] == 177
    assert verify(Warehouse(office)) == []


def test_a_closed_month_is_the_same_after_a_renaming(office: Path, redefine: Redefine) -> None:
    assert run("etl", office, "freeze", "2023-02").status == 0
    before = {month: kpis(office, month) for month in ("2023-01", "2023-02")}
    rename(redefine, 'formerly = ["tickets_received"], ')
    for month, then in before.items():
        now = kpis(office, month)
        assert now.pop("tickets_taken") == then.pop("tickets_received") | {"kpi": "tickets_taken"}
        assert now == then


def test_a_retired_column_keeps_its_figures_and_is_asked_for_no_more(
    office: Path, redefine: Redefine
) -> None:
    redefine("datasets.toml", RECEIVED_COLUMN, "tickets_received = { retired = true, name")
    redefine("kpis.toml", RECEIVED_KPI, '[tickets_received]\nretired = true\nname = "受理工单数"')
    catalogue = run("etl", office, "catalogue")
    assert catalogue.status == 3  # another KPI is made of it
    redefine("kpis.toml", "[hotline_open]\n", "[hotline_open]\nretired = true\n")
    assert "tickets_received" not in kpis(office)
    assert "受理工单数" not in run("etl", office, "template", "hotline").out
    held = json.loads(run("etl", office, "figures", "--format", "json").out)
    assert len([each for each in held if each["indicator"] == "tickets_received"]) == 2
    assert run("etl", office, "undo", "3").status == 0


def test_a_report_without_a_retired_column_is_whole(office: Path, redefine: Redefine) -> None:
    redefine("datasets.toml", RECEIVED_COLUMN, "tickets_received = { retired = true, name")
    redefine("kpis.toml", RECEIVED_KPI, '[tickets_received]\nretired = true\nname = "受理工单数"')
    redefine("kpis.toml", "[hotline_open]\n", "[hotline_open]\nretired = true\n")
    assert lacking(office, "2023-03", "月份,单位,回访数,满意数\n2023-03,甲大队,50,45\n") == []


def test_a_column_that_moved_to_another_dataset_is_no_report_of_the_former(
    office: Path, redefine: Redefine
) -> None:
    calls = 'complaints_handled = { name = "投诉电话处理数", counting_unit = "起" }\n'
    assert lacking(office, "2023-02", "月份,单位,投诉电话处理数\n2023-02,甲大队,7\n") == []
    redefine("datasets.toml", calls, "")
    redefine("datasets.toml", "[dataset.petitions.columns]\n", f"[dataset.petitions.columns]\n{calls}")
    petitions = "月份,单位,投诉电话处理数\n2023-03,甲大队,5\n"
    assert lacking(office, "2023-03", petitions) == [("hotline", "missing")]


def test_another_counting_unit_is_a_mistake_that_names_the_cure(office: Path, redefine: Redefine) -> None:
    redefine(
        "datasets.toml",
        'name = "回访数", counting_unit = "件"',
        'name = "回访数", counting_unit = "人"',
    )
    ran = run("dashboard", office, "kpis", "--year", "2023")
    cures = ("按“件”计，现改为“人”", "from = ")
    assert not_said(ran, "tickets_surveyed.counting_unit", *cures) == []


def test_a_kpi_with_a_target_that_is_dropped_is_a_mistake(office: Path, redefine: Redefine) -> None:
    redefine("kpis.toml", "[hotline_satisfaction_rate]", "[satisfied_share]")
    ran = run("dashboard", office, "kpis", "--year", "2023")
    assert not_said(ran, "kpis.toml: hotline_satisfaction_rate") == []
    redefine(
        "kpis.toml", "[satisfied_share]\n", '[satisfied_share]\nformerly = ["hotline_satisfaction_rate"]\n'
    )
    assert kpis(office)["satisfied_share"]["target"] == 0.9


def test_an_id_without_figures_may_go_unasked(office: Path, redefine: Redefine) -> None:
    redefine("datasets.toml", "complaints_handled = {", "complaints_taken = {")
    redefine("kpis.toml", "complaints_handled", "complaints_taken")
    assert kpis(office)["tickets_received"]["year_to_date"] == 190


def test_a_backup_brings_its_own_definitions_to_a_fresh_machine(
    tmp_path: Path, redefine: Redefine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = catalogue_module.DEFAULT_FOLDER
    rename(redefine, "")
    own = loaded(tmp_path, hotline=HOTLINE)
    before = kpis(own)
    assert run("etl", own, "backup", str(tmp_path / "b.zip")).status == 0
    fresh_folder = Path(catalogue_module.__file__).resolve().parents[2] / "data" / "catalogue"
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", fresh_folder)
    fresh = tmp_path / "fresh"
    assert run("etl", fresh, "restore", str(tmp_path / "b.zip")).status == 0
    assert kpis(fresh) == before
    assert run("etl", fresh, "verify").status == 0
    monkeypatch.setattr(catalogue_module, "DEFAULT_FOLDER", here)
    assert kpis(fresh) == before
