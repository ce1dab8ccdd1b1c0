"""Split sheets that hold several tables, one below the other or side by side; blank repeated headers."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np

from domain.numbers import read_figure
from domain.text import name_key
from etl.read.locate.find_table import TITLE_LINES, find_header
from etl.read.locate.header import WIDEST, Header
from etl.read.locate.header_cell import HeaderClassifier, WordKind
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.rows import is_note
from etl.read.locate.time_words import is_other_time
from etl.read.locate.title_time import read_period, title_line
from etl.read.open.coded import last_cell
from etl.read.open.sheet import Row, Sheet

MOST_TITLE_CELLS = 3
MOST_HEADERS = 40
MOST_TABLES = 200
LETTERS = frozenset({"甲", "乙", "丙", "丁", "栏次"})
OVER_FIGURES: frozenset[WordKind] = frozenset({"figure", "month", "quantity", "total", "this"})
IN_HEADERS: frozenset[WordKind] = OVER_FIGURES | {"label", "other", "unit", "year"}
_CONTINUED = re.compile(
    r"[(\[]?(?:续表?|续[0-9一二三四五六七八九十]+)[)\]]?:?|第[0-9一二三四五六七八九十]+页(?:[,/共].*)?|\s"
)
_TIME = re.compile(r"[0-9〇零一二三四五六七八九十]\s*[年月]|[0-9]{4}[-/.][0-9]")
_UNIT = re.compile("单位|部门")
_REPORTER = re.compile("(?:填报|报送|上报|编报)(?:单位|部门)")
_OF_ANY_TITLE = re.compile(
    "[0-9〇零一二三四五六七八九十]*(?:年度?|月份?|日|季度)|[一二三四五六七八九十]+[、.]|热线|案件|培训|普法|宣传|工单"
    "|办理|受理|完成|工作|统计|汇总|情况|月报|报表|报|表|数据|指标|附"
)


@dataclass(frozen=True)
class TableStart:
    """The start of a further table in a sheet: its first title line, and its header."""

    first: int
    header: int


def split_stacked(sheet: Sheet, classifier: HeaderClassifier) -> list[Sheet]:
    """Split the sheet before each further table; the parts keep the sheet's row numbers.

    A repeated header, as on the next page of a printout, does not begin a table: its rows become blank.
    """
    header = find_header(sheet, classifier)
    if header is None:
        return [sheet]
    below = header.row + 1
    is_numbered = below < len(sheet.rows) and _numbers_columns(sheet.rows[below], classifier)
    if not is_numbered and not _rows_without_figures(sheet.rows, below):
        return [sheet]
    rows = list(sheet.rows)
    if is_numbered:
        rows[below] = ()
    starts = list(islice(_starts(rows, header, classifier), MOST_TABLES))
    pages = {start for start in starts if _is_next_page(start, rows, header)}
    for page in pages:
        rows[page.first : page.header + 1] = [()] * (page.header + 1 - page.first)
    cuts = [0, *(start.first for start in starts if start not in pages)]
    if len(cuts) == 1:
        return [replace(sheet, rows=rows) if is_numbered or pages else sheet]
    return [
        _part(sheet, rows, header, *span, classifier)
        for span in zip(cuts, [*cuts[1:], len(rows)], strict=True)
    ]


def _is_next_page(start: TableStart, rows: Sequence[Row], header: Header) -> bool:
    """Whether a further header and its title lines only repeat those of the first table."""
    titles = {_title_text(row) for row in rows[: header.top]}
    between = {_title_text(row) for row in rows[start.first : start.header]} - {""}
    return _texts(rows[start.header]) == _texts(rows[header.row]) and between <= titles


def _numbers_columns(row: Row, classifier: HeaderClassifier) -> bool:
    """Whether a row below the header only numbers the columns, as in forms: 甲 乙 1 2 3."""
    texts = _texts(row)
    letters = [text for text in texts if text in LETTERS]
    numbers = [text for text in texts if text not in LETTERS]
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return bool(letters) and numbers == counted and classifier[letters[0]].kind != "unit"


def _part(
    sheet: Sheet, rows: Sequence[Row], header: Header, start: int, end: int, classifier: HeaderClassifier
) -> Sheet:
    """The rows from `start` to `end`, preceded by the sheet's title lines that apply to them too."""
    if start == 0:
        return replace(sheet, rows=rows[:end])
    own = find_header(Sheet(sheet.name, rows[start:end]), classifier)
    titles = own.top if own else 0
    kept = [_kept_title(row, rows[start:end], titles, classifier) for row in sheet.rows[: header.top]]
    return replace(sheet, rows=[*kept, *[()] * (start - len(kept)), *rows[start:end]])


