"""A monthly table as clerks keep it: one row a month of one unit, one column a figure."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from etl.find_table import FoundTable
from etl.finding import Finding
from etl.month import month_words
from etl.reading.assemble import assemble
from etl.reading.context import Context
from etl.reading.headers.meaning import Meanings, read_meanings
from etl.reading.result import TidyTable
from etl.reading.tables.block import Block, blanks_as_zero, block_errors, block_warnings, make_block
from etl.reading.tables.columns import coded, column_texts
from etl.reading.tables.data_rows import Keyed, key_rows
from etl.reading.tables.month_and_unit import is_future, key_findings
from etl.reading.tables.overlong import overlong_findings
from etl.reading.tables.totals import check_totals


def tidy_monthly(table: FoundTable, context: Context) -> TidyTable:
    """The figures of a table with one row a month of one unit and one column a figure."""
    meanings = read_meanings(table, context.book)
    keyed = key_rows(table, meanings, context)
    future = is_future(keyed.month.values, context.options.today)
    blocks = _read_columns(table, meanings, keyed, future, context)
    data = [block.select(keyed.is_data) for block in blocks]
    findings = chain(
        meanings.findings,
        no_figure_column(table, context, bool(blocks)),
        key_findings(keyed.month, keyed.rows, keyed.is_data),
        key_findings(keyed.unit, keyed.rows, keyed.is_data),
        future_findings(keyed, data, future),
        duplicate_findings(keyed, context),
        overlong_findings(table, keyed),
        *map(block_errors, data),
        *map(block_warnings, data),
        *(check_totals(block, keyed.is_data, keyed.totals) for block in blocks),
    )
    return assemble(table, keyed.rows[keyed.is_data], data, findings)


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


def future_findings(keyed: Keyed, data: Sequence[Block], future: np.ndarray) -> Iterator[Finding]:
    """An error for each row that reports a month to come; a row prepared for it and left blank is none."""
    late = future[keyed.is_data]
    if not late.any():
        return
    reported = np.any([block.reported for block in data], axis=0) if data else late
    for place in map(int, np.flatnonzero(keyed.is_data)[late & reported]):
        text = "" if keyed.month.texts is None else keyed.month.texts[place]
        message = f"{month_words(keyed.month.values[place])}还没有到，不能填报以后月份的数据"
        yield Finding("future_month", message, int(keyed.rows[place]), keyed.month.column, text)


def duplicate_findings(keyed: Keyed, context: Context) -> Iterator[Finding]:
    """An error for each row of a month and unit that an earlier row has already."""
    places = np.flatnonzero(keyed.is_data & pd.notna(keyed.month.values) & pd.notna(keyed.unit.values))
    keys = {"month": keyed.month.values[places], "unit": keyed.unit.values[places]}
    frame = pd.DataFrame({name: coded(values).codes for name, values in keys.items()})
    again = frame.duplicated().to_numpy()
    if not again.any():
        return
    first = frame.assign(place=places).groupby(["month", "unit"], sort=False)["place"].transform("first")
    for place, earlier in zip(places[again], first.to_numpy()[again], strict=True):
        yield _duplicate(keyed, int(place), int(earlier), context)


def _duplicate(keyed: Keyed, place: int, earlier: int, context: Context) -> Finding:
    month, code = keyed.month.values[place], keyed.unit.values[place]
    unit = context.units.by_code(code)
    what = f"{unit.name if unit else code} {month_words(month)}"
    key = keyed.month if keyed.month.texts is not None else keyed.unit
    text = "" if key.texts is None else key.texts[place]
    only_one = "同一单位同一月份只能有一行，逐日、逐次或分类的明细请先汇总"
    message = f"与第 {keyed.rows[earlier]} 行重复，都是{what}；{only_one}"
    return Finding("duplicate_row", message, int(keyed.rows[place]), key.column, text)
