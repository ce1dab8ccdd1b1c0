"""Turned tables: one row an indicator, one column a month."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import numpy as np

from etl.catalogue import Column
from etl.find_table import FoundTable, group_headers, is_month_header
from etl.finding import Finding
from etl.month import format_month, read_month
from etl.reading.assemble import assemble
from etl.reading.block import Block, blanks_as_zero, block_errors, block_warnings, make_block, object_array
from etl.reading.context import Context
from etl.reading.header import COUNTING_UNIT_HEADERS, PASSED_OVER
from etl.reading.keys import Key, is_future, key_findings, month_explainer, unit_key, year_in_view
from etl.reading.nearest import limited
from etl.reading.result import TidyTable
from etl.reading.rows import is_note, total_word
from etl.reading.sheet import Row
from etl.reading.title import Title, read_title
from etl.reading.totals import Total, check_totals
from etl.text import name_key

CUMULATIVE = "累计"
_LIKE_A_MONTH = re.compile(r"[0-9]{1,4} *月份?|(?:19|20)[0-9]{2}[-/.年]?[0-9]{1,2}月?")


@dataclass(frozen=True)
class Across:
    """The columns of a turned table by place: months, totals, the unit's; and what is wrong with them."""

    months: dict[int, date]
    totals: dict[int, str]
    unit: int | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Down:
    """The data rows of a turned table: place in the body and column of the catalogue, one entry each."""

    places: np.ndarray
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]


def tidy_turned(table: FoundTable, context: Context) -> TidyTable:
    """The figures of a table with the indicators down and the months across."""
    title = read_title(table, context)
    down = _read_down(table, context)
    across = _read_across(table, down, title, context)
    rows = down.places + table.first_row
    unit = _unit_key(table, across, down, title, context)
    blocks = list(_blocks(table, across, down, unit, context))
    findings = chain(
        across.findings,
        down.findings,
        key_findings(unit, rows),
        _repeated(down, unit, rows),
        *map(block_errors, blocks),
        *(_future(block, context.options.today) for block in blocks),
        *map(block_warnings, blocks),
        _totals(table, across, down, context),
    )
    return assemble(table, rows, blocks, findings)


def _read_down(table: FoundTable, context: Context) -> Down:
    """Which rows hold which indicator; unknown ones are passed over with a warning."""
    known = context.book.meanings[table.dataset]
    columns = {column.id: column for column in context.columns(table.dataset)}
    nearest = limited(lambda text: context.book.nearest_columns(text, [table.dataset]))
    places, found, findings = [], [], []
    for place, cells in enumerate(table.body):
        label = _cell(cells, table.header.label_column)
        column = columns.get(known.get(context.book.key(label), ""))
        if column:
            places.append(place)
            found.append(column)
        elif any(cell.strip() for cell in cells) and not total_word(label, True) and not is_note(cells):
            findings.append(_unknown_row(table, label, place + table.first_row, nearest))
    return Down(np.array(places, dtype=int), tuple(found), tuple(findings))


def _unknown_row(table: FoundTable, label: str, row: int, nearest: Callable[[str], list[str]]) -> Finding:
    header = table.header.cells[table.header.label_column or 0]
    if not label.strip():
        return Finding("bad_value", "这一行有数据而没有指标名称", row, header, label)
    near = nearest(label)
    hint = f"；相近的指标：{'、'.join(near)}" if near else ""
    return Finding("unknown_column", f"不认识这一行的指标，没有读取{hint}", row, header, label, "warning")


def _read_across(table: FoundTable, down: Down, title: Title, context: Context) -> Across:
    """Which columns are months, which totals, which holds the units; the rest is passed over."""
    header = table.header
    above = group_headers(table.sheet, header.row)
    months: dict[int, date] = {}
    totals: dict[int, str] = {}
    unit: int | None = None
    findings: list[Finding] = []
    for place, cell in enumerate(header.cells[: header.width]):
        if place == header.label_column or not header.keys[place] or header.keys[place] in PASSED_OVER:
            continue
        month = _month_of(cell, above.get(place, ""), year_in_view(title, context))
        if month:
            findings.extend(_same_month(months, month, cell, header.row + 1))
            months[place] = month
        elif word := _total_of(cell):
            totals[place] = word
        elif is_month_header(cell) or _LIKE_A_MONTH.fullmatch(name_key(cell)):
            findings.append(Finding("bad_month", month_explainer(context)(cell), header.row + 1, cell, cell))
        elif unit is None and _names_units(table, place, down, context):
            unit = place
        elif header.keys[place] not in COUNTING_UNIT_HEADERS:
            message = "不认识这一列，没有读取"
            findings.append(Finding("unknown_column", message, header.row + 1, cell, None, "warning"))
    if not any(month.month == 1 for month in months.values()):
        totals = {place: word for place, word in totals.items() if word != CUMULATIVE}
    return Across(months, totals, unit, tuple(findings))


