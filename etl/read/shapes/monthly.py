"""Read a monthly table as clerks keep it: one row per unit and month, one column per figure.

The counting unit of each column stands in its header, in a 计量单位 column or in the title.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from domain.catalogue import Column
from domain.finding import Finding
from domain.months import month_words
from domain.numbers import Measure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import PASSED_OVER
from etl.read.locate.header_meaning import Meanings, read_meanings
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.stated_unit import listed_units
from etl.read.open.coded import Coded, coded, column_texts
from etl.read.open.sheet import cell_at
from etl.read.shapes.assemble import assemble
from etl.read.shapes.block import Block, blanks_as_zero, block_errors, block_warnings, make_block
from etl.read.shapes.counted import (
    Counted,
    UnitStatement,
    counted,
    heads_units,
    said_by_header,
    said_by_row,
    unknown_unit,
)
from etl.read.shapes.data_rows import KeyedRows, key_rows, overlong_findings
from etl.read.shapes.month_and_unit import is_future, key_findings
from etl.read.shapes.totals import check_totals, makes_a_sum

WIDEST = 400
MOST_UNITS = 500


@dataclass(frozen=True)
class ColumnMeasures:
    """The places of the figure columns, what headers state (`own`), the cells of 计量单位 (`rows`)."""

    table: FoundTable
    context: Context
    counted: Counted
    places: Mapping[str, int]
    own: Mapping[str, tuple[UnitStatement, ...]]
    rows: Coded | None
    unit_header: str
    more_headers: tuple[str, ...] = ()

    def of(self, column: Column) -> Measure | Sequence[Measure]:
        """The measure of a column, or one for each of its cells."""
        if self.rows is None:
            return self.counted.measure(column, self.own[column.id])[0]
        different = np.empty(len(self.rows.different), dtype=object)
        for place, text in enumerate(self.rows.different):
            different[place] = self.counted.measure(column, self._said(column, text))[0]
        return Coded(self.rows.codes, different)

    def findings(self, is_data: np.ndarray) -> Iterator[Finding]:
        """An error for each header and each row whose counting unit does not fit."""
        for header in self.more_headers:
            message = "“计量单位”不止一列，不能确定各是哪一列的单位；请写在各列表头的括号里"
            yield Finding("ambiguous_column", message, self.table.header.row + 1, header, None)
        for column in self._columns:
            problem = self.counted.measure(column, self.own[column.id])[1]
            if problem:
                cell = self.table.header.cells[self.places[column.id]]
                yield Finding("wrong_unit", problem, self.table.header.row + 1, cell, None)
        if self.rows is not None:
            yield from self._rows_findings(self.rows, is_data)

    def _rows_findings(self, texts: Coded, is_data: np.ndarray) -> Iterator[Finding]:
        problems = np.array([self._problem(text) for text in texts.different], dtype=object)
        bad = np.array([problem != "" for problem in problems], dtype=bool)[texts.codes]
        for place in map(int, np.flatnonzero(bad & is_data)):
            row, text = place + self.table.first_row, texts[place]
            yield Finding("wrong_unit", problems[texts.codes[place]], row, self.unit_header, text)

    def _problem(self, text: str) -> str:
        """The error in a 计量单位 cell, "" if none: it must fit a column and agree with its header."""
        if unknown := unknown_unit(text, self.context):
            return unknown
        said = said_by_row([text], self.context)
        problems = [self.counted.measure(column, self._said(column, text))[1] for column in self._columns]
        if said and not any(self._speaks(column, said) for column in self._columns):
            return next(
                (self.counted.measure(column, said)[1] for column in self._columns), "没有按这个单位计数的列"
            )
        own = {self.counted.measure(column, self.own[column.id])[1] for column in self._columns}
        return next((problem for problem in problems if problem and problem not in own), "")

    def _said(self, column: Column, text: str) -> tuple[UnitStatement, ...]:
        """The units that header and row state for a cell; a row's unit only for its family."""
        said = said_by_row([text], self.context)
        return (*self.own[column.id], *(said if self._speaks(column, said) else ()))

    def _speaks(self, column: Column, said: Sequence[UnitStatement]) -> bool:
        measure = self.counted.measures[column.id]
        return bool(said) and all(measure.fits(one.unit) for one in said)

    @property
    def _columns(self) -> list[Column]:
        return [column for column in self.context.columns(self.table.dataset) if column.id in self.places]


def column_measures(table: FoundTable, meanings: Meanings, context: Context) -> ColumnMeasures:
    """The measures of all figure columns of a monthly table."""
    ids = {column.id for column in context.columns(table.dataset)}
    places = {id: place for id, place in meanings.places.items() if id in ids}
    found = _unit_columns(table, meanings, context)
    beside = found[0] if found else None
    return ColumnMeasures(
        table,
        context,
        counted(table, context),
        places,
        {id: said_by_header(table, place, context) for id, place in places.items()},
        None if beside is None else column_texts(table.body, beside),
        "" if beside is None else cell_at(table.header.cells, beside),
        tuple(cell_at(table.header.cells, place) for place in found[1:]),
    )


def _unit_columns(table: FoundTable, meanings: Meanings, context: Context) -> list[int]:
    """The columns of counting units: by header, or because a blank header has only units below it."""
    cells = table.header.cells
    width = len(table.body[0]) if len(table.body) else 0
    taken = set(meanings.places.values())
    places = [place for place in range(max(len(cells), min(width, WIDEST))) if place not in taken]
    return [place for place in places if _holds_units(table, place, context)]


def _holds_units(table: FoundTable, place: int, context: Context) -> bool:
    header = cell_at(table.header.cells, place)
    if header.strip() and context.header_index.key(header) not in PASSED_OVER:
        return heads_units(header, context)
    texts = [text for text in column_texts(table.body, place).different if text.strip()]
    units = context.header_index.counting_units
    return bool(texts) and all(listed_units(text, units) for text in texts[:MOST_UNITS])


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
