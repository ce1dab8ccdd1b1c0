"""The rows below a header: which of them are data, and the month and unit of each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from domain.finding import Finding
from domain.months import month_words, read_year, with_year
from domain.numbers import read_figure
from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import PASSED_OVER, YEARS
from etl.read.locate.header_meaning import Meanings
from etl.read.locate.month_column import PERHAPS_MONTHS, read_month_cell
from etl.read.locate.result import Context
from etl.read.locate.rows import is_note, total_word
from etl.read.locate.title import Title, read_title
from etl.read.open.coded import Coded, coded, column_texts, widths
from etl.read.open.sheet import Row
from etl.read.shapes.block import object_array, read_each
from etl.read.shapes.month_and_unit import KeyColumn, for_several_units, month_key, unit_key
from etl.read.shapes.totals import TotalRow

SEARCHED_COLUMNS = 20
LONGEST_NAME = 80
MONTHS_OF = {
    **{f"{quarter}季度": range(3 * number + 1, 3 * number + 4) for number, quarter in enumerate("一二三四")},
    **{f"{number + 1}季度": range(3 * number + 1, 3 * number + 4) for number in range(4)},
    "上半年": range(1, 7),
    "下半年": range(7, 13),
    "前三季度": range(1, 10),
    "全年": range(1, 13),
}
_PERIOD = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})年)?(?P<period>第?[一二三四1-4]季度|[上下]半年|前三季度|全年)(?:累计)?"
)
LABELS = frozenset({"month", "unit", "dataset", "indicator", "approximate", "load"})


@dataclass(frozen=True)
class KeyedRows:
    """The rows below a header: month and unit of each, which are data, and which are totals."""

    rows: np.ndarray
    month: KeyColumn
    unit: KeyColumn
    is_data: np.ndarray
    totals: tuple[TotalRow, ...]


def key_rows(table: FoundTable, meanings: Meanings, context: Context) -> KeyedRows:
    """Find month, unit and kind of every row below the header."""
    body = table.body
    title = read_title(table, context)
    texts: dict[str, Coded] = {
        id: column_texts(body, meanings.places[id]) for id in ("month", "unit") if id in meanings.places
    }
    headers = {id: table.header.cells[meanings.places[id]] for id in texts}
    if "month" in texts:
        texts["month"] = _with_years(texts["month"], table, meanings)
    month = month_key(texts.get("month"), headers.get("month", ""), len(body), title, context)
    month = _as_the_title_says(month, title, context)
    unit = unit_key(texts.get("unit"), headers.get("unit", ""), len(body), title, context)
    words = _total_words(table, texts, meanings)
    is_data = (words == "") & ~_is_aside(table, month, unit, words, meanings, context)
    # Beside a column of indicators, a quarter may be the only figure of its own.
    periods = () if "indicator" in meanings.places else tuple(_periods(month, unit, is_data))
    is_data[[total.place for total in periods]] = False
    named = (TotalRow(int(place), words[place]) for place in np.flatnonzero(words != ""))
    totals = (*named, *periods)
    if unit.findings and _has_rows_of_one_month(month, is_data):
        unit = for_several_units(unit, title)
    return KeyedRows(np.arange(len(body)) + table.first_row, month, unit, is_data, totals)


def _periods(month: KeyColumn, unit: KeyColumn, is_data: np.ndarray) -> Iterator[TotalRow]:
    """The rows of a quarter, half or whole year in the column of months, if the table has all its months.

    They sum these months, of their own unit if they name one. One of a unit that is not known sums nothing.
    """
    if month.texts is None:
        return
    texts = coded(month.texts)
    spans = [_PERIOD.fullmatch(name_key(text)) for text in texts.different]
    if not any(spans):
        return
    years = {one.year for one in month.values[is_data] if one is not None}
    numbers = np.array([one.month if one is not None else 0 for one in month.values])
    for place in map(int, np.flatnonzero(is_data & (numbers == 0))):
        found = spans[texts.codes[place]]
        if found is None or len(years) != 1 or found["year"] not in (None, str(*years)):
            continue
        months = MONTHS_OF[found["period"].removeprefix("第")]
        mine = is_data & np.isin(numbers, months)
        if unit.texts is None or unit.texts[place].strip():
            mine &= unit.values == unit.values[place]
        if set(numbers[mine]) == set(months):
            yield TotalRow(place, found["period"], parts=tuple(map(int, np.flatnonzero(mine))))


def _has_rows_of_one_month(month: KeyColumn, is_data: np.ndarray) -> bool:
    """Whether several rows have the same month, or no readable month."""
    months = month.values[is_data]
    return len(months) > 1 and len(pd.unique(months)) < len(months)


def _as_the_title_says(month: KeyColumn, title: Title, context: Context) -> KeyColumn:
    """Discard months from an ambiguous date column (日期, …) if they contradict the title.

    Such a column may hold the date of reporting.
    """
    said = title.month(context.options.year)
    is_sure = month.texts is None or context.header_index.key(month.column) not in PERHAPS_MONTHS
    if is_sure or said is None:
        return month
    values = object_array([value if value == said else None for value in month.values])

    def explain(text: str) -> str:
        if read_month_cell(text, said.year) in (None, said):
            return month.explain(text)
        return f"标题写的是{month_words(said)}，这一格却是另一个月；如是填报日期，请把表头改为“填报日期”"

    return replace(month, values=values, explain=explain)


def _with_years(months: Coded, table: FoundTable, meanings: Meanings) -> Coded:
    """Complete month cells from a 年份 column, if there is one: 2023 beside 6月, beside 6, or beside 一季度.

    A month that contradicts the year beside it becomes an unreadable cell.
    """
    place = next((place for place in meanings.other if table.header.keys[place] in YEARS), None)
    if place is None:
        return months
    pairs = zip(column_texts(table.body, place), months, strict=True)
    return coded([_of_year(year, month) for year, month in pairs])


def _of_year(year: str, text: str) -> str:
    """A month or a quarter (一季度) with the year written beside it."""
    period = _PERIOD.fullmatch(name_key(text)) if "季" in text or "年" in text else None
    number = read_year(year) if period and not period["year"] else None
    return f"{number}年{text}" if number else with_year(year, text)


def _total_words(table: FoundTable, texts: Mapping[str, Coded], meanings: Meanings) -> np.ndarray:
    """The total word (合计, 小计, …) in each row's month, unit or other label; "" for other rows.

    Without a header and behind the first figures, the word heads a column, in one more row of the header.
    """
    body = table.body
    words = np.full(len(body), "", dtype=object)
    first = min((place for id, place in meanings.places.items() if id not in LABELS), default=0)
    labels = [place for place in meanings.other if place < first or table.header.keys[place]]
    for place in labels[:SEARCHED_COLUMNS]:
        found = read_each(column_texts(body, place), total_word)
        words = np.where(words == "", found, words)
    for cells in texts.values():
        found = read_each(cells, lambda text: total_word(text, with_beginning=True))
        words = np.where(words == "", found, words)
    return words


def _is_aside(
    table: FoundTable,
    month: KeyColumn,
    unit: KeyColumn,
    words: np.ndarray,
    meanings: Meanings,
    context: Context,
) -> np.ndarray:
    """Which rows are blank or are notes below the table."""
    body = table.body
    aside = np.zeros(len(body), dtype=bool)
    from_columns = month.texts is not None or unit.texts is not None
    complete = pd.notna(month.values) & pd.notna(unit.values) & from_columns
    keys = table.header.keys
    index = {place for place in meanings.other if keys[place] in PASSED_OVER}
    for place in map(int, np.flatnonzero(~complete & (words == ""))):
        cells = body[place]
        named = month.texts is not None and month.values[place] is not None
        aside[place] = _is_blank(cells, index) or (
            not named and is_note(cells) and not _says_something(cells, meanings, context)
        )
    return aside


def _says_something(cells: Row, meanings: Meanings, context: Context) -> bool:
    """Whether a row has a figure or names a unit: then it cannot be a note, whatever its first cell says."""
    places = [place for id, place in meanings.places.items() if id not in LABELS and place < len(cells)]
    first = next(cell for cell in cells if cell.strip())
    return context.units.find(first[:LONGEST_NAME]) is not None or any(
        read_figure(cells[place]).kind == "figure" for place in places
    )


def _is_blank(cells: Row, index: set[int]) -> bool:
    """Whether a row is empty apart from its running number or remark."""
    return not any(cell.strip() for place, cell in enumerate(cells) if place not in index)


def overlong_findings(table: FoundTable, keyed: KeyedRows) -> Iterator[Finding]:
    """An error for each data row of a text file with more cells than the header (a stray separator)."""
    if not table.sheet.is_text:
        return
    width = table.header.width
    for place in map(int, np.flatnonzero(keyed.is_data & (widths(table.body) > width))):
        cells = table.body[place]
        if any(cell.strip() for cell in cells[width:]):
            message = (
                f"这一行比表头多出 {len(cells) - width} 格，数据可能错列；数字里的千分位逗号须加双引号或去掉"
            )
            yield Finding("bad_value", message, int(keyed.rows[place]), None, cells[width])
