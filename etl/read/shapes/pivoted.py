"""Read tables whose header holds both indicators and months or units, above or below each other."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import numpy as np

from domain.finding import Finding
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import HeaderClassifier
from etl.read.locate.header_meaning import Meanings
from etl.read.locate.label_columns import LabelColumns, crossed_labels
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.title import read_title
from etl.read.open.sheet import cell_at
from etl.read.shapes.assemble import assemble
from etl.read.shapes.block import block_errors, block_warnings
from etl.read.shapes.cell_regions import (
    CellRegion,
    columns_aside,
    future_figures,
    region_block,
    repeated,
    totals_across,
    wrong_units,
)
from etl.read.shapes.counted import Counting, counted, said_by_heading, said_by_row, unit_column
from etl.read.shapes.data_rows import KeyedRows, key_rows, overlong_findings
from etl.read.shapes.month_and_unit import key_findings
from etl.read.shapes.totals import check_totals
from etl.read.shapes.value_columns import ColumnLayout, read_across


def tidy_pivoted(table: FoundTable, context: Context) -> TidyTable:
    """Read a table whose columns are an indicator for a month or unit; the rows give the other key."""
    classifier = HeaderClassifier(context.header_index)
    labels = crossed_labels(table, context, classifier)
    across = read_across(table, labels, read_title(table, context), context)
    keyed = key_rows(table, _meanings(labels, across, table), context)
    counting = _counting(table, labels, across, context)
    regions = list(_regions(table, across, keyed, counting, context))
    blocks = [region_block(table, region, context) for region in regions]
    findings = chain(
        across.findings,
        columns_aside(table, across),
        () if across.say_month else key_findings(keyed.month, keyed.rows, keyed.is_data),
        () if across.say_unit else key_findings(keyed.unit, keyed.rows, keyed.is_data),
        repeated(blocks, "duplicate_row"),
        *(wrong_units(table, region) for region in regions),
        overlong_findings(table, keyed),
        *map(block_errors, blocks),
        *(future_figures(block, context.options.today) for block in blocks),
        *map(block_warnings, blocks),
        totals_across(table, across, regions, context),
        _totals_down(table, regions, keyed, context),
    )
    return assemble(table, keyed.rows[keyed.is_data], blocks, findings)


def _meanings(labels: LabelColumns, across: ColumnLayout, table: FoundTable) -> Meanings:
    """The places of unit and month in a row; each figure column is identified by its place."""
    places = {str(column.place): column.place for column in across.columns}
    places |= {"unit": labels.unit} if labels.unit is not None else {}
    places |= {"month": labels.month} if labels.month is not None else {}
    other = [place for place in range(table.header.width) if place not in places.values()]
    return Meanings(places, tuple(other), ())


def _counting(table: FoundTable, labels: LabelColumns, across: ColumnLayout, context: Context) -> Counting:
    """The counting units stated by the headers and by a 计量单位 column."""
    over = {one.place: said_by_heading(table.header.headings[one.place], context) for one in across.columns}
    beside = unit_column(table, labels.places, context)
    rows = (
        {}
        if beside is None
        else {place: said_by_row([cell_at(row, beside)], context) for place, row in enumerate(table.body)}
    )
    return Counting(counted(table, context), rows, over)


def _regions(
    table: FoundTable, across: ColumnLayout, keyed: KeyedRows, counting: Counting, context: Context
) -> Iterator[CellRegion]:
    """The cell regions: all data rows of each indicator's columns."""
    known = context.header_index.meanings[table.dataset]
    rows = np.flatnonzero(keyed.is_data)
    for column in context.columns(table.dataset):
        mine = tuple(one for one in across.figures if known.get(one.figure) == column.id)
        if mine:
            yield CellRegion(column, rows, mine, keyed.month.values[rows], keyed.unit.values[rows], counting)


def _totals_down(
    table: FoundTable, regions: list[CellRegion], keyed: KeyedRows, context: Context
) -> Iterator[Finding]:
    """Check each figure column at its total rows."""
    if not keyed.totals:
        return
    rows = np.arange(len(table.body))
    nothing = np.full(len(rows), None, dtype=object)
    for region in regions:
        for one in region.across:
            whole = replace(region, rows=rows, across=(replace(one, month=None, unit=None),))
            block = region_block(table, replace(whole, months=nothing, units=nothing), context)
            yield from check_totals(block, keyed.is_data, keyed.totals)
