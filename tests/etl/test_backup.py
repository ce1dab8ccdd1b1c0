"""Backup, restore and verify: the whole warehouse in one file, and proof that it is whole."""

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from etl.warehouse import Warehouse
from etl.warehouse.backup import BackupError, Restored, backup, read_restores, restore
from etl.warehouse.verify import verify
from tests.etl.desk import Desk, hotline, new_desk, originals_of


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with two loads, the second undone. Never write to it."""
    desk = new_desk(tmp_path_factory.mktemp("prepared") / "warehouse")
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,甲大队,100,95"))
    desk.undo(3)
    return desk.warehouse.folder


@pytest.fixture
def filled(prepared: Path, tmp_path: Path) -> Desk:
    return Desk(Warehouse(shutil.copytree(prepared, tmp_path / "warehouse")))


def test_a_backup_brings_everything_back_elsewhere(filled: Desk, tmp_path: Path) -> None:
    file = backup(filled.warehouse, tmp_path / "backup.zip")
    other = Desk(Warehouse(tmp_path / "elsewhere"))
    restore(other.warehouse, file)
    assert other.whole_figures() == filled.whole_figures()
    assert other.redo(3).status == "ok"
    assert verify(other.warehouse) == []


def test_restoring_goes_back_and_what_stood_stays_among_the_versions(filled: Desk, tmp_path: Path) -> None:
    before = filled.whole_figures()
    file = backup(filled.warehouse, tmp_path / "backup.zip")
    filled.load(hotline("2023-07,甲大队,1,1"))
    newest = filled.warehouse.current_path()
    restore(filled.warehouse, file)
    assert filled.whole_figures() == before
    assert newest.exists()


def test_who_restored_when_and_why_is_kept_also_over_a_later_restoring(filled: Desk, tmp_path: Path) -> None:
    first = backup(filled.warehouse, tmp_path / "6月.zip")
    restore(filled.warehouse, first, by="赵六", why="误撤销", at=datetime(2024, 3, 20, 9, 30))
    restore(filled.warehouse, first, by="钱七", file="另存的6月.zip", at=datetime(2024, 3, 21, 10))
    with filled.warehouse.read() as connection:
        kept = read_restores(connection)
    assert kept == (
        Restored(datetime(2024, 3, 20, 9, 30), "赵六", "误撤销", "6月.zip"),
        Restored(datetime(2024, 3, 21, 10), "钱七", "", "另存的6月.zip"),
    )
    assert verify(filled.warehouse) == []
    assert filled.redo(3).status == "ok"


def test_a_ruined_warehouse_can_be_restored(filled: Desk, tmp_path: Path) -> None:
    before = filled.whole_figures()
    file = backup(filled.warehouse, tmp_path / "backup.zip")
    for version in filled.warehouse.versions.iterdir():
        version.write_bytes(b"not a database")
    restore(filled.warehouse, file)
    assert filled.whole_figures() == before
    assert verify(filled.warehouse) == []


def test_what_is_no_backup_changes_nothing(filled: Desk, tmp_path: Path) -> None:
    version = filled.warehouse.version()
    for content in (b"", b"not a zip", backup(filled.warehouse, tmp_path / "b").read_bytes()[:-4000]):
        file = tmp_path / "broken.zip"
        file.write_bytes(content)
        with pytest.raises(BackupError):
            restore(filled.warehouse, file)
    assert filled.warehouse.version() == version


def test_a_backup_damaged_within_or_marked_as_encrypted_changes_nothing(filled: Desk, tmp_path: Path) -> None:
    version = filled.warehouse.version()
    file = backup(filled.warehouse, tmp_path / "backup.zip")
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        first = archive.infolist()[0]
    data, listed = first.header_offset + 30 + len(first.filename), whole.index(b"PK\x01\x02")
    for place, byte in ((data + 20, 0xFF), (listed + 8, 0x01), (listed + 10, 0x63)):
        damaged = bytearray(whole)
        damaged[place : place + 8 if place < listed else place + 1] = [byte] * (8 if place < listed else 1)
        file.write_bytes(damaged)
        with pytest.raises(BackupError):
            restore(filled.warehouse, file)
    assert filled.warehouse.version() == version


def test_an_archive_that_would_unpack_elsewhere_is_no_backup(filled: Desk, tmp_path: Path) -> None:
    for name in (
        "../outside.txt",
        "originals/../../outside.txt",
        "/outside.txt",
        "originals/..",
        "originals/a\\b",
    ):
        file = backup(filled.warehouse, tmp_path / "backup.zip")
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr(name, "x")
        with pytest.raises(BackupError):
            restore(filled.warehouse, file)
    assert list(tmp_path.rglob("*outside*")) == []


def test_a_whole_warehouse_is_proved_so(filled: Desk) -> None:
    assert verify(filled.warehouse) == []


def test_a_figure_changed_behind_the_history_is_found(filled: Desk) -> None:
    with filled.warehouse.write() as connection:
        connection.execute("UPDATE latest_value SET value = value + 1")
    assert any("历史" in fault for fault in verify(filled.warehouse))


def test_a_history_that_lost_figures_is_found(filled: Desk) -> None:
    with filled.warehouse.write() as connection:
        connection.execute("DELETE FROM loaded_value WHERE load = 3")
    assert any("导入 3" in fault for fault in verify(filled.warehouse))


def test_figures_of_which_nobody_knows_whose_they_are_are_found(filled: Desk) -> None:
    with filled.warehouse.write() as connection:
        connection.execute("DELETE FROM series WHERE indicator = 'tickets_closed'")
    assert any("历史中却有" in fault for fault in verify(filled.warehouse))


def test_an_original_that_is_lost_or_changed_is_found(filled: Desk) -> None:
    first, second, *_ = sorted(originals_of(filled.warehouse).glob("*"))
    first.unlink()
    second.write_bytes(b"other")
    assert sum("原始文件" in fault for fault in verify(filled.warehouse)) == 2


def test_a_damaged_version_is_found(filled: Desk) -> None:
    filled.warehouse.current_path().write_bytes(b"not a database")
    assert any("已损坏" in fault for fault in verify(filled.warehouse))


def test_a_backup_that_a_newer_program_made_is_not_taken(filled: Desk, tmp_path: Path) -> None:
    version = filled.warehouse.current_path()
    with duckdb.connect(version) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    file = tmp_path / "old.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.write(version, "warehouse.duckdb")
    other = Warehouse(tmp_path / "other")
    with pytest.raises(Exception, match="请换用新版程序"):
        restore(other, file)
    assert not other.exists()
