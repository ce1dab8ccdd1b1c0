"""The files as they were loaded, each kept once under its sha256 beside the versions."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from etl.warehouse import versions

if TYPE_CHECKING:
    from etl.warehouse.warehouse import Warehouse


def keep_original(warehouse: "Warehouse", content: bytes) -> None:
    """Keep the bytes durably, once, whichever loads name them."""
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
    """Where the original with this fingerprint is kept."""
    return warehouse.originals / sha256


def is_whole(path: Path) -> bool:
    """Whether an original is there and still has the bytes its name says."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    except OSError:
        return False
