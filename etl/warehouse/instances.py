"""The open versions of warehouses: one DuckDB instance each, shared by all threads of the process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from etl.warehouse import versions
from etl.warehouse.engine import connect

if TYPE_CHECKING:
    from etl.warehouse.warehouse import Warehouse

# Who began with a version goes on with it while loads come in.
KEPT_OPEN = 3


class VersionGoneError(LookupError):
    """The version is neither open nor on disk any more."""


def stamp(path: Path) -> str:
    """The name of a version for cache keys: its file and when that was written."""
    return f"{path}@{path.stat().st_mtime_ns}"


@dataclass
class _Instance:
    """An open version: its number of readers, and whether newer versions have replaced it."""

    connection: duckdb.DuckDBPyConnection
    readers: int = 0
    is_over: bool = False

    def close_if_unused(self) -> None:
        """Close it when nobody reads it any more, because closing an instance closes its cursors too."""
        if self.is_over and self.readers == 0:
            self.connection.close()


class _Instances:
    """The open instances by warehouse folder and version, the one opened last at the end."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: dict[Path, dict[str, _Instance]] = {}

    @contextmanager
    def reading(
        self, warehouse: "Warehouse", version: str | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on a version (None: the current one). Raises VersionGoneError."""
        with self._guard:
            instance = self._pinned(warehouse, version) if version else self._newest(warehouse)
            cursor = instance.connection.cursor()
            instance.readers += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._guard:
                instance.readers -= 1
                instance.close_if_unused()

    def _newest(self, warehouse: "Warehouse") -> _Instance:
        try:
            return self._instance(warehouse.folder, warehouse.current_path())
        except (duckdb.Error, OSError):
            # The version was removed between reading the pointer and opening it: read the pointer again.
            return self._instance(warehouse.folder, warehouse.current_path())

    def _pinned(self, warehouse: "Warehouse", version: str) -> _Instance:
        held = self._open.get(warehouse.folder, {}).get(version)
        if held is not None:
            return held
        path = Path(version.rpartition("@")[0])
        try:
            if path.parent == warehouse.versions and stamp(path) == version and versions.opens(path):
                return self._instance(warehouse.folder, path)
        except (duckdb.Error, OSError):
            pass  # removed meanwhile
        raise VersionGoneError(version)

    def _instance(self, folder: Path, path: Path) -> _Instance:
        open_here, version = self._open.setdefault(folder, {}), stamp(path)
        if version not in open_here:
            open_here[version] = _Instance(connect(path, read_only=True))
        for old in list(open_here)[:-KEPT_OPEN]:
            over = open_here.pop(old)
            over.is_over = True
            over.close_if_unused()
        return open_here[version]


instances = _Instances()
