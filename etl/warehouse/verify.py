"""Verify a warehouse: rebuild the current state from the history, compare, and reread every original."""

from collections.abc import Iterator

import duckdb

from etl.warehouse import Warehouse
from etl.warehouse.faults import faults
from etl.warehouse.kept_files import ORIGINALS
from etl.warehouse.operation_record import BROUGHT, record_faults, records_brought
from etl.warehouse.statements import statement


def verify(warehouse: Warehouse) -> list[str]:
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


def _lost_originals(connection: duckdb.DuckDBPyConnection, warehouse: Warehouse) -> Iterator[str]:
    originals = warehouse.files(ORIGINALS)
    for load, file, sha256 in connection.execute(statement("originals")).fetchall():
        if originals.read(sha256) is None:
            yield f"导入 {load} 的原始文件（{file}）缺失或被改动"


def _lost_records(warehouse: Warehouse) -> Iterator[str]:
    for sha256 in records_brought(warehouse):
        if warehouse.files(BROUGHT).read(sha256) is None:
            yield f"恢复备份时迁入的操作记录（{BROUGHT}/{sha256[:12]}…）缺失或被改动"
