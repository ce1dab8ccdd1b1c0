"""Recognise months where a header leaves them open, and explain the cells that are none.

Below 日期, 时间 or 期间; as bare numbers beside or below 月份: 1 2 3 for 1月 2月 3月.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from domain.months import (
    LONGEST_CLOCK,
    add_months,
    clock_of,
    explain_clock,
    first_of_month,
    format_month,
    hides_another_year,
    is_january_or_october,
    lacks_its_year,
    may_be_a_span,
    month_number,
    month_words,
    read_day,
    read_month,
)
from domain.text import plain
from etl.read.locate.header import Header
from etl.read.locate.header_cell import ONLY_THIS_MONTH, HeaderClassifier
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.result import Context
from etl.read.locate.rows import NOTE_WITH_NUMBER, begins_like_a_note, total_word
from etl.read.locate.title_month import year_hint
from etl.read.locate.title_time import month_of_span, read_period, title_line
from etl.read.open.sheet import Row, Sheet, cell_at

_ENGLISH_MONTH = re.compile(r"[A-Za-z]{3,9}-[0-9]{1,4}|[0-9]{1,2}-[A-Za-z]{3,9}(?:-[0-9]{2,4})?")
_MORE_THAN_A_MONTH = re.compile(r"[0-9]\s*月?\s*[-~—–至到]+\s*[0-9]{1,2}\s*月|季度|半年|累计|全年")


def read_month_cell(text: str, year: int | None = None) -> date | None:
    """The month of a cell below 月份; also accepts `6` with a `year`, and a span of all days of a month.

    A date that shows no year is none of another `year`, and none at all within a month.
    """
    number = month_number(text)
    if number:
        return date(year, number, 1) if year else None
    if hides_another_year(text, year) or may_be_a_span(text):
        return None
    return read_month(text, year) or month_of_span(plain(text))


def month_explainer(context: Context, year: int | None = None) -> Callable[[str], str]:
    """Return a function that explains an unreadable month, with an example in this year."""
    this_month = first_of_month(context.options.today)
    last = add_months(this_month, -1)
    example = min(last.replace(year=year), this_month) if year else last
    return lambda text: explain_month(text, example, context.file)


def explain_month(text: str, example: date, file: str = "") -> str:
    """Explain what is wrong with a month and what would be right; `file` is the name of its file."""
    right = f"{format_month(example)} 或 {month_words(example)}"
    words = plain(text)[:LONGEST_CLOCK]
    if not words:
        return f"月份为空，每一行都要写明月份，如 {right}"
    if clock_of(text):
        return explain_clock(text)
    if lacks_its_year(text):
        return f"只有月份没有年份；请写成 {right}，或在标题行写明年份，或用 --year 指定{year_hint(file)}"
    if is_january_or_october(text):
        year = words[:4]
        return f"可能是 1 月，也可能是末尾的 0 被 Excel 省去的 10 月；请写成 {year}-01 或 {year}-10"
    if (day := read_day(text)) and may_be_a_span(text):
        shown = f"{day.month}-{day.day}"
        return f"这一格是日期（{day}），可能是“{shown}”被 Excel 改成的，不能确定是哪几个月；请写成 {right}"
    if (month := read_month(text)) and hides_another_year(text, example.year):
        stored = month_words(month)
        return f"这一格只显示月份，存的却是{stored}，与标题或指定的年份不同；请改成同一年，如 {right}"
    if _ENGLISH_MONTH.fullmatch(words):
        return f"这是 Excel 改写成英文的日期，看不出是哪年哪月；请把这一列设为文本，写成 {right}"
    if _MORE_THAN_A_MONTH.search(words):
        return f"不是一个月份；{ONLY_THIS_MONTH}，请一月一行，写成 {right}"
    if begins_like_a_note(text):
        return NOTE_WITH_NUMBER
    return f"不是月份；应写成 {right}，也可写成 {example:%Y%m}"


PERHAPS_MONTHS = frozenset(
    {"日期", "时间", "期间", "时段", "统计时间", "统计日期", "统计周期", "数据时间", "数据日期"}
)
CELLS_LOOKED_AT = 200


def with_month_column(sheet: Sheet, header: Header, header_index: HeaderIndex) -> Header:
    """Treat an ambiguous header (日期, …) as the month's if most cells below are months or days.

    Only if no column has a month header, and only if a dataset then still fits.
    """
    month = header_index.key(header_index.catalogue.month_column.name)
    known = {header_index.key(text) for text in header_index.catalogue.month_column.headers}
    places = [place for place, key in enumerate(header.keys) if key in PERHAPS_MONTHS]
    if header.shape != "plain" or len(places) != 1 or not known.isdisjoint(header.keys):
        return header
    keys = tuple(month if place == places[0] else key for place, key in enumerate(header.keys))
    fits = bool(header_index.fitting(keys)) and _holds_months(sheet, header, places[0])
    return replace(header, keys=keys) if fits else header


def _holds_months(sheet: Sheet, header: Header, place: int) -> bool:
    """Whether most of the cells below a header are months or days.

    Days with a time count only if no title names the month: they may be the time when the row was written.
    """
    below = (cells[place] for cells in sheet.rows[header.row + 1 :] if place < len(cells))
    filled = (cell for cell in below if cell.strip() and not total_word(cell, with_beginning=True))
    looked_at = list(islice(filled, CELLS_LOOKED_AT))
    titled = read_period(map(title_line, sheet.rows[: header.top])).names_month
    return 2 * _months_among(looked_at, with_clocks=not titled) > len(looked_at)


def _months_among(cells: Sequence[str], with_clocks: bool) -> int:
    names_one = (read_month_cell(cell) or lacks_its_year(cell) for cell in cells)
    return sum(map(bool, names_one)) + sum(1 for cell in cells if with_clocks and clock_of(cell))


LINES_TO_SEARCH = 15
WIDEST = 40
FEWEST = 2


def with_bare_months(sheet: Sheet, classifier: HeaderClassifier) -> Sheet:
    """The sheet with the numbers of its first such line written as months."""
    above: Row = ()
    for number, row in enumerate(islice(sheet.rows, LINES_TO_SEARCH)):
        places = _months(row)
        if places and _are_named(row, above, places, classifier):
            named = [f"{cell.strip()}月" if place in places else cell for place, cell in enumerate(row)]
            return replace(sheet, rows=[*sheet.rows[:number], named, *sheet.rows[number + 1 :]])
        above = row
    return sheet


def _months(row: Row) -> range:
    """The places of the row's numbers if they are successive months side by side; else empty."""
    numbers = {place: cell.strip() for place, cell in enumerate(row[:WIDEST]) if cell.strip().isdecimal()}
    places = range(min(numbers, default=0), max(numbers, default=-1) + 1)
    months = [month_number(numbers.get(place, "")) for place in places]
    follows = all(months) and months == list(range(months[0], months[0] + len(months))) if months else False
    return places if follows and len(places) >= FEWEST and len(row) <= WIDEST else range(0)


def _are_named(row: Row, above: Row, places: range, classifier: HeaderClassifier) -> bool:
    """Whether 月份 stands before the numbers, or over all of them."""
    before = next((cell for cell in reversed(row[: places.start]) if cell.strip()), "")
    over = {cell_at(above, place).strip() for place in places} - {""}
    is_over = bool(cell_at(above, places.start).strip()) and len(over) == 1
    return _is_month(before, classifier) or (is_over and _is_month(over.pop(), classifier))


def _is_month(text: str, classifier: HeaderClassifier) -> bool:
    index = classifier.header_index
    return index.row_keys.get(classifier[text].key) == index.catalogue.month_column.id
