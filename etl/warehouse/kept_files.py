"""Files kept unchanged under their sha256, each once: the uploaded originals, the records of backups."""

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from etl.warehouse import versions

ORIGINALS = "originals"
_DIGEST = re.compile("[0-9a-f]{64}")


class KeptFiles(Protocol):
    """Where such files are. Raises OSError or WarehouseError where it can't be reached."""

    def keep(self, contents: Iterable[bytes]) -> None:
        """Store each content durably, once, even if it is kept already."""

    def read(self, sha256: str) -> bytes | None:
        """The content with this sha256; None if it is lost or was changed."""

    def names(self) -> list[str]:
        """The sha256 of every kept file, in order."""


@dataclass(frozen=True)
class FolderFiles:
    """Kept files in a folder."""

    folder: Path

    def keep(self, contents: Iterable[bytes]) -> None:
        """Write each content beside its place first, so that a killed program leaves no half of it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for content in contents:
            path = self.folder / digest(content)
            if self.read(path.name) is None:
                draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
                draft.write_bytes(content)
                versions.to_disk(draft)
                versions.replace(draft, path)
        versions.to_disk(self.folder)

    def read(self, sha256: str) -> bytes | None:
        """The content with this sha256; None if it is lost or was changed."""
        if not is_digest(sha256):
            return None
        try:
            content = (self.folder / sha256).read_bytes()
        except OSError:
            return None
        return content if digest(content) == sha256 else None

    def names(self) -> list[str]:
        """The sha256 of every kept file, in order; drafts of killed programs are left out."""
        return sorted(path.name for path in self.folder.glob("*") if not path.suffix)


def digest(content: bytes) -> str:
    """The sha256 under which a content is kept."""
    return hashlib.sha256(content).hexdigest()


def is_digest(name: str) -> bool:
    """Whether a name can be a content's sha256. A backup may come from anybody and name any path."""
    return _DIGEST.fullmatch(name) is not None
