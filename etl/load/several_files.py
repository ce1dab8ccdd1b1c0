"""Find, order, preview and load several files, each checked on the state after the files before it."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import duckdb

from domain.catalogue import Catalogue
from domain.people import LOCAL_MANAGER, Action, Person
from domain.units import Unit
from etl.check.staging import unstage
from etl.load.preview import Preview, Request, preview, preview_on
from etl.load.store import load_file, store
from etl.read.locate.result import ReadOptions
from etl.read.open.read_file import LARGEST_FILE
from etl.read.read_bounded import NotReadError, find_datasets
from etl.warehouse import Warehouse
from etl.warehouse.disk import work_folder
from etl.warehouse.people import Signature, allow, refuse
from etl.warehouse.versions import connect

# What a table is saved under. The content decides how it is read; a web archive is named for what it is.
SUFFIXES = frozenset(
    {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".et", ".xml", ".mht", ".mhtml"}
)
NOTE = "note.txt"
ORDER = ("units", "targets", "tasks", "monthly", "notes")


@dataclass(frozen=True)
class InputFile:
    """One file to check or load: its path, its name in messages, and the note from its folder."""

    path: Path
    name: str
    note: str = ""

    def content(self) -> bytes:
        """The file's bytes; for an oversized file only enough of them for the check to detect it."""
        with self.path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)


class NoTableError(FileNotFoundError):
    """The file does not exist, or the folder has no table; the message says so in Chinese."""


def find_files(path: Path) -> list[InputFile]:
    """The file, or every table below the folder, sorted by name. Raises NoTableError."""
    if path.is_dir():
        paths = sorted(
            below for below in path.rglob("*") if _is_table(below.relative_to(path)) and below.is_file()
        )
        if not paths:
            raise NoTableError(f"文件夹 {path} 里没有表格文件（{'、'.join(sorted(SUFFIXES))}）。")
        return [InputFile(file, file.relative_to(path).as_posix(), _note(file, path)) for file in paths]
    if not path.is_file():
        raise NoTableError(f"找不到文件 {path}。")
    if not os.access(path, os.R_OK):
        raise NoTableError(f"没有权限读取文件 {path}。")
    return [InputFile(path, path.name, _note(path, path.parent))]


def in_loading_order(
    files: Iterable[InputFile], catalogue: Catalogue, dataset: str | None
) -> list[InputFile]:
    """Units first, then targets, tasks, figures and notes: each knows those before it. Else as they came.

    `dataset`: the one that the user named for all of them.
    """
    files = list(files)
    if len(files) < 2:
        return files
    ranked = [(loading_rank(file.content(), catalogue, dataset), file) for file in files]
    return [file for _, file in sorted(ranked, key=itemgetter(0))]


def _is_table(path: Path) -> bool:
    """Whether a file below a folder is a table: by suffix, not hidden, no lock file of an open workbook."""
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return not hidden and path.suffix.lower() in SUFFIXES and path.name.lower() not in (NOTE, "readme.txt")


def _note(path: Path, top: Path) -> str:
    """The text of the nearest note.txt, from the file's folder up to the given folder."""
    for folder in (path.parent, *path.parent.parents):
        note = folder / NOTE
        if note.is_file():
            return " ".join(note.read_text(encoding="utf-8-sig", errors="replace").split())
        if folder == top:
            break
    return ""


def loading_rank(content: bytes, catalogue: Catalogue, dataset: str | None) -> int:
    """The rank of a file in the loading order: of the earliest kind of table in it. Raises NotReadError."""
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets}
    ranks = [ORDER.index(kinds.get(id, "monthly")) for id in find_datasets(content, catalogue, dataset)]
    return min(ranks, default=ORDER.index("monthly"))


Tell = Callable[[int, str], None]


def loading_order(requests: Sequence[Request], catalogue: Catalogue) -> tuple[Request, ...]:
    """The requests in the same order.

    A file whose tables could not be found in time has no place among them, and is not read again.
    """
    if len(requests) < 2:
        return tuple(requests)
    ranked = [_ranked(request, catalogue) for request in requests]
    return tuple(request for _, request in sorted(ranked, key=itemgetter(0)))


