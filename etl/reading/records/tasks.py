"""年度任务: what is to be done by when, and how far it is."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from etl.find_table import FoundTable
from etl.finding import Finding
from etl.reading.context import Context
from etl.reading.records.deadline import read_day_of_year, read_deadline
from etl.reading.records.fields import STATUSES, choice, required_text, text_of, year_of
from etl.reading.records.records import Reader, RecordTable, finish_records, read_record_table, repeated
from etl.reading.records.unit_field import unit_of
from etl.reading.result import TidyTable
from etl.reading.tables.month_and_unit import year_in_view
from etl.reading.titles.title import read_title

COLUMNS = ("year", "task", "title", "unit", "due", "status", "done_on", "source")
REQUIRED = ("year", "task", "title", "unit", "due", "status")


def tidy_tasks(table: FoundTable, context: Context) -> TidyTable:
    """The tasks of a table (records: the columns of `COLUMNS` and row)."""
    readers: dict[str, Reader] = {
        "year": year_of,
        "task": required_text,
        "title": required_text,
        "unit": unit_of(context.units),
        "due": text_of,
        "status": partial(choice, words=STATUSES),
        "done_on": text_of,
        "source": text_of,
    }
    year = year_in_view(read_title(table, context), context)
    constants = {"year": year, "done_on": None, "source": ""}
    read = read_record_table(table, context, readers, REQUIRED, constants)
    between = [
        *_days(read, "due", read_deadline, _explain_deadline, context.options.today.year),
        *_days(read, "done_on", read_day_of_year, _explain_day, context.options.today.year),
        *repeated(read, ("year", "task"), "task", "同一年度的同一任务编号"),
    ]
    return finish_records(read, COLUMNS, between)


def _days(
    read: RecordTable,
    id: str,
    day_of: Callable[[str, int | None], date | None],
    explain: Callable[[str, int], str],
    this_year: int,
) -> Iterator[Finding]:
    """Read the days of a column, whose year may stand beside them; put them into the records."""
    for row in read.rows:
        if id not in read.headers:
            continue
        text, year = row.texts.get(id, ""), row.values.get("year")
        row.values[id] = day_of(text, year)
        may_be_blank = id not in REQUIRED and not text.strip()
        lacks_its_year = year is None and day_of(text, this_year)
        if row.values[id] is None and not may_be_blank and not lacks_its_year:
            message = explain(text.strip(), year or this_year)
            yield Finding("bad_date", message, row.row, read.headers[id], text)


def _explain_deadline(text: str, year: int) -> str:
    wrong = "不是一个期限" if text else "期限为空"
    return f"{wrong}；应写到日，如 {year}-06-30 或 {year}年6月30日，也可写 {year}年6月底、上半年"


def _explain_day(text: str, year: int) -> str:
    return f"不是日期；应写到日，如 {year}-06-30 或 {year}年6月30日"
