"""The warehouse, a folder of numbered DuckDB versions and a pointer: find, read and write it."""

import logging
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.warehouse import versions
from etl.warehouse.disk import is_on_network
from etl.warehouse.instances import instances, version_of
from etl.warehouse.kept_files import FolderFiles, KeptFiles
from etl.warehouse.operation_log import LOCK_SECONDS, RecordFile, RecordLog
from etl.warehouse.statements import statement
from etl.warehouse.upgrade import keep_aside, upgrade
from etl.warehouse.versions import WarehouseError

KEPT_VERSIONS = 10
DATA = Path(__file__).resolve().parents[2] / "data"
OFFICE, SAMPLE = DATA / "warehouse", DATA / "sample-warehouse"

VERSION_NAME, NO_NAME = re.compile(r"[0-9]+\.duckdb"), "~"
ON_NETWORK = (
    "数据仓库 {} 在网络盘上。网络盘不能保证两处同时写入和断电时数据完好，没有写入："
    "请把数据仓库放在本机磁盘上；备份文件可以放网络盘。"
)
NO_VERSION = "数据仓库 {} 已损坏，没有可用的版本。请用 python -m etl restore 备份文件 恢复。"
VERSION_DAMAGED = (
    "数据仓库最新版本已损坏，现用上一版本（{}），最近一次操作可能不在其中："
    "请核对导入记录，缺少的文件请重新导入。"
)
POINTER_DAMAGED = (
    "数据仓库的 CURRENT 文件缺失或已损坏，现用最新的版本（{}）：请核对导入记录。下次导入时自动修复。"
)

log = logging.getLogger(__name__)
# Events for the server's log: how long each change takes.
events = logging.getLogger("etl.events")

__all__ = ["OFFICE", "SAMPLE", "RollbackQuietly", "Warehouse", "WarehouseError"]


class RollbackQuietly(Exception):  # noqa: N818 - not an error: ends a write block without a change
    """Raise in a Warehouse.write() block to roll back and leave the block without an error."""


