"""From a table that was found to figures or records, by what kind of table it is."""

from collections.abc import Callable

from etl.find_table import FoundTable
from etl.reading.context import Context
from etl.reading.headers.header_book import LONG_FORM
from etl.reading.headers.label_columns import with_slanted_header
from etl.reading.records.note_table import tidy_notes
from etl.reading.records.targets import tidy_targets
from etl.reading.records.tasks import tidy_tasks
from etl.reading.records.unit_table import tidy_units
from etl.reading.result import TidyTable
from etl.reading.tables.crossed import tidy_crossed
from etl.reading.tables.long_form import tidy_long_form
from etl.reading.tables.monthly import tidy_monthly
from etl.reading.tables.other_period_rows import with_rows_aside, without_other_periods
from etl.reading.tables.sections import with_sections
from etl.reading.tables.wide import tidy_headed

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
        return [tidy_crossed(table, context)]
    kind = context.book.catalogue.dataset(table.dataset).kind
    if kind in RECORDS:
        return [RECORDS[kind](table, context)]
    table, aside = without_other_periods(with_slanted_header(table, context), context)
    table = with_sections(table, context) if table.header.shape == "plain" else table
    tidied = tidy_headed(table, context) if table.header.shape == "crossed" else tidy_monthly(table, context)
    return [with_rows_aside(tidied, aside)]
