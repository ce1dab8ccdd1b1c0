"""A sheet 汇总 beside the sheets of the months: it sums them up, and is no month of its own."""

import re
from collections.abc import Sequence

from etl.find_table import FoundTable
from etl.finding import Finding
from etl.reading.context import Context
from etl.reading.headers.other_periods import ONLY_THIS_MONTH
from etl.reading.titles.title import Title, read_title

_SUMS_UP = re.compile(r"汇总|累计|合计|总表|全年|年度统计")


def without_summaries(
    tables: Sequence[FoundTable], context: Context
) -> tuple[tuple[FoundTable, ...], tuple[Finding, ...]]:
    """The tables without those that sum others up, and a warning for each of these.

    That is a table without a month whose sheet or title says 汇总, in a workbook where others name theirs.
    """
    if len(tables) < 2:
        return tuple(tables), ()
    monthly = {dataset.id for dataset in context.book.catalogue.monthly}
    titles = [read_title(table, context) for table in tables]
    bare = [_is_bare(table, context) and table.dataset in monthly for table in tables]
    if not any(one and title.names_month for one, title in zip(bare, titles, strict=True)):
        return tuple(tables), ()
    kept = [
        not (one and not title.names_month and _sums_up(table, title))
        for one, title, table in zip(bare, titles, tables, strict=True)
    ]
    findings = tuple(_left_out(table) for table, keep in zip(tables, kept, strict=True) if not keep)
    return tuple(table for table, keep in zip(tables, kept, strict=True) if keep), findings


def _is_bare(table: FoundTable, context: Context) -> bool:
    """Whether no column and no header of the table holds months."""
    months = (
        context.book.spellings(table.dataset, "month") if table.dataset in context.book.meanings else set()
    )
    return table.header.shape == "plain" and months.isdisjoint(table.header.keys)


def _sums_up(table: FoundTable, title: Title) -> bool:
    lines = [table.sheet.name, *(cell for row in table.title_rows for cell in row)]
    return bool(title.cumulative) or any(_SUMS_UP.search(line) for line in lines)


def _left_out(table: FoundTable) -> Finding:
    message = f"工作表“{table.sheet.name}”没有月份，像是各月的汇总，没有读取；{ONLY_THIS_MONTH}"
    return Finding("looks_cumulative", message, None, None, table.sheet.name, "warning")
