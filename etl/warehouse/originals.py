"""Store loaded files unchanged, each once under its sha256, beside the versions."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from domain.people import LOCAL_MANAGER, Action, Person
from etl.warehouse import versions
from etl.warehouse.operation_record import note
from etl.warehouse.people import allow, signed_by
from etl.warehouse.statements import statement
from etl.warehouse.warehouse import Warehouse


def keep_original(warehouse: Warehouse, content: bytes) -> None:
    """Store the bytes durably, once, even if several loads refer to them."""
    path = original_path(warehouse, hashlib.sha256(content).hexdigest())
    if is_whole(path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_bytes(content)
    versions.to_disk(draft)
    versions.replace(draft, path)
    versions.to_disk(path.parent)


def keep_files(files: Iterable[Path], folder: Path) -> None:
    """Copy files that are named by their sha256 into a folder durably, each once."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        kept = folder / file.name
        if not is_whole(kept):
            draft = kept.with_suffix(".draft")
            shutil.copyfile(file, draft)
            versions.to_disk(draft)
            versions.replace(draft, kept)
    versions.to_disk(folder)


def original_path(warehouse: Warehouse, sha256: str) -> Path:
    """The path of the original with this sha256."""
    return warehouse.originals / sha256


def take_original(warehouse: Warehouse, load: int, *, person: Person = LOCAL_MANAGER) -> bytes | None:
    """The original of a load; None where there is no such load, or the file is lost or changed.

    Raises NotAllowedError, WarehouseError.
    """
    with warehouse.read() as connection:
        row = connection.execute(statement("original"), {"load": load}).fetchone()
    file, sha256, loaded_by = row or ("", "", None)
    about = f"第{load}次导入：{file}"
    allow(warehouse, person, Action.OWN_LOAD, about, loaded_by=loaded_by, noted_as="original")
    path = original_path(warehouse, sha256)
    if row is None or not is_whole(path):
        return None
    content = path.read_bytes()
    note(warehouse, "original", signed_by(person), person.source, about)
    return content


def is_whole(path: Path) -> bool:
    """Whether an original exists and its bytes match the sha256 in its name."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == path.name
    except OSError:
        return False
