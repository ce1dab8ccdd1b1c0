"""Open, write, replace and remove the version files of a warehouse durably; no SQL reaches beyond them."""

import hashlib
import logging
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from etl.warehouse.statements import statement

SCHEMA_VERSION = "7"
SEALS = "seals"
# Up to this size queries take longer to plan than to run, and a second thread costs more than it saves.
SMALL_FILE = 32 << 20
Settings = dict[str, str | bool | int | float | list[str]]
# Settings of every file that may come from elsewhere; no SQL in it reaches beyond the file or changes them.
CLOSED: Settings = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "memory_limit": "2GB",
    # DuckDB 1.5 may push a join's BLOOM_FILTER down to staged Arrow columns, which do not support it.
    "disabled_optimizers": "join_filter_pushdown",
    "lock_configuration": True,
}
# Writing takes a quarter less time than in the format that older versions of DuckDB also read.
NEW: Settings = {"storage_compatibility_version": "latest"}
# Two threads use a quarter more CPU time for the same load and are not faster.
WRITING: Settings = {"threads": 1}

log = logging.getLogger(__name__)


class WarehouseError(Exception):
    """The warehouse cannot be used. The Chinese message says why and what to do (exit status 3)."""


class OlderSchemaError(WarehouseError):
    """A version file with an older schema, which can be upgraded (upgrade.py)."""

    def __init__(self, path: Path, schema: int) -> None:
        super().__init__(f"数据仓库 {path} 由较早的程序建立（结构版本 {schema}），需要先升级。")
        self.path, self.schema = path, schema


def newer_words(what: str) -> str:
    """The message for a warehouse or backup from a newer program."""
    return f"{what} 由更新的程序写入，这一版程序不能打开，也没有改动它：请换用新版程序。"


def connect(
    path: Path, more: Settings | None = None, *, read_only: bool = False
) -> duckdb.DuckDBPyConnection:
    """A connection to the file alone. Connections of one process to one file must agree in every setting."""
    alone: Settings = {"threads": 1} if read_only and path.stat().st_size <= SMALL_FILE else {}
    return duckdb.connect(path, read_only=read_only, config=CLOSED | alone | (more or {}))


def version_files(folder: Path) -> list[Path]:
    """The finished versions in a folder, oldest first. Drafts of killed writers have a different suffix."""
    return sorted(path for path in folder.glob("*.duckdb") if path.stem.isascii() and path.stem.isdigit())


def in_transaction(draft: Path, new_of_kind: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Run one transaction on a version file; end with uniqueness check, commit, checkpoint and close.

    With `new_of_kind` ('office' or 'sample') an empty file is created first.
    """
    connection = connect(draft, WRITING | (NEW if new_of_kind else {}))
    try:
        connection.execute("BEGIN")
        if new_of_kind is not None:
            _create(connection, new_of_kind)
        yield connection
        check_uniqueness(connection)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    finally:
        connection.close()


def check_uniqueness(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise RuntimeError if a transaction would store duplicates: no warehouse has constraints."""
    if broken := connection.execute(statement("uniqueness")).fetchall():
        raise RuntimeError(f"the warehouse would hold duplicates: {broken}")


def _create(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    connection.execute(statement("schema"))
    connection.execute(statement("views"))
    connection.execute(statement("sums/read_kept_units"))
    describe(connection, kind)


def describe(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    """Store what a new warehouse is: its schema, its kind and when it was begun."""
    begun_at = datetime.now().isoformat(timespec="seconds")
    connection.executemany(
        statement("insert_meta"),
        [
            {"key": "schema_version", "value": SCHEMA_VERSION},
            {"key": "kind", "value": kind},
            {"key": "begun_at", "value": begun_at},
        ],
    )


_opened: dict[Path, tuple[int, int, int]] = {}


def opens(path: Path) -> bool:
    """Whether a version file opens and is as it was written; tried once per state of the file on disk.

    Raises OlderSchemaError if an earlier program made it, WarehouseError if a newer one did.
    """
    stamp = _stamp(path)
    if stamp is None:
        return False
    if _opened.get(path) == stamp:
        return True
    try:
        with connect(path, read_only=True) as connection:
            row = connection.execute(statement("meta"), {"key": "schema_version"}).fetchone()
            connection.execute(statement("count_loads")).fetchone()
    except (duckdb.Error, OSError) as error:
        log.warning("数据仓库版本 %s 无法打开（%s）。", path, type(error).__name__)
        log.debug("%s", error)
        return False
    schema = row[0] if row else ""
    if schema == SCHEMA_VERSION and not _is_as_written(path):
        log.warning("数据仓库版本 %s 的内容与写入时不同。", path)
        return False
    _check_schema(path, schema)
    _opened[path] = stamp
    return True


def seal(draft: Path, version: Path) -> None:
    """Store the sha256 of a finished draft, so that a rotten block in the version is noticed on opening."""
    sealed = _seal_of(version)
    sealed.parent.mkdir(exist_ok=True)
    sealed.write_text(_sha256(draft) + "\n", encoding="ascii")
    to_disk(sealed)


def _seal_of(version: Path) -> Path:
    return version.parent.parent / SEALS / version.name


def _is_as_written(path: Path) -> bool:
    """Whether its bytes match its seal; versions of earlier programs have none."""
    try:
        sealed = _seal_of(path).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return True
    return sealed == _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_schema(path: Path, schema: str) -> None:
    if schema == SCHEMA_VERSION:
        return
    if schema.isascii() and schema.isdigit() and 0 < int(schema) < int(SCHEMA_VERSION):
        raise OlderSchemaError(path, int(schema))
    raise WarehouseError(newer_words(f"数据仓库 {path}"))


def written_here(path: Path) -> None:
    """Record that this process wrote the file, so that it need not be tested before it is opened."""
    stamp = _stamp(path)
    if stamp is not None:
        _opened[path] = stamp


def retest(path: Path) -> None:
    """Test the file when it is next opened, though this process wrote it: the content is another's."""
    _opened.pop(path, None)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """A stamp that identifies a state of a file; None if there is no file."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def to_disk(path: Path) -> None:
    """Flush a file or folder to disk (fsync); Windows cannot do this for a folder."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(source: Path, target: Path) -> None:
    """os.replace with retries, because a reader may hold the target open (Windows)."""
    for _ in range(50):
        try:
            source.replace(target)
            return
        except PermissionError:
            threading.Event().wait(0.02)
    source.replace(target)


def remove(path: Path) -> None:
    """Remove a version with its log and seal; a file that is still open (Windows) is removed another time."""
    for leftover in (path, path.with_name(path.name + ".wal"), _seal_of(path)):
        try:
            leftover.unlink(missing_ok=True)
        except OSError:
            log.info("旧版本 %s 仍被占用，下次再删。", leftover)
