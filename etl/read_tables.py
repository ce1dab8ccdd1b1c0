"""The one door of reading: a file's bytes in, its tidy tables and findings out. No input raises."""

from collections.abc import Sequence
from dataclasses import replace

from etl.catalogue import Catalogue
from etl.find_table import FoundTable, header_score
from etl.finding import Finding
from etl.read_file import read_file
from etl.reading.context import Context
from etl.reading.headers.header_book import HeaderBook
from etl.reading.private import find_classified, find_personal
from etl.reading.records.unit_table import units_of
from etl.reading.result import BadRow, ReadFile, ReadOptions, TidyTable
from etl.reading.tables.select_tables import Selection, select_tables
from etl.reading.tables.summary_sheet import without_summaries
from etl.reading.titles.cover import cover_lines
from etl.tidy import tidy
from etl.units import UnitDirectory

__all__ = ["BadRow", "ReadFile", "ReadOptions", "TidyTable", "read_tables"]


def read_tables(
    content: bytes, name: str, catalogue: Catalogue, units: UnitDirectory, options: ReadOptions
) -> ReadFile:
    """Read every table of a file; what is wrong stands in the findings of the file and of its tables.

    Units that a sheet of the file brings are known to its other sheets.
    """
    book = HeaderBook(catalogue, units)
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
