"""A backup that somebody has tampered with: none of its SQL is run, and it can't fill the disk."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import duckdb
import pytest

from etl.warehouse import Warehouse, WarehouseError, backup
from etl.warehouse.backup import BackupError, loads_in, read_restores, restore
from etl.warehouse.disk import work_folder
from etl.warehouse.originals import take_original
from etl.warehouse.verify import verify
from tests.etl.desk import Desk, hotline, new_desk, originals_of
from tests.etl.shell import ROOT

# Each is refused, and said to be foreign or damaged.
TAMPERED = {
    "a view of its own": "CREATE VIEW more AS SELECT 1 AS a",
    "a view that reads a file": "CREATE VIEW more AS SELECT * FROM read_text('{file}')",
    "a macro": "CREATE MACRO plus(x) AS x + 1",
    "a table macro under the name of a view": "DROP VIEW frozen; CREATE MACRO frozen() AS TABLE SELECT 1",
    "a table more": "CREATE TABLE more (a INTEGER)",
    "a table under the name of a view": "DROP VIEW load; CREATE TABLE load (load INTEGER)",
    "a view under the name of a table": "DROP TABLE note; CREATE VIEW note AS SELECT 1",
    "a table less": "DROP TABLE task",
    "a column more": "ALTER TABLE note ADD COLUMN more VARCHAR",
    "a column of another type": "ALTER TABLE note ALTER text TYPE INTEGER",
    "a generated column": "DROP TABLE note; CREATE TABLE note (load INTEGER, month DATE, "
    "unit VARCHAR, kpi VARCHAR, text VARCHAR GENERATED ALWAYS AS (unit || kpi))",
    "a default": "ALTER TABLE note ALTER text SET DEFAULT version()",
    "a schema": "CREATE SCHEMA more",
    "a type": "CREATE TYPE mood AS ENUM ('a')",
    "a sequence": "CREATE SEQUENCE numbers",
    "an index": "CREATE INDEX fast ON note (load)",
    "a restore that is none": "INSERT INTO meta VALUES ('restored', '[]'), ('restored', '{{\"a\": 1}}')",
    "a schema version that is no number": "UPDATE meta SET value = '²' WHERE key = 'schema_version'",
    "no schema version": "DELETE FROM meta WHERE key = 'schema_version'",
    "a figure twice": "INSERT INTO latest_value SELECT * FROM latest_value",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = new_desk(tmp_path_factory.mktemp("office") / "office")
    desk.load(hotline("2023-06,甲大队,100,90"))
    return desk


def tampered(desk: Desk, folder: Path, statements: str) -> Path:
    """A backup of the desk's warehouse whose version had these statements run in it."""
    version, file = folder / "tampered.duckdb", folder / "tampered.zip"
    version.write_bytes(desk.warehouse.current_path().read_bytes())
    with duckdb.connect(version) as connection:
        connection.execute(statements)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(version, "warehouse.duckdb")
        for original in originals_of(desk.warehouse).glob("*"):
            archive.write(original, f"originals/{original.name}")
    return file


@pytest.mark.parametrize("statements", TAMPERED.values(), ids=TAMPERED.keys())
def test_a_backup_with_anything_but_our_tables_and_views_is_refused(
    filled: Desk, tmp_path: Path, statements: str
) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    file = tampered(filled, tmp_path, statements.format(file=tmp_path / "secret"))
    before = filled.warehouse.version()
    with pytest.raises(BackupError, match="没有恢复"):
        restore(filled.warehouse, file)
    assert filled.warehouse.version() == before


@pytest.mark.parametrize(
    "statements",
    [
        "CREATE OR REPLACE VIEW load AS SELECT * FROM read_text('{file}')",
        "CREATE OR REPLACE VIEW frozen AS SELECT DATE '2099-12-01' AS frozen_through",
        "DROP VIEW load",
        "DROP VIEW current_unit",
    ],
)
def test_views_are_made_anew_whatever_the_backup_says_they_are(
    filled: Desk, tmp_path: Path, statements: str
) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    file = tampered(filled, tmp_path, statements.format(file=tmp_path / "secret"))
    other = Desk(Warehouse(tmp_path / "other"))
    assert list(loads_in(file, other.warehouse)["load"]) == [1, 2]
    restore(other.warehouse, file)
    assert other.whole_figures() == filled.whole_figures()
    assert verify(other.warehouse) == []
    assert other.load(hotline("2023-07,甲大队,1,1")).status == "ok"


