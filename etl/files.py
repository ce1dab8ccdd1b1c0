"""Which files a command is about: a folder's tables in the order they must be loaded, and their notes."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.catalogue import Catalogue
from etl.find_table import header_score
from etl.read_file import LARGEST_FILE, read_file
from etl.reading.headers.header_book import HeaderBook
from etl.reading.tables.select_tables import select_tables

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm"})
NOTE = "note.txt"
ORDER = ("units", "targets", "tasks", "monthly", "notes")


@dataclass(frozen=True)
class InputFile:
    """One file to check or load: where it is, how messages call it, and the note its folder gives it."""

    path: Path
    name: str
    note: str = ""

    def content(self) -> bytes:
        """The file's bytes; of one that is too large only so many that the check can say so."""
        with self.path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)


class NoTableError(FileNotFoundError):
    """There is no such file, or no table in the folder; the message says so in Chinese."""


def find_files(path: Path) -> list[InputFile]:
    """The file, or every table below the folder by name. Raises NoTableError."""
    if path.is_dir():
        found = sorted(
            below for below in path.rglob("*") if _is_table(below.relative_to(path)) and below.is_file()
        )
        if not found:
            raise NoTableError(f"文件夹 {path} 里没有表格文件（{'、'.join(sorted(SUFFIXES))}）。")
        return [InputFile(one, one.relative_to(path).as_posix(), _note(one, path)) for one in found]
    if not path.is_file():
        raise NoTableError(f"找不到文件 {path}。")
    if not os.access(path, os.R_OK):
        raise NoTableError(f"没有权限读取文件 {path}。")
    return [InputFile(path, path.name, _note(path, path.parent))]


def in_loading_order(files: Iterable[InputFile], catalogue: Catalogue, asked: str | None) -> list[InputFile]:
    """Units first, then targets, tasks, figures and notes: each knows those before it. Else as they came."""
    files = list(files)
    if len(files) < 2:
        return files
    ranked = [
        (loading_rank(file.content(), catalogue, asked), number, file) for number, file in enumerate(files)
    ]
    return [file for _, _, file in sorted(ranked, key=lambda one: one[:2])]


def _is_table(path: Path) -> bool:
    """Whether a file below a folder is a table: by suffix, not hidden, no lock file of an open workbook."""
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return not hidden and path.suffix.lower() in SUFFIXES and path.name.lower() not in (NOTE, "readme.txt")


def _note(path: Path, top: Path) -> str:
    """What the nearest note.txt says, from the file's folder up to the folder that was named."""
    for folder in (path.parent, *path.parent.parents):
        note = folder / NOTE
        if note.is_file():
            return " ".join(note.read_text(encoding="utf-8-sig", errors="replace").split())
        if folder == top:
            break
    return ""


def loading_rank(content: bytes, catalogue: Catalogue, asked: str | None) -> int:
    """The place of a file's content in the loading order: that of the earliest kind of table in it."""
    book = HeaderBook(catalogue)
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets}
    sheets = read_file(content, lambda rows: header_score(rows, book)).sheets
    found = [kinds.get(table.dataset, "monthly") for table in select_tables(sheets, book, asked).tables]
    return min(map(ORDER.index, found), default=ORDER.index("monthly"))
