"""年度任务: what is to be done by when, and how far it is."""

from functools import partial

from etl.find_table import FoundTable
from etl.reading.context import Context
from etl.reading.fields import STATUSES, choice, day_of, required_day, required_text, text_of, year_of
from etl.reading.keys import year_in_view
from etl.reading.records import Reader, finish_records, read_record_table, repeated
from etl.reading.result import TidyTable
from etl.reading.title import read_title
from etl.reading.unit_field import unit_of

COLUMNS = ("year", "task", "title", "unit", "due", "status", "done_on", "source")
REQUIRED = ("year", "task", "title", "unit", "due", "status")


def tidy_tasks(table: FoundTable, context: Context) -> TidyTable:
    """The tasks of a table (records: the columns of `COLUMNS` and row)."""
    readers: dict[str, Reader] = {
        "year": year_of,
        "task": required_text,
        "title": required_text,
        "unit": unit_of(context.units),
        "due": required_day,
        "status": partial(choice, words=STATUSES),
        "done_on": day_of,
        "source": text_of,
    }
    year = year_in_view(read_title(table, context), context)
    constants = {"year": year, "done_on": None, "source": ""}
    read = read_record_table(table, context, readers, REQUIRED, constants)
    return finish_records(read, COLUMNS, repeated(read, ("year", "task"), "task", "同一年度的同一任务编号"))
