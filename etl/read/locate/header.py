"""The header of a sheet: its levels, its cells, and the keys of its columns."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from domain.numbers import read_figure
from etl.read.locate.header_cell import HeaderCell, HeaderClassifier, WordKind, is_bare_year, key_of
from etl.read.locate.header_index import PASSED_OVER
from etl.read.open.sheet import Merge, Row, Sheet, cell_at

MOST_LEVELS = 3
WIDEST = 400  # a wider header has only one level
DIVIDING_KINDS: frozenset[WordKind] = frozenset(
    {"this", "other", "month", "unit", "figure", "total", "quantity", "year"}
)
NAMES_UNITS = ("计量单位", "单位")  # may begin a level of counting units
OF_ONE_KIND: frozenset[WordKind] = frozenset({"month", "unit", "year"})


@dataclass(frozen=True)
class HeaderLevels:
    """First and last row of a header, counted from 0."""

    top: int
    bottom: int


def find_levels(sheet: Sheet, row: int, classifier: HeaderClassifier) -> HeaderLevels:
    """The rows of the header with this main row."""
    cells = sheet.rows[row]
    if len(cells) > WIDEST:
        return HeaderLevels(row, row)
    labels = {place for place, cell in enumerate(cells) if classifier[cell].kind == "label"}
    top = bottom = row
    merged = _merged_downwards(sheet, row, labels, classifier)
    while bottom - row < MOST_LEVELS - 1 and (
        (bottom < merged and _may_be_level(sheet, bottom + 1, labels, classifier))
        or _is_level_below(sheet, bottom + 1, bottom, labels, classifier)
    ):
        bottom += 1
    while row - top < MOST_LEVELS - 1 and is_level_above(sheet, top - 1, row, labels, classifier):
        top -= 1
    return HeaderLevels(top, bottom)


def _merged_downwards(sheet: Sheet, row: int, labels: Collection[int], classifier: HeaderClassifier) -> int:
    """The last row of the labels merged downwards; 序号 and 备注 may be merged over entries too."""
    names = {place for place in labels if classifier[sheet.rows[row][place]].key not in PASSED_OVER}
    return max((one.bottom for one in sheet.merges if one.top == row and one.left in names), default=row)


def _may_be_level(sheet: Sheet, row: int, labels: Collection[int], classifier: HeaderClassifier) -> bool:
    """Whether a row below the main row holds words only: neither figures nor a unit, as an entry does."""
    if row >= len(sheet.rows):
        return False
    cells = [cell for place, cell in enumerate(sheet.rows[row]) if cell.strip() and place not in labels]
    return bool(cells) and not any(
        read_figure(cell).kind == "figure" or classifier[cell].kind == "unit" for cell in cells
    )


def is_level_above(
    sheet: Sheet, row: int, main: int, labels: Collection[int], classifier: HeaderClassifier
) -> bool:
    """Whether a row is a level of the header below it, not a title line."""
    if row < 0:
        return False
    cells, below = sheet.rows[row][:WIDEST], sheet.rows[main]
    if any(_text(cells, place) and not _may_head(cells, below, place, classifier) for place in labels):
        return False
    if any(_names_a_key(cells, below, place, classifier) for place in range(len(cells))):
        return False
    if any(_text(cells, place).endswith((":", "：")) for place in labels):
        return False  # 填报单位：, and who it is in the next cell
    over = [cell for place, cell in enumerate(cells) if cell.strip() and place not in labels]
    if len({cell.strip() for cell in cells if cell.strip()}) < 2 and not _spans_some(sheet, row, below):
        return False
    kinds = {classifier[cell].kind for cell in over if not is_bare_year(cell)} - {
        "total",
        "other",
        "label",
        "this",
    }
    one_axis = kinds <= {"month", "year"} or kinds == {"unit"} or not kinds & OF_ONE_KIND
    return bool(over) and one_axis and not any(":" in classifier[cell].key for cell in over)


def _may_head(cells: Row, below: Row, place: int, classifier: HeaderClassifier) -> bool:
    """Whether the cell above a label is the label's header, repeated or written only here."""
    text, under = _text(cells, place), _text(below, place)
    return text == under or not under or classifier[text].kind == "label"


def _names_a_key(cells: Row, below: Row, place: int, classifier: HeaderClassifier) -> bool:
    """Whether 填报单位 or 月份 is above a figure, or the other one: then its value is beside it, as in a
    title line. 月份 beside several months, or above 单位 and its units, is the name of a level.
    """
    word, under = classifier[_text(cells, place)], classifier[_text(below, place)]
    said = classifier.header_index.row_keys
    is_other = {word.key, under.key} <= said.keys() and said[word.key] != said[under.key]
    has_one_value = len({cell.strip() for cell in cells} - {""}) == 2
    names_figures = any(classifier[cell].kind == "figure" for cell in below[:WIDEST])
    is_beside = is_other and has_one_value and names_figures
    return word.kind == "label" and (under.kind == "figure" or is_beside)


def _spans_some(sheet: Sheet, row: int, below: Row) -> bool:
    """Whether a merged cell of the row spans some but not all columns of the header."""
    width = sum(1 for cell in below if cell.strip())
    return any(merge.bottom == row and 1 < merge.right - merge.left + 1 < width for merge in sheet.merges)


