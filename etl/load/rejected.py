"""Leave out a file's bad rows with their reasons: good rows are loaded, bad rows can be corrected."""

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.catalogue import Catalogue
from domain.finding import Finding, is_error
from domain.text import escape_row
from etl.check.state import PlacedFinding
from etl.read.locate.find_table import header_score
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.result import TidyTable
from etl.read.open.read_file import read_file

REASON_HEADER = "备注"


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
    for found in placed:
        if is_error(found.finding) and found.finding.row is not None:
            key = (found.table_number, found.finding.row)
            reasons.setdefault(key, []).append(reason(found.finding))
    return [RejectedRow(number, row, tuple(texts)) for (number, row), texts in reasons.items()]


def reason(finding: Finding) -> str:
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

    Several tables are separated by a blank line.
    """
    book = HeaderIndex(catalogue)
    sheets = read_file(content, lambda rows: header_score(rows, book)).sheets
    rows_of = {sheet.name: sheet.rows for sheet in sheets}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number in sorted({bad.table_number for bad in rejected}):
        table = tables[number]
        writer.writerows(escape_row(line) for line in table.title_lines)
        writer.writerow(escape_row([*table.header, REASON_HEADER]))
        kept = {bad.row: bad.cells for bad in table.bad_rows}
        for bad in sorted((bad for bad in rejected if bad.table_number == number), key=lambda bad: bad.row):
            cells = list(kept.get(bad.row) or rows_of[table.sheet][bad.row - 1])
            cells += [""] * (len(table.header) - len(cells))
            writer.writerow(escape_row([*cells[: len(table.header)], "；".join(bad.reasons)]))
        writer.writerow([])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")
