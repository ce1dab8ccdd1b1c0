"""Read the long form that the export writes: one row per figure, any number of datasets."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from domain.catalogue import Catalogue, Column, nearest_kpis
from domain.finding import Finding
from domain.months import format_month, month_words
from domain.numbers import Measure
from domain.text import limited, name_key, unescape_formula
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.header_meaning import Meanings, read_meanings
from etl.read.locate.result import Context, TidyTable
from etl.read.open.coded import Coded, column_texts, constant, paired
from etl.read.open.sheet import cell_at
from etl.read.shapes.assemble import assemble
from etl.read.shapes.block import (
    Block,
    blanks_as_zero,
    block_errors,
    block_warnings,
    make_block,
    object_array,
    read_each,
)
from etl.read.shapes.counted import (
    Counted,
    Counting,
    counted_columns,
    said_by_row,
    said_in_header,
    unit_column,
    unknown_unit,
)
from etl.read.shapes.data_rows import KeyedRows, key_rows, overlong_findings
from etl.read.shapes.indicator_names import columns_named, dataset_ids, indicator_columns
from etl.read.shapes.month_and_unit import is_future, key_findings


@dataclass(frozen=True)
class LongCounting:
    """The units stated by the header of the figures, and by each row's name of an indicator and 计量单位.

    `texts`: these two cells of each row; `headers` are theirs.
    """

    table: FoundTable
    context: Context
    counted: Counted
    header: str
    texts: Coded
    headers: tuple[str, str]

    def measures(self, column: Column, rows: np.ndarray) -> Measure | Sequence[Measure]:
        """The measure of each of these rows, which all have the same indicator."""
        texts = self.texts[rows]
        different = np.empty(len(texts.different), dtype=object)
        for place, said in enumerate(texts.different):
            different[place] = self._measure(column, said)[0]
        return different[0] if len(different) == 1 else Coded(texts.codes, different)

    def findings(self, columns: np.ndarray, is_data: np.ndarray) -> Iterator[Finding]:
        """An error for each row whose counting unit does not fit."""
        known: dict[tuple[str, tuple[str, str]], str] = {}
        for place in map(int, np.flatnonzero(is_data)):
            column, said = columns[place], self.texts[place]
            if column is None:
                continue
            key = (column.id, said)
            if key not in known:
                known[key] = unknown_unit(said[1], self.context) or self._measure(column, said)[1]
            if known[key]:
                yield self._wrong_unit(known[key], place + self.table.first_row, said)

    def _wrong_unit(self, problem: str, row: int, said: tuple[str, str]) -> Finding:
        """The finding at the cell that states the unit, else at the header of the figures."""
        pairs = zip(self.headers, said, strict=True)
        named = [(header, text) for header, text in pairs if said_by_row([text], self.context)]
        header, text = named[-1] if named else (self.headers[1] or self.header, said[1] or None)
        return Finding("wrong_unit", problem, row, header, text)

    def _measure(self, column: Column, said: tuple[str, str]) -> tuple[Measure, str]:
        over = {0: said_in_header(self.header, self.context)}
        rows = {0: said_by_row(said, self.context)}
        return Counting(self.counted, rows, over, by_row=True).measure(column, 0, 0)


def long_counting(table: FoundTable, meanings: Meanings, context: Context) -> LongCounting:
    """The counting units of a long form, for the indicators of all datasets."""
    columns = [column for dataset in context.header_index.catalogue.monthly for column in dataset.columns]
    label, beside = meanings.places.get("indicator"), unit_column(table, meanings.places.values(), context)
    blank = constant("", len(table.body))
    names, units = (blank if one is None else column_texts(table.body, one) for one in (label, beside))
    cells = table.header.cells
    return LongCounting(
        table,
        context,
        counted_columns(table, columns, context),
        cell_at(cells, meanings.places.get("value")),
        paired(names, units),
        (cell_at(cells, label), cell_at(cells, beside)),
    )


EXACT = frozenset({"", "否", "false", "0"})
MARKS = {"是": "约", "true": "约", "1": "约", "余": "余", "约": "约", "近": "近", "多": "多", "+": "+"}


@dataclass(frozen=True)
class LongForm:
    """The rows of an export: month and unit, cells by column id, and the indicator of each row.

    `columns`: the catalogue column of each row, None if its indicator is unknown; `datasets`: its dataset.
    """

    table: FoundTable
    keyed: KeyedRows
    texts: Mapping[str, Coded]
    headers: Mapping[str, str]
    columns: np.ndarray
    datasets: np.ndarray
    counting: LongCounting

    @property
    def missing(self) -> list[str]:
        """The required columns that are missing."""
        return [id for id in ("indicator", "value") if id not in self.texts]


def tidy_long_form(table: FoundTable, context: Context) -> list[TidyTable]:
    """The figures of an export, one tidy table per dataset; the first also holds findings on no dataset."""
    meanings = read_meanings(table, context.header_index)
    long = _read_rows(table, meanings, context)
    findings = [*meanings.findings, *_findings(long, context)]
    is_data, datasets = long.keyed.is_data, long.datasets
    present = [id for id in dict.fromkeys(datasets[is_data]) if id is not None]
    tables = []
    for number, id in enumerate(present or [None]):
        mine = is_data & ((datasets == id) | (pd.isna(datasets) if number == 0 else False))
        blocks = [] if long.missing else list(_blocks(long, mine, context))
        rows = set(long.keyed.rows[mine].tolist())
        own = [one for one in findings if one.row in rows or (number == 0 and not _is_in(one, long.keyed))]
        own.extend(finding for block in blocks for finding in _block_findings(block, context))
        tables.append(replace(assemble(table, long.keyed.rows[mine], blocks, own), dataset=id))
    return tables


def _read_rows(table: FoundTable, meanings: Meanings, context: Context) -> LongForm:
    keyed = key_rows(table, meanings, context)
    texts = {id: column_texts(table.body, place) for id, place in meanings.places.items()}
    headers = {id: table.header.cells[place] for id, place in meanings.places.items()}
    names, said = texts.get("indicator"), texts.get("dataset", constant("", len(keyed.rows)))
    unknown = np.full(len(keyed.rows), None, dtype=object)
    columns = unknown if names is None else indicator_columns(names, said, context)
    datasets = _datasets(columns, context.header_index.catalogue)
    counting = long_counting(table, meanings, context)
    return LongForm(table, keyed, texts, headers, columns, datasets, counting)


def _findings(long: LongForm, context: Context) -> Iterator[Finding]:
    """Errors in the columns, months, units and indicators, but not in the figures."""
    yield from map(_missing_column, long.missing)
    yield from key_findings(long.keyed.month, long.keyed.rows, long.keyed.is_data)
    yield from key_findings(long.keyed.unit, long.keyed.rows, long.keyed.is_data)
    yield from overlong_findings(long.table, long.keyed)
    if not long.missing:
        yield from _row_findings(long, context.header_index)
        yield from long.counting.findings(long.columns, long.keyed.is_data)


def _datasets(columns: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    ids = {column.id: dataset.id for dataset in catalogue.monthly for column in dataset.columns}
    return object_array([ids[column.id] if column else None for column in columns])


def _blocks(long: LongForm, mine: np.ndarray, context: Context) -> Iterator[Block]:
    """One block per indicator in these rows."""
    codes, ids = pd.factorize(object_array([column.id if column else "" for column in long.columns]))
    for number, id in enumerate(ids):
        rows = (codes == number) & mine
        if id and rows.any():
            yield _block(long, rows, context)


def _block(long: LongForm, rows: np.ndarray, context: Context) -> Block:
    """The figures of these rows, which all have the same indicator."""
    column = long.columns[np.flatnonzero(rows)[0]]
    months, units = long.keyed.month.values[rows], long.keyed.unit.values[rows]
    cells, measures = long.texts["value"][rows], long.counting.measures(column, rows)
    numbers = long.keyed.rows[rows]
    block = make_block(column, numbers, long.headers["value"], cells, months, units, measures)
    if "approximate" in long.texts:
        words = read_each(long.texts["approximate"][rows], lambda text: _mark(text) or "")
        block = replace(block, words=np.where(block.words == "", words, block.words))
    if not context.options.blank_is_zero:
        return block
    return blanks_as_zero(block, ~is_future(months, context.options.today))


def _block_findings(block: Block, context: Context) -> Iterator[Finding]:
    yield from block_errors(block)
    future = is_future(block.months, context.options.today) & block.reported
    for place in map(int, np.flatnonzero(future)):
        message = f"{month_words(block.months[place])}还没有到，不能填报以后月份的数据"
        yield Finding(
            "future_month", message, int(block.rows[place]), "月份", format_month(block.months[place])
        )
    yield from _duplicates(block)
    yield from block_warnings(block)


def _duplicates(block: Block) -> Iterator[Finding]:
    """An error for each row that repeats the indicator, unit and month of an earlier row."""
    first: dict[tuple[str, object], int] = {}
    for place in range(len(block.rows)):
        unit, month = block.units[place], block.months[place]
        if unit is None or month is None:
            continue
        row = int(block.rows[place])
        if (unit, month) in first:
            what = f"{unit} {month_words(month)}的“{block.column.name}”"
            message = f"与第 {first[unit, month]} 行重复，都是 {what}"
            yield Finding("duplicate_row", message, row, block.headers[place], block.texts[place])
        first.setdefault((unit, month), row)


def _row_findings(long: LongForm, index: HeaderIndex) -> Iterator[Finding]:
    """Errors for rows with an unknown indicator, the wrong dataset or an invalid mark."""
    catalogue = index.catalogue
    nearest = limited(lambda text: nearest_kpis(text, catalogue))
    ids = dataset_ids(catalogue)
    for place in map(int, np.flatnonzero(long.keyed.is_data)):
        row, column, owner = int(long.keyed.rows[place]), long.columns[place], long.datasets[place]
        if column is None:
            yield _unknown_indicator(long, place, nearest, index)
        elif "dataset" in long.texts and ids.get(name_key(long.texts["dataset"][place])) != owner:
            message = f"“{column.name}”属于“{catalogue.dataset(owner).title}”（{owner}）"
            yield Finding("bad_value", message, row, long.headers["dataset"], long.texts["dataset"][place])
        if "approximate" in long.texts and _mark(long.texts["approximate"][place]) is None:
            message = "约数一栏应为空、是、否，或余、约、近、多、+"
            text = long.texts["approximate"][place]
            yield Finding("bad_value", message, row, long.headers["approximate"], text)


def _unknown_indicator(
    long: LongForm, place: int, nearest: Callable[[str], list[str]], index: HeaderIndex
) -> Finding:
    text = long.texts["indicator"][place]
    several = "、".join(f"“{index.catalogue.dataset(id).title}”" for id in columns_named(text, index))
    near = nearest(text)
    hint = f"；相近的有：{'、'.join(near)}" if near else ""
    message = f"{several}都有这个指标，请写明是哪一类报表的" if several else f"没有这个指标{hint}"
    return Finding("unknown_kpi", message, int(long.keyed.rows[place]), long.headers["indicator"], text)


def _mark(text: str) -> str | None:
    """The word of an approximate figure, "" for an exact one, None for an invalid cell."""
    words = unescape_formula(text.strip()).lower()
    return "" if words in EXACT else MARKS.get(words)


def _is_in(finding: Finding, keyed: KeyedRows) -> bool:
    """Whether a finding is about one of the data rows."""
    return finding.row is not None and finding.row >= int(keyed.rows[0] if len(keyed.rows) else 0)


def _missing_column(id: str) -> Finding:
    name = {"indicator": "指标", "value": "数值"}[id]
    return Finding("missing_column", f"缺少“{name}”列", None, name)
