"""From a table that was found to figures or records, by what kind of table it is."""

from collections.abc import Callable

from etl.find_table import FoundTable
from etl.reading.context import Context
from etl.reading.header import LONG_FORM
from etl.reading.long_form import tidy_long_form
from etl.reading.monthly import tidy_monthly
from etl.reading.note_table import tidy_notes
from etl.reading.result import TidyTable
from etl.reading.targets import tidy_targets
from etl.reading.tasks import tidy_tasks
from etl.reading.turned import tidy_turned
from etl.reading.unit_table import tidy_units

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
    if table.header.shape == "turned":
        return [tidy_turned(table, context)]
    kind = context.book.catalogue.dataset(table.dataset).kind
    return [RECORDS.get(kind, tidy_monthly)(table, context)]
