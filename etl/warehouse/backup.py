"""Back up a whole warehouse with its originals into one file, and restore it."""

import errno
import glob
import json
import re
import shutil
import time
import zipfile
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import duckdb
import pandas as pd

from domain.people import LOCAL_MANAGER, Action, Person
from etl.warehouse import operation_record, versions
from etl.warehouse.copy_tables import FOREIGN, NEWER, ForeignFileError, copy_tables
from etl.warehouse.definitions import newest_definitions
from etl.warehouse.disk import work_folder
from etl.warehouse.kept_files import ORIGINALS, digest
from etl.warehouse.kept_sums import rebuild
from etl.warehouse.people import Changes, allow, keep_people, read_person_changes, sign, signed_by, stated
from etl.warehouse.statements import statement
from etl.warehouse.versions import WarehouseError, connect
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
    return tuple(sorted((_read(value) for (value,) in rows), key=lambda restored: restored.recorded_at))


def record_restores(connection: duckdb.DuckDBPyConnection, restores: set[Restored]) -> None:
    """Record the restores that are not recorded yet."""
    for restored in restores.difference(read_restores(connection)):
        value = json.dumps(
            asdict(restored) | {"recorded_at": restored.recorded_at.isoformat()}, ensure_ascii=False
        )
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
    fields = json.loads(value)
    return Restored(**fields | {"recorded_at": datetime.fromisoformat(fields["recorded_at"])})


WAREHOUSE_FILE = "warehouse.duckdb"
# The suffix of backup files: the page accepts no other.
SUFFIX = ".zip"
NAMED_BY_SHA256 = (ORIGINALS, operation_record.BROUGHT)
SHA256 = re.compile("[0-9a-f]{64}")
NOT_WRITTEN = "备份没有写成：{} 无法写入，请检查该文件夹的权限和磁盘空间，或换一个文件夹。"
UNFINISHED = re.compile(r"\.[0-9a-f]{32}")
SECONDS_SILENT = 3600
# Unpacked, a backup may be this many times as large as the file. Honest ones are up to 20 times as large,
# small ones more: an empty warehouse packs well.
MOST_TIMES, SURELY_UNPACKED, MOST_PARTS = 40, 200_000_000, 1_000_000
# These errors (a full disk, a missing right) say nothing about the backup.
NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EACCES)
# Exceptions of zipfile for damaged archives: its own error, errors of the layers below it, and a RuntimeError
# for a part that is marked as encrypted.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class BackupError(Exception):
    """The file is not a backup or is damaged; the message says so in Chinese."""