@dataclass(frozen=True)
class Warehouse:
    """One warehouse folder: CURRENT names the current version; versions/, originals/, log/ are beside it."""

    folder: Path

    @property
    def pointer(self) -> Path:
        """The small file that names the current version."""
        return self.folder / "CURRENT"

    @property
    def versions(self) -> Path:
        """The folder of version files."""
        return self.folder / "versions"

    @property
    def place(self) -> str:
        """The warehouse as messages name it."""
        return str(self.folder)

    def files(self, kind: str) -> KeptFiles:
        """The kept files of a kind: the uploaded originals, or the records that restored backups brought."""
        return FolderFiles(self.folder / kind)

    @property
    def keeps_sums(self) -> bool:
        """Whether a large bureau's sums are kept in it; a lake's readers compute them."""
        return True

    @property
    def record_log(self) -> RecordLog:
        """Where the lines of the record of operations are."""
        return RecordFile(self.folder)

    def storage_faults(self) -> list[str]:
        """What `verify` finds beyond the current version, which is checked whenever it is opened."""
        return []

    def merge_files(self, days: int) -> tuple[int, int] | None:
        """Merge what many loads left behind; the number of files before and after. None: there is nothing."""
        return None

    @property
    def is_sample(self) -> bool:
        """Whether it holds the sample, which must never be mistaken for an office's figures."""
        with self.read() as connection:
            row = connection.execute(statement("meta"), {"key": "kind"}).fetchone()
        return row is not None and row[0] == "sample"

    def exists(self) -> bool:
        """Whether the warehouse has been created."""
        return self.pointer.exists() or bool(versions.version_files(self.versions))

    def version(self) -> str:
        """The cache key: changes with each load, undo and freeze, and differs between warehouses."""
        return version_of(self.current_path())

    def current_path(self) -> Path:
        """The current version file; skips and logs a damaged one. Creates or upgrades a warehouse if needed.

        Raises WarehouseError if no version opens or a newer program made it.
        """
        if not self.exists():
            self.begin()
        try:
            return self._choose()[1]
        except versions.OlderSchemaError:
            self._upgrade()
            return self._choose()[1]

    def _choose(self) -> tuple[Path, Path]:
        """The version in the pointer, and the one to use instead if it is damaged; else the same."""
        named = self._named_version()
        while (usable := self._usable_version(named)) != named:
            now = self._named_version()
            if now == named:
                break
            named = now  # a load has replaced the version meanwhile: it was removed, not damaged
        if usable is None:
            raise WarehouseError(NO_VERSION.format(self.folder))
        return named, usable

    def _usable_version(self, named: Path) -> Path | None:
        if versions.opens(named):
            return named
        for path in reversed(versions.version_files(self.versions)):
            if path < named and versions.opens(path):
                log.warning("数据仓库版本 %s 已损坏，改用上一版本 %s。", named.name, path.name)
                return path
        return None

    def damage(self) -> str | None:
        """The message for all users if the version that should be current is damaged; else None."""
        if not self.exists():
            return None
        self.current_path()  # upgrades it if an earlier program made it
        named, usable = self._choose()
        if usable == named:
            return None
        if named.name == NO_NAME:
            return POINTER_DAMAGED.format(usable.name)
        return VERSION_DAMAGED.format(usable.name)

    def _named_version(self) -> Path:
        """The path in the pointer; if the pointer is unreadable, a name that sorts after every version."""
        try:
            name = self.pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            name = ""
        return self.versions / (name if VERSION_NAME.fullmatch(name) else NO_NAME)

    @contextmanager
    def read(self, version: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A separate read-only connection; temporary views are local to it.

        It shows the current version, or the one named, which is kept for some loads. Raises VersionGoneError.
        """
        with instances.reading(self.folder, self.version, version) as cursor:
            yield cursor

    @contextmanager
    def write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection in one transaction on the next version, which becomes current if the block succeeds.

        An exception in the block leaves the warehouse unchanged; RollbackQuietly does so without an error.
        Raises WarehouseError if another writer holds the lock too long or the disk is full.
        """
        self.current_path()  # creates or upgrades it before the lock is taken
        requested_at = time.perf_counter()
        with self.lock(), self.writable():
            begun = time.perf_counter()
            draft = self._draft()
            try:
                shutil.copyfile(self.current_path(), draft)
                yield from versions.in_transaction(draft)
                self._publish(draft)
                tell_change(draft.stem, begun - requested_at, time.perf_counter() - begun)
            except RollbackQuietly:
                pass
            finally:
                versions.remove(draft)

    def begin(self, kind: str | None = None) -> bool:
        """Create an empty warehouse if there is none; return whether it did. kind: 'office' or 'sample'."""
        with self.lock(), self.writable():
            if self.exists():
                return False
            draft = self._draft()
            try:
                kind = kind or ("sample" if self.folder == SAMPLE else "office")
                list(versions.in_transaction(draft, kind))
                self._publish(draft)
            finally:
                versions.remove(draft)
        return True

    def adopt(self, version: Path) -> None:
        """Copy a finished version file from elsewhere (a backup) and make it the current version."""
        with self.lock(), self.writable():
            draft = self._draft()
            try:
                shutil.copyfile(version, draft)
                self._publish(draft)
            finally:
                versions.remove(draft)

    def _upgrade(self) -> None:
        """Upgrade a copy of a version with an older schema and point to it; keep the old one in `older`."""
        with self.lock(), self.writable():
            draft = self._draft()
            try:
                self._choose()
            except versions.OlderSchemaError as older:
                shutil.copyfile(older.path, draft)
                upgrade(draft, older.schema)
                kept = keep_aside(older.path, self.folder / "older", older.schema)
                self._publish(draft)
                log.warning("数据仓库 %s 已升级，升级前的版本留在 %s", self.folder, kept)
            finally:
                versions.remove(draft)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """The lock of the only writer. Raises WarehouseError if it cannot be acquired or relied on."""
        if is_on_network(self.folder):
            raise WarehouseError(ON_NETWORK.format(self.folder))
        try:
            with self.writable():
                self.versions.mkdir(parents=True, exist_ok=True)
                lock = FileLock(self.folder / "lock", timeout=LOCK_SECONDS)
                lock.acquire()
        except Timeout as error:
            raise WarehouseError(
                f"数据仓库 {self.folder} 正被另一项操作占用，已等待 {LOCK_SECONDS:.0f} 秒。"
                "请稍后重试；若一直如此，请检查是否有未结束的导入。"
            ) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Convert errors of a full disk or a read-only folder into a WarehouseError with a clear message."""
        try:
            yield
        except Timeout:
            raise
        except (OSError, duckdb.IOException, duckdb.FatalException) as error:
            raise WarehouseError(
                f"数据仓库 {self.folder} 无法写入，请检查该文件夹的权限和磁盘空间。"
            ) from error

    def _draft(self) -> Path:
        """The path for the next version; removes the remains of killed writers (the lock is held)."""
        for leftover in self.versions.glob("*.draft"):
            versions.remove(leftover)
        last = max((int(path.stem) for path in versions.version_files(self.versions)), default=0)
        return self.versions / f"{last + 1:06d}.draft"

    def _publish(self, draft: Path) -> None:
        """Make a finished draft the current version, durably, and remove versions beyond the number kept."""
        versions.to_disk(draft)
        version = draft.with_suffix(".duckdb")
        versions.seal(draft, version)
        versions.replace(draft, version)
        versions.written_here(version)
        versions.to_disk(self.versions)
        waiting = self.folder / "CURRENT.next"
        waiting.write_text(version.name + "\n", encoding="ascii")
        versions.to_disk(waiting)
        versions.replace(waiting, self.pointer)
        versions.to_disk(self.folder)
        for path in versions.version_files(self.versions)[:-KEPT_VERSIONS]:
            versions.remove(path)


def tell_change(version: str, waited: float, took: float) -> None:
    """Tell the server's log how long a change waited and took, in seconds."""
    data = {"version": version, "waited_ms": round(1000 * waited, 1), "ms": round(1000 * took, 1)}
    events.info("", extra={"event": "change", "data": data})
