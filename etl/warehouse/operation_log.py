"""Where the lines of the record of operations are: a file beside the versions, which no restore rewinds."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from filelock import FileLock

LOCK_SECONDS = float(os.environ.get("WAREHOUSE_LOCK_SECONDS", "60"))
RECORD = "record.jsonl"
TAIL = 1 << 16  # bytes that surely hold the last line


class RecordLog(Protocol):
    """Lines that are only ever appended."""

    def content(self) -> bytes:
        """Every line, oldest first, each with its end; the last one lacks it where a power cut tore it."""

    def append(self, line_after: Callable[[bytes], bytes]) -> None:
        """Append a line durably: `line_after` makes it from the last line, b"" if there is none."""


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a record, oldest first, without their ends."""
    return content.removesuffix(b"\n").split(b"\n") if content else []


def append_all(log: RecordLog, content: bytes) -> None:
    """Append the lines of another warehouse's record as they are."""
    for line in lines_of(content):
        log.append(lambda _, line=line: line)  # type: ignore[misc]


@dataclass(frozen=True)
class RecordFile:
    """The record in the folder of a warehouse: record.jsonl."""

    folder: Path

    @property
    def path(self) -> Path:
        """The file of the record."""
        return self.folder / RECORD

    def content(self) -> bytes:
        """Every line, oldest first."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""

    def append(self, line_after: Callable[[bytes], bytes]) -> None:
        """Append a line. One that a power cut tore stays, and is chained too. Raises OSError, Timeout."""
        with FileLock(self.folder / "record.lock", timeout=LOCK_SECONDS):
            last, is_whole = self._last_line()
            line = line_after(last) + b"\n"
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self.path, flags, 0o666)
            try:
                os.write(descriptor, line if is_whole else b"\n" + line)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _last_line(self) -> tuple[bytes, bool]:
        """The last line, and whether it is ended; b"" for a record without a line."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - TAIL))
                tail = file.read()
        except FileNotFoundError:
            return b"", True
        return tail.removesuffix(b"\n").rpartition(b"\n")[2], tail.endswith(b"\n") or not tail
