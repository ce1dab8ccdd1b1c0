"""Store loaded files unchanged, each once under its sha256, beside the versions."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from etl.warehouse import versions

if TYPE_CHECKING:
    from etl.warehouse.warehouse import Warehouse


def keep_original(warehouse: "Warehouse", content: bytes) -> None:
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


def original_path(warehouse: "Warehouse", sha256: str) -> Path:
    """The path of the original with this sha256."""
    return warehouse.originals / sha256


def is_whole(path: Path) -> bool:
    """Whether an original exists and its bytes match the sha256 in its name."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == path.name
    except OSError:
        return False
