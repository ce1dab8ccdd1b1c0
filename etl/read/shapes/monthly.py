"""Read a monthly table as clerks keep it: one row per unit and month, one column per figure."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd

from domain.finding import Finding
from domain.months import month_words
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_meaning import read_meanings
from etl.read.locate.result import Context, TidyTable
from etl.read.open.coded import coded, column_texts
from etl.read.shapes.assemble import assemble
from etl.read.shapes.block import Block, blanks_as_zero, block_errors, block_warnings, make_block
from etl.read.shapes.column_measures import ColumnMeasures, column_measures
from etl.read.shapes.data_rows import KeyedRows, key_rows, overlong_findings
from etl.read.shapes.month_and_unit import is_future, key_findings
from etl.read.shapes.totals import check_totals, makes_a_sum


def tidy_monthly(table: FoundTable, context: Context) -> TidyTable:
    """Read a table with one row per unit and month and one column per figure."""
    meanings = read_meanings(table, context.header_index)
    keyed = key_rows(table, meanings, context)
    measures = column_measures(table, meanings, context)
    future = is_future(keyed.month.values, context.options.today)
    blocks = _read_columns(table, measures, keyed, future, context)
    data = [block.select(keyed.is_data) for block in blocks]
    findings = chain(
        meanings.findings,
        measures.findings(keyed.is_data),
        no_figure_column(table, context, bool(blocks)),
        key_findings(keyed.month, keyed.rows, keyed.is_data),
        key_findings(keyed.unit, keyed.rows, keyed.is_data),
        future_findings(keyed, data, future),
        duplicate_findings(keyed, context),
        overlong_findings(table, keyed),
        *map(block_errors, data),
        *map(block_warnings, data),
        *(
            check_totals(block, keyed.is_data, keyed.totals)
            for block in blocks
            if makes_a_sum(block.column, keyed.month.values[keyed.is_data])
        ),
    )
    return assemble(table, keyed.rows[keyed.is_data], data, findings)


def _read_columns(
    table: FoundTable, measures: ColumnMeasures, keyed: KeyedRows, future: np.ndarray, context: Context
) -> list[Block]:
    """Read each figure column over all rows; blanks become zero on request, except in future months."""
    blocks = []
    for column in context.columns(table.dataset):
        if column.id not in measures.places:
            continue
        place = measures.places[column.id]
        texts, header = column_texts(table.body, place), table.header.cells[place]
        keys = (keyed.month.values, keyed.unit.values)
        block = make_block(column, keyed.rows, header, texts, *keys, measures.of(column))
        blocks.append(blanks_as_zero(block, ~future) if context.options.blank_is_zero else block)
    return blocks


def no_figure_column(table: FoundTable, context: Context, any_column: bool) -> Iterator[Finding]:
    """The error for a monthly table without any figure."""
    if not any_column:
        names = "、".join(column.name for column in context.columns(table.dataset))
        title = context.header_index.catalogue.dataset(table.dataset).title
        message = f"没有任何数据列；“{title}”的数据列有：{names}"
        yield Finding("missing_column", message)


def future_findings(keyed: KeyedRows, data: Sequence[Block], future: np.ndarray) -> Iterator[Finding]:
    """An error for each row that reports a future month; a prepared row without figures is accepted."""
    late = future[keyed.is_data]
    if not late.any():
        return
    reported = np.any([block.reported for block in data], axis=0) if data else late
    for place in map(int, np.flatnonzero(keyed.is_data)[late & reported]):
        text = "" if keyed.month.texts is None else keyed.month.texts[place]
        message = f"{month_words(keyed.month.values[place])}还没有到，不能填报以后月份的数据"
        yield Finding("future_month", message, int(keyed.rows[place]), keyed.month.column, text)


def duplicate_findings(keyed: KeyedRows, context: Context) -> Iterator[Finding]:
    """An error for each row that repeats the month and unit of an earlier row."""
    places = np.flatnonzero(keyed.is_data & pd.notna(keyed.month.values) & pd.notna(keyed.unit.values))
    keys = {"month": keyed.month.values[places], "unit": keyed.unit.values[places]}
    frame = pd.DataFrame({name: coded(values).codes for name, values in keys.items()})
    again = frame.duplicated().to_numpy()
    if not again.any():
        return
    first = frame.assign(place=places).groupby(["month", "unit"], sort=False)["place"].transform("first")
    for place, earlier in zip(places[again], first.to_numpy()[again], strict=True):
        yield _duplicate(keyed, int(place), int(earlier), context)


def _duplicate(keyed: KeyedRows, place: int, earlier: int, context: Context) -> Finding:
    month, code = keyed.month.values[place], keyed.unit.values[place]
    what = f"{context.units.name_of(code)} {month_words(month)}"
    key = keyed.month if keyed.month.texts is not None else keyed.unit
    text = "" if key.texts is None else key.texts[place]
    only_one = "同一单位同一月份只能有一行，逐日、逐次或分类的明细请先汇总"
    message = f"与第 {keyed.rows[earlier]} 行重复，都是{what}；{only_one}"
    return Finding("duplicate_row", message, int(keyed.rows[place]), key.column, text)
