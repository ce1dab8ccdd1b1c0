"""Read annual tasks (年度任务): the work, its deadline and its progress."""

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from domain.finding import Finding
from domain.months import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    as_stored,
    clock_of,
    explain_clock,
    hides_another_year,
    read_day,
    read_month,
    western_year,
)
from domain.text import without_spaces
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.title import read_title
from etl.read.records.fields import STATUSES, choice, name_of, required_text, text_of, written_text, year_of
from etl.read.records.records import Reader, RecordTable, finish_records, read_record_table, repeated, unit_of
from etl.read.shapes.month_and_unit import year_in_view

_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_BEFORE = re.compile(r"(?:之?前|以前|前?完成|前?办结)+$")
LONGEST_DEADLINE = 100
UNSEEN_YEAR = "这一格没有显示年份，存的却是 {}，早于任务的年度；请核对年份，写成带年份的日期"
_YEAR = re.compile(r"([0-9]{4})(?:年度?|[-/.])|(?:今年|本年度?|当年)")
_DAY = re.compile(r"([0-9]{1,2})[月/.-]([0-9]{1,2})[日号]?")
_MONTH = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?(?:[底末内]|月底|([上中下])旬)?")
_QUARTER = re.compile(r"第?([一二三四1-4])季度?[底末内]?")
_HALF = re.compile(r"([上下])半年[底末内]?")
_YEAR_END = re.compile(r"年?[底末内终]|全年")
_LAST_OF_TEN_DAYS = {"上": 10, "中": 20}


def read_deadline(text: str, year: int | None) -> date | None:
    """The last day of a deadline, None if it names no date; `year` is the year of the task's row."""
    if _hides_an_earlier_year(text, year):
        return None
    text = as_stored(text)
    words = _BEFORE.sub("", western_year(without_spaces(text[:LONGEST_DEADLINE])))
    if day := read_day(text) or read_day(words):
        return day
    if found := _YEAR.match(words):
        year = int(found[1]) if found[1] else year
        words = words[found.end() :] or "年底" if found[0][-1] in "年度" else words[found.end() :]
    if year is None or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    return _day_in(year, words)


def read_day_of_year(text: str, year: int | None) -> date | None:
    """An exact day (`3月20日` is in `year`); None for anything less exact."""
    words = without_spaces(text)
    found = _DAY.fullmatch(words)
    if _hides_an_earlier_year(text, year):
        return None
    return read_day(text) or (_day(year, int(found[1]), int(found[2])) if found and year else None)


def _hides_an_earlier_year(text: str, year: int | None) -> bool:
    """Whether a date is of a year before the task's, which its cell does not show: the year it was typed."""
    month = read_month(text) if hides_another_year(text, year) else None
    return month is not None and year is not None and month.year < year


def _day_in(year: int, words: str) -> date | None:
    """The last day, in this year, of a period named without a year."""
    if found := _DAY.fullmatch(words):
        return _day(year, int(found[1]), int(found[2]))
    if found := _MONTH.fullmatch(words):
        month = read_month(f"{found[1]}月", year)
        return month and _last_day(year, month.month, _LAST_OF_TEN_DAYS.get(found[2] or "", 31))
    if found := _QUARTER.fullmatch(words):
        return _last_day(year, 3 * _NUMBERS[found[1]])
    if found := _HALF.fullmatch(words):
        return _last_day(year, 6 if found[1] == "上" else 12)
    return date(year, 12, 31) if _YEAR_END.fullmatch(words) else None


def _last_day(year: int, month: int, most: int = 31) -> date:
    return date(year, month, min(most, calendar.monthrange(year, month)[1]))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


COLUMNS = ("year", "task", "title", "unit", "due", "status", "done_on", "source")
REQUIRED = ("year", "task", "title", "unit", "due", "status")
COMPLETED = "done"


def tidy_tasks(table: FoundTable, context: Context) -> TidyTable:
    """The tasks of a table (records: the columns of `COLUMNS` and row)."""
    readers: dict[str, Reader] = {
        "year": year_of,
        "task": name_of,
        "title": required_text,
        "unit": unit_of(context.units),
        "due": text_of,
        "status": partial(choice, words=STATUSES),
        "done_on": text_of,
        "source": written_text,
    }
    year = year_in_view(read_title(table, context), context)
    constants = {"year": year, "done_on": None, "source": ""}
    read = read_record_table(table, context, readers, REQUIRED, constants)
    between = [
        *_days(read, "due", read_deadline, _explain_deadline, context.options.today.year),
        *_days(read, "done_on", read_day_of_year, _explain_day, context.options.today.year),
        *_contradictions(read, context.options.today),
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
    """Read a column of days into the records; the year may be in another column."""
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


def _contradictions(read: RecordTable, today: date) -> Iterator[Finding]:
    """Findings on a day of completion that is still to come, or of a task that is not completed."""
    for row in read.rows:
        done, status = row.values.get("done_on"), row.values.get("status")
        if not done:
            continue
        text, header = row.texts.get("done_on", ""), read.headers["done_on"]
        if done > today:
            yield Finding("bad_date", "完成日期还没有到；请核对年份，没有完成的请留空", row.row, header, text)
        elif status and status != COMPLETED:
            said = row.texts.get("status", "")
            message = f"有完成日期，状态却是“{said}”；已完成请改状态，没有完成请清空完成日期"
            yield Finding("bad_value", message, row.row, header, text)


def _explain_deadline(text: str, year: int) -> str:
    if clock_of(text):
        return explain_clock(text, as_month=False)
    if _hides_an_earlier_year(text, year):
        return UNSEEN_YEAR.format(as_stored(text))
    wrong = "不是一个期限" if text else "期限为空"
    return f"{wrong}；应写到日，如 {year}-06-30 或 {year}年6月30日，也可写 {year}年6月底、上半年"


def _explain_day(text: str, year: int) -> str:
    if clock_of(text):
        return explain_clock(text, as_month=False)
    if _hides_an_earlier_year(text, year):
        return UNSEEN_YEAR.format(as_stored(text))
    return f"不是日期；应写到日，如 {year}-06-30 或 {year}年6月30日"
