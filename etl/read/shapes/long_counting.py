"""The counting units of a long form: from the header 数值（万件）, a 计量单位 column, or the title."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from domain.catalogue import Column
from domain.finding import Finding
from domain.measure import Measure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_meaning import Meanings
from etl.read.locate.result import Context
from etl.read.open.columns import Coded, column_texts, constant
from etl.read.open.sheet import cell_at
from etl.read.shapes.counted import (
    Counted,
    Counting,
    counted_columns,
    said_by_row,
    said_in_header,
    unit_column,
    unknown_unit,
)


@dataclass(frozen=True)
class LongCounting:
    """The units stated by the header of the figures and by each row's 计量单位 cell (`texts`)."""

    table: FoundTable
    context: Context
    counted: Counted
    header: str
    texts: Coded
    unit_header: str

    def measures(self, column: Column, rows: np.ndarray) -> Measure | Sequence[Measure]:
        """The measure of each of these rows, which all have the same indicator."""
        texts = self.texts[rows]
        different = np.empty(len(texts.different), dtype=object)
        for place, text in enumerate(texts.different):
            different[place] = self._measure(column, text)[0]
        return different[0] if len(different) == 1 else Coded(texts.codes, different)

    def findings(self, columns: np.ndarray, is_data: np.ndarray) -> Iterator[Finding]:
        """An error for each row whose counting unit does not fit."""
        known: dict[tuple[str, str], str] = {}
        for place in map(int, np.flatnonzero(is_data)):
            column, text = columns[place], self.texts[place]
            if column is None:
                continue
            key = (column.id, text)
            if key not in known:
                known[key] = unknown_unit(text, self.context) or self._measure(column, text)[1]
            if known[key]:
                row = place + self.table.first_row
                yield Finding("wrong_unit", known[key], row, self.unit_header or self.header, text or None)

    def _measure(self, column: Column, text: str) -> tuple[Measure, str]:
        over = {0: said_in_header(self.header, self.context)}
        rows = {0: said_by_row([text], self.context)}
        return Counting(self.counted, rows, over, by_row=True).measure(column, 0, 0)


def long_counting(table: FoundTable, meanings: Meanings, context: Context) -> LongCounting:
    """The counting units of a long form, for the indicators of all datasets."""
    columns = [column for dataset in context.header_index.catalogue.monthly for column in dataset.columns]
    beside = unit_column(table, meanings.places.values(), context)
    texts = constant("", len(table.body)) if beside is None else column_texts(table.body, beside)
    cells = table.header.cells
    return LongCounting(
        table,
        context,
        counted_columns(table, columns, context),
        cell_at(cells, meanings.places.get("value")),
        texts,
        cell_at(cells, beside),
    )
