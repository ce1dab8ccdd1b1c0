"""Move an office from one warehouse to another, such as from a folder to a lake and back, without loss."""

from collections.abc import Iterable, Iterator

import duckdb

from etl.warehouse.definitions import newest_definitions
from etl.warehouse.kept_files import ORIGINALS, KeptFiles
from etl.warehouse.kept_sums import rebuild
from etl.warehouse.operation_log import append_all
from etl.warehouse.operation_record import BROUGHT
from etl.warehouse.statements import statement
from etl.warehouse.verify import verify
from etl.warehouse.versions import WarehouseError
from etl.warehouse.warehouse import Warehouse


def copy_warehouse(source: Warehouse, target: Warehouse) -> list[str]:
    """Copy the current version, the originals and the record; return what differs or is faulty afterwards.

    The target must be empty or not begun. The source stays as it is. Raises WarehouseError.
    """
    _refuse_unfit(source, target)
    with source.read() as connection:
        before = _content(connection)
        originals = [sha256 for _, _, sha256 in connection.execute(statement("originals")).fetchall()]
    target.begin()
    target.files(ORIGINALS).keep(_contents(source.files(ORIGINALS), originals))
    target.files(BROUGHT).keep(_contents(source.files(BROUGHT), source.files(BROUGHT).names()))
    append_all(target.record_log, source.record_log.content())
    target.adopt(source.current_path())
    with target.write() as connection:
        rebuild(connection, newest_definitions(connection))
    with target.read() as connection:
        after = _content(connection)
    return [*_differences(before, after), *verify(target)]


def _refuse_unfit(source: Warehouse, target: Warehouse) -> None:
    if not source.exists():
        raise WarehouseError(f"没有数据仓库 {source.place}，没有复制。")
    if faults := verify(source):
        raise WarehouseError(f"数据仓库 {source.place} 有 {len(faults)} 处问题，没有复制：{faults[0]}。")
    if not target.exists():
        return
    with target.read() as connection:
        row = connection.execute(statement("newest_event")).fetchone()
    if (row and row[0]) or target.record_log.content():
        raise WarehouseError(f"数据仓库 {target.place} 已有数据，没有复制：请换一个空的位置。")


def _contents(files: KeptFiles, names: Iterable[str]) -> Iterator[bytes]:
    """The contents that are not lost; `verify` names the others."""
    return (content for name in names if (content := files.read(name)) is not None)


def _content(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    """How many rows of each kind a warehouse has, with a checksum."""
    rows = connection.execute(statement("upgrade_digest")).fetchall()
    return {what: (count, checksum) for what, count, checksum in rows}


def _differences(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> Iterator[str]:
    for what, content in before.items():
        if after.get(what) != content:
            yield f"复制前后的内容不一致：{what}"
