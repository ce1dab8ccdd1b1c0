"""Verify a warehouse: rebuild the current state from the history, compare, and reread every original."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import duckdb

from etl.warehouse.as_of import as_of_event
from etl.warehouse.kept_sums import sums_differ
from etl.warehouse.operation_record import record_faults, records_brought
from etl.warehouse.originals import is_whole, original_path
from etl.warehouse.statements import statement

if TYPE_CHECKING:
    from etl.warehouse.warehouse import Warehouse


def verify(warehouse: "Warehouse") -> list[str]:
    """Every fault as a Chinese sentence; empty if there is none. Raises WarehouseError."""
    damage = warehouse.damage()
    with warehouse.read() as connection:
        return [
            *([damage] if damage else []),
            *faults(connection),
            *_lost_originals(connection, warehouse),
            *record_faults(connection, warehouse),
            *_lost_records(warehouse),
            *warehouse.storage_faults(),
        ]


def faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Faults in the history, or between history and current state; the connection cannot be reused."""
    for rule, keys in connection.execute(statement("uniqueness")).fetchall():
        yield f"有 {keys} 处重复：{rule}"
    for load, recorded, stored in connection.execute(statement("verify_loads")).fetchall():
        yield f"导入 {load} 记录为 {recorded} 个数，历史中却有 {stored} 个"
    newest = connection.execute(statement("newest_event")).fetchone()
    connection.execute(statement("kept_value"))
    as_of_event(connection, newest[0] if newest else 0)
    differing = connection.execute(statement("verify_figures")).fetchone()
    if differing and differing[0]:
        yield f"现行数据与历史推算不一致，共 {differing[0]} 处"
    connection.execute(statement("sums/current_here"))
    if sums := sums_differ(connection):
        yield f"单位或汇总数与历史推算不一致，共 {sums} 处"


def _lost_originals(connection: duckdb.DuckDBPyConnection, warehouse: "Warehouse") -> Iterator[str]:
    for load, file, sha256 in connection.execute(statement("originals")).fetchall():
        if not is_whole(original_path(warehouse, sha256)):
            yield f"导入 {load} 的原始文件（{file}）缺失或被改动"


def _lost_records(warehouse: "Warehouse") -> Iterator[str]:
    for path in records_brought(warehouse):
        if not is_whole(path):
            yield f"恢复备份时迁入的操作记录（{path.parent.name}/{path.name[:12]}…）缺失或被改动"
