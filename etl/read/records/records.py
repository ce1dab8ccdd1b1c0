"""Read tables of records (targets, tasks, units, notes): one record per row, one finding per bad field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from domain.finding import Finding
from domain.text import plain
from domain.units import UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import PASSED_OVER
from etl.read.locate.header_meaning import Meanings, read_meanings
from etl.read.locate.result import Context, TidyTable, no_figures
from etl.read.locate.rows import is_note
from etl.read.locate.title import Title
from etl.read.open.sheet import Row, cell_at
from etl.read.records.fields import FieldError
from etl.read.shapes.assemble import finish
from etl.read.shapes.month_and_unit import code_of, unit_explainer

MOST_RECORDS = 50_000
INDEX = "序号"
NUMBERED = ("任务编号", "单位代码")

Reader = Callable[[str], Any]
Record = dict[str, Any]


@dataclass(frozen=True)
class RecordRow:
    """One row: its readable fields, its cells as written, and the findings on its unreadable fields."""

    row: int
    values: Record
    texts: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class RecordTable:
    """The rows of a table of records, read field by field.

    `headers`: column id → header as written; `constants`: fields without a column, equal for all rows;
    `missing`: required fields that the table lacks.
    """

    table: FoundTable
    rows: tuple[RecordRow, ...]
    headers: Mapping[str, str]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = field(default=())


def read_record_table(
    table: FoundTable,
    context: Context,
    readers: Mapping[str, Reader],
    required: Iterable[str],
    constants: Mapping[str, Any],
    more_keys: Mapping[str, str] | None = None,
) -> RecordTable:
    """Read the fields of every row. `constants` replace columns that the table lacks.

    `more_keys`: header key → column id, for columns that only this kind of table has.
    """
    meanings = read_meanings(table, context.header_index, more_keys or {})
    names = {column.id: column.name for column in context.columns(table.dataset)}
    missing = tuple(id for id in required if id not in meanings.places and constants.get(id) is None)
    headers = {id: table.header.cells[place] for id, place in meanings.places.items()}
    findings = [*meanings.findings, *(_missing_column(table, names[id]) for id in missing)]
    rows = tuple(islice(_read_rows(table, meanings, readers, constants, headers), MOST_RECORDS + 1))
    if len(rows) > MOST_RECORDS:
        findings.append(Finding("too_large", f"超过 {MOST_RECORDS} 行；请分成几个文件再报"))
    return RecordTable(table, rows, headers, tuple(findings), missing)


def finish_records(read: RecordTable, columns: Iterable[str], findings: Iterable[Finding]) -> TidyTable:
    """Build the tidy table from the rows without errors. `findings` are those that involve several rows."""
    every = [*read.findings, *(one for row in read.rows for one in row.findings), *findings]
    bad = {finding.row for finding in every if finding.severity == "error"}
    good = [] if read.missing else [row for row in read.rows if row.row not in bad]
    records = pd.DataFrame(
        {name: _column([row.values.get(name) for row in good]) for name in (*columns, "row")}
    )
    numbers = np.array([row.row for row in read.rows], dtype=int)
    return finish(read.table, numbers, no_figures(), records, every)


def repeated(
    read: RecordTable, key: tuple[str, ...], column: str, what: str, may_be_blank: Set[str] = frozenset()
) -> Iterator[Finding]:
    """An error for each row that repeats the key of an earlier row; in `may_be_blank`, blank is a value."""
    first: dict[tuple[Any, ...], int] = {}
    for row in read.rows:
        values = tuple(row.values.get(name) for name in key)
        if any(row.values.get(name) is None for name in key if name not in may_be_blank):
            continue
        if values in first:
            message = f"与第 {first[values]} 行重复：{what}只能有一行"
            yield Finding("duplicate_row", message, row.row, read.headers.get(column), row.texts.get(column))
        first.setdefault(values, row.row)


def _read_rows(
    table: FoundTable,
    meanings: Meanings,
    readers: Mapping[str, Reader],
    constants: Mapping[str, Any],
    headers: Mapping[str, str],
) -> Iterator[RecordRow]:
    keys = table.header.keys
    index = {place for place in meanings.other if keys[place] in PASSED_OVER}
    for number, cells in enumerate(table.body, start=table.first_row):
        if _is_aside(cells, index, meanings):
            continue
        texts = {id: cell_at(cells, place) for id, place in meanings.places.items()}
        values, findings = _read_fields(texts, readers, headers, number)
        findings.extend(_overlong(table, cells, number))
        yield RecordRow(number, {**constants, **values, "row": number}, texts, tuple(findings))


def _is_aside(cells: Row, index: set[int], meanings: Meanings) -> bool:
    """Whether a row is blank or a note below the table."""
    filled = [place for place, cell in enumerate(cells) if cell.strip() and place not in index]
    known = set(filled) & set(meanings.places.values())
    return not filled or (len(known) <= len(meanings.places) / 2 and is_note(cells))


def _read_fields(
    texts: Mapping[str, str], readers: Mapping[str, Reader], headers: Mapping[str, str], row: int
) -> tuple[Record, list[Finding]]:
    values: Record = {}
    findings = []
    for id, text in texts.items():
        try:
            values[id] = readers[id](text)
        except FieldError as error:
            findings.append(Finding(error.code, error.message, row, headers[id], text))
    return values, findings


def _overlong(table: FoundTable, cells: Row, row: int) -> Iterator[Finding]:
    extra = cells[table.header.width :] if table.sheet.is_text else ()
    if any(cell.strip() for cell in extra):
        message = f"这一行比表头多出 {len(extra)} 格，数据可能错列；含有分隔符的文字须加双引号"
        yield Finding("bad_value", message, row, None, next(cell for cell in extra if cell.strip()))


def _missing_column(table: FoundTable, name: str) -> Finding:
    message = f"缺少“{name}”列；请补上这一列，写法见填报模板"
    if name in NUMBERED and INDEX in table.header.keys:
        message = f"缺少“{name}”列；由本单位自编即可，也可把“{INDEX}”的表头改为“{name}”"
    return Finding("missing_column", message, None, name)


def _column(values: list[Any]) -> pd.Series:
    series = pd.Series([None] * len(values), dtype=object)
    for place, value in enumerate(values):
        series.iat[place] = value
    return series


def unit_of(units: UnitDirectory, blank_is_root: bool = False) -> Callable[[str], str]:
    """Return a parser from unit cell to code; it raises FieldError and suggests similar units."""
    explain = unit_explainer(units)

    def read(cell: str) -> str:
        if blank_is_root and not plain(cell) and units.root:
            return units.root.unit
        code = code_of(cell, units)
        if code is None:
            raise FieldError("unknown_unit", explain(cell))
        return code

    return read


def unit_without_column(title: Title, context: Context) -> str | None:
    """The unit of records without a unit column: from the title, else the options, else the whole bureau."""
    if title.unit and not title.rival:
        return title.unit.unit
    asked = context.units.find(context.options.unit) if context.options.unit else context.units.root
    return asked.unit if asked else None
