"""From the rows of a monthly table to figures: months, units, numbers, totals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.find_table import FoundTable
from etl.finding import Finding
from etl.month import format_month
from etl.reading.assemble import assemble
from etl.reading.block import Block, blanks_as_zero, block_findings, make_block, object_array, read_each
from etl.reading.context import Context
from etl.reading.header import PASSED_OVER
from etl.reading.keys import Key, is_future, month_key, unit_key
from etl.reading.meaning import Meanings, read_meanings
from etl.reading.result import TidyTable
from etl.reading.rows import is_note, total_word
from etl.reading.sheet import Row
from etl.reading.title import read_title
from etl.reading.totals import Total, check_totals

LABEL_COLUMNS = 20


@dataclass(frozen=True)
class Keyed:
    """The rows below a header: what month and unit each has, which are data, and where totals stand."""

    rows: np.ndarray
    month: Key
    unit: Key
    is_data: np.ndarray
    totals: tuple[Total, ...]


def tidy_monthly(table: FoundTable, context: Context) -> TidyTable:
    """The figures of a table with one row a month of one unit and one column a figure."""
    meanings = read_meanings(table, context.book)
    keyed = key_rows(table, meanings, context)
    future = is_future(keyed.month.values, context.options.today)
    blocks = _read_columns(table, meanings, keyed, future, context)
    data = [block.select(keyed.is_data) for block in blocks]
    findings = [
        *meanings.findings,
        *no_figure_column(table, context, bool(blocks)),
        *key_findings(keyed, data),
        *future_findings(keyed, data, future),
        *duplicate_findings(keyed, context),
        *overlong_findings(table, keyed),
        *(finding for block in data for finding in block_findings(block)),
        *(finding for block in blocks for finding in check_totals(block, keyed.is_data, keyed.totals)),
    ]
    return assemble(table, keyed.rows[keyed.is_data], data, findings)


def column_texts(body: Sequence[Row], place: int) -> np.ndarray:
    """The cells of one column, "" where a row is too short."""
    return object_array([row[place] if place < len(row) else "" for row in body])


def key_rows(table: FoundTable, meanings: Meanings, context: Context) -> Keyed:
    """Month, unit and kind of every row below the header."""
    body = table.body
    title = read_title(table.title_rows, context.units)
    texts = {id: column_texts(body, meanings.places[id]) for id in ("month", "unit") if id in meanings.places}
    headers = {id: table.header.cells[meanings.places[id]] for id in texts}
    month = month_key(texts.get("month"), headers.get("month", ""), len(body), title, context)
    unit = unit_key(texts.get("unit"), headers.get("unit", ""), len(body), title, context)
    words = _total_words(body, texts, meanings, unit)
    totals = tuple(Total(int(place), words[place]) for place in np.flatnonzero(words != ""))
    is_data = (words == "") & ~_is_aside(table, month, unit, words, meanings)
    return Keyed(np.arange(len(body)) + table.first_row, month, unit, is_data, totals)


def _total_words(
    body: Sequence[Row], texts: Mapping[str, np.ndarray], meanings: Meanings, unit: Key
) -> np.ndarray:
    """合计, 小计, … for each row whose month, unit or other label says so; "" for the rest."""
    words = np.full(len(body), "", dtype=object)
    for place in meanings.other[:LABEL_COLUMNS]:
        found = read_each(column_texts(body, place), total_word)
        words = np.where(words == "", found, words)
    for cells in texts.values():
        found = read_each(cells, lambda text: total_word(text, with_beginning=True))
        words = np.where(words == "", found, words)
    known_unit = pd.notna(unit.values) if unit.texts is not None else np.zeros(len(body), dtype=bool)
    return np.where(known_unit & (unit.values == "合计"), "", words)


def _is_aside(table: FoundTable, month: Key, unit: Key, words: np.ndarray, meanings: Meanings) -> np.ndarray:
    """Which rows are blank, or notes below the table."""
    body = table.body
    aside = np.zeros(len(body), dtype=bool)
    from_columns = month.texts is not None or unit.texts is not None
    complete = pd.notna(month.values) & pd.notna(unit.values) & from_columns
    keys = table.header.keys
    index = {place for place in meanings.other if keys[place] in PASSED_OVER}
    for place in map(int, np.flatnonzero(~complete & (words == ""))):
        cells = body[place]
        named = month.texts is not None and month.values[place] is not None
        if _is_blank(cells, index) or (not named and is_note(cells)):
            aside[place] = True
    return aside


def _is_blank(cells: Row, index: set[int]) -> bool:
    """Whether a row holds nothing, apart from its running number or remark."""
    return not any(cell.strip() for place, cell in enumerate(cells) if place not in index)


def _read_columns(
    table: FoundTable, meanings: Meanings, keyed: Keyed, future: np.ndarray, context: Context
) -> list[Block]:
    """Each figure column, read over every row; blanks as zero where asked, but not in months to come."""
    blocks = []
    for column in context.columns(table.dataset):
        if column.id not in meanings.places:
            continue
        place = meanings.places[column.id]
        texts, header = column_texts(table.body, place), table.header.cells[place]
        keys = (keyed.month.values, keyed.unit.values)
        block = make_block(column, keyed.rows, header, texts, *keys, context.book.counting_units)
        blocks.append(blanks_as_zero(block, ~future) if context.options.blank_is_zero else block)
    return blocks


def no_figure_column(table: FoundTable, context: Context, any_column: bool) -> Iterator[Finding]:
    """The error of a monthly table without any figure."""
    if not any_column:
        names = "、".join(column.name for column in context.columns(table.dataset))
        message = (
            f"没有任何数据列；“{context.book.catalogue.dataset(table.dataset).title}”的数据列有：{names}"
        )
        yield Finding("missing_column", message)


def key_findings(keyed: Keyed, data: Sequence[Block]) -> Iterator[Finding]:
    """What is wrong with the month and the unit of each data row."""
    for key in (keyed.month, keyed.unit):
        yield from key.findings
        if key.texts is not None:
            for place in map(int, np.flatnonzero(keyed.is_data & pd.isna(key.values))):
                yield key.finding(place, int(keyed.rows[place]))


def future_findings(keyed: Keyed, data: Sequence[Block], future: np.ndarray) -> Iterator[Finding]:
    """An error for each row that reports a month to come; a row prepared for it and left blank is none."""
    late = future[keyed.is_data]
    if not late.any():
        return
    reported = np.any([block.reported for block in data], axis=0) if data else late
    for place in map(int, np.flatnonzero(keyed.is_data)[late & reported]):
        text = "" if keyed.month.texts is None else keyed.month.texts[place]
        message = f"{format_month(keyed.month.values[place])} 还没有到，不能填报以后月份的数据"
        yield Finding("future_month", message, int(keyed.rows[place]), keyed.month.column, text)


def duplicate_findings(keyed: Keyed, context: Context) -> Iterator[Finding]:
    """An error for each row of a month and unit that an earlier row has already."""
    places = np.flatnonzero(keyed.is_data & pd.notna(keyed.month.values) & pd.notna(keyed.unit.values))
    frame = pd.DataFrame({"month": keyed.month.values[places], "unit": keyed.unit.values[places]})
    again = frame.duplicated().to_numpy()
    if not again.any():
        return
    first = frame.assign(place=places).groupby(["month", "unit"], sort=False)["place"].transform("first")
    for place, earlier in zip(places[again], first.to_numpy()[again], strict=True):
        yield _duplicate(keyed, int(place), int(earlier), context)


def _duplicate(keyed: Keyed, place: int, earlier: int, context: Context) -> Finding:
    month, code = keyed.month.values[place], keyed.unit.values[place]
    unit = context.units.by_code(code)
    what = f"{unit.name if unit else code} {format_month(month)}"
    key = keyed.month if keyed.month.texts is not None else keyed.unit
    text = "" if key.texts is None else key.texts[place]
    message = f"与第 {keyed.rows[earlier]} 行重复，都是{what}；同一单位同一月份只能有一行"
    return Finding("duplicate_row", message, int(keyed.rows[place]), key.column, text)


def overlong_findings(table: FoundTable, keyed: Keyed) -> Iterator[Finding]:
    """An error for each data row of a text file with more cells than the header: a separator slipped in."""
    if not table.sheet.is_text:
        return
    width = table.header.width
    for place in map(int, np.flatnonzero(keyed.is_data)):
        cells = table.body[place]
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            message = (
                f"这一行比表头多出 {len(cells) - width} 格，数据可能错列；数字里的千分位逗号须加双引号或去掉"
            )
            yield Finding("bad_value", message, int(keyed.rows[place]), None, cells[width])
