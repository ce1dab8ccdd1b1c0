"""A warehouse that an earlier program made opens, and shows what its own program showed."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pytest

from etl.load.history import read_journal
from etl.warehouse import Warehouse, WarehouseError
from etl.warehouse.backup import loads_in, read_restores
from etl.warehouse.upgrade import STEPS
from etl.warehouse.verify import verify
from etl.warehouse.versions import SCHEMA_VERSION
from tests.dashboard.command import run
from tests.etl.desk import hotline, new_desk
from tests.etl.old_warehouses import OF_TODAY, SCHEMAS, OldWarehouse
from tests.etl.test_full_disk import full_disk

KPIS = ("--year", "2023", "--unit", "all", "--format", "json")
SHOWN = {
    "history": ("etl", "history", "--json"),
    "figures": ("etl", "figures", "--format", "json"),
    "missing": ("etl", "missing", "--month", "2023-03", "--json"),
    "kpis": ("dashboard", "kpis", "--as-of", "2023-03", *KPIS),
    "kpis_frozen": ("dashboard", "kpis", "--as-of", "2023-02", *KPIS),
}
TEMPLATES = ("targets", "tasks", "units", "notes")


@pytest.fixture(scope="module", params=SCHEMAS, ids="schema {}".format)
def old(request: pytest.FixtureRequest) -> OldWarehouse:
    return OldWarehouse(request.param)


@pytest.fixture
def folder(old: OldWarehouse, tmp_path: Path) -> Path:
    return old.lay_out(tmp_path / "warehouse")


@pytest.fixture(scope="module")
def looked_at(old: OldWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for the tests that only look: it is upgraded once, by whichever comes first."""
    return old.lay_out(tmp_path_factory.mktemp("old") / "warehouse")


def only_what_was_known(now: Any, then: Any) -> Any:
    """A newer program may say more of a thing, never another thing.

    Who is missing for a KPI is judged by today's rule (docs/rules.md): it names those of then, and may name
    more.
    """
    if isinstance(then, list) and isinstance(now, list):
        return [only_what_was_known(*pair) for pair in zip(now, then, strict=True)]
    if isinstance(then, dict):
        return {key: _known_of(key, now.get(key), value) for key, value in then.items()}
    return now


def _known_of(key: str, now: Any, then: Any) -> Any:
    if key == "missing_units" and set(now) >= set(then):
        return then
    return only_what_was_known(now, then)


def rows(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))


@pytest.mark.parametrize("what", SHOWN)
def test_it_shows_what_its_own_program_showed(old: OldWarehouse, looked_at: Path, what: str) -> None:
    room, *words = SHOWN[what]
    shown = json.loads(run(room, looked_at, *words).out)
    assert only_what_was_known(shown, old.shown[what]) == old.shown[what]


@pytest.mark.parametrize("what", TEMPLATES)
def test_targets_tasks_units_and_notes_are_the_same(old: OldWarehouse, looked_at: Path, what: str) -> None:
    now = rows(run("etl", looked_at, "template", what, "--year", "2023", "--filled").out)
    then = rows(old.shown[what])
    assert [{key: row[key] for key in then[0]} for row in now] == then


def test_the_journal_is_the_same_event_by_event(old: OldWarehouse, looked_at: Path) -> None:
    with Warehouse(looked_at).read() as connection:
        now = read_journal(connection).to_json(orient="records", date_format="iso")
    assert [_to_the_second(event) for event in json.loads(now)] == [
        _to_the_second(event) for event in old.shown["journal"]
    ]


def _to_the_second(event: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value[:19] if key in ("recorded_at", "month") and value else value
        for key, value in event.items()
    }


def test_its_history_and_originals_are_whole(looked_at: Path) -> None:
    assert verify(Warehouse(looked_at)) == []


def test_what_stood_before_stays_and_is_never_cleared_away(old: OldWarehouse, folder: Path) -> None:
    before = (folder / "versions/000017.duckdb").read_bytes()
    for _ in range(12):
        with Warehouse(folder).write() as connection:
            connection.execute("UPDATE load_record SET note = note")
    assert not (folder / "versions/000017.duckdb").exists()
    assert (folder / f"older/000017-schema-{old.schema}.duckdb").read_bytes() == before


