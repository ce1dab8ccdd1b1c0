"""What a monitor sees: the route /healthz, and the service log.

/healthz says whether the board can do its work; it names no figure, file or person. The log has one JSON
object a line on requests, page runs and changes of the warehouse.

The log says how long things take and how they end. It holds no personal data: no names, queries, file
names or addresses. `who` is a code for a login, made anew at each start, so that a person's steps can be
followed through a fault but not from day to day. Who did what is in the warehouse's own history.
"""

import contextvars
import hashlib
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import duckdb
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui.serving.logins import visitor
from etl.warehouse import Warehouse, WarehouseError, find_warehouse

EVENTS = "board.events"
ETL_EVENTS = "etl.events"
FOLDER_VARIABLE = "BOARD_LOG"
LARGEST_BYTES, FILES_KEPT = 10 << 20, 10
SALT = secrets.token_bytes(16)
LOCAL = "local"  # nobody who is logged in
# Frequent and alike: logged only when they fail or are slow.
QUIET = ("/static", "/app/static", "/healthz", "/_stcore/health", "/_stcore/host-config", "/favicon.png")
KNOWN = ("/_stcore/stream", "/_stcore/upload_file", "/media", "/oauth2callback", "/auth")
SLOW = 1.0
FAILED = 400

_who: contextvars.ContextVar[str | None] = contextvars.ContextVar("who", default=None)
_log = logging.getLogger(EVENTS)


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; errors are reduced to their type and place in the code."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "event": getattr(record, "event", "message"),
            "level": record.levelname.lower(),
            "who": _who.get(),
            **getattr(record, "data", {}),
        }
        if not hasattr(record, "event"):
            fields["place"] = f"{record.name}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
        return json.dumps({name: value for name, value in fields.items() if value is not None})


def start(warehouse_folder: Path, port: int) -> Path | None:
    """Begin to log; returns the file, None (with a warning) if none can be written.

    Each port has its own file, because two processes cannot rotate one.
    """
    folder = Path(os.environ.get(FOLDER_VARIABLE) or warehouse_folder / "log")
    path = folder / f"service-{port}.jsonl"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=LARGEST_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    except OSError:
        logging.getLogger(__name__).warning("运行日志无法写入 %s，本次不记。", path)
        return None
    handler.setFormatter(JsonLines())
    for name in (EVENTS, ETL_EVENTS):
        events = logging.getLogger(name)
        events.setLevel(logging.INFO)
        events.propagate = False
        events.addHandler(handler)
    whole = logging.StreamHandler()  # a logger with a handler leaves standard error out: tracebacks go there
    whole.setLevel(logging.WARNING)
    for name in ("dashboard", "etl"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).addHandler(whole)
    return path


def code_for(name: str) -> str:
    """The code that stands for a login until the next start."""
    return hashlib.blake2s(name.encode(), key=SALT, digest_size=5).hexdigest()


def _visitor() -> str:
    name = visitor().name
    return code_for(name) if name else LOCAL


@contextmanager
def page_run(page: str, part: str = "page") -> Iterator[None]:
    """Log a run of a page or of a part of it: how long it took and how it ended."""
    begun, token = time.perf_counter(), _who.set(_visitor())
    outcome = "stopped"
    try:
        yield
        outcome = "done"
    except Exception:
        outcome = "failed"
        raise
    finally:
        data = {"page": page, "part": part, "outcome": outcome, "ms": _milliseconds(begun)}
        _log.info("", extra={"event": "run", "data": data})
        _who.reset(token)


class Requests:
    """ASGI middleware: logs each answer with its time; a websocket when it closes."""

    def __init__(self, app: ASGIApp, pages: frozenset[str]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note how it was answered."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), [0]

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            self._note(scope, status[0], begun)

    def _note(self, scope: Scope, status: int, begun: float) -> None:
        seconds = time.perf_counter() - begun
        if scope["path"].startswith(QUIET) and status < FAILED and seconds < SLOW:
            return
        data = {
            "kind": scope["type"],
            "method": scope.get("method"),
            "path": self._known(scope["path"]),
            "status": status or None,
            "ms": _milliseconds(begun),
        }
        _log.info("", extra={"event": "request", "data": {k: v for k, v in data.items() if v is not None}})

    def _known(self, path: str) -> str:
        """The page or kind of address; a mistyped address may hold anything and is not kept."""
        kind = next((kind for kind in (*KNOWN, *QUIET) if path.startswith(kind)), None)
        return kind or (path if path.strip("/") in self._pages else "other")


def _milliseconds(begun: float) -> float:
    return round(1000 * (time.perf_counter() - begun), 1)


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
