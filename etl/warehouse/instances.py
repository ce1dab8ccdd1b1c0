"""The open versions: one DuckDB instance per warehouse and process, shared by all readers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from etl.warehouse.engine import connect

if TYPE_CHECKING:
    from etl.warehouse.warehouse import Warehouse


@dataclass
class _Instance:
    """An open version: its number of readers, and whether a newer version has replaced it."""

    version: str
    connection: duckdb.DuckDBPyConnection
    readers: int = 0
    is_over: bool = False

    def close_if_unused(self) -> None:
        """Close it when nobody reads it any more, because closing an instance closes its cursors too."""
        if self.is_over and self.readers == 0:
            self.connection.close()


class _Instances:
    """One open DuckDB instance per warehouse, shared by all threads of the process; follows the pointer."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._current: dict[Path, _Instance] = {}

    @contextmanager
    def reading(self, warehouse: "Warehouse") -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor on the current version."""
        with self._guard:
            try:
                instance = self._instance(warehouse)
            except (duckdb.Error, OSError):
                # The version was removed between reading the pointer and opening it: read the pointer again.
                instance = self._instance(warehouse)
            cursor = instance.connection.cursor()
            instance.readers += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._guard:
                instance.readers -= 1
                instance.close_if_unused()

    def _instance(self, warehouse: "Warehouse") -> _Instance:
        version = warehouse.version()
        held = self._current.get(warehouse.folder)
        if held is not None and held.version == version:
            return held
        if held is not None:
            held.is_over = True
            held.close_if_unused()
            del self._current[warehouse.folder]
        fresh = _Instance(version, connect(warehouse.current_path(), read_only=True))
        self._current[warehouse.folder] = fresh
        return fresh


instances = _Instances()