def test_it_is_loaded_into_undone_redone_and_closed_as_ever(folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "april.csv"
    more.write_text("月份,单位,受理工单数\n2023-04,甲大队,7\n", encoding="utf-8")
    before = run("etl", folder, "figures", "--format", "json").out
    assert run("etl", folder, "load", str(more)).status == 0
    assert run("etl", folder, "undo", "11").status == 0
    assert run("etl", folder, "figures", "--format", "json").out == before
    assert run("etl", folder, "undo", "8").status == 1  # its figures stand in a month closed long ago
    assert run("etl", folder, "redo", "9").status == 0
    assert run("etl", folder, "undo", "9").status == 0
    assert run("etl", folder, "unfreeze", "2023-01").status == 0
    assert run("etl", folder, "undo", "8").status == 0
    assert verify(Warehouse(folder)) == []


def test_a_backup_of_then_restores_as_if_made_now(old: OldWarehouse, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    assert run("etl", fresh, "restore", str(old.backup), "--by", "王五").status == 0
    shown = json.loads(run("etl", fresh, "figures", "--format", "json").out)
    assert only_what_was_known(shown, old.shown["figures"]) == old.shown["figures"]
    assert verify(Warehouse(fresh)) == []
    with Warehouse(fresh).read() as connection:
        assert read_restores(connection)[-1].recorded_by == "王五"


def test_a_backup_of_then_can_be_looked_into_before_it_is_restored(old: OldWarehouse, tmp_path: Path) -> None:
    assert len(loads_in(old.backup, Warehouse(tmp_path / "w"))) == len(old.shown["history"])


def test_a_warehouse_of_today_goes_through_no_step(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "new")
    warehouse.begin("office")
    assert warehouse.current_path().name == "000001.duckdb"
    assert not (warehouse.folder / "older").exists()


def test_there_is_a_step_to_every_schema() -> None:
    leads_to = [int(path.name.split("_")[0]) for path in sorted(STEPS.glob("*.sql"))]
    assert leads_to == list(range(2, int(SCHEMA_VERSION) + 1))


def test_an_upgraded_warehouse_has_the_tables_and_columns_of_one_begun_today(
    looked_at: Path, tmp_path: Path
) -> None:
    Warehouse(tmp_path / "new").begin("office")
    assert columns(Warehouse(looked_at)) == columns(Warehouse(tmp_path / "new"))


def test_a_warehouse_of_todays_schema_is_held_for_the_next_one(tmp_path: Path) -> None:
    held = OF_TODAY.lay_out(tmp_path / "held")
    shown = json.loads(run("etl", held, "figures", "--format", "json").out)
    assert only_what_was_known(shown, OF_TODAY.shown["figures"]) == OF_TODAY.shown["figures"]
    assert not (held / "older").exists()
    assert verify(Warehouse(held)) == []
    Warehouse(tmp_path / "new").begin("office")
    assert columns(Warehouse(held)) == columns(Warehouse(tmp_path / "new")), "a change needs a new schema"


def columns(warehouse: Warehouse) -> list[tuple[Any, ...]]:
    with warehouse.read() as connection:
        return connection.execute(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
            " ORDER BY table_name, column_index"
        ).fetchall()


def test_a_full_disk_leaves_it_as_it_was_and_it_is_upgraded_later(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_size}
    with full_disk(4096), pytest.raises(WarehouseError, match="磁盘空间"):
        Warehouse(folder).current_path()
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.stat().st_size}
    assert after == before
    assert verify(Warehouse(folder)) == []


def test_one_that_is_not_sound_is_not_upgraded_and_says_so(folder: Path) -> None:
    with duckdb.connect(folder / "versions/000017.duckdb") as connection:
        connection.execute("UPDATE load_record SET figures = figures + 1 WHERE load = 4")
    with pytest.raises(WarehouseError, match="原有数据没有改动：导入 4 记录为"):
        Warehouse(folder).current_path()
    assert (folder / "CURRENT").read_text(encoding="ascii") == "000017.duckdb\n"
    assert [path.name for path in (folder / "versions").iterdir()] == ["000017.duckdb"]


def made_by_a_newer_program(folder: Path) -> Path:
    Warehouse(folder).begin("office")
    with duckdb.connect(folder / "versions/000001.duckdb") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    return folder


@pytest.mark.parametrize(
    "words",
    [("history",), ("load", "x.csv"), ("undo", "1"), ("freeze", "2023-01"), ("verify",), ("backup", "b.zip")],
    ids=lambda words: words[0],
)
def test_an_older_program_leaves_a_newer_warehouse_alone(
    tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text("月份,单位,受理工单数\n2023-04,甲大队,7\n", encoding="utf-8")
    folder = made_by_a_newer_program(tmp_path / "warehouse")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ran = run("etl", folder, *words)
    assert ran.status == 3
    assert ran.err.count("\n") == 1
    assert "请换用新版程序" in ran.err
    assert {path: path.read_bytes() for path in before} == before


def test_an_older_program_does_not_restore_a_newer_backup(tmp_path: Path) -> None:
    folder = made_by_a_newer_program(tmp_path / "warehouse")
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as archive:
        archive.write(folder / "versions/000001.duckdb", "warehouse.duckdb")
    ran = run("etl", tmp_path / "own", "restore", str(tmp_path / "newer.zip"))
    assert ran.status == 3
    assert "newer.zip 由更新的程序写入" in ran.err


def test_a_newer_program_that_upgrades_it_meanwhile_is_noticed_and_left_alone(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "warehouse")
    seen = desk.preview(hotline("2024-01,甲大队,5,4"))
    folder = made_by_a_newer_program(tmp_path / "newer")
    taken_over = desk.warehouse.folder / "versions/000099.duckdb"
    shutil.copyfile(folder / "versions/000001.duckdb", taken_over)
    desk.warehouse.pointer.write_text("000099.duckdb\n", encoding="ascii")
    before = taken_over.read_bytes()
    for work in (lambda: desk.confirm(seen), desk.figures, lambda: desk.undo(1)):
        with pytest.raises(WarehouseError, match="请换用新版程序"):
            work()
    assert taken_over.read_bytes() == before
    assert desk.warehouse.pointer.read_text(encoding="ascii") == "000099.duckdb\n"
