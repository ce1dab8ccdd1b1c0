"""A warehouse in a lake: writes go into the lake, reads are answered by a local copy of its newest state.

So a page reads as fast as from a file, goes on while the database is away, and sees one state from start to
end; and everything that reads versions (backup, verify, trying several files) works as it does with files.
"""

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.warehouse import versions
from etl.warehouse.disk import work_folder
from etl.warehouse.kept_files import FolderFiles, KeptFiles
from etl.warehouse.lake.copies import bring_in_step, copy_whole, differing_tables, replace_all
from etl.warehouse.lake.engine import Location, filled, is_from_outside, lakes, read_location, transaction
from etl.warehouse.lake.postgres import Snapshot, UnreachableError, postgres
from etl.warehouse.lake.store_files import StoreFiles
from etl.warehouse.operation_log import RecordLog
from etl.warehouse.statements import statement
from etl.warehouse.upgrade import keep_aside, upgrade
from etl.warehouse.versions import WarehouseError
from etl.warehouse.warehouse import RollbackQuietly, Warehouse, tell_change

NOT_USABLE = "数据仓库 {} 无法读写：请检查数据库服务、共享文件夹或对象存储的权限和空间，然后重试。"
AWAY = "连不上数据仓库的数据库，现显示此前的数据，暂时不能导入和撤销。恢复连接后自动更新。"
DIFFERS = "共享数据中的表 {} 与本机副本不一致"
UNREADABLE = "共享数据不能读取（{}）：请检查共享文件夹或对象存储中的文件是否齐全。"
TRIES = 3
log = logging.getLogger(__name__)


class NotBegunError(WarehouseError):
    """The lake has no tables yet."""


