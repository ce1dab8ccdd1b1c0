"""The long form that the export writes: one row a figure, any number of datasets."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from etl.catalogue import Catalogue, Column
from etl.find_table import FoundTable
from etl.finding import Finding
from etl.month import format_month, month_words
from etl.neutral import without_formula_guard
from etl.reading.assemble import assemble
from etl.reading.context import Context
from etl.reading.headers.meaning import Meanings, read_meanings
from etl.reading.nearest import limited
from etl.reading.records.fields import nearest_kpis
from etl.reading.result import TidyTable
from etl.reading.tables.block import (
    Block,
    blanks_as_zero,
    block_errors,
    block_warnings,
    make_block,
    object_array,
    read_each,
)
from etl.reading.tables.columns import Coded, column_texts
from etl.reading.tables.data_rows import Keyed, key_rows
from etl.reading.tables.month_and_unit import is_future, key_findings
from etl.reading.tables.overlong import overlong_findings
from etl.text import name_key

EXACT = frozenset({"", "否", "false", "0"})
MARKS = {"是": "约", "true": "约", "1": "约", "余": "余", "约": "约", "近": "近", "多": "多", "+": "+"}
Texts = Mapping[str, Coded]


def tidy_long_form(table: FoundTable, context: Context) -> list[TidyTable]:
    """The figures of an export, as one tidy table a dataset."""
    meanings = read_meanings(table, context.book)
    keyed = key_rows(table, meanings, context)
    texts = {id: column_texts(table.body, place) for id, place in meanings.places.items()}
    missing = [_missing_column(id) for id in ("indicator", "value") if id not in texts]
    columns = _columns(texts, keyed, context)
    datasets = _datasets(columns, context.book.catalogue)
    findings = [
        *meanings.findings,
        *missing,
        *key_findings(keyed.month, keyed.rows, keyed.is_data),
        *key_findings(keyed.unit, keyed.rows, keyed.is_data),
        *overlong_findings(table, keyed),
    ]
    if not missing:
        findings.extend(_row_findings(table, keyed, meanings, texts, columns, context))
    present = [id for id in dict.fromkeys(datasets[keyed.is_data]) if id is not None]
    tables = []
    for number, id in enumerate(present or [None]):
        mine = keyed.is_data & ((datasets == id) | (pd.isna(datasets) if number == 0 else False))
        blocks = [] if missing else list(_blocks(table, keyed, meanings, texts, columns, mine, context))
        rows = set(keyed.rows[mine].tolist())
        own = [one for one in findings if one.row in rows or (number == 0 and not _is_in(one, keyed))]
        own.extend(finding for block in blocks for finding in _block_findings(block, context))
        tables.append(replace(assemble(table, keyed.rows[mine], blocks, own), dataset=id))
    return tables


def _columns(texts: Texts, keyed: Keyed, context: Context) -> np.ndarray:
    """The catalogue's column that each row's indicator names, by id or name; None where it names none."""
    if "indicator" not in texts:
        return np.full(len(keyed.rows), None, dtype=object)
    known = _columns_by_name(context.book.catalogue)
    return read_each(texts["indicator"], lambda text: known.get(name_key(text)))


def _columns_by_name(catalogue: Catalogue) -> dict[str, Column]:
    columns = [column for dataset in catalogue.monthly for column in dataset.columns]
    return {name_key(name): column for column in columns for name in (column.name, column.id)}


def _datasets(columns: np.ndarray, catalogue: Catalogue) -> np.ndarray:
    ids = {column.id: dataset.id for dataset in catalogue.monthly for column in dataset.columns}
    return object_array([ids[column.id] if column else None for column in columns])


def _blocks(
    table: FoundTable,
    keyed: Keyed,
    meanings: Meanings,
    texts: Texts,
    columns: np.ndarray,
    mine: np.ndarray,
    context: Context,
) -> Iterator[Block]:
    """One block an indicator of these rows."""
    header = table.header.cells[meanings.places["value"]]
    future = is_future(keyed.month.values, context.options.today)
    marks = texts.get("approximate")
    words = None if marks is None else read_each(marks, lambda text: _mark(text) or "")
    codes, different = pd.factorize(object_array([column.id if column else "" for column in columns]))
    for number, id in enumerate(different):
        rows = (codes == number) & mine
        if not id or not rows.any():
            continue
        column = columns[np.flatnonzero(rows)[0]]
        keys = (keyed.month.values[rows], keyed.unit.values[rows])
        counting_units = context.book.counting_units
        block = make_block(column, keyed.rows[rows], header, texts["value"][rows], *keys, counting_units)
        if words is not None:
            block = replace(block, words=np.where(block.words == "", words[rows], block.words))
        yield blanks_as_zero(block, ~future[rows]) if context.options.blank_is_zero else block


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
    """An error for each row of an indicator, unit and month that an earlier row has already."""
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


def _row_findings(
    table: FoundTable,
    keyed: Keyed,
    meanings: Meanings,
    texts: Texts,
    columns: np.ndarray,
    context: Context,
) -> Iterator[Finding]:
    """Rows whose indicator is unknown, stands under another dataset, or whose mark is none."""
    header = {id: table.header.cells[place] for id, place in meanings.places.items()}
    catalogue = context.book.catalogue
    ids = {name_key(name): one.id for one in catalogue.monthly for name in (one.id, one.title)}
    owner = _datasets(columns, catalogue)
    nearest = limited(lambda text: nearest_kpis(text, catalogue))
    for place in map(int, np.flatnonzero(keyed.is_data)):
        row = int(keyed.rows[place])
        if columns[place] is None:
            text = texts["indicator"][place]
            near = nearest(text)
            hint = f"；相近的有：{'、'.join(near)}" if near else ""
            yield Finding("unknown_kpi", f"没有这个指标{hint}", row, header["indicator"], text)
        elif "dataset" in texts and ids.get(name_key(texts["dataset"][place]), "") != owner[place]:
            title = catalogue.dataset(owner[place]).title
            message = f"“{columns[place].name}”属于“{title}”（{owner[place]}）"
            yield Finding("bad_value", message, row, header["dataset"], texts["dataset"][place])
        if "approximate" in texts and _mark(texts["approximate"][place]) is None:
            message = "约数一栏应为空、是、否，或余、约、近、多、+"
            yield Finding("bad_value", message, row, header["approximate"], texts["approximate"][place])


def _mark(text: str) -> str | None:
    """The word of an approximate figure, "" for an exact one, None where the cell says neither."""
    words = without_formula_guard(text.strip()).lower()
    return "" if words in EXACT else MARKS.get(words)


def _is_in(finding: Finding, keyed: Keyed) -> bool:
    """Whether a finding is about one of the data rows."""
    return finding.row is not None and finding.row >= int(keyed.rows[0] if len(keyed.rows) else 0)


def _missing_column(id: str) -> Finding:
    name = {"indicator": "指标", "value": "数值"}[id]
    return Finding("missing_column", f"缺少“{name}”列", None, name)
