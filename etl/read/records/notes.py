"""Read notes (情况说明): why a figure of a month changed."""

from collections.abc import Callable, Iterator
from datetime import date

from domain.finding import Finding
from domain.months import month_words, read_month
from etl.read.locate.find_table import FoundTable
from etl.read.locate.month_column import month_explainer, read_month_cell
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.title import Title, read_title
from etl.read.records.fields import FieldError, kpi_reader, required_text
from etl.read.records.records import (
    RecordTable,
    finish_records,
    read_record_table,
    repeated,
    unit_of,
    unit_without_column,
)
from etl.read.shapes.month_and_unit import year_in_view, year_of_dates

COLUMNS = ("month", "unit", "kpi", "text")


def tidy_notes(table: FoundTable, context: Context) -> TidyTable:
    """The notes of a table (records: the columns of `COLUMNS` and row)."""
    title = read_title(table, context)
    read_kpi = kpi_reader(context.header_index.catalogue)
    readers = {
        "month": _month_reader(title, context),
        "unit": unit_of(context.units, blank_is_root=True),
        "kpi": lambda cell: read_kpi(cell).id,
        "text": required_text,
    }
    month = title.month(year_in_view(title, context)) or context.options.month
    constants = {"month": month, "unit": unit_without_column(title, context)}
    read = read_record_table(table, context, readers, COLUMNS, constants)
    between = [*_future(read, context.options.today), *repeated(read, COLUMNS[:3], "kpi", WHAT)]
    return finish_records(read, COLUMNS, between)


WHAT = "同一单位同一月份的同一指标"


def _month_reader(title: Title, context: Context) -> Callable[[str], date]:
    year = year_in_view(title, context)
    explain = month_explainer(context, year)

    def read(cell: str) -> date:
        month = read_month_cell(cell, year_of_dates([cell], title, context) if read_month(cell) else year)
        if month is None:
            raise FieldError("bad_month", explain(cell))
        return month

    return read


def _future(read: RecordTable, today: date) -> Iterator[Finding]:
    for row in read.rows:
        month = row.values.get("month")
        if month is not None and month > today:
            message = f"{month_words(month)}还没有到，不能填报以后月份的说明"
            yield Finding("future_month", message, row.row, read.headers.get("month"), row.texts.get("month"))
