"""A column of months under a header that may also mean something else: 日期, 时间, 期间."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from etl.reading.headers.header import Header
from etl.reading.headers.header_book import HeaderBook
from etl.reading.headers.month_cell import read_month_cell
from etl.reading.opening.sheet import Sheet
from etl.reading.rows import total_word

PERHAPS_MONTHS = frozenset(
    {"日期", "时间", "期间", "时段", "统计时间", "统计日期", "统计周期", "数据时间", "数据日期"}
)
CELLS_LOOKED_AT = 200
SOME_YEAR = 2000


def with_month_column(sheet: Sheet, header: Header, book: HeaderBook) -> Header:
    """The header with 日期 or the like as the month's, where most cells below are months or days.

    Only where no column is headed as one of months, and only where this leaves a dataset that fits.
    """
    month = book.key(book.catalogue.month_column.name)
    known = {book.key(text) for text in book.catalogue.month_column.headers}
    places = [place for place, key in enumerate(header.keys) if key in PERHAPS_MONTHS]
    if header.shape != "plain" or len(places) != 1 or not known.isdisjoint(header.keys):
        return header
    keys = tuple(month if place == places[0] else key for place, key in enumerate(header.keys))
    fits = bool(book.fitting(keys)) and _holds_months(sheet, header.row, places[0])
    return replace(header, keys=keys) if fits else header


def _holds_months(sheet: Sheet, row: int, place: int) -> bool:
    """Whether most of the cells below a header are months or days."""
    below = (cells[place] for cells in sheet.rows[row + 1 :] if place < len(cells))
    filled = (cell for cell in below if cell.strip() and not total_word(cell, with_beginning=True))
    looked_at = list(islice(filled, CELLS_LOOKED_AT))
    return 2 * _months_among(looked_at) > len(looked_at)


def _months_among(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if read_month_cell(cell, SOME_YEAR))
