"""Sheets drawn as text: | between cells, < for merged with the cell on the left, ^ with the one above."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlwt

from tests.etl.sheets import as_text, drawn_xlsx

Rows = list[list[str]]


def drawn(text: str) -> Rows:
    """The cells of a drawing, < and ^ among them."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def csv_of(text: str) -> str:
    """The drawing as a text file, where what was merged is blank."""
    return as_text([[cell if cell not in ("<", "^") else "" for cell in row] for row in drawn(text)])


def xlsx_of(text: str) -> bytes:
    """The drawing as a workbook with merged cells and numbers as numbers."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("Sheet1")
        for top, left, bottom, right, cell in areas(drawn(text)):
            if (top, left) != (bottom, right):
                sheet.merge_range(top, left, bottom, right, cell)
            elif cell:
                sheet.write(top, left, _value(cell))

    return drawn_xlsx(draw)


def xls_of(text: str) -> bytes:
    """The drawing as an old workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for top, left, bottom, right, cell in areas(drawn(text)):
        if cell:
            sheet.write_merge(top, bottom, left, right, _value(cell))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _value(cell: str) -> object:
    return int(cell) if cell.isdecimal() else cell


def areas(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, int, int, str]]:
    """Top, left, bottom, right and text of every cell, merged or not."""
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell not in ("<", "^"):
                bottom, right = top, left
                while right + 1 < len(row) and row[right + 1] == "<":
                    right += 1
                while (
                    bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] == "^"
                ):
                    bottom += 1
                yield top, left, bottom, right, cell