def _kept_title(line: Row, own: Sequence[Row], titles: int, classifier: HeaderClassifier) -> Row:
    """What of a title line of the sheet applies to a further table, which begins with title lines of its own.

    Its time does, if they name no month; 填报单位：… does, if the table names none and its titles nobody.
    """
    said = " ".join(text for row in own[:titles] for text in _texts(row))
    text = " ".join(_texts(line))
    if not said.strip():
        return line
    has_unit = any(classifier[cell].kind == "unit" for cell in line)
    if _REPORTER.search(text):
        names_own = any(_UNIT.search(cell) for row in own for cell in row) or _names_somebody(
            said, classifier
        )
        return () if names_own else [cell if not _TIME.search(cell) else "" for cell in line]
    is_of_time = _TIME.search(text) and not ("月" in said and "月" in text)
    is_of_others = _is_of_another_time(text, own[:titles])
    return line if is_of_time and not (is_of_others or _UNIT.search(text) or has_unit) else ()


def _is_of_another_time(line: str, titles: Sequence[Row]) -> bool:
    """Whether titles name another year than a line above them, or say 累计, 上年同期 or the like."""
    own, above = (read_period([text]) for text in (" ".join(map(title_line, titles)), line))
    years = set(own.years) and set(own.years).isdisjoint(above.years or own.years)
    return bool(years or own.cumulative) or any(is_other_time(cell) for row in titles for cell in row)


def _names_somebody(titles: str, classifier: HeaderClassifier) -> bool:
    """Whether titles say more than a time and what is reported: then it may be a unit."""
    key = name_key(titles)
    for dataset in classifier.header_index.catalogue.datasets:
        key = key.replace(name_key(dataset.title), "")
    return re.search(r"[^\W\d_]", _OF_ANY_TITLE.sub("", key)) is not None


def _starts(rows: Sequence[Row], header: Header, classifier: HeaderClassifier) -> Iterator[TableStart]:
    """Where further headers are, each with the title lines directly above it."""
    first = rows[header.row] if header.row >= 0 else ()
    titles = rows[: max(header.top, 0)]
    below, done = header.row + 1, 0
    for place in _rows_without_figures(rows, below):
        if place < done:
            continue
        if not any(cell.strip() for cell in rows[place]):
            length = _title_lines(rows[place + 1 : place + TITLE_LINES + 2], classifier)
            if length is not None:
                yield TableStart(place + 1, place + 1 + length)
                done = place + length + 2
        elif _is_header(rows[place], first, classifier):
            begin = place
            while begin - 1 >= max(below, done) and _is_title_line(rows[begin - 1], header, classifier):
                begin -= 1
            if begin - 2 >= max(below, done) and _says_who_reports(rows[begin - 2 : begin], titles):
                begin -= 1
            yield TableStart(begin, place)


def _rows_without_figures(rows: Sequence[Row], below: int) -> list[int]:
    """The rows that do not end with a number (nearly all rows of a long table do)."""
    return [below + int(place) for place in np.flatnonzero(~last_cell(rows[below:], str.isdecimal))]


def _title_lines(rows: Sequence[Row], classifier: HeaderClassifier) -> int | None:
    """The number of title lines before the next header; None if no header follows."""
    for number, row in enumerate(rows):
        filled = {cell for cell in row[:MOST_HEADERS] if cell.strip()}
        if len({classifier.header_index.key(cell) for cell in filled} & classifier.header_index.known) > 1:
            return number
        if not filled or len(filled) > MOST_TITLE_CELLS:
            return None
    return None


