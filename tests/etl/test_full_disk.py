"""A full disk, a read-only folder: nothing is half-written, and what to do is said."""

import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from etl.load.freeze import MONTH_RESULTS_ENTRY_POINT, Closing, freeze
from etl.warehouse import Warehouse, WarehouseError
from etl.warehouse.as_of import frozen_through
from etl.warehouse.backup import backup, restore
from etl.warehouse.verify import verify
from tests.dashboard.command import run
from tests.etl.desk import Desk, hotline, new_desk
from tests.etl.old_warehouses import OldWarehouse


@contextmanager
def full_disk(largest_file: int) -> Iterator[None]:
    """The system refuses to write any file further than so many bytes, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write below the folder; root, who may write anywhere, becomes nobody for a while."""
    modes = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)


def close_february(desk: Desk, backed_up: Path) -> None:
    freeze(
        desk.warehouse,
        date(2024, 2, 1),
        by="科长",
        closing=Closing(desk.catalogue, MONTH_RESULTS_ENTRY_POINT.load()),
    )


def restore_backup(desk: Desk, backed_up: Path) -> None:
    restore(desk.warehouse, backed_up, by="科长")


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user of the machine may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("work", [close_february, restore_backup])
def test_closing_and_restoring_without_room_or_rights_change_nothing(
    shared: Path, work: Callable[[Desk, Path], None]
) -> None:
    desk = new_desk(shared / "office")
    desk.load(hotline("2024-01,a,5"))
    file = backup(desk.warehouse, shared / "b.zip")
    file.chmod(0o644)
    desk.load(hotline("2024-02,a,6"))
    before, figures = desk.warehouse.version(), desk.figures()
    size = desk.warehouse.current_path().stat().st_size
    for hindrance in (full_disk(0), full_disk(size // 2), read_only(shared)):
        with hindrance, pytest.raises(WarehouseError, match="无法写入，请检查该文件夹的权限和磁盘空间"):
            work(desk, file)
        assert desk.warehouse.version() == before
        assert desk.figures() == figures
        assert verify(desk.warehouse) == []
    with desk.warehouse.read() as connection:
        assert frozen_through(connection) is None
    work(desk, file)
    assert desk.warehouse.version() != before


@pytest.mark.parametrize("step", ["open", "restore"])
@pytest.mark.parametrize("more", [-1, 4096, 200_000])
def test_a_disk_that_fills_in_the_middle_of_an_upgrade_leaves_all_as_it_was(
    tmp_path: Path, step: str, more: int
) -> None:
    old = OldWarehouse(3)
    folder = old.lay_out(tmp_path / "office")
    version = folder / "versions/000017.duckdb"
    before, room = version.read_bytes(), version.stat().st_size + more
    into = Warehouse(folder) if step == "open" else Warehouse(tmp_path / "new")

    def upgrade() -> None:
        into.current_path() if step == "open" else restore(into, old.backup)

    with full_disk(room), pytest.raises(WarehouseError, match="无法写入，请检查该文件夹的权限和磁盘空间"):
        upgrade()
    assert version.read_bytes() == before
    assert step == "open" or not into.exists()
    assert [*into.versions.glob("*.draft*"), *(into.folder / "older").glob("*")] == []
    upgrade()
    assert verify(into) == []
    assert len(Desk(into).figures()) == len(old.shown["figures"])


def test_a_read_only_warehouse_still_shows_its_figures(shared: Path) -> None:
    desk = new_desk(shared / "office")
    desk.load(hotline("2024-01,a,5"))
    with read_only(shared):
        assert run("etl", desk.warehouse.folder, "figures").status == 0
        refused = run("etl", desk.warehouse.folder, "freeze", "2024-01", "--by", "科长")
    assert (refused.status, refused.err.count("\n")) == (3, 1)
    assert "无法写入" in refused.err


@pytest.mark.parametrize("words", [("backup", "b.zip"), ("backup", "--keep", "3", ".")], ids=["one", "daily"])
def test_a_backup_for_which_there_is_no_room_leaves_nothing(
    desk: Desk, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "full").mkdir()
    monkeypatch.chdir(tmp_path / "full")
    with full_disk(4096):
        ran = run("etl", desk.warehouse.folder, *words)
    assert (ran.status, ran.err.count("\n")) == (3, 1)
    assert "备份没有写成" in ran.err
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("room", [0, 1, 100_000, "one page"])
def test_a_full_disk_is_an_error_that_says_what_to_do(desk: Desk, room: int | str) -> None:
    desk.load(hotline("2024-01,a,5"))
    before, figures = desk.warehouse.version(), desk.figures()
    size = desk.warehouse.current_path().stat().st_size
    with (
        full_disk(room if isinstance(room, int) else size + 4096),
        pytest.raises(WarehouseError, match="无法写入，请检查该文件夹的权限和磁盘空间"),
    ):
        desk.load(hotline("2024-01,a,6"))
    assert desk.warehouse.version() == before
    assert desk.figures() == figures
    assert desk.load(hotline("2024-01,a,6")).status == "ok"


def test_a_warehouse_that_can_not_be_begun_says_so(tmp_path: Path) -> None:
    with full_disk(0), pytest.raises(WarehouseError, match="无法写入"):
        Warehouse(tmp_path / "new").begin()
    assert Warehouse(tmp_path / "new").begin()
