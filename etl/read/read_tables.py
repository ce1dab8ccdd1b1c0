"""The one door of reading: a file's bytes in, its tidy tables and findings out. No input raises."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.units import UnitDirectory
from etl.read.locate.find_table import FoundTable, header_score
from etl.read.locate.header_index import LONG_FORM, HeaderIndex
from etl.read.locate.label_columns import with_slanted_header
from etl.read.locate.result import BadRow, Context, ReadFile, ReadOptions, TidyTable
from etl.read.locate.select_tables import Selection, select_tables, without_summaries
from etl.read.locate.title import cover_lines
from etl.read.open.read_file import read_file
from etl.read.private import find_classified, find_personal
from etl.read.records.notes import tidy_notes
from etl.read.records.targets import tidy_targets
from etl.read.records.tasks import tidy_tasks
from etl.read.records.units import tidy_units, units_of
from etl.read.shapes.by_indicator import tidy_by_indicator
from etl.read.shapes.long_form import tidy_long_form
from etl.read.shapes.monthly import tidy_monthly, with_rows_aside, without_other_periods
from etl.read.shapes.pivoted import tidy_pivoted
from etl.read.shapes.sections import with_sections

__all__ = ["BadRow", "ReadFile", "ReadOptions", "TidyTable", "read_tables"]


def read_tables(
    content: bytes, name: str, catalogue: Catalogue, units: UnitDirectory, options: ReadOptions
) -> ReadFile:
    """Read every table of a file; what is wrong stands in the findings of the file and of its tables.

    Units that a sheet of the file brings are known to its other sheets.
    """
    book = HeaderIndex(catalogue, units)
    file = read_file(content, lambda rows: header_score(rows, book))
    if file.findings:
        return ReadFile(file.encoding, (), file.findings)
    if classified := find_classified(file, name):
        return ReadFile(file.encoding, (), (classified,))
    selection = select_tables(file.sheets, book, options.dataset)
    context = Context(book, units, options, name)
    cover = cover_lines(file.sheets, {table.sheet.name for table in selection.tables})
    found, left_out = without_summaries([replace(one, cover=cover) for one in selection.tables], context)
    tables = _tidy_all(found, context)
    findings = [*selection.findings, *left_out, *_personal(selection), *_empty(selection, tables)]
    return ReadFile(file.encoding, tuple(tables), tuple(findings))


def _tidy_all(found: Sequence[FoundTable], context: Context) -> list[TidyTable]:
    """The tidy tables in the order of the file, read with the units of the file's own table of units."""
    kinds = {dataset.id: dataset.kind for dataset in context.book.catalogue.datasets}
    tidied: dict[int, list[TidyTable]] = {}
    for place, table in enumerate(found):
        if kinds.get(table.dataset) == "units":
            tidied[place] = tidy(table, context)
            more = units_of(tidied[place][0])
            context = replace(context, units=context.units.with_units(more))
    for place, table in enumerate(found):
        if place not in tidied:
            tidied[place] = tidy(table, context)
    return [table for place in sorted(tidied) for table in tidied[place]]


def _personal(selection: Selection) -> list[Finding]:
    """Data about persons, in the tables and in the sheets beside them."""
    found = [one for table in selection.tables for one in find_personal(table.sheet, table.header.row)]
    return found + [one for sheet in selection.passed_over for one in find_personal(sheet, None)]


def _empty(selection: Selection, tables: Sequence[TidyTable]) -> list[Finding]:
    """An error for a file whose tables have no data rows."""
    if selection.tables and not any(table.rows for table in tables):
        return [Finding("empty_file", "表头以下没有数据行；请填写数据后再报")]
    return []


RECORDS: dict[str, Callable[[FoundTable, Context], TidyTable]] = {
    "targets": tidy_targets,
    "tasks": tidy_tasks,
    "units": tidy_units,
    "notes": tidy_notes,
}


def tidy(table: FoundTable, context: Context) -> list[TidyTable]:
    """The tidy table; the long form of an export gives one for each dataset in it."""
    if table.dataset == LONG_FORM:
        return tidy_long_form(table, context)
    if table.header.indicator_columns:
        return [tidy_by_indicator(table, context)]
    kind = context.book.catalogue.dataset(table.dataset).kind
    if kind in RECORDS:
        return [RECORDS[kind](table, context)]
    table, aside = without_other_periods(with_slanted_header(table, context), context)
    table = with_sections(table, context) if table.header.shape == "plain" else table
    tidied = tidy_pivoted(table, context) if table.header.shape == "crossed" else tidy_monthly(table, context)
    return [with_rows_aside(tidied, aside)]
