"""Damaged versions and pointers, and drives that no lock holds on: what is said, and that nothing is lost."""

import logging
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from etl.warehouse import Warehouse, WarehouseError, disk
from tests.etl.desk import CLOSED, RECEIVED, Desk, hotline


class TestDamage:
    """A damaged version is passed over, loudly; a warehouse without any good version says what to do."""

    def test_a_damaged_version_falls_back_to_the_one_before(
        self, desk: Desk, caplog: pytest.LogCaptureFixture
    ) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        before = desk.figures()
        desk.load(hotline("2023-07,甲大队,9,8"))
        desk.warehouse.current_path().write_bytes(b"not a database")
        with caplog.at_level(logging.WARNING):
            assert desk.figures() == before
        assert "已损坏" in caplog.text
        assert "请核对" in (desk.warehouse.damage() or "")

    def test_a_version_with_a_rotten_block_falls_back_to_the_one_before(self, desk: Desk) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        before = desk.figures()
        desk.load(hotline("2023-07,甲大队,9,8"))
        version = desk.warehouse.current_path()
        content = bytearray(version.read_bytes())
        for place in range(len(content) // 2, len(content) // 2 + 64):
            content[place] ^= 0xFF
        version.write_bytes(content)
        assert desk.figures() == before
        assert "最新版本已损坏" in (desk.warehouse.damage() or "")
        assert desk.load(hotline("2023-07,甲大队,9,8")).status == "ok"
        assert desk.warehouse.damage() is None

    @pytest.mark.parametrize("pointer", ["", "~", "../outside.duckdb", "\0\0\0", "000001.draft", "²"])
    def test_a_damaged_pointer_is_told_as_such_and_the_newest_version_is_used(
        self, desk: Desk, pointer: str
    ) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        desk.warehouse.pointer.write_text(pointer, encoding="utf-8")
        assert len(desk.figures()) == 2
        assert "CURRENT 文件缺失或已损坏" in (desk.warehouse.damage() or "")
        assert desk.load(hotline("2023-07,甲大队,1,1")).status == "ok"
        assert desk.warehouse.damage() is None

    def test_nothing_is_said_of_damage_while_loads_come_in(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("etl.warehouse.warehouse.KEPT_VERSIONS", 1)
        done, said = threading.Event(), set()

        def ask() -> None:
            while not done.is_set():
                said.add(desk.warehouse.damage())

        with ThreadPoolExecutor(2) as pool:
            asking = [pool.submit(ask) for _ in range(2)]
            for value in range(1, 7):
                desk.load(hotline(f"2023-06,甲大队,{value},{value}"))
            done.set()
        assert [one.result() for one in asking] == [None, None]
        assert said == {None}

    def test_loading_goes_on_after_damage(self, desk: Desk) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        desk.warehouse.current_path().write_bytes(b"not a database")
        assert desk.load(hotline("2023-06,甲大队,100,90")).status == "ok"
        assert desk.warehouse.damage() is None

    def test_a_lost_pointer_is_no_lost_warehouse(self, desk: Desk) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        desk.warehouse.pointer.unlink()
        assert len(desk.figures()) == 2

    def test_no_good_version_is_an_error_that_says_what_to_do(self, desk: Desk) -> None:
        for version in desk.warehouse.versions.iterdir():
            version.write_bytes(b"not a database")
        with pytest.raises(WarehouseError, match="restore"):
            desk.figures()

    def test_what_a_newer_program_made_is_an_error_and_not_damage(self, desk: Desk) -> None:
        with duckdb.connect(desk.warehouse.current_path()) as connection:
            connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
        with pytest.raises(WarehouseError, match="请换用新版程序"):
            desk.figures()

    def test_a_database_of_something_else_is_another_schema(self, tmp_path: Path) -> None:
        warehouse = Warehouse(tmp_path / "w")
        warehouse.begin()
        warehouse.current_path().unlink()
        with duckdb.connect(warehouse.versions / "000001.duckdb") as connection:
            connection.execute("CREATE TABLE other (a INTEGER)")
        with pytest.raises(WarehouseError):
            warehouse.version()

    def test_a_warehouse_made_anew_in_the_same_place_is_read_anew(
        self, desk: Desk, ready_warehouse: Path
    ) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        assert len(desk.figures()) == 2
        shutil.rmtree(desk.warehouse.folder)
        shutil.copytree(ready_warehouse, desk.warehouse.folder)
        desk.load(hotline("2023-05,甲大队,1,1"))
        assert set(desk.figures()) == {(RECEIVED, "a", "2023-05"), (CLOSED, "a", "2023-05")}


class TestNetworkDrive:
    """A warehouse on a network drive is read, never written."""

    MOUNTS = "/dev/sda1 / ext4 rw 0 0\nserver:/share {} {} rw 0 0\ntmpfs /run tmpfs rw 0 0\n"

    @pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
    def test_nothing_is_written_to_a_network_drive(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
    ) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        version, mounts = desk.warehouse.version(), tmp_path / "mounts"
        monkeypatch.setattr(disk, "MOUNTS", mounts)
        mounts.write_text(self.MOUNTS.format(desk.warehouse.folder.resolve().parent, kind), encoding="utf-8")
        with pytest.raises(WarehouseError, match="网络盘"):
            desk.load(hotline("2023-07,甲大队,1,1"))
        with pytest.raises(WarehouseError, match="网络盘"):
            Warehouse(desk.warehouse.folder.parent / "new").begin()
        assert desk.warehouse.version() == version
        assert len(desk.figures()) == 2

    @pytest.mark.parametrize("place", ["/elsewhere", "{}x"])
    def test_another_folders_network_drive_is_no_obstacle(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
    ) -> None:
        mounts = tmp_path / "mounts"
        monkeypatch.setattr(disk, "MOUNTS", mounts)
        mounts.write_text(self.MOUNTS.format(place.format(desk.warehouse.folder), "nfs4"), encoding="utf-8")
        assert desk.load(hotline("2023-06,甲大队,100,90")).status == "ok"
