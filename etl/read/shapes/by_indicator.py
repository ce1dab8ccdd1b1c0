"""Read crossed tables: indicators in the rows; months, units or only 数量 in the columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

import numpy as np

from domain.catalogue import Column
from domain.finding import Finding
from domain.months import format_month
from domain.numbers import measure_of
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import HeaderClassifier, rows_aside_finding
from etl.read.locate.header_meaning import COUNTED_OTHERWISE
from etl.read.locate.label_columns import LabelColumns, crossed_labels
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.title import Title, read_title
from etl.read.open.sheet import cell_at
from etl.read.shapes.alike_columns import nearest_label
from etl.read.shapes.assemble import assemble
from etl.read.shapes.block import Block, block_errors, block_warnings, object_array
from etl.read.shapes.cell_regions import (
    CellRegion,
    columns_aside,
    future_figures,
    region_block,
    repeated,
    totals_across,
    wrong_units,
)
from etl.read.shapes.counted import Counting, UnitStatement, counted, said_over_values
from etl.read.shapes.indicator_rows import Line, RowLayout, read_down
from etl.read.shapes.month_and_unit import (
    KeyColumn,
    key_findings,
    month_key,
    named_in_title,
    unit_key,
    year_in_view,
)
from etl.read.shapes.totals import TotalRow, check_totals
from etl.read.shapes.value_columns import ColumnLayout, read_across

# Limits the time to classify labels, because every label must be classified.
MOST_ROWS = 300_000


@dataclass(frozen=True)
class Crossed:
    """A parsed crossed table: its columns, its lines with month and unit, and its figures."""

    table: FoundTable
    labels: LabelColumns
    across: ColumnLayout
    down: RowLayout
    month: KeyColumn
    unit: KeyColumn
    regions: tuple[CellRegion, ...]
    blocks: tuple[Block, ...]
    counting: Counting

    @property
    def rows(self) -> np.ndarray:
        """The number of each line of figures, as Excel counts."""
        return np.array([line.place for line in self.down.figures], dtype=int) + self.table.first_row


def tidy_by_indicator(table: FoundTable, context: Context) -> TidyTable:
    """Read a table with indicators in the rows and months, units or 数量 in the columns."""
    if len(table.body) > MOST_ROWS:
        too_large = Finding("too_large", f"指标纵列的表超过 {MOST_ROWS} 行；请分成几个文件再报")
        return assemble(table, np.arange(len(table.body)) + table.first_row, [], [too_large])
    read = _read(table, context)
    return assemble(table, np.unique(read.rows), read.blocks, _findings(read, context))


def _read(table: FoundTable, context: Context) -> Crossed:
    classifier = HeaderClassifier(context.header_index)
    title = read_title(table, context)
    labels = crossed_labels(table, context, classifier)
    across = read_across(table, labels, title, context)
    down = without_misfits(read_down(table, labels, across, context, classifier), table, context)
    month = _month_key(table, labels, down, title, context)
    unit = _unit_key(table, labels, down, title, context)
    over = {one.place: _said_over(table, one.place, context) for one in across.columns}
    counting = Counting(counted(table, context), {}, over, by_row=True)
    regions = tuple(_regions(table, across, down.figures, month, unit, counting))
    blocks = tuple(region_block(table, region, context) for region in regions)
    return Crossed(table, labels, across, down, month, unit, regions, blocks, counting)


def _said_over(table: FoundTable, place: int, context: Context) -> tuple[UnitStatement, ...]:
    headings = table.header.headings
    return said_over_values(headings[place], context) if place < len(headings) else ()


def _findings(read: Crossed, context: Context) -> Iterator[Finding]:
    """Findings on the table, its rows and its figures."""
    table, across, down = read.table, read.across, read.down
    yield from across.findings
    yield from down.findings
    yield from columns_aside(table, across)
    yield from [rows_aside_finding(down.aside)] if down.aside else []
    yield from _both(table, read.labels, across)
    is_of_other_times = bool(across.aside) and not across.figures
    yield from () if across.say_month or is_of_other_times else key_findings(read.month, read.rows)
    yield from () if across.say_unit or is_of_other_times else key_findings(read.unit, read.rows)
    yield from repeated(read.blocks, "ambiguous_column")
    yield from chain.from_iterable(wrong_units(table, region) for region in read.regions)
    for find in (block_errors, partial(future_figures, today=context.options.today), block_warnings):
        yield from chain.from_iterable(map(find, read.blocks))
    yield from totals_across(table, across, read.regions, context)
    yield from _totals_down(read, context)


def _month_key(
    table: FoundTable, labels: LabelColumns, down: RowLayout, title: Title, context: Context
) -> KeyColumn:
    """The month of each line: from its column, else its section, else the title."""
    whole = title.month(year_in_view(title, context)) or context.options.month
    said = [line.month for line in down.figures]
    texts = _texts(said, labels.month, down.section.month, format_month(whole) if whole else "")
    header = "月份" if labels.month is None else table.header.cells[labels.month]
    return month_key(texts, header, len(said), title, context)


def _unit_key(
    table: FoundTable, labels: LabelColumns, down: RowLayout, title: Title, context: Context
) -> KeyColumn:
    """The unit of each line: from its column, else its section, else the title."""
    label = "" if title.rival or not title.label else title.label.text
    whole = label or named_in_title(title, context.units) or context.options.unit or ""
    said = [line.unit for line in down.figures]
    texts = _texts(said, labels.unit, down.section.unit, whole)
    header = "单位" if labels.unit is None else table.header.cells[labels.unit]
    return unit_key(texts, header, len(said), title, context)


def _texts(said: Sequence[str], column: int | None, section: str, before: str) -> np.ndarray | None:
    """The texts of the lines from their column, else from their section; None if there is neither.

    Lines above the first section get `before`. `section` is the last section, "" if the table has none.
    """
    if column is not None:
        return object_array(said)
    return object_array([text or before for text in said]) if section else None


def _regions(
    table: FoundTable,
    across: ColumnLayout,
    lines: Sequence[Line],
    month: KeyColumn,
    unit: KeyColumn,
    counting: Counting,
) -> Iterator[CellRegion]:
    """The cell regions: the lines of each indicator beside each column of labels."""
    groups: dict[tuple[int, Column], list[int]] = {}
    for number, line in enumerate(lines):
        groups.setdefault((line.label, line.column), []).append(number)
    for (label, column), mine in groups.items():
        columns = tuple(one for one in across.figures if nearest_label(table, one.place) == label)
        if columns:
            rows = np.array([lines[number].place for number in mine], dtype=int)
            said = replace(counting, rows={lines[number].place: lines[number].said for number in mine})
            yield CellRegion(column, rows, columns, month.values[mine], unit.values[mine], said)


def _both(table: FoundTable, labels: LabelColumns, across: ColumnLayout) -> Iterator[Finding]:
    """An error if the header and a column both give the unit, or both give the month."""
    for place, said in ((labels.unit, across.say_unit), (labels.month, across.say_month)):
        if place is not None and said:
            header = table.header.cells[place]
            message = "这一列和表头里各写了一遍，不能确定以哪个为准；请只留一处"
            yield Finding("ambiguous_column", message, table.header.row + 1, header, None)


def _totals_down(read: Crossed, context: Context) -> Iterator[Finding]:
    """Check each row with unit or month 合计 against the rows of the same indicator."""
    table, down = read.table, read.down
    for column in dict.fromkeys(line.column for line in down.lines if line.total):
        lines = [line for line in down.lines if line.column == column]
        marks = [TotalRow(number, line.total) for number, line in enumerate(lines) if line.total]
        is_data = np.array([not line.total for line in lines])
        nothing = np.full(len(lines), None, dtype=object)
        rows = np.array([line.place for line in lines], dtype=int)
        counting = replace(read.counting, rows={line.place: line.said for line in lines})
        for one in read.across.figures:
            across = (replace(one, month=None, unit=None),)
            region = CellRegion(column, rows, across, nothing, nothing, counting)
            yield from check_totals(region_block(table, region, context), is_data, marks)


def without_misfits(down: RowLayout, table: FoundTable, context: Context) -> RowLayout:
    """Drop lines whose unit does not fit if another line with the same meaning fits."""
    groups: dict[tuple[int, str, str, str], list[Line]] = {}
    for line in down.lines:
        groups.setdefault((line.label, line.column.id, line.unit, line.month), []).append(line)
    left_out: set[tuple[int, int]] = set()
    for lines in (lines for lines in groups.values() if len(lines) > 1):
        bad = [line for line in lines if not _fits(line, context)]
        left_out |= {(line.place, line.label) for line in bad} if len(bad) < len(lines) else set()
    if not left_out:
        return down
    findings = [_not_read(table, *where) for where in sorted(left_out)]
    kept = tuple(line for line in down.lines if (line.place, line.label) not in left_out)
    return replace(down, lines=kept, findings=(*down.findings, *findings))


def _fits(line: Line, context: Context) -> bool:
    measure = measure_of(context.header_index.counting_units, line.column)
    return all(measure.fits(said.unit) for said in line.said)


def _not_read(table: FoundTable, place: int, label: int) -> Finding:
    header, text = cell_at(table.header.cells, label), cell_at(table.body[place], label)
    return Finding("unknown_column", COUNTED_OTHERWISE, place + table.first_row, header, text, "warning")
