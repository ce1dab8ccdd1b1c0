"""A full disk: nothing is half-written, and what to do is said."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from etl.warehouse import Warehouse, WarehouseError
from tests.etl.desk import Desk, hotline


@contextmanager
def full_disk(largest_file: int) -> Iterator[None]:
    """The system refuses to write any file further than so many bytes, as a full disk would."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


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
