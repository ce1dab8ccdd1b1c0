"""The rows of a file that have errors: left out with their reasons, and shown with the bad cells marked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.catalogue import Catalogue
from domain.finding import Finding, header_shown, is_error, shorten
from domain.text import csv_text
from etl.check.state import PlacedFinding
from etl.read.locate.result import TidyTable
from etl.read.read_bounded import NotReadError, read_rows

if TYPE_CHECKING:
    from etl.load.preview import Preview

REASON_HEADER = "备注"
NOT_READ_AGAIN = "见原文件第 {row} 行"
MOST_ROWS = 50


@dataclass(frozen=True)
class RejectedRow:
    """One row left out: its table (from 0), its row as Excel counts, and the reason."""

    table_number: int
    row: int
    reasons: tuple[str, ...]


def skippable(tables: Sequence[TidyTable]) -> bool:
    """Whether every error is in a row that can be left out."""
    return all(
        finding.row in {bad.row for bad in table.bad_rows}
        for table in tables
        for finding in table.findings
        if is_error(finding)
    )


def rows_read_badly(tables: Sequence[TidyTable]) -> list[RejectedRow]:
    """The rows in which reading found errors."""
    return [
        RejectedRow(number, bad.row, bad.reasons)
        for number, table in enumerate(tables)
        for bad in table.bad_rows
    ]


def rows_judged_badly(placed: Sequence[PlacedFinding]) -> list[RejectedRow]:
    """The rows in which the check of the state after the load found errors."""
    reasons: dict[tuple[int, int], list[str]] = {}
    for error in placed:
        if is_error(error.finding) and error.finding.row is not None:
            key = (error.table_number, error.finding.row)
            reasons.setdefault(key, []).append(_reason(error.finding))
    return [RejectedRow(number, row, tuple(texts)) for (number, row), texts in reasons.items()]


def _reason(finding: Finding) -> str:
    """A finding as text for the file of rejected rows."""
    return " ".join(filter(None, (finding.column, f"{finding.message} ({finding.code})")))


def without_rows(number: int, table: TidyTable, rejected: Collection[RejectedRow]) -> TidyTable:
    """The table without its rejected rows; its findings stay, to show what was left out."""
    rows = {bad.row for bad in rejected if bad.table_number == number}
    if not rows:
        return table
    return replace(
        table,
        rows=table.rows - len(rows),
        figures=table.figures[~table.figures["row"].isin(rows)],
        records=table.records[~table.records["row"].isin(rows)] if len(table.records) else table.records,
        unread=table.unread[~table.unread["row"].isin(rows)],
    )


def rejected_csv(
    catalogue: Catalogue, content: bytes, tables: Sequence[TidyTable], rejected: Sequence[RejectedRow]
) -> bytes:
    """The rejected rows as a CSV for Excel: title lines and header as in the file, then rows with reasons.

    Several tables are separated by a blank line. Where a row cannot be read again, its number stands for it.
    """
    cells_of = cells_in_file(catalogue, content, tables, {(bad.table_number, bad.row) for bad in rejected})
    lines: list[Sequence[str]] = []
    for number in sorted({bad.table_number for bad in rejected}):
        table = tables[number]
        lines.extend(table.title_lines)
        lines.append([*table.header, REASON_HEADER])
        for bad in sorted((bad for bad in rejected if bad.table_number == number), key=lambda bad: bad.row):
            cells, reasons = cells_of.get((number, bad.row), ()), bad.reasons
            if not cells:
                reasons = (NOT_READ_AGAIN.format(row=bad.row), *reasons)
            cells = (*cells, *[""] * (len(table.header) - len(cells)))
            lines.append([*cells[: len(table.header)], "；".join(reasons)])
        lines.append([])
    return csv_text(lines).encode()


def cells_in_file(
    catalogue: Catalogue, content: bytes, tables: Sequence[TidyTable], wanted: Collection[tuple[int, int]]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """The cells of rows, by table (from 0) and row as Excel counts, as the file has them.

    The file is read again only if reading did not keep all of these rows; rows are left out if that fails.
    """
    kept = {(number, bad.row): bad.cells for number, table in enumerate(tables) for bad in table.bad_rows}
    lacking = [place for place in wanted if place not in kept]
    if not lacking:
        return kept
    places = {(number, row): (tables[number].sheet, row) for number, row in lacking}
    try:
        rows = read_rows(content, catalogue, places.values())
    except NotReadError:
        return kept
    return kept | {of: rows[place] for of, place in places.items()}


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
