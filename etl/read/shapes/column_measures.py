"""The counting unit of each column of a monthly table: from its header, a 计量单位 column or the title."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.catalogue import Column
from domain.finding import Finding
from domain.numbers import Measure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import PASSED_OVER
from etl.read.locate.header_meaning import Meanings
from etl.read.locate.result import Context
from etl.read.locate.stated_unit import listed_units
from etl.read.open.coded import Coded, column_texts
from etl.read.open.sheet import cell_at
from etl.read.shapes.counted import (
    Counted,
    UnitStatement,
    counted,
    heads_units,
    said_by_header,
    said_by_row,
    unknown_unit,
)

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