def backup(
    warehouse: Warehouse,
    target: Path,
    *,
    file: str = "",
    person: Person = LOCAL_MANAGER,
) -> Path:
    """Write the current version, every original and the record of operations into one file, atomically.

    `file` is the name of the backup in the record, if `target` is only on its way there. Reads and loads can
    run at the same time. Raises NotAllowedError, WarehouseError.
    """
    allow(warehouse, person, Action.BACKUP, file or target.name)
    _remove_abandoned(target)
    waiting = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        # Versions are immutable, and originals are stored before their version: no lock is needed.
        with (
            warehouse.current_path().open("rb") as version,
            zipfile.ZipFile(waiting, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            with archive.open(WAREHOUSE_FILE, "w", force_zip64=True) as entry:
                shutil.copyfileobj(version, entry, 1 << 20)
            originals = warehouse.files(ORIGINALS)
            for sha256 in originals.names():
                if (content := originals.read(sha256)) is not None:
                    archive.writestr(f"{ORIGINALS}/{sha256}", content)
            for part, content in operation_record.records_to_carry(warehouse):
                archive.writestr(part, content)
        versions.to_disk(waiting)
        versions.replace(waiting, target)
        versions.to_disk(target.resolve().parent)
    except OSError as error:
        raise WarehouseError(NOT_WRITTEN.format(target.resolve().parent)) from error
    finally:
        waiting.unlink(missing_ok=True)
    operation_record.note(warehouse, "backup", signed_by(person), person.source, file or target.name)
    return target


def _remove_abandoned(target: Path) -> None:
    """Remove what killed backups to this target left: whoever still writes, writes every few seconds."""
    for waiting in target.parent.glob(f".{glob.escape(target.name)}.*"):
        if UNFINISHED.fullmatch(waiting.suffix) and time.time() - waiting.stat().st_mtime > SECONDS_SILENT:
            waiting.unlink(missing_ok=True)


def restore(
    warehouse: Warehouse,
    source: Path,
    *,
    by: str | None = None,
    why: str = "",
    file: str = "",
    at: datetime | None = None,
    beside: str = "",
    person: Person = LOCAL_MANAGER,
) -> None:
    """Make the content of a backup the current version; the version before it is kept.

    The record of operations goes on, the one that the backup brings is kept beside it, and people keep the
    roles they have now, if there are any.

    `file` is the name of the backup if `source` is only a copy; `beside` is the sha256 of the folder's
    catalogue: while that is unchanged, the backup's own catalogue is in force. Raises NotAllowedError,
    WarehouseError, and BackupError if the file is not a complete backup; nothing changes then.
    """
    allow(warehouse, person, Action.RESTORE, file or source.name)
    signature = sign(person, by, why, at)
    this = Restored(signature.at, signature.by, signature.why, stated(file or source.name))
    kept = _kept_from(warehouse)
    with warehouse.writable(), work_folder(warehouse.folder) as folder:
        version = _unpack(source, folder)
        try:
            for connection in versions.in_transaction(version):
                record_restores(connection, {*kept.restores, this})
                record_catalogue(connection, beside)
                keep_people(connection, kept.people)
                operation_record.keep_head(connection, warehouse, kept.record_head)
                rebuild(connection, newest_definitions(connection))
        except (ValueError, TypeError, RuntimeError) as error:
            raise BackupError(_damaged_within(source)) from error
        records = operation_record.records_from(folder, warehouse)
        originals = (path.read_bytes() for path in (folder / ORIGINALS).glob("*"))
        warehouse.files(ORIGINALS).keep(originals)
        warehouse.files(operation_record.BROUGHT).keep(path.read_bytes() for path in records)
        warehouse.adopt(version)
    brought, detail = [path.name for path in records], signature.with_why(this.file)
    operation_record.note(warehouse, "restore", signature.by, person.source, detail, brought=brought)


@dataclass(frozen=True)
class _Kept:
    """What a restore keeps of the warehouse before it; nothing if that is new or damaged."""

    restores: tuple[Restored, ...] = ()
    people: Changes = ()
    record_head: str = ""


def _kept_from(warehouse: Warehouse) -> _Kept:
    if not warehouse.exists():
        return _Kept()
    try:
        with warehouse.read() as connection:
            return _Kept(
                read_restores(connection),
                read_person_changes(connection),
                operation_record.read_head(connection),
            )
    except WarehouseError:
        return _Kept()


def loads_in(source: Path, warehouse: Warehouse) -> pd.DataFrame:
    """The history of loads in a backup, in the form of `read_history`. Raises BackupError, WarehouseError.

    The backup is unpacked beside the warehouse into which it may be restored.
    """
    with (
        warehouse.writable(),
        work_folder(warehouse.folder) as folder,
        connect(_unpack(source, folder), read_only=True) as connection,
    ):
        return connection.execute(statement("history")).df()


def _unpack(source: Path, folder: Path) -> Path:
    """Unpack a backup and check every part; return a fresh version file with its tables and our views."""
    try:
        with zipfile.ZipFile(source) as archive:
            _check_parts(source, archive.infolist())
            for part in archive.infolist():
                target = folder / part.filename
                target.parent.mkdir(exist_ok=True)
                with archive.open(part) as packed, target.open("xb") as unpacked:
                    shutil.copyfileobj(packed, unpacked, 1 << 20)
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            raise
        raise BackupError(f"{source} 不是备份文件，或已损坏，没有恢复。") from error
    named = [file for kind in NAMED_BY_SHA256 for file in (folder / kind).glob("*")]
    if any(digest(file.read_bytes()) != file.name for file in named):
        raise BackupError(_damaged_within(source))
    return _fresh(source, folder / WAREHOUSE_FILE, folder / "fresh.duckdb")


def _check_parts(source: Path, parts: list[zipfile.ZipInfo]) -> None:
    """Raise BackupError if `backup` would not have written these parts, before any of them is unpacked."""
    names = [part.filename for part in parts]
    if WAREHOUSE_FILE not in names or not all(map(_belongs, names)) or len(set(names)) < len(names):
        raise BackupError(f"{source} 不是完整的备份文件，没有恢复。")
    most = max(SURELY_UNPACKED, MOST_TIMES * source.stat().st_size)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > most:
        raise BackupError(f"{source} 解压后过大，不像是本程序的备份，没有恢复。")


def _fresh(source: Path, given: Path, fresh: Path) -> Path:
    """Copy the tables of the unpacked version; no SQL in it is run.

    Raises BackupError, WarehouseError, OSError.
    """
    try:
        copy_tables(given, fresh)
    except ForeignFileError as error:
        why = error.args[0]
        if why == NEWER:
            raise WarehouseError(versions.newer_words(f"备份 {source}")) from error
        raise BackupError(_foreign_within(source) if why == FOREIGN else _damaged_within(source)) from error
    return fresh


def _damaged_within(source: Path) -> str:
    return f"{source} 中的数据已损坏，没有恢复。"


def _foreign_within(source: Path) -> str:
    return f"{source} 中有本程序备份里不会有的内容，可能被人改动过，没有恢复。"


def _belongs(name: str) -> bool:
    """Whether `backup` writes entries of this name: other entries are never unpacked."""
    folder, _, file = name.partition("/")
    return name in (WAREHOUSE_FILE, operation_record.RECORD) or (
        folder in NAMED_BY_SHA256 and SHA256.fullmatch(file) is not None
    )
