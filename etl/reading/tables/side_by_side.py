"""Tables side by side in a sheet: the same header twice, as a long list is printed in two halves."""

from dataclasses import replace
from itertools import pairwise

from etl.reading.headers.header import Header
from etl.reading.headers.header_book import HeaderBook
from etl.reading.opening.sheet import Sheet

FEWEST = 2
MOST_TABLES = 12  # a table a month; each part is as wide as its place, so very many would fill the memory


def split_halves(sheet: Sheet, header: Header, book: HeaderBook) -> list[Sheet]:
    """The sheet cut before each repetition of the whole header; just the sheet where there is none.

    Each part keeps the lines of title and the places of its columns. A header that repeats only in part stays
    whole: two of its columns then have one meaning.
    """
    places = [place for place, key in enumerate(header.keys) if key]
    keys = [header.keys[place] for place in places]
    length = next((size for size in range(FEWEST, len(keys) // 2 + 1) if _repeats(keys, size)), 0)
    too_many = length and len(keys) // length > MOST_TABLES
    if header.shape != "plain" or not length or too_many or not _is_whole(keys[:length], book):
        return [sheet]
    starts = [0, *places[length::length], None]
    return [_columns(sheet, header.top, *span) for span in pairwise(starts)]


def _repeats(keys: list[str], length: int) -> bool:
    """Whether the keys are their first few over and over."""
    return len(keys) % length == 0 and keys == keys[:length] * (len(keys) // length)


def _is_whole(keys: list[str], book: HeaderBook) -> bool:
    """Whether the keys have a column of months or units and one of figures, each once."""
    labels = {book.key(column.name) for column in (book.catalogue.month_column, book.catalogue.unit_column)}
    return (
        len(set(keys)) == len(keys)
        and not labels.isdisjoint(keys)
        and not book.figures.keys().isdisjoint(keys)
    )


def _columns(sheet: Sheet, top: int, first: int | None, end: int | None) -> Sheet:
    """The columns from `first` to before `end`, the rows of title whole."""
    begin = first or 0
    below = [[*[""] * min(begin, len(row)), *row[begin:end]] for row in sheet.rows[top:]]
    return replace(sheet, rows=[*sheet.rows[:top], *below])