def _ranked(request: Request, catalogue: Catalogue) -> tuple[int, Request]:
    try:
        return loading_rank(request.content, catalogue, request.options.dataset), request
    except NotReadError as error:
        return len(ORDER), replace(request, not_read=str(error))


@contextmanager
def preview_sequence(
    warehouse: Warehouse,
    catalogue: Catalogue,
    requests: Sequence[Request],
    tell: Tell = lambda place, stage: None,
    person: Person = LOCAL_MANAGER,
) -> Iterator[tuple[tuple[Preview, ...], duckdb.DuckDBPyConnection]]:
    """The preview of each request, and a connection that shows the state after all these loads.

    Refused and unchanged files are skipped. Nothing is stored: several files are tried on a copy.
    `tell` is called with the index of a file and each stage of its check. `person` is who would load them.
    Raises NotAllowedError, WarehouseError.
    """
    person = allow(warehouse, person, Action.UPLOAD, "、".join(request.file for request in requests))
    base = warehouse.version()
    with warehouse.read() if len(requests) == 1 else _copy(warehouse) as connection:
        previews: list[Preview] = []
        for place, request in enumerate(requests):
            stands = not any(earlier.status == "ok" for earlier in previews)
            current = preview_on(
                connection,
                base if stands else "",
                catalogue,
                request,
                tell=lambda stage, place=place: tell(place, stage),  # type: ignore[misc]
                person=person,
            )
            if current.status != "ok":
                unstage(connection)
            elif place + 1 < len(requests):
                store(connection, catalogue, current, Signature(person, "", "", datetime.now()))
            previews.append(current)
            _record_foreign(warehouse, current, person)
        yield tuple(previews), connection


def _record_foreign(warehouse: Warehouse, preview: Preview, person: Person) -> None:
    """Record the try to load what is not the person's."""
    findings = (finding for table in preview.tables for finding in table.findings)
    first = next((finding for finding in findings if finding.code == "not_permitted"), None)
    if first is not None:
        where = f"第 {first.row} 行，" if first.row is not None else ""
        refuse(warehouse, person, "load", f"{preview.file}：{where}{first.message}")


@contextmanager
def _copy(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a copy of the current version, which is deleted when the block ends."""
    with work_folder(warehouse.folder) as folder:
        copy = folder / "copy.duckdb"
        shutil.copyfile(warehouse.current_path(), copy)
        connection = connect(copy)
        try:
            yield connection
        finally:
            connection.close()


@dataclass(frozen=True)
class FileOutcome:
    """The outcome for one file. `rejected` is the path of the CSV with the rows left out."""

    preview: Preview
    status: str
    load: int | None = None
    rejected: Path | None = None


def check_files(
    warehouse: Warehouse, catalogue: Catalogue, files: list[InputFile], options: ReadOptions
) -> Iterator[FileOutcome]:
    """Check each file; a file can use the units of earlier files."""
    units: tuple[Unit, ...] = ()
    for file in files:
        request = Request(file.content(), file.name, options)
        checked = preview(warehouse, catalogue, request, units)
        if checked.status != "refused":
            units += checked.units
        yield FileOutcome(checked, checked.status)


def load_files(
    warehouse: Warehouse,
    catalogue: Catalogue,
    files: list[InputFile],
    options: ReadOptions,
    *,
    by: str | None = None,
    note: str = "",
    skip_bad_rows: bool = False,
) -> Iterator[FileOutcome]:
    """Load each file as its own load; `note` applies to every load, else each folder's own note."""
    for file in files:
        request = Request(file.content(), file.name, options, skip_bad_rows)
        outcome = load_file(warehouse, catalogue, request, by=by, note=note or file.note)
        rejected = write_rejected(outcome.preview, catalogue, file)
        yield FileOutcome(outcome.preview, outcome.status, outcome.load, rejected)


def write_rejected(preview: Preview, catalogue: Catalogue, file: InputFile) -> Path | None:
    """Write the rows left out to the current folder, never over an existing file."""
    content = preview.rejected_csv(catalogue)
    if content is None:
        return None
    path = Path.cwd() / f"{file.path.stem}.rejected.csv"
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{file.path.stem}.rejected-{number}.csv")
    path.write_bytes(content)
    return path