def _month_of(cell: str, above: str, year: int | None) -> date | None:
    """The month of a header cell; the year may stand in the merged cell above it."""
    if not is_month_header(cell):
        return None
    return read_month(above.strip() + cell.strip()) or read_month(cell, year)


def _total_of(cell: str) -> str:
    """合计, 小计, 总计 or 累计 where the header of a column says it; "" else."""
    return total_word(cell, with_beginning=True) or (
        CUMULATIVE if name_key(cell).endswith(CUMULATIVE) else ""
    )


def _same_month(months: dict[int, date], month: date, cell: str, row: int) -> Iterator[Finding]:
    if month in months.values():
        message = f"有两列都是 {format_month(month)}；同一月份只能有一列"
        yield Finding("duplicate_row", message, row, cell, cell)


def _names_units(table: FoundTable, place: int, down: Down, context: Context) -> bool:
    """Whether a column names who reports (rather than a counting unit beside each indicator)."""
    if table.header.keys[place] not in context.book.unit_keys:
        return False
    texts = {_cell(table.body[row], place).strip() for row in down.places} - {""}
    return bool(texts) and not texts <= context.book.counting_units


def _unit_key(table: FoundTable, across: Across, down: Down, title: Title, context: Context) -> Key:
    if across.unit is None:
        return unit_key(None, "", len(down.places), title, context)
    texts = object_array([_cell(table.body[place], across.unit) for place in down.places])
    return unit_key(texts, table.header.cells[across.unit], len(down.places), title, context)


def _blocks(table: FoundTable, across: Across, down: Down, unit: Key, context: Context) -> Iterator[Block]:
    """One block an indicator: its rows by the months."""
    months = object_array(list(across.months.values()))
    for column, mine in _by_column(down):
        bare = _block(table, column, down.places[mine], list(across.months), context)
        block = replace(
            bare, months=np.tile(months, len(mine)), units=np.repeat(unit.values[mine], len(months))
        )
        coming = is_future(block.months, context.options.today)
        yield blanks_as_zero(block, ~coming) if context.options.blank_is_zero else block


def _future(block: Block, today: date) -> Iterator[Finding]:
    """An error for each cell that reports a month to come."""
    for place in map(int, np.flatnonzero(is_future(block.months, today) & block.reported)):
        message = f"{format_month(block.months[place])} 还没有到，不能填报以后月份的数据"
        header, text = block.headers[place], block.texts[place]
        yield Finding("future_month", message, int(block.rows[place]), header, text)


def _repeated(down: Down, unit: Key, rows: np.ndarray) -> Iterator[Finding]:
    """An error for each row whose indicator an earlier row of the same unit has already."""
    first: dict[tuple[str, str | None], int] = {}
    for number, column in enumerate(down.columns):
        key = (column.id, unit.values[number])
        if key in first:
            message = f"与第 {first[key]} 行是同一个指标“{column.name}”；请只留一行"
            yield Finding("ambiguous_column", message, int(rows[number]), None, column.name)
        first.setdefault(key, int(rows[number]))


def _totals(table: FoundTable, across: Across, down: Down, context: Context) -> Iterator[Finding]:
    """Check the total columns of each row against its months."""
    if not across.totals:
        return
    places = sorted({*across.months, *across.totals})
    totals = [
        Total(number, across.totals[place]) for number, place in enumerate(places) if place in across.totals
    ]
    is_data = np.array([place in across.months for place in places])
    for column, mine in _by_column(down):
        block = _block(table, column, down.places[mine], places, context)
        yield from check_totals(block, is_data, totals, "各月")


def _by_column(down: Down) -> Iterator[tuple[Column, np.ndarray]]:
    """Each indicator with its rows, as places among the data rows."""
    for column in dict.fromkeys(down.columns):
        yield column, np.array([number for number, other in enumerate(down.columns) if other == column])


def _block(
    table: FoundTable, column: Column, rows: np.ndarray, places: Sequence[int], context: Context
) -> Block:
    """The cells of these rows (places in the body) and columns, row by row, without month and unit."""
    texts = [_cell(table.body[row], place) for row in rows for place in places]
    headers = [table.header.cells[place] for place in places] * len(rows)
    nothing = np.full(len(texts), None, dtype=object)
    numbers = np.repeat(rows + table.first_row, len(places))
    return make_block(column, numbers, headers, texts, nothing, nothing, context.book.counting_units)


def _cell(cells: Row, place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""
