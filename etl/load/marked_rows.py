"""Show the rows of a file that have errors, with the bad cells marked, so that its owner finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.finding import header_shown, is_error, shorten
from etl.load.preview import Preview
from etl.read.locate.find_table import header_score
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.result import TidyTable
from etl.read.open.read_file import read_file
from etl.read.open.sheet import Row

MOST_ROWS = 50


@dataclass(frozen=True)
class MarkedRow:
    """One row (`row` as Excel counts): its cells as written, and the indices of the bad cells."""

    row: int
    cells: tuple[str, ...]
    bad: frozenset[int]


@dataclass(frozen=True)
class MarkedTable:
    """The bad rows of one table: its sheet ("" in a text file), its header, its first bad rows.

    `more` counts the remaining bad rows.
    """

    sheet: str
    header: tuple[str, ...]
    rows: tuple[MarkedRow, ...]
    more: int = 0


def marked_tables(preview: Preview, catalogue: Catalogue, most: int = MOST_ROWS) -> tuple[MarkedTable, ...]:
    """The tables with bad rows, each with its first `most` bad rows."""
    places = [_bad_places(preview, number) for number in range(len(preview.read))]
    if not any(places):
        return ()
    rows_of = _rows_of(preview, catalogue, places, most)
    return tuple(
        MarkedTable(
            table.sheet,
            table.header,
            tuple(_marked(table, rows_of, row, bad[row]) for row in sorted(bad)[:most]),
            max(0, len(bad) - most),
        )
        for table, bad in zip(preview.read, places, strict=True)
        if bad
    )


def _bad_places(preview: Preview, number: int) -> dict[int, frozenset[int]]:
    """Row → indices of its bad cells; empty if a finding concerns the whole row."""
    header = preview.read[number].header
    place_of = {header_shown(cell): place for place, cell in reversed(list(enumerate(header)))}
    places: dict[int, frozenset[int]] = {}
    for finding in preview.tables[number].findings:
        if is_error(finding) and finding.row is not None:
            place = place_of.get(finding.column or "")
            bad = frozenset() if place is None else frozenset({place})
            places[finding.row] = places.get(finding.row, frozenset()) | bad
    return places


def _rows_of(
    preview: Preview, catalogue: Catalogue, places: Sequence[dict[int, frozenset[int]]], most: int
) -> dict[str, Sequence[Row]]:
    """The rows of each sheet; the file is read again only if reading did not keep all rows needed."""
    kept = {(number, bad.row) for number, table in enumerate(preview.read) for bad in table.bad_rows}
    needed = {(number, row) for number, bad in enumerate(places) for row in sorted(bad)[:most]}
    if needed <= kept:
        return {}
    book = HeaderIndex(catalogue)
    sheets = read_file(preview.request.content, lambda rows: header_score(rows, book)).sheets
    return {sheet.name: sheet.rows for sheet in sheets}


def _marked(table: TidyTable, rows_of: dict[str, Sequence[Row]], row: int, bad: frozenset[int]) -> MarkedRow:
    kept = next((bad_row.cells for bad_row in table.bad_rows if bad_row.row == row), None)
    cells = list(kept if kept is not None else rows_of[table.sheet][row - 1])
    width = len(table.header)
    return MarkedRow(row, tuple(_fitted(cells, width)), bad)


def _fitted(cells: list[str], width: int) -> Iterator[str]:
    """Fit the cells to the width of the header, each shortened for display."""
    for place in range(width):
        yield shorten(cells[place]) if place < len(cells) else ""
