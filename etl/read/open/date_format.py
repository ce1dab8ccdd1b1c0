"""Dates whose cells show only a part of them: 2025年6月, or 6月 and 6月30日 without the year."""

import re
from datetime import date
from functools import cache

from domain.months import YEAR_AND_DAY_NOT_SHOWN, YEAR_NOT_SHOWN, month_words

_YEAR_AND_MONTH, _MONTH_AND_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
# Formats that a Chinese spreadsheet names by number only; see [ECMA-376] 18.8.30.
BUILT_IN_DATES = {16: "d-mmm", 17: "mmm-yy"}
BUILT_IN_DATES |= dict.fromkeys((27, 50, 52, 57), _YEAR_AND_MONTH)
BUILT_IN_DATES |= dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_AND_DAY)

_LITERAL = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|;.*', re.DOTALL)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = re.compile(r"(?P<year>[0-9]{4}年)?[0-9]{1,2}月份?(?P<day>[0-9]{1,2}[日号])?")


@cache
def shows_part_of_date(format_code: str) -> bool:
    """Whether this format shows the month of a date, but not its year or not its day."""
    return _parts(format_code) not in (set(), {"y", "m", "d"})


def as_format_shows(day: str, format_code: str) -> str:
    """A day (2025-06-01) as a cell of this format shows it; any other text is unchanged."""
    return _with(_parts(format_code), day) if _DAY.fullmatch(day) else day


def as_text_shows(day: str, shown: str) -> str:
    """A day as it is shown in a cell of this text, for formats that are not known but by it."""
    found = _SHOWN.fullmatch(shown.strip())
    if not found or not _DAY.fullmatch(day):
        return day
    return _with({"m"} | ({"y"} if found["year"] else set()) | ({"d"} if found["day"] else set()), day)


def _parts(format_code: str) -> set[str]:
    """Which of year, month and day a format shows; empty if it shows no month, or a time."""
    letters = set(_LITERAL.sub("", format_code).lower())
    if "m" not in letters or letters & {"h", "s"}:
        return set()
    return (letters & {"m", "d"}) | ({"y"} if letters & {"y", "e"} else set())


def _with(parts: set[str], day: str) -> str:
    if not parts:
        return day
    stored = date.fromisoformat(day)
    # A month that was typed is kept as its first day; another day was entered as a day.
    hides_day = "d" not in parts and stored.day != 1
    text = day if "d" in parts or hides_day else month_words(stored)
    return text if "y" in parts else text + (YEAR_AND_DAY_NOT_SHOWN if hides_day else YEAR_NOT_SHOWN)
