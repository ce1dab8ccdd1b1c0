"""The open versions: one DuckDB instance per warehouse and process, shared by all readers."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.warehouse.versions import connect

# Open at the same time for each warehouse: pages go on with their version when a load has made another.
MOST_OPEN = 4
# A server shows one warehouse, and opens another now and then, to look into a backup.
MOST_WAREHOUSES = 4


class VersionGoneError(Exception):
    """The version that was asked for is no longer there."""


@dataclass
class _Instance:
    """An open version: its number of readers, and whether it is to be closed once nobody reads it."""

    connection: duckdb.DuckDBPyConnection
    readers: int = 0
    is_over: bool = False

    def close_if_unused(self) -> None:
        """Close it when nobody reads it any more, because closing an instance closes its cursors too."""
        if self.is_over and self.readers == 0:
            self.connection.close()


class _Instances:
    """The newest versions that somebody read, of each warehouse by name, shared by all threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: dict[Path, dict[str, _Instance]] = {}

    @contextmanager
    def reading(
        self, folder: Path, current: Callable[[], str], version: str | None = None
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the current version of the warehouse in a folder, or on an earlier one.

        `current` names the current version. Raises VersionGoneError.
        """
        with self._guard:
            try:
                instance = self._instance(folder, version or current())
            except (duckdb.Error, OSError, VersionGoneError):
                if version is not None:
                    raise
                # The version was removed between reading the pointer and opening it: read the pointer again.
                instance = self._instance(folder, current())
            cursor = instance.connection.cursor()
            instance.readers += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._guard:
                instance.readers -= 1
                instance.close_if_unused()

    def _instance(self, folder: Path, version: str) -> _Instance:
        self._open[folder] = opened = self._open.pop(folder, {})  # the last one used is the last to be closed
        if version not in opened:
            path = _path_of(version)
            # A file written anew under the same name must not be read through what is open of the old one.
            for same in [name for name in opened if _path_of(name) == path]:
                _retire(opened.pop(same))
            if not path.exists() or version_of(path) != version:
                raise VersionGoneError(version)
            opened[version] = _Instance(connect(path, read_only=True))
        opened[version] = instance = opened.pop(version)
        while len(opened) > MOST_OPEN:
            _retire(opened.pop(next(iter(opened))))
        while len(self._open) > MOST_WAREHOUSES:
            for other in self._open.pop(next(iter(self._open))).values():
                _retire(other)
        return instance


def version_of(path: Path) -> str:
    """The name of a version file in its present state."""
    return f"{path}@{path.stat().st_mtime_ns}"


def _path_of(version: str) -> Path:
    return Path(version.rpartition("@")[0])


def _retire(instance: _Instance) -> None:
    instance.is_over = True
    instance.close_if_unused()


instances = _Instances()
