"""Show the rows of a file that have errors, with the bad cells marked, so that its owner finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.catalogue import Catalogue
from domain.finding import header_shown, is_error, shorten
from etl.load.preview import Preview
from etl.load.rejected import cells_in_file
from etl.read.locate.result import TidyTable

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
    shown = [sorted(bad)[:most] for bad in places]
    wanted = {(number, row) for number, rows in enumerate(shown) for row in rows}
    cells = cells_in_file(catalogue, preview.request.content, preview.read, wanted)
    return tuple(
        MarkedTable(
            table.sheet,
            table.header,
            tuple(_marked(table, row, cells.get((number, row), ()), bad[row]) for row in shown[number]),
            max(0, len(bad) - most),
        )
        for number, (table, bad) in enumerate(zip(preview.read, places, strict=True))
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


def _marked(table: TidyTable, row: int, cells: Sequence[str], bad: frozenset[int]) -> MarkedRow:
    """The row; its cells are blank if they could not be read again."""
    return MarkedRow(row, tuple(_fitted(cells, len(table.header))), bad)


def _fitted(cells: Sequence[str], width: int) -> Iterator[str]:
    """Fit the cells to the width of the header, each shortened for display."""
    for place in range(width):
        yield shorten(cells[place]) if place < len(cells) else ""
