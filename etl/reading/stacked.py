"""Tables that stand one below the other in a sheet, with a blank line between."""

from collections.abc import Iterator, Sequence

from etl.find_table import TITLE_LINES, find_header
from etl.reading.header import HeaderBook
from etl.reading.sheet import Row, Sheet

MOST_TITLE_CELLS = 3
MOST_HEADERS = 40


def split_stacked(sheet: Sheet, book: HeaderBook) -> list[Sheet]:
    """The sheet cut before each further table; the parts keep the row numbers of the sheet."""
    header = find_header(sheet, book)
    if header is None:
        return [sheet]
    starts = [0, *_starts(sheet.rows[header.row + 1 :], book, header.row + 1)]
    ends = [*starts[1:], len(sheet.rows)]
    if len(starts) == 1:
        return [sheet]
    return [
        Sheet(sheet.name, [*[()] * start, *sheet.rows[start:end]], sheet.merges, sheet.is_text)
        for start, end in zip(starts, ends, strict=True)
    ]


def _starts(rows: Sequence[Row], book: HeaderBook, offset: int) -> Iterator[int]:
    """Where, after a blank line, the titles and header of a further table begin."""
    after_blank = False
    for place, row in enumerate(rows):
        blank = not any(cell.strip() for cell in row)
        if after_blank and not blank and _begins_table(rows[place : place + TITLE_LINES + 1], book):
            yield offset + place
        after_blank = blank


def _begins_table(rows: Sequence[Row], book: HeaderBook) -> bool:
    """Whether these rows are a header, or lines of title and then a header."""
    for row in rows:
        filled = {cell for cell in row[:MOST_HEADERS] if cell.strip()}
        if len({book.key(cell) for cell in filled} & book.known) > 1:
            return True
        if not filled or len(filled) > MOST_TITLE_CELLS:
            return False
    return False
