"""Spans of days, as systems write the period of an export: those that are one whole month are that month."""

import calendar
import re
from datetime import date

from etl.month import read_month

_TO = r"\s*[-~—–至到]+\s*"
_CLOCK = r"(?:\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_DAYS_OF_YEAR = re.compile(
    rf"(?P<year>[0-9]{{4}})\s*(?P<sign>[-/.年])\s*(?P<month>[0-9]{{1,2}})\s*[-/.月]\s*(?P<first>[0-9]{{1,2}})\s*[日号]?{_CLOCK}"
    rf"{_TO}(?:(?P<last_year>[0-9]{{4}})\s*[-/.年]\s*)?(?:(?P<last_month>[0-9]{{1,2}})\s*[-/.月]\s*)?"
    rf"(?P<last>[0-9]{{1,2}})\s*[日号]?{_CLOCK}(?![0-9月])"
)
_DAYS = re.compile(
    rf"(?<![0-9年])(?P<month>[0-9]{{1,2}})\s*月\s*(?P<first>[0-9]{{1,2}})\s*[日号]{_TO}"
    rf"(?:(?P<last_month>[0-9]{{1,2}})\s*月\s*)?(?P<last>[0-9]{{1,2}})\s*[日号]"
)


def month_of_span(text: str) -> date | None:
    """The month that a text is from its first day to its last, None for any other."""
    found = _DAYS_OF_YEAR.fullmatch(text)
    return read_month(_month_of_days(found.groupdict())) if found else None


def whole_months(line: str) -> tuple[str, list[str]]:
    """The line with each span of days that is one whole month as that month, and the other spans."""
    others: list[str] = []

    def month_or_nothing(found: re.Match[str]) -> str:
        month = _month_of_days(found.groupdict())
        if not month:
            others.append(found[0])
        return month or " "

    return _DAYS.sub(month_or_nothing, _DAYS_OF_YEAR.sub(month_or_nothing, line)), others


def _month_of_days(words: dict[str, str | None]) -> str:
    """`2023年6月` or `6月` of a span from its first day to its last, "" of any other."""
    year, month = words.get("year"), int(words["month"] or 0)
    same_year = words.get("last_year") in (None, year)
    same_month = int(words["last_month"] or month) == month
    if not (same_year and same_month and 1 <= month <= 12 and int(words["first"] or 0) == 1):
        return ""
    last_day = calendar.monthrange(int(year or 2023), month)[1]
    if int(words["last"] or 0) not in ({last_day, 29} if year is None and month == 2 else {last_day}):
        return ""
    return f"{year or ''}{'年' if year else ''}{month}月"
