"""The warehouse: a folder of DuckDB versions and the pointer to the current one, or a lake."""

from etl.warehouse.versions import WarehouseError
from etl.warehouse.warehouse import OFFICE, SAMPLE, RollbackQuietly, Warehouse

# isort: split
from etl.warehouse.choice import find_warehouse

__all__ = ["OFFICE", "SAMPLE", "RollbackQuietly", "Warehouse", "WarehouseError", "find_warehouse"]
