"""A sheet's header: its rows, its cells, and the keys by which its columns are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from etl.reading.headers.heading import Heading, Words, key_of
from etl.reading.headers.storeys import WIDEST, Storeys, find_storeys, headings
from etl.reading.opening.sheet import Merge, Sheet, cell_at

Shape = Literal["plain", "crossed"]


@dataclass(frozen=True)
class Header:
    """The header of a sheet; rows are counted from 0, `row` is its last and `top` its first.

    `cells` as written and their `keys`, by position. In a crossed table a header says months or units, and
    `headings` all that stands over each column; `indicator_columns` hold the indicators, none where the
    header names them too. A list without any header has `top` below `row`: its row is a line of title.
    """

    row: int
    shape: Shape
    cells: tuple[str, ...]
    keys: tuple[str, ...]
    top: int
    headings: tuple[Heading, ...] = ()
    indicator_columns: tuple[int, ...] = ()

    @cached_property
    def width(self) -> int:
        """How many columns the header has, up to its last cell that is not blank."""
        return max((place + 1 for place, key in enumerate(self.keys) if key), default=0)


def plain_header(sheet: Sheet, row: int, words: Words) -> Header:
    """The header of which this is the main row; crossed where months or units stand over indicators."""
    if len(sheet.rows[row]) > WIDEST:
        return _one_row(sheet, row, words)
    storeys = find_storeys(sheet, row, words)
    over = headings(sheet, storeys, words)
    is_crossed = any(one.figure and (one.first("month") or one.first("unit")) for one in over)
    keys = tuple(key_of(one, words.book) for one in over)
    cells = written_cells(sheet, storeys, over)
    return Header(storeys.bottom, "crossed" if is_crossed else "plain", cells, keys, storeys.top, over)


def written_cells(sheet: Sheet, storeys: Storeys, over: Iterable[Heading]) -> tuple[str, ...]:
    """The header of each column as written: 本月 and the like with what stands over them."""
    last = sheet.rows[storeys.bottom]
    return tuple(_written(cell_at(last, place), heading) for place, heading in enumerate(over))


def _written(text: str, heading: Heading) -> str:
    """The cell over one column; with the one above where it only divides that, as 本月 does."""
    divides = heading.is_aside or heading.kind in ("this", "quantity")
    if divides and len(heading.texts) > 1:
        return " ".join(heading.texts[-2:])
    return text if text.strip() else heading.text


def _one_row(sheet: Sheet, row: int, words: Words) -> Header:
    """A header too wide to have storeys."""
    cells = tuple(sheet.rows[row])
    cache = {cell: words.book.key(cell) for cell in dict.fromkeys(cells)}
    keys = [cache[cell] for cell in cells]
    _blank_repeats(keys, sheet.merges, row)
    return Header(row, "plain", cells, tuple(keys), row)


def _blank_repeats(keys: list[str], merges: Iterable[Merge], row: int) -> None:
    """One header merged over several columns is the header of the first."""
    for merge in merges:
        if merge.top <= row <= merge.bottom:
            for place in range(merge.left + 1, min(merge.right + 1, len(keys))):
                keys[place] = ""
