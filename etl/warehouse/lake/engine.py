"""Open a lake in DuckDB: one instance of this process, closed to everything but the lake's data."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from etl.warehouse.lake.location import Location, extension_paths
from etl.warehouse.statements import statement
from etl.warehouse.versions import CLOSED, Settings

# lake/close.sql sets the other two, once the lake is attached.
OPEN: Settings = {
    name: value
    for name, value in CLOSED.items()
    if name not in ("enable_external_access", "lock_configuration")
}
# A process has one lake, or two while one is copied into the other.
MOST_OPEN = 4


class _Lakes:
    """The open lakes of this process, each once: loading the extensions takes half a second."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._open: dict[Location, duckdb.DuckDBPyConnection] = {}
        self._with_views: set[Location] = set()

    @contextmanager
    def cursor(self, location: Location) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own, whose tables are lake.main.…; without our views."""
        with self._guard:
            if location not in self._open:
                self._open[location] = _open(location)
                while len(self._open) > MOST_OPEN:
                    self._close(next(iter(self._open)))
            cursor = self._open[location].cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def _close(self, location: Location) -> None:
        self._with_views.discard(location)
        self._open.pop(location).close()

    def make_views(self, location: Location, cursor: duckdb.DuckDBPyConnection) -> None:
        """Make this program's views beside the lake, once. The lake stores none, so nobody else's is run."""
        with self._guard:
            if location not in self._with_views:
                cursor.execute(statement("lake/views_beside"))
                cursor.execute(statement("views"))
                self._with_views.add(location)


lakes = _Lakes()


def _open(location: Location) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config=OPEN)
    for file in extension_paths():
        connection.execute(filled("lake/load_extension", file=file))
    connection.execute(statement("lake/commit_once"))
    (location.data_path / "tables").mkdir(parents=True, exist_ok=True)
    where = {"server": location.server, "data_path": f"{location.data_path / 'tables'}/"}
    connection.execute(filled("lake/attach", **where, catalogue=location.catalogue))
    connection.execute(filled("lake/close", data_path=where["data_path"]))
    return connection


def filled(name: str, **words: str | int | Path) -> str:
    """A statement with words filled in where parameters can't be bound; quotes in them are doubled."""
    text = statement(name)
    for word, value in words.items():
        text = text.replace(f"{{{word}}}", str(value).replace("'", "''"))
    return text


@contextmanager
def transaction(location: Location, *, views: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in one transaction on the lake's tables, with our views; whoever asked for it commits."""
    with lakes.cursor(location) as cursor:
        if views:
            lakes.make_views(location, cursor)
        cursor.execute(statement("lake/tables_first"))
        cursor.execute("BEGIN")
        try:
            yield cursor
        finally:
            with suppress(duckdb.Error):  # nothing is open after a commit, or the connection is lost
                cursor.execute("ROLLBACK")
