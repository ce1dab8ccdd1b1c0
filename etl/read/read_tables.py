"""The entry point of reading: bytes of a file in, tidy tables and findings out. No input raises."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from domain.catalogue import Catalogue
from domain.finding import Finding, is_error
from domain.units import UnitDirectory
from etl.read.locate.find_table import FoundTable, header_score
from etl.read.locate.header_index import LONG_FORM, HeaderIndex
from etl.read.locate.hidden import hidden_row_findings, hidden_sheet_findings
from etl.read.locate.label_columns import with_slanted_header
from etl.read.locate.result import BadRow, Context, ReadFile, ReadOptions, TidyTable, nothing_unread
from etl.read.locate.select_tables import Selection, select_tables, without_summaries
from etl.read.locate.title import cover_lines
from etl.read.open.foreign_kind import prose_finding
from etl.read.open.read_file import read_file
from etl.read.open.sheet import FileContent, Sheet
from etl.read.private import find_classified, find_in_name, find_outside_cells, find_personal, mask_persons
from etl.read.records.notes import tidy_notes
from etl.read.records.targets import tidy_targets
from etl.read.records.tasks import tidy_tasks
from etl.read.records.units import tidy_units, units_of
from etl.read.shapes.alike_columns import with_merged_figures_told
from etl.read.shapes.by_indicator import tidy_by_indicator
from etl.read.shapes.long_form import tidy_long_form
from etl.read.shapes.monthly import tidy_monthly
from etl.read.shapes.other_times import with_other_times, without_other_times
from etl.read.shapes.pivoted import tidy_pivoted
from etl.read.shapes.sections import with_sections
from etl.read.shapes.unread_columns import unread_columns

__all__ = ["BadRow", "ReadFile", "ReadOptions", "TidyTable", "read_tables"]


def read_tables(
    content: bytes, name: str, catalogue: Catalogue, units: UnitDirectory, options: ReadOptions
) -> ReadFile:
    """Read every table of a file; errors are in the findings of the file and of its tables.

    Units defined in one sheet of the file are known to its other sheets.
    """
    header_index = HeaderIndex(catalogue, units)
    file = read_file(content, lambda rows: header_score(rows, header_index))
    if file.findings:
        return ReadFile(file.encoding, (), file.findings)
    if classified := find_classified(file, name):
        return ReadFile(file.encoding, (), (classified,))
    shown = [sheet for sheet in file.sheets if not sheet.visibility]
    selection = select_tables(shown, header_index, options.dataset)
    if not selection.tables and (prose := prose_finding(shown)):
        selection = replace(selection, findings=(prose,))
    context = Context(header_index, units, options, name)
    used = {table.sheet.name for table in selection.tables}
    cover = cover_lines(shown, used)
    found, left_out = without_summaries([replace(one, cover=cover) for one in selection.tables], context)
    tables = _tidy_all(found, context)
    hidden = [*_hidden_sheets(file, context), *hidden_row_findings(shown, used)]
    personal = [*find_in_name(name), *_personal(selection, file)]
    findings = [*selection.findings, *left_out, *personal, *_empty(selection, tables)]
    return mask_persons(ReadFile(file.encoding, tuple(tables), (*findings, *hidden)))


def _tidy_all(found: Sequence[FoundTable], context: Context) -> list[TidyTable]:
    """The tidy tables in file order, read with the units of the file's own table of units."""
    kinds = {dataset.id: dataset.kind for dataset in context.header_index.catalogue.datasets}
    tidied: dict[int, list[TidyTable]] = {}
    for place, table in enumerate(found):
        if kinds.get(table.dataset) == "units":
            tidied[place] = tidy(table, context)
            more = units_of(tidied[place][0])
            context = replace(context, units=context.units.with_units(more))
    for place, table in enumerate(found):
        if place not in tidied:
            tidied[place] = tidy(table, context)
    tables = [table for place in sorted(tidied) for table in tidied[place]]
    return tables if context.units.units else [told_once(table) for table in tables]


def _hidden_sheets(file: FileContent, context: Context) -> Iterator[Finding]:
    """Warnings about hidden sheets, with what would have been read from them."""
    catalogue = context.header_index.catalogue
    titles = {dataset.id: dataset.title for dataset in catalogue.datasets}

    def tables_of(sheet: Sheet) -> list[TidyTable]:
        selection = select_tables([replace(sheet, visibility="")], context.header_index, None)
        return _tidy_all(selection.tables, context)

    hidden = [sheet for sheet in file.sheets if sheet.visibility]
    yield from hidden_sheet_findings(hidden, titles, tables_of)


def _personal(selection: Selection, file: FileContent) -> list[Finding]:
    """Findings of personal data in and around the tables, and in all other sheets, hidden ones too."""
    beside = [*selection.passed_over, *(sheet for sheet in file.sheets if sheet.visibility)]
    found = [one for table in selection.tables for one in find_personal(table.sheet, table.header)]
    found += [one for sheet in beside for one in find_personal(sheet, None)]
    return found + find_outside_cells(file, found)


def _empty(selection: Selection, tables: Sequence[TidyTable]) -> list[Finding]:
    """An error if none of the file's tables has data rows."""
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
    """Read a table; the long form of an export gives one tidy table per dataset."""
    if table.dataset == LONG_FORM:
        return tidy_long_form(table, context)
    kind = context.header_index.catalogue.dataset(table.dataset).kind
    if kind in RECORDS:
        return [RECORDS[kind](table, context)]
    is_list = bool(table.header.indicator_columns)
    table, left_out = without_other_times(table if is_list else with_slanted_header(table, context), context)
    if is_list:
        tidied = with_other_times(tidy_by_indicator(table, context), left_out)
        return [with_merged_figures_told(table, tidied)]
    table = with_sections(table, context) if table.header.shape == "plain" else table
    tidied = tidy_pivoted(table, context) if table.header.shape == "crossed" else tidy_monthly(table, context)
    unread = nothing_unread() if table.header.shape == "crossed" else unread_columns(table, tidied, context)
    return [with_merged_figures_told(table, with_other_times(replace(tidied, unread=unread), left_out))]


MOST_NAMED = 5


def told_once(table: TidyTable) -> TidyTable:
    """Replace all errors about unknown units with a single one, and record the table's unit names."""
    of_units = [one for one in table.findings if one.code == "unknown_unit" and is_error(one)]
    if not of_units:
        return table
    names = tuple(dict.fromkeys(one.value.strip() for one in of_units if one.value and one.value.strip()))
    rest = [one for one in table.findings if one not in of_units]
    told = Finding("unknown_unit", _message(names), None, of_units[0].column)
    return replace(table, findings=(told, *rest), unknown_units=names, told_no_units=True)


def _message(names: Sequence[str]) -> str:
    shown = "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > MOST_NAMED else "")
    written = f"，表中写有 {shown}" if names else ""
    return f"还没有登记任何单位{written}；请先导入单位表，再导入这份表"