def backed_up(desk: Desk, folder: Path) -> Path:
    return backup.backup(desk.warehouse, folder / "honest.zip")


@pytest.mark.parametrize("name", ["/dev/zero", "../warehouse.duckdb"])
def test_an_original_that_is_named_by_a_path_is_lost(filled: Desk, tmp_path: Path, name: str) -> None:
    file = tampered(filled, tmp_path, f"UPDATE load_record SET sha256 = '{name}' WHERE load = 2")
    restored = Warehouse(tmp_path / "restored")
    restore(restored, file)
    assert take_original(restored, 2) is None
    assert [fault for fault in verify(restored) if "原始文件" in fault] == [
        "导入 2 的原始文件（月报.csv）缺失或被改动"
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/*')",
        "COPY note TO '/tmp/note.csv'",
        "ATTACH '/tmp/other.duckdb' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET memory_limit = '100GB'",
    ],
)
def test_no_connection_reaches_beyond_its_file(filled: Desk, statement: str) -> None:
    with filled.warehouse.read() as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)
    with pytest.raises(duckdb.Error), filled.warehouse.write() as connection:
        connection.execute(statement)


@pytest.mark.parametrize("name", ["warehouse.duckdb", "originals/" + "0" * 64])
def test_a_backup_that_would_fill_the_disk_is_refused_before_it_is_unpacked(
    filled: Desk, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        if name != "warehouse.duckdb":
            archive.write(filled.warehouse.current_path(), "warehouse.duckdb")
        with archive.open(name, "w") as part:
            for _ in range(300):
                part.write(bytes(1 << 20))
    begun = time.monotonic()
    for look in (restore, lambda warehouse, file: loads_in(file, warehouse)):
        with pytest.raises(BackupError, match="过大"):
            look(filled.warehouse, file)
    assert time.monotonic() - begun < 1


def test_what_a_killed_restoring_left_is_removed_by_the_next(filled: Desk, tmp_path: Path) -> None:
    file = backed_up(filled, tmp_path)
    killed = Path(
        subprocess.run(
            [sys.executable, "-c", KILLED, str(filled.warehouse.folder)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
    )
    assert killed.is_dir()
    with work_folder(filled.warehouse.folder) as other:
        (other / "copy").write_bytes(b"of somebody who is still at it")
        restore(filled.warehouse, file)
        assert not killed.exists()
        assert (other / "copy").exists()
    assert [path.name for path in (filled.warehouse.folder / "work").iterdir()] == ["lock"]


KILLED = f"""
import os, sys
from pathlib import Path
from etl.warehouse.disk import work_folder
from etl.warehouse.originals import take_original
with work_folder(Path(sys.argv[1])) as folder:
    print(folder, flush=True)
    (folder / "warehouse.duckdb").write_bytes(b"figures")
    os.kill(os.getpid(), {int(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)})
"""


def test_what_a_killed_backup_left_is_removed_by_the_next_to_the_same_place(
    filled: Desk, tmp_path: Path
) -> None:
    old, new, other = (
        tmp_path / name for name in (f".honest.zip.{'a' * 32}", f".honest.zip.{'b' * 32}", ".honest.zip.txt")
    )
    for path in (old, new, other):
        path.write_bytes(b"x")
    for path in (old, other):
        os.utime(path, (0, 0))
    backed_up(filled, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([new.name, other.name, "honest.zip"])


def test_the_restores_of_a_backup_come_along(filled: Desk, tmp_path: Path) -> None:
    other = Warehouse(tmp_path / "other")
    restore(other, backed_up(filled, tmp_path), by="赵六")
    restore(other, backup.backup(other, tmp_path / "again.zip"), by="钱七")
    with other.read() as connection:
        assert [one.recorded_by for one in read_restores(connection)][-2:] == ["赵六", "钱七"]


def test_a_file_that_is_no_database_is_damaged(filled: Desk, tmp_path: Path) -> None:
    file = tmp_path / "no.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("warehouse.duckdb", b"no database" * 1000)
    with pytest.raises((BackupError, WarehouseError), match="没有恢复"):
        restore(filled.warehouse, file)