def _is_level_below(
    sheet: Sheet, row: int, above: int, labels: Collection[int], classifier: HeaderClassifier
) -> bool:
    """Whether a row below the main row divides its columns: 本月 and 累计, units, or counting units."""
    if row >= len(sheet.rows):
        return False
    cells, main = sheet.rows[row][:WIDEST], sheet.rows[above]
    if any(_text(cells, place) not in ("", _text(main, place), *NAMES_UNITS) for place in labels):
        return False
    written = [(place, cell.strip()) for place, cell in enumerate(cells) if cell.strip()]
    own = [cell for place, cell in written if cell != _text(main, place) and place not in labels]
    if not own:
        return any(cell.strip() for cell in cells)
    if any(read_figure(cell).kind == "figure" for cell in own):
        return False
    saying = sum(1 for cell in own if classifier[cell].kind in DIVIDING_KINDS or classifier.states_unit(cell))
    return saying > 0 if labels else saying == len(own) and len(own) > 1


def headings(sheet: Sheet, levels: HeaderLevels, classifier: HeaderClassifier) -> tuple[HeaderCell, ...]:
    """The HeaderCell of each column."""
    width = max(len(sheet.rows[row]) for row in range(levels.top, levels.bottom + 1))
    repeats = {row: _repeats(sheet, row) for row in range(levels.top, levels.bottom + 1)}
    filled = {row: _spread(sheet, row, levels.bottom) for row in range(levels.top, levels.bottom)}
    found = []
    for place in range(width):
        bottom = "" if place in repeats[levels.bottom] else _text(sheet.rows[levels.bottom], place)
        above = {_text(filled[row], place) for row in filled} - {"", NAMES_UNITS[0], bottom}
        if bottom in NAMES_UNITS and above:
            bottom = ""
        texts = [bottom]
        for row in range(levels.bottom - 1, levels.top - 1, -1):
            if any(texts) or place not in repeats[row]:
                texts.insert(0, _text(filled[row], place))
        different = tuple(dict.fromkeys(text for text in texts if text))
        found.append(HeaderCell(different, tuple(classifier[text] for text in different)))
    return tuple(found)


def _repeats(sheet: Sheet, row: int) -> set[int]:
    """The places of a row that only repeat a merged cell from the left."""
    return {
        place
        for merge in sheet.merges
        if merge.top <= row <= merge.bottom
        for place in range(merge.left + 1, merge.right + 1)
    }


def _spread(sheet: Sheet, row: int, bottom: int) -> Row:
    """The cells of an upper level; in a text file, each cell also fills the blank cells to its right."""
    cells, below = list(sheet.rows[row]), sheet.rows[row + 1 : bottom + 1]
    if _repeats(sheet, row):
        return cells
    cells += [""] * (max(map(len, below)) - len(cells))
    is_headed = [any(_text(level, place) for level in below) for place in range(len(cells))]
    for place in range(1, len(cells)):
        if not cells[place].strip() and is_headed[place] and is_headed[place - 1]:
            cells[place] = cells[place - 1]
    return cells


def _text(cells: Row, place: int) -> str:
    return cell_at(cells, place).strip()


Shape = Literal["plain", "crossed"]


@dataclass(frozen=True)
class Header:
    """The header of a sheet; rows are counted from 0, `row` is its last and `top` its first.

    `cells` as written and their `keys`, by position. In a crossed table the header names months or units;
    `headings` holds all header texts of each column; `indicator_columns` are the columns of indicators, empty
    if the header names the indicators too. A list without a header has `top` below `row`, a title line.
    """

    row: int
    shape: Shape
    cells: tuple[str, ...]
    keys: tuple[str, ...]
    top: int
    headings: tuple[HeaderCell, ...] = ()
    indicator_columns: tuple[int, ...] = ()

    @cached_property
    def width(self) -> int:
        """The number of columns up to the last non-blank cell."""
        return max((place + 1 for place, key in enumerate(self.keys) if key), default=0)


def plain_header(sheet: Sheet, row: int, classifier: HeaderClassifier) -> Header:
    """The header with this main row; crossed if months or units are above indicators."""
    if len(sheet.rows[row]) > WIDEST:
        return _one_row(sheet, row, classifier)
    levels = find_levels(sheet, row, classifier)
    over = headings(sheet, levels, classifier)
    is_crossed = any(one.figure and (one.first("month") or one.first("unit")) for one in over)
    keys = tuple(key_of(one, classifier.header_index) for one in over)
    cells = written_cells(sheet, levels, over)
    return Header(levels.bottom, "crossed" if is_crossed else "plain", cells, keys, levels.top, over)


def written_cells(sheet: Sheet, levels: HeaderLevels, over: Iterable[HeaderCell]) -> tuple[str, ...]:
    """The header of each column as written; 本月 and similar words include the text above them."""
    last = sheet.rows[levels.bottom]
    return tuple(_written(cell_at(last, place), heading) for place, heading in enumerate(over))


def _written(text: str, heading: HeaderCell) -> str:
    """The header cell of one column, with the cell above if it only divides that one, as 本月 does."""
    divides = heading.is_aside or heading.kind in ("this", "quantity")
    if divides and len(heading.texts) > 1:
        return " ".join(heading.texts[-2:])
    return text if text.strip() and text.strip() in heading.texts else heading.text or text


def _one_row(sheet: Sheet, row: int, classifier: HeaderClassifier) -> Header:
    """A header that is too wide for several levels."""
    cells = tuple(sheet.rows[row])
    cache = {cell: classifier.header_index.key(cell) for cell in dict.fromkeys(cells)}
    keys = [cache[cell] for cell in cells]
    _blank_repeats(keys, sheet.merges, row)
    return Header(row, "plain", cells, tuple(keys), row)


def _blank_repeats(keys: list[str], merges: Iterable[Merge], row: int) -> None:
    """Blank the repeats of a merged header: it belongs to its first column."""
    for merge in merges:
        if merge.top <= row <= merge.bottom:
            for place in range(merge.left + 1, min(merge.right + 1, len(keys))):
                keys[place] = ""
