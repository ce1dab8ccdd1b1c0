"""Checks or loads several files in one go, in the order in which they need one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.catalogue import Catalogue
from etl.files import InputFile
from etl.load import load_file
from etl.preview import Preview, Request, preview
from etl.reading.result import ReadOptions
from etl.units import Unit
from etl.warehouse import Warehouse


@dataclass(frozen=True)
class Done:
    """What became of one file. `rejected` is where the rows left out were written to."""

    preview: Preview
    status: str
    load: int | None = None
    rejected: Path | None = None


def check_files(
    warehouse: Warehouse, catalogue: Catalogue, files: list[InputFile], options: ReadOptions
) -> Iterator[Done]:
    """Check each file; one that needs the units of an earlier one finds them."""
    units: tuple[Unit, ...] = ()
    for file in files:
        request = Request(file.content(), file.name, options)
        found = preview(warehouse, catalogue, request, units)
        if found.status != "refused":
            units += found.units
        yield Done(found, found.status)


def load_files(
    warehouse: Warehouse,
    catalogue: Catalogue,
    files: list[InputFile],
    options: ReadOptions,
    *,
    by: str | None = None,
    note: str = "",
    skip_bad_rows: bool = False,
) -> Iterator[Done]:
    """Load each file, one load a file; `note` is that of every load, else each folder's own."""
    for file in files:
        request = Request(file.content(), file.name, options, skip_bad_rows)
        outcome = load_file(warehouse, catalogue, request, by=by, note=note or file.note)
        rejected = write_rejected(outcome.preview, catalogue, file)
        yield Done(outcome.preview, outcome.status, outcome.load, rejected)


def write_rejected(found: Preview, catalogue: Catalogue, file: InputFile) -> Path | None:
    """Write the rows left out into the folder where the command runs, never over another file."""
    content = found.rejected_csv(catalogue)
    if content is None:
        return None
    path = Path.cwd() / f"{file.path.stem}.rejected.csv"
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{file.path.stem}.rejected-{number}.csv")
    path.write_bytes(content)
    return path
