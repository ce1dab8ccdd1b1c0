"""/healthz: whether the board can do its work, for a monitor. It names no figure, file or person."""

import logging
import shutil

import duckdb
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from etl.warehouse import Warehouse, WarehouseError, find_warehouse

PATH = "/healthz"
# A load copies the warehouse, and ten versions are kept.
LEAST_FREE = 500 << 20
COPIES = 3
HEALTHY, UNHEALTHY = 200, 503
log = logging.getLogger(__name__)


def healthz(_: Request) -> JSONResponse:
    """Status 200 if the warehouse is readable and the disk has room for loads, else 503."""
    warehouse = find_warehouse()
    version_size = _size_of_version(warehouse)
    free = _free_bytes(warehouse)
    answer = {
        "alive": True,
        "warehouse_readable": version_size is not None,
        "disk_free_mb": free >> 20,
        "disk_enough": free >= max(LEAST_FREE, COPIES * (version_size or 0)),
    }
    is_well = answer["warehouse_readable"] and answer["disk_enough"]
    return JSONResponse(answer, HEALTHY if is_well else UNHEALTHY, headers={"Cache-Control": "no-store"})


def _size_of_version(warehouse: Warehouse) -> int | None:
    """The bytes of the current version; None if it cannot be read or is not the newest."""
    try:
        if not warehouse.exists() or warehouse.damage():
            return None
        with warehouse.read() as connection:
            connection.table("load_record").count("*").fetchone()
        return warehouse.current_path().stat().st_size
    except (WarehouseError, duckdb.Error, OSError):
        log.warning("健康检查：数据仓库不能读取。", exc_info=True)
        return None


def _free_bytes(warehouse: Warehouse) -> int:
    folder = next(path for path in (warehouse.folder, *warehouse.folder.parents) if path.exists())
    return shutil.disk_usage(folder).free


ROUTE = Route(PATH, healthz, methods=["GET"])
