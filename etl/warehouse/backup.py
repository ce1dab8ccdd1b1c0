"""Back up a whole warehouse with its originals into one file, and restore it."""

import json
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pandas as pd

from etl.warehouse import versions
from etl.warehouse.originals import is_whole
from etl.warehouse.signature import user_name
from etl.warehouse.statements import statement
from etl.warehouse.upgrade import upgrade
from etl.warehouse.versions import WarehouseError
from etl.warehouse.warehouse import Warehouse

RESTORED = "restored"
RESTORED_BESIDE = "restored_beside"


@dataclass(frozen=True)
class Restored:
    """One restore of a backup: when, by whom, why, and the name of the file."""

    recorded_at: datetime
    recorded_by: str
    why: str
    file: str


def read_restores(connection: duckdb.DuckDBPyConnection) -> tuple[Restored, ...]:
    """Every restore, oldest first."""
    rows = connection.execute(statement("meta"), {"key": RESTORED}).fetchall()
    return tuple(sorted((_read(value) for (value,) in rows), key=lambda one: one.recorded_at))


def record_restores(connection: duckdb.DuckDBPyConnection, restores: set[Restored]) -> None:
    """Record the restores that are not recorded yet."""
    for one in restores.difference(read_restores(connection)):
        value = json.dumps(asdict(one) | {"recorded_at": one.recorded_at.isoformat()}, ensure_ascii=False)
        connection.execute(statement("insert_meta"), {"key": RESTORED, "value": value})


def catalogue_at_restore(connection: duckdb.DuckDBPyConnection) -> str:
    """The sha256 of the folder's catalogue when the last backup was restored; "" if none was."""
    row = connection.execute(statement("newest_meta"), {"key": RESTORED_BESIDE}).fetchone()
    return row[0] if row and row[0] else ""


def record_catalogue(connection: duckdb.DuckDBPyConnection, sha256: str) -> None:
    """Record which catalogue the folder held when this backup was restored."""
    connection.execute(statement("delete_meta"), {"key": RESTORED_BESIDE})
    connection.execute(statement("insert_meta"), {"key": RESTORED_BESIDE, "value": sha256})


def _read(value: str) -> Restored:
    said = json.loads(value)
    return Restored(**said | {"recorded_at": datetime.fromisoformat(said["recorded_at"])})


WAREHOUSE_FILE = "warehouse.duckdb"
ORIGINALS = "originals"
# The suffix of backup files: the page accepts no other.
SUFFIX = ".zip"
# Exceptions of zipfile for damaged archives: its own error, errors of the layers below it, and a RuntimeError
# for a part that is marked as encrypted.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class BackupError(Exception):
    """The file is not a backup or is damaged; the message says so in Chinese."""


def backup(warehouse: Warehouse, target: Path) -> Path:
    """Write the current version and every original into one file, atomically.

    Reads and loads can run at the same time. Raises WarehouseError, OSError.
    """
    waiting = target.with_name(f".{target.name}.{datetime.now():%H%M%S%f}")
    try:
        # Versions are immutable, and originals are stored before their version: no lock is needed.
        with (
            warehouse.current_path().open("rb") as version,
            zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            with archive.open(WAREHOUSE_FILE, "w", force_zip64=True) as entry:
                shutil.copyfileobj(version, entry, 1 << 20)
            for original in sorted(warehouse.originals.glob("*")):
                if is_whole(original):
                    archive.write(original, f"{ORIGINALS}/{original.name}")
        versions.to_disk(waiting)
        versions.replace(waiting, target)
        versions.to_disk(target.resolve().parent)
    finally:
        waiting.unlink(missing_ok=True)
    return target


def restore(
    warehouse: Warehouse,
    source: Path,
    *,
    by: str | None = None,
    why: str = "",
    file: str = "",
    at: datetime | None = None,
    beside: str = "",
) -> None:
    """Make the content of a backup the current version; the version before it is kept.

    `file` is the name of the backup if `source` is only a copy; `beside` is the sha256 of the folder's
    catalogue: while that is unchanged, the backup's own catalogue is in force. Raises WarehouseError, and
    BackupError if the file is not a complete backup; nothing changes then.
    """
    this = Restored(at or datetime.now(), by or user_name(), why, file or source.name)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder)
        _unpack(source, unpacked)
        for connection in versions.in_transaction(unpacked / WAREHOUSE_FILE):
            record_restores(connection, {*_restores_so_far(warehouse), this})
            record_catalogue(connection, beside)
        _keep_originals(warehouse, unpacked / ORIGINALS)
        warehouse.adopt(unpacked / WAREHOUSE_FILE)


def _restores_so_far(warehouse: Warehouse) -> tuple[Restored, ...]:
    """The restores recorded in the warehouse; empty if it is new or damaged."""
    if not warehouse.exists():
        return ()
    try:
        with warehouse.read() as connection:
            return read_restores(connection)
    except WarehouseError:
        return ()


def _keep_originals(warehouse: Warehouse, unpacked: Path) -> None:
    warehouse.originals.mkdir(parents=True, exist_ok=True)
    for original in unpacked.glob("*"):
        kept = warehouse.originals / original.name
        if not is_whole(kept):
            draft = kept.with_suffix(".draft")
            shutil.copyfile(original, draft)
            versions.to_disk(draft)
            versions.replace(draft, kept)


def loads_in(source: Path) -> pd.DataFrame:
    """The history of loads in a backup, in the form of `read_history`. Raises BackupError."""
    with tempfile.TemporaryDirectory() as folder:
        _unpack(source, Path(folder))
        with duckdb.connect(Path(folder) / WAREHOUSE_FILE, read_only=True) as connection:
            return connection.execute(statement("history")).df()


def _unpack(source: Path, folder: Path) -> None:
    """Unpack a backup and check every part of it."""
    try:
        with zipfile.ZipFile(source) as archive:
            broken = archive.testzip()
            names = archive.namelist()
            if broken or WAREHOUSE_FILE not in names or not all(map(_belongs, names)):
                raise BackupError(f"{source} 不是完整的备份文件，没有恢复。")
    except DAMAGED as error:
        raise BackupError(f"{source} 不是备份文件，或已损坏，没有恢复。") from error
    with zipfile.ZipFile(source) as archive:
        archive.extractall(folder)
    whole = all(is_whole(original) for original in (folder / ORIGINALS).glob("*"))
    if not whole or not _opens(source, folder / WAREHOUSE_FILE):
        raise BackupError(f"{source} 中的数据已损坏，没有恢复。")


def _opens(source: Path, version: Path) -> bool:
    """Whether the version in an unpacked backup opens; an older schema is upgraded in place."""
    try:
        return versions.opens(version)
    except versions.OlderSchemaError as older:
        upgrade(version, older.schema)
        return versions.opens(version)
    except WarehouseError as error:
        raise WarehouseError(versions.newer_words(f"备份 {source}")) from error


def _belongs(name: str) -> bool:
    """Whether `backup` writes entries of this name: other entries are never unpacked."""
    folder, _, file = name.partition("/")
    return name == WAREHOUSE_FILE or (folder == ORIGINALS and file.isalnum())
