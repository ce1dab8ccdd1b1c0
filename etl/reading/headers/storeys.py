"""The storeys of a header: the rows that belong to it, and what stands over each column."""

from collections.abc import Collection
from dataclasses import dataclass

from etl.number import read_figure
from etl.reading.headers.heading import Heading, WordKind, Words
from etl.reading.opening.sheet import Row, Sheet, cell_at

MOST_STOREYS = 3
WIDEST = 400  # a header of more columns has one storey
SAYING: frozenset[WordKind] = frozenset(
    {"this", "other", "month", "unit", "figure", "total", "quantity", "year"}
)
OF_ONE_KIND: frozenset[WordKind] = frozenset({"month", "unit", "year"})


@dataclass(frozen=True)
class Storeys:
    """First and last row of a header, counted from 0."""

    top: int
    bottom: int


def find_storeys(sheet: Sheet, row: int, words: Words) -> Storeys:
    """The rows that make up the header of which this is the main row."""
    cells = sheet.rows[row]
    if len(cells) > WIDEST:
        return Storeys(row, row)
    labels = {place for place, cell in enumerate(cells) if words[cell].kind == "label"}
    top = bottom = row
    while bottom - row < MOST_STOREYS - 1 and _is_storey_below(sheet, bottom + 1, bottom, labels, words):
        bottom += 1
    while row - top < MOST_STOREYS - 1 and is_storey_above(sheet, top - 1, row, labels, words):
        top -= 1
    return Storeys(top, bottom)


def is_storey_above(sheet: Sheet, row: int, main: int, labels: Collection[int], words: Words) -> bool:
    """Whether a row is a storey of the header below it, and not a line of title."""
    if row < 0:
        return False
    cells, below = sheet.rows[row][:WIDEST], sheet.rows[main]
    if any(_text(cells, place) and not _may_head(cells, below, place, words) for place in labels):
        return False
    if any(_names_a_key(cells, below, place, words) for place in range(len(cells))):
        return False
    over = [cell for place, cell in enumerate(cells) if cell.strip() and place not in labels]
    if len({cell.strip() for cell in cells if cell.strip()}) < 2 and not _spans_some(sheet, row, below):
        return False
    kinds = {words[cell].kind for cell in over} - {"total", "other", "label", "this"}
    one_axis = kinds <= {"month", "year"} or kinds == {"unit"} or not kinds & OF_ONE_KIND
    return bool(over) and one_axis and not any(":" in words[cell].key for cell in over)


def _may_head(cells: Row, below: Row, place: int, words: Words) -> bool:
    """Whether the cell over a label is its own header, written once more or written only here."""
    text, under = _text(cells, place), _text(below, place)
    return text == under or not under or words[text].kind == "label"


def _names_a_key(cells: Row, below: Row, place: int, words: Words) -> bool:
    """Whether 填报单位 or 月份 stands over a figure: its value stands beside it, as in a line of title."""
    return words[_text(cells, place)].kind == "label" and words[_text(below, place)].kind == "figure"


def _spans_some(sheet: Sheet, row: int, below: Row) -> bool:
    """Whether a merged cell of the row spans some columns of the header, not all."""
    width = sum(1 for cell in below if cell.strip())
    return any(merge.bottom == row and 1 < merge.right - merge.left + 1 < width for merge in sheet.merges)


def _is_storey_below(sheet: Sheet, row: int, above: int, labels: Collection[int], words: Words) -> bool:
    """Whether a row below the main one divides its columns: 本月 and 累计, or units, or counting units."""
    if row >= len(sheet.rows):
        return False
    cells, main = sheet.rows[row][:WIDEST], sheet.rows[above]
    if any(_text(cells, place) not in ("", _text(main, place)) for place in labels):
        return False
    own = [cell for place, cell in enumerate(cells) if cell.strip() and cell.strip() != _text(main, place)]
    if not own:
        return any(cell.strip() for cell in cells)
    if any(read_figure(cell).kind == "figure" for cell in own):
        return False
    kinds = [words[cell].kind for cell in own]
    saying = sum(1 for kind in kinds if kind in SAYING)
    return saying > 0 if labels else saying == len(kinds) and len(kinds) > 1


def headings(sheet: Sheet, storeys: Storeys, words: Words) -> tuple[Heading, ...]:
    """What stands over each column."""
    width = max(len(sheet.rows[row]) for row in range(storeys.top, storeys.bottom + 1))
    repeats = {row: _repeats(sheet, row) for row in range(storeys.top, storeys.bottom + 1)}
    filled = {row: _spread(sheet, row, storeys.bottom) for row in range(storeys.top, storeys.bottom)}
    found = []
    for place in range(width):
        bottom = "" if place in repeats[storeys.bottom] else _text(sheet.rows[storeys.bottom], place)
        texts: list[str] = []
        for row in range(storeys.top, storeys.bottom):
            text = _text(filled[row], place)
            if bottom or place not in repeats[row]:
                texts.append(text)
        different = tuple(dict.fromkeys(text for text in (*texts, bottom) if text))
        found.append(Heading(different, tuple(words[text] for text in different)))
    return tuple(found)


def _repeats(sheet: Sheet, row: int) -> set[int]:
    """The places of a row that only repeat the cell merged over them from the left."""
    return {
        place
        for merge in sheet.merges
        if merge.top <= row <= merge.bottom
        for place in range(merge.left + 1, merge.right + 1)
    }


def _spread(sheet: Sheet, row: int, bottom: int) -> Row:
    """The cells of an upper storey; in a text file each stands for the blank ones to its right."""
    cells, below = list(sheet.rows[row]), sheet.rows[bottom]
    if _repeats(sheet, row):
        return cells
    cells += [""] * (len(below) - len(cells))
    for place in range(1, len(cells)):
        if not cells[place].strip() and _text(below, place) and _text(below, place - 1):
            cells[place] = cells[place - 1]
    return cells


def _text(cells: Row, place: int) -> str:
    return cell_at(cells, place).strip()
