"""Cell regions of a crossed table: rows and columns of one indicator; each cell has a month and a unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from domain.catalogue import Column
from domain.finding import Finding, FindingCode, is_error
from domain.months import month_words
from domain.numbers import Measure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import columns_aside_finding, only_aside_finding
from etl.read.locate.result import Context
from etl.read.open.sheet import cell_at
from etl.read.shapes.alike_columns import ValueColumn, nearest_label
from etl.read.shapes.block import Block, blanks_as_zero, make_block, object_array
from etl.read.shapes.counted import Counting
from etl.read.shapes.month_and_unit import is_future
from etl.read.shapes.totals import TotalRow, check_totals, makes_a_sum
from etl.read.shapes.value_columns import CUMULATIVE, ColumnLayout


@dataclass(frozen=True)
class CellRegion:
    """The rows (places in the body) and columns of one indicator, with the months and units of the rows."""

    column: Column
    rows: np.ndarray
    across: tuple[ValueColumn, ...]
    months: np.ndarray
    units: np.ndarray
    counting: Counting


def region_block(table: FoundTable, region: CellRegion, context: Context) -> Block:
    """The cells of a region, row by row, with the month and unit of each."""
    texts = [cell_at(table.body[row], one.place) for row in region.rows for one in region.across]
    headers = [table.header.cells[one.place] for one in region.across] * len(region.rows)
    numbers = np.repeat(region.rows + table.first_row, len(region.across))
    months = _keys(region, [one.month for one in region.across], region.months)
    units = _keys(region, [one.unit for one in region.across], region.units)
    measures = [_measure(region, row, one)[0] for row in region.rows for one in region.across]
    block = make_block(region.column, numbers, headers, texts, months, units, _one_or_each(measures))
    coming = is_future(block.months, context.options.today)
    return blanks_as_zero(block, ~coming) if context.options.blank_is_zero else block


def _measure(region: CellRegion, row: int, one: ValueColumn) -> tuple[Measure, str]:
    return region.counting.measure(region.column, int(row), one.place)


def _one_or_each(measures: list[Measure]) -> Measure | Sequence[Measure]:
    """A single measure if all cells share it, else one for each cell."""
    return measures[0] if measures and all(one is measures[0] for one in measures) else measures


def wrong_units(table: FoundTable, region: CellRegion) -> Iterator[Finding]:
    """An error for each row (or header) whose counting unit does not fit the indicator."""
    seen: set[tuple[int, str]] = set()
    for row in map(int, region.rows):
        for one in region.across:
            problem = _measure(region, row, one)[1]
            number = row + table.first_row if region.counting.by_row else table.header.row + 1
            if problem and (number, problem) not in seen:
                seen.add((number, problem))
                header = table.header.cells[one.place]
                value = cell_at(table.body[row], one.place) if region.counting.by_row else None
                yield Finding("wrong_unit", problem, number, header, value)


def _keys(region: CellRegion, across: Sequence[object], down: np.ndarray) -> np.ndarray:
    """The key of each cell: from its column, else from its row."""
    if any(value is not None for value in across):
        return np.tile(object_array(across), len(region.rows))
    return np.repeat(down, len(region.across))


def future_figures(block: Block, today: date) -> Iterator[Finding]:
    """An error for each cell that reports a future month."""
    for place in map(int, np.flatnonzero(is_future(block.months, today) & block.reported)):
        message = f"{month_words(block.months[place])}还没有到，不能填报以后月份的数据"
        header, text = block.headers[place], block.texts[place]
        yield Finding("future_month", message, int(block.rows[place]), header, text)


def repeated(blocks: Sequence[Block], code: FindingCode) -> Iterator[Finding]:
    """An error for each row that repeats the indicator, unit and month of an earlier row.

    Rows with an unknown unit or month are skipped, because they have findings already.
    """
    for column in dict.fromkeys(block.column for block in blocks):
        mine = [block for block in blocks if block.column == column]
        frame = pd.DataFrame(
            {
                name: np.concatenate([getattr(block, name) for block in mine])
                for name in ("rows", "units", "months")
            }
        )
        frame = frame.dropna()
        again = frame.duplicated(["units", "months"])
        if not again.any():
            continue
        first = frame.groupby(["units", "months"], sort=False)["rows"].transform("first")
        repeats = frame.assign(first=first)[again].drop_duplicates("rows")
        for row, earlier in zip(repeats["rows"], repeats["first"], strict=True):
            message = f"与第 {earlier} 行是同一个指标“{column.name}”；请只留一行"
            yield Finding(code, message, int(row), None, column.name)


def totals_across(
    table: FoundTable, across: ColumnLayout, regions: Sequence[CellRegion], context: Context
) -> Iterator[Finding]:
    """Check each total column against the preceding columns with the same month, unit and indicator."""
    for region in regions:
        totals = [one for one in across.columns if one.total and _is_of(table, one, region)]
        for said in dict.fromkeys((one.month, one.unit) for one in totals):
            mine = list(_summed_by(*said, region, context))
            if not makes_a_sum(region.column, (one.month for one in mine)):
                continue
            mine += [one for one in totals if (one.month, one.unit) == said]
            mine.sort(key=lambda one: one.place)
            whole = replace(region, across=tuple(mine))
            later = all(one.month is None or one.month.month > 1 for one in mine)
            marks = [
                TotalRow(number, one.total, later and one.total == CUMULATIVE)
                for number, one in enumerate(mine)
                if one.total
            ]
            is_data = np.array([not one.total for one in mine])
            yield from check_totals(region_block(table, whole, context), is_data, marks, "各列")


def _is_of(table: FoundTable, total: ValueColumn, region: CellRegion) -> bool:
    """Whether a total column lies in the region's part of the table."""
    first = region.across[0]
    return (
        nearest_label(table, total.place) == nearest_label(table, first.place)
        and total.figure == first.figure
    )


def _summed_by(
    month: date | None, unit: str | None, region: CellRegion, context: Context
) -> Iterator[ValueColumn]:
    """The columns that a total of this month and unit sums; a parent's sums those of the units below it."""
    members = context.units.members(unit) if unit else ()
    for one in region.across:
        if month in (None, one.month) and (unit is None or one.unit in members):
            yield one


def columns_aside(table: FoundTable, across: ColumnLayout) -> Iterator[Finding]:
    """One warning for all skipped columns; an error if there are no other columns."""
    names = [table.header.cells[place] for place in across.aside]
    if names and not across.figures:
        yield only_aside_finding("missing_column", names)
    elif not across.figures and not any(map(is_error, across.findings)):
        yield Finding("missing_column", "没有当月数的列；请写明哪一列是哪个月、哪个单位的数")
    elif names:
        yield columns_aside_finding(names, table.header.row + 1)