def _is_header(row: Row, first: Row, classifier: HeaderClassifier) -> bool:
    """Whether a row holds only header words, of the first header or of another."""
    if len(row) > WIDEST or any(map(str.isdecimal, row)):
        return False
    texts = _texts(row)
    if len(texts) > 1 and texts == _texts(first):
        return True
    texts = list(dict.fromkeys(texts))
    if len(texts) < 3 or any(classifier[cell].kind not in IN_HEADERS for cell in texts):
        return False
    kinds = [classifier[cell].kind for cell in texts]
    is_labelled = "label" in kinds or kinds.count("figure") > 1
    return is_labelled and not OVER_FIGURES.isdisjoint(kinds)


def _is_title_line(row: Row, header: Header, classifier: HeaderClassifier) -> bool:
    """Whether a row above a header is a title line: a single text, not a note, not a table row."""
    different = set(_texts(row))
    if len(different) != 1 or any(read_figure(text).kind == "figure" for text in different) or is_note(row):
        return len(different) == 1 and any(_UNIT.match(text) for text in different)
    (text,) = different
    return header.shape == "crossed" or classifier[text].kind != "unit"


def _says_who_reports(rows: Sequence[Row], titles: Sequence[Row]) -> bool:
    """Whether the second row is 填报单位：… of the table below it, and does not sign the table above.

    The row before it is blank, and the table above has its own among its titles.
    """
    before, line = map(_texts, rows)
    says = len(set(line)) == 1 and _REPORTER.match(line[0]) is not None
    return says and not before and any(_REPORTER.search(cell) for row in titles for cell in row)


def _title_text(row: Row) -> str:
    """A title line without its page number."""
    return _CONTINUED.sub("", name_key("".join(dict.fromkeys(_texts(row)))))


def _texts(row: Row) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


FEWEST = 2
MOST_BESIDE = 12  # one table per month; each part is as wide as its place, so very many would fill the memory


def split_halves(sheet: Sheet, header: Header, classifier: HeaderClassifier) -> list[Sheet]:
    """Split the sheet before each repetition of the whole header; one part if it does not repeat.

    Each part keeps the places of its columns and the title lines, only its own cell of a line that heads the
    parts. A header that repeats only partly is not split: two of its columns then have the same meaning.
    """
    places = [place for place, key in enumerate(header.keys) if key]
    keys = [header.keys[place] for place in places]
    length = next((size for size in range(FEWEST, len(keys) // 2 + 1) if _repeats(keys, size)), 0)
    too_many = length and len(keys) // length > MOST_BESIDE
    is_whole = _is_whole(keys[:length], classifier.header_index)
    if header.shape != "plain" or not length or too_many or not is_whole:
        return [sheet]
    starts = [0, *places[length::length]]
    heads = {row for row in range(header.top) if _heads_parts(sheet.rows[row], starts, classifier)}
    return [_columns(sheet, header.top, heads, *span) for span in pairwise([*starts, None])]


def _heads_parts(row: Row, starts: Sequence[int], classifier: HeaderClassifier) -> bool:
    """Whether a title line has a month, a year, a unit or 累计 over the beginning of each part."""
    first = {cell.strip(): place for place, cell in reversed(list(enumerate(row))) if cell.strip()}
    kinds = {classifier[text].kind for text in first}
    are_alike = any(kinds <= alike for alike in ({"month", "this", "other"}, {"year"}, {"unit"}))
    return len(first) > 1 and are_alike and {*first.values()} <= {*starts}


def _repeats(keys: list[str], length: int) -> bool:
    """Whether the keys repeat with period `length`."""
    return len(keys) % length == 0 and keys == keys[:length] * (len(keys) // length)


def _is_whole(keys: list[str], header_index: HeaderIndex) -> bool:
    """Whether the keys include a column of months or units and a column of figures, without duplicates."""
    labels = header_index.row_keys.keys() | header_index.perhaps_units
    return (
        len(set(keys)) == len(keys)
        and not labels.isdisjoint(keys)
        and not header_index.figures.keys().isdisjoint(keys)
    )


def _columns(sheet: Sheet, top: int, heads: Collection[int], first: int | None, end: int | None) -> Sheet:
    """The columns from `first` up to `end` (excluded), with complete title rows except those in `heads`."""
    begin = first or 0

    def own(row: Row) -> Row:
        return [*[""] * min(begin, len(row)), *row[begin:end]]

    above = [own(row) if number in heads else row for number, row in enumerate(sheet.rows[:top])]
    return replace(sheet, rows=[*above, *map(own, sheet.rows[top:])])
