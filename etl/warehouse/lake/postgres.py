"""What the board reads from the database itself: the newest snapshot, the writer's lock, the record."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from etl.warehouse.lake.engine import Location
from etl.warehouse.operation_log import LOCK_SECONDS
from etl.warehouse.statements import statement
from etl.warehouse.versions import WarehouseError

if TYPE_CHECKING:
    import psycopg

# A server that doesn't answer must not hold up a page that can go on with what it has.
PATIENT = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
# For so long pages go on with what they have, and nobody waits for a database that did not answer.
SECONDS_AWAY = 5
UNREACHABLE = "连不上数据仓库的数据库（{}）。请检查数据库服务和网络，稍后重试；已导入的数据没有改动。"
LOCKED = (
    "数据仓库 {} 正被另一项操作占用，已等待 {:.0f} 秒。请稍后重试；若一直如此，请检查是否有未结束的导入。"
)
LOCK_LOST = "与数据仓库的数据库（{}）的连接在写入途中中断，这一次没有写入，请重试。"


class UnreachableError(WarehouseError):
    """The database does not answer: reading can go on with the local copy, writing can not."""


@dataclass(frozen=True)
class Snapshot:
    """One state of the lake: its number, when it was made, and the number of its tables' definition."""

    number: int
    made_at: int
    schema: int

    @property
    def name(self) -> str:
        """The name of its local copy. A database that was put back to an earlier day counts numbers again."""
        return f"{self.number:09d}{self.made_at:017d}"


class Postgres:
    """A connection to the database for short queries, opened again after it was lost."""

    def __init__(self, location: Location) -> None:
        self.location = location
        self._guard = threading.Lock()
        self._next_try_at = 0.0
        self._open: psycopg.Connection[Any] | None = None

    def forget_absence(self) -> None:
        """Try again at once, though the database did not answer a moment ago."""
        self._next_try_at = 0.0

    def newest(self) -> Snapshot | None:
        """The newest snapshot of a lake that was begun; None if there is none. Raises UnreachableError."""
        rows = self._query("lake/newest_snapshot")
        return Snapshot(*rows[0]) if rows else None

    def snapshot(self, number: int) -> Snapshot | None:
        """The snapshot with this number, if it is still known. Raises UnreachableError."""
        rows = self._query("lake/snapshot", {"number": number})
        return Snapshot(*rows[0]) if rows else None

    def changes(self, since: int, until: int) -> list[str]:
        """What DuckLake says of each snapshot after `since` up to `until`: 'inserted_into_table:6,…'."""
        rows = self._query("lake/snapshot_changes", {"since": since, "until": until})
        return [changes for (changes,) in rows]

    def tables(self) -> dict[int, str]:
        """Each present table by the number that DuckLake gives it."""
        return dict(self._query("lake/tables"))

    def files(self) -> int:
        """Of how many files the newest state consists."""
        return int(self._query("lake/files")[0][0])

    def content(self) -> bytes:
        """The lines of the record of operations, oldest first."""
        return b"".join(bytes(line) + b"\n" for (line,) in self._query("lake/record_lines"))

    def append(self, line_after: Callable[[bytes], bytes]) -> None:
        """Append a line to the record: `line_after` makes it from the last one. Raises UnreachableError."""
        with self._connected() as connection, connection.transaction():
            connection.execute(statement("lake/lock_record"))
            last = connection.execute(statement("lake/last_record_line")).fetchone()
            line = line_after(bytes(last[0]) if last else b"")
            connection.execute(statement("lake/insert_record_line"), {"line": line})

    def prepare(self) -> None:
        """Make what the board keeps beside DuckLake's tables, once."""
        with self._connected() as connection:
            connection.execute(statement("lake/record"))

    @contextmanager
    def lock(self) -> Iterator[Callable[[], None]]:
        """The lock of the only writer; yields a check that it is still held. Raises WarehouseError.

        It ends with the connection: a writer that was killed holds nobody up.
        """
        from psycopg.errors import LockNotAvailable

        with self._connected() as connection:
            settings = {"wait": f"{LOCK_SECONDS:.0f}s", "key": f"board {self.location.catalogue}"}
            try:
                connection.execute(statement("lake/lock_wait"), settings)
                connection.execute(statement("lake/lock"), settings)
            except LockNotAvailable as error:
                raise WarehouseError(LOCKED.format(self.location.words, LOCK_SECONDS)) from error
            yield lambda: self._still_held(connection)

    def _still_held(self, connection: psycopg.Connection[Any]) -> None:
        import psycopg

        try:
            connection.execute(statement("lake/still_there"))
        except psycopg.Error as error:
            raise UnreachableError(LOCK_LOST.format(self.location.words)) from error

    def _query(self, name: str, values: dict[str, Any] | None = None) -> list[Any]:
        """The rows of a query, sent once more on a new connection where the open one was lost."""
        import psycopg

        with self._guard:
            if time.monotonic() < self._next_try_at:
                raise UnreachableError(UNREACHABLE.format(self.location.words))
            for is_last in (False, True):
                try:
                    self._open = self._open or self._connect()
                    return self._open.execute(statement(name), values).fetchall()
                except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName):
                    return []
                except (psycopg.Error, UnreachableError) as error:
                    if self._open is not None:
                        self._open.close()
                    self._open = None
                    if is_last:
                        self._next_try_at = time.monotonic() + SECONDS_AWAY
                        raise UnreachableError(UNREACHABLE.format(self.location.words)) from error
        return []

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection of its own, closed at the end."""
        import psycopg

        connection = self._connect()
        try:
            yield connection
        except psycopg.Error as error:
            raise UnreachableError(UNREACHABLE.format(self.location.words)) from error
        finally:
            connection.close()

    def _connect(self) -> psycopg.Connection[Any]:
        import psycopg

        try:
            return psycopg.connect(
                self.location.server,
                autocommit=True,
                options=f"-c search_path={self.location.catalogue}",
                **PATIENT,
            )
        except psycopg.Error as error:
            raise UnreachableError(UNREACHABLE.format(self.location.words)) from error


@lru_cache(maxsize=4)
def postgres(location: Location) -> Postgres:
    """The one connection of this process to a lake's database."""
    return Postgres(location)