@dataclass(frozen=True)
class LakeWarehouse(Warehouse):
    """A lake, and the folder of its local copies: `folder`."""

    location: Location

    @property
    def place(self) -> str:
        """The lake as messages name it."""
        return self.location.words

    def files(self, kind: str) -> KeptFiles:
        """The kept files of a kind, shared by all servers, beside the lake's data."""
        if self.location.is_in_store:
            return StoreFiles(self.location, kind)
        return FolderFiles(Path(self.location.data_path, kind))

    @property
    def keeps_sums(self) -> bool:
        """No: see kept_sums.py."""
        return False

    @property
    def record_log(self) -> RecordLog:
        """Where the lines of the record of operations are: in the database."""
        return postgres(self.location)

    def exists(self) -> bool:
        """Whether the lake was begun; where the database is away, whether there is a copy of it."""
        try:
            return postgres(self.location).newest() is not None
        except UnreachableError:
            if super().exists():
                return True
            raise

    def current_path(self) -> Path:
        """The local copy of the newest state, made or brought in step if needed."""
        try:
            return self._newest_copy()
        except NotBegunError:
            self.begin()
        except versions.OlderSchemaError:
            self._upgrade()
        return self._newest_copy()

    def damage(self) -> str | None:
        """The message for all users while the database is away; else None: a damaged copy is made anew."""
        try:
            newest = postgres(self.location).newest()
        except UnreachableError:
            return AWAY
        if newest is not None:
            self.current_path()
        return None

    def storage_faults(self) -> list[str]:
        """Where the lake's own data are lost or changed."""
        try:
            return [DIFFERS.format(table) for table in differing_tables(self.location, self.current_path())]
        except duckdb.Error as error:
            return [UNREADABLE.format(type(error).__name__)]

    def merge_files(self, days: int) -> tuple[int, int] | None:
        """Merge small files, and remove what nothing has needed for so many days. No row changes.

        A server whose local copy is older than that copies the lake whole.
        """
        self.current_path()
        with self._alone():
            before = postgres(self.location).files()
            with lakes.cursor(self.location) as cursor:
                cursor.execute(filled("lake/merge_files", days=days))
            return before, postgres(self.location).files()

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection in one transaction on the lake, which counts for everybody if the block succeeds."""
        self.current_path()
        requested_at = time.perf_counter()
        with self._alone() as check:
            begun = time.perf_counter()
            self._newest_copy()
            try:
                with transaction(self.location, views=True) as connection:
                    yield connection
                    versions.check_uniqueness(connection)
                    check()
                    connection.execute("COMMIT")
            except RollbackQuietly:
                return
            now = self._newest_copy()
            tell_change(now.stem, begun - requested_at, time.perf_counter() - begun)

    def begin(self, kind: str | None = None) -> bool:
        """Create an empty lake if there is none; return whether it did."""
        with self._alone() as check:
            if postgres(self.location).newest() is not None:
                return False
            with transaction(self.location) as connection:
                connection.execute(statement("schema"))
                versions.describe(connection, kind or "office")
                check()
                connection.execute("COMMIT")
            postgres(self.location).prepare()
        return True

    def adopt(self, version: Path) -> None:
        """Make a finished version file from elsewhere the lake's content, in one transaction."""
        with self._alone() as check:
            replace_all(self.location, version, check)
            postgres(self.location).prepare()
        self._newest_copy()

    def _upgrade(self) -> None:
        """Upgrade a copy of the lake's older content, prove it, and put it into the lake."""
        with self._alone() as check, work_folder(self.folder) as work:
            try:
                self._newest_copy()
            except versions.OlderSchemaError as older:
                draft = work / "upgraded.duckdb"
                shutil.copyfile(older.path, draft)
                upgrade(draft, older.schema)
                kept = keep_aside(older.path, self.folder / "older", older.schema)
                replace_all(self.location, draft, check)
                log.warning("数据仓库 %s 已升级，升级前的数据留在 %s", self.place, kept)

    @contextmanager
    def _alone(self) -> Iterator[Callable[[], None]]:
        """The lock of the only writer of all servers; errors of the lake become one clear message."""
        with self.writable(), postgres(self.location).lock() as check:
            yield check

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Convert errors of the database, the shared folder and a full disk into a clear message."""
        try:
            yield
        except (OSError, duckdb.Error) as error:
            if not isinstance(error, OSError) and not is_from_outside(error):
                raise
            log.warning("%s", error)
            raise WarehouseError(NOT_USABLE.format(self.place)) from error

    def _newest_copy(self) -> Path:
        """The local copy of the newest state. Raises OlderSchemaError, WarehouseError."""
        try:
            newest = postgres(self.location).newest()
        except UnreachableError:
            if versions.opens(self._named_version()):
                return self._named_version()
            raise
        if newest is None:
            raise NotBegunError(NOT_USABLE.format(self.place))
        if self._is_copied(newest):
            return self._named_version()
        with self.lock(), self.writable():
            for _ in range(TRIES):
                newest = postgres(self.location).newest() or newest
                if self._is_copied(newest) or self._copy(newest):
                    break
        versions.opens(self._named_version())
        return self._named_version()

    def _is_copied(self, newest: Snapshot) -> bool:
        """Whether the pointer names a sound copy of this state. Raises OlderSchemaError, WarehouseError."""
        named = self._named_version()
        return named.stem == newest.name and versions.opens(named)

    def _copy(self, newest: Snapshot) -> bool:
        """Make the copy of a state current; False if the lake has moved on meanwhile."""
        draft = self.versions / f"{newest.name}.draft"
        self._draft()  # removes the remains of killed programs
        try:
            is_step = self._step(draft, newest)
            if not is_step:
                versions.remove(draft)
                if copy_whole(self.location, draft) != newest.number:
                    return False
            self._remove_later(newest)
            self._publish(draft)
            if not is_step:
                versions.retest(draft.with_suffix(".duckdb"))  # another program may have made its schema
        finally:
            versions.remove(draft)
        return True

    def _step(self, draft: Path, newest: Snapshot) -> bool:
        """Make the copy from the one before by the rows that changed; False if that can't be done."""
        before = self._named_version()
        since = postgres(self.location).snapshot(int(before.stem[:9])) if before.stem.isdigit() else None
        # A database that was put back to an earlier day may have another snapshot of the same number.
        if since is None or since.name != before.stem or since.schema != newest.schema:
            return False
        if not versions.opens(before):
            return False
        shutil.copyfile(before, draft)
        return bring_in_step(self.location, draft, since.number, newest)

    def _remove_later(self, newest: Snapshot) -> None:
        """Remove copies of states that are no more: the database was put back to an earlier day."""
        for path in versions.version_files(self.versions):
            if path.stem >= newest.name:
                versions.remove(path)


def open_lake(text: str) -> LakeWarehouse:
    """The warehouse in the lake that the text names. Raises WarehouseError."""
    location = read_location(text)
    return LakeWarehouse(location.local_path, location)
