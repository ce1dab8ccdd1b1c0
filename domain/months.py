"""Parse, format and calculate months and days. A month is represented by the date of its first day.

A date with a time of day is usually the next midnight, written in another time zone.
"""

import re
from datetime import date, timedelta

from domain.text import plain

# Behind a date whose cell shows no year: 2024年6月 or 2024-06-30, shown as 6月 or 6月30日;
# and behind one whose cell shows neither year nor day: 2024-06-30, shown as 6月.
YEAR_NOT_SHOWN, YEAR_AND_DAY_NOT_SHOWN = "（年份未显示）", "（年份和日未显示）"
_MARK = "[(（]年份(和日)?未显示[)）]"
_NOT_SHOWN = re.compile(f"{_MARK}$")
_UNSEEN_YEAR = re.compile(rf"[0-9]{{4}}年(?=[0-9]{{1,2}}月{_MARK})|{_MARK}")
EARLIEST_YEAR, LATEST_YEAR = 1949, 2199

CHINESE_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH_NUMBERS = {word: number for number, word in enumerate(CHINESE_MONTHS, start=1)}
_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_CHINESE_DIGITS |= dict.fromkeys("零○Oo0", "0")

_CHINESE_YEAR = re.compile(r"[一二][〇○零Oo0一二三四五六七八九]{3}(?=年)")
_YEAR_AND_MONTH = re.compile(
    r"([0-9]{4}) *(?:[-/.] *([0-9]{1,2})|年 *([0-9]{1,2}|[一二三四五六七八九十]{1,2}) *月份?)"
)
_SIX_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})")
_MONTH_ALONE = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2}) *月份?")
_MIDNIGHT = r"(?:[ T]+(?:0?0:00(?::00(?:\.0+)?)?(?: *AM)?|12:00(?::00)? *AM)(?:Z|\+08:?00)?)?"
_DAY = re.compile(
    r"([0-9]{4}) *(?:([-/.]) *([0-9]{1,2}) *\2 *([0-9]{1,2})|年 *([0-9]{1,2}) *月 *([0-9]{1,2}) *[日号])"
    + _MIDNIGHT
)
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR = re.compile(r"([0-9]{4}) *(?:年份?|年?度)?")
_LOST_ZERO = re.compile(r"[0-9]{4}\.1")


def parse_month(text: str) -> date:
    """The month of `YYYY-MM`, as the command line and the address write it; ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise ValueError(f"月份应写作 {format_month(date.today())}，读到 {text!r}")
    return date(int(text[:4]), int(text[5:]), 1)


def format_month(month: date) -> str:
    """`YYYY-MM`."""
    return f"{month.year:04d}-{month.month:02d}"


def month_words(month: date) -> str:
    """`2023年6月`, the form used in messages to people."""
    return f"{month.year}年{month.month}月"


def first_of_month(day: date) -> date:
    """The month that contains a day."""
    return date(day.year, day.month, 1)


def add_months(month: date, count: int) -> date:
    """The month `count` months later (earlier where negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months from `first` to `last`: 1 from June to July, negative when `last` is earlier."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_range(first: date, last: date) -> tuple[date, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return tuple(add_months(first, step) for step in range(months_between(first, last) + 1))


def read_month(text: str, year: int | None = None) -> date | None:
    """The month a cell means, in any spelling of the data contract; None where it means none.

    `6月`, `6月份` and `六月` need a `year`, from the title or from --year.
    """
    words = _plain(text)
    if is_january_or_october(words):
        return None
    if found := _DAY.fullmatch(words):
        day = _day_of(found)
        return first_of_month(day) if day else None
    if found := _YEAR_AND_MONTH.fullmatch(words):
        return _month(int(found[1]), _month_number(found[2] or found[3]))
    if found := _SIX_DIGITS.fullmatch(words):
        return _month(int(found[1]), int(found[2]))
    if year is not None and (found := _MONTH_ALONE.fullmatch(words)):
        return _month(year, _month_number(found[1]))
    return None


def hides_another_year(text: str, year: int | None) -> bool:
    """Whether a date belongs to another year than this one, which its cell does not show."""
    month = read_month(text) if year is not None and _NOT_SHOWN.search(text) else None
    return month is not None and month.year != year


def may_be_a_span(text: str) -> bool:
    """Whether a date is shown as 1月5日: 1-5 for January to May becomes that when it is typed."""
    found = _NOT_SHOWN.search(text)
    day = read_day(text) if found and not found[1] else None
    return day is not None and day.month < day.day <= len(CHINESE_MONTHS)


def as_stored(text: str) -> str:
    """A date as its cell holds it, without the mark that it shows no year."""
    return _NOT_SHOWN.sub("", text)


def as_entered(text: str) -> str:
    """A date that shows no year, as any other date (2024-06-01); other texts are unchanged."""
    month = read_month(text) if _NOT_SHOWN.search(text) else None
    return (read_day(text) or month).isoformat() if month else text


def without_unseen_year(text: str) -> str:
    """The text with 6月 for a month whose cell does not show the year."""
    return _UNSEEN_YEAR.sub("", text)


def lacks_its_year(text: str) -> bool:
    """Whether a cell in a 月份 column names a month without its year."""
    return is_month_without_year(text) or month_number(text) > 0


def read_year(text: str) -> int | None:
    """The year that a cell means: 2023, 2023年, 2023年度, 二〇二三年; None where it means none."""
    found = _YEAR.fullmatch(_plain(text))
    return int(found[1]) if found and EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR else None


def with_year(year: str, text: str) -> str:
    """A month (6月, 六月份, 6) with the year written beside or above it; a month with its year is unchanged.

    If the text beside it is no year, or the month names another year, the result is both texts together,
    which are no month.
    """
    number, named = read_year(year), read_month(text)
    if lacks_its_year(text):
        month = read_month(text, number) or read_month(f"{plain(text)}月", number)
        return month_words(month) if number and month else f"{year}年{text}"
    return f"{year} {text}" if named and plain(year) and named.year != number else text


def is_january_or_october(text: str) -> bool:
    """Whether a cell is `2023.1`: January, or October with its final zero dropped by a spreadsheet."""
    return _LOST_ZERO.fullmatch(_plain(text)) is not None


def month_number(text: str) -> int:
    """The number of a bare `6`, `06` or `六`, which is a month under the header 月份; 0 for anything else."""
    words = _plain(text)
    is_number = len(words) < 3 and ((words.isascii() and words.isdecimal()) or words in _MONTH_NUMBERS)
    number = _month_number(words) if is_number else 0
    return number if 1 <= number <= 12 else 0


def is_month_without_year(text: str) -> bool:
    """Whether a cell names a month but no year: `6月`, `六月份`."""
    found = _MONTH_ALONE.fullmatch(_plain(text))
    return found is not None and 1 <= _month_number(found[1]) <= 12


def read_day(text: str) -> date | None:
    """The day a cell means: `2023-06-30`, `2023/6/30`, `2023年6月30日`, `20230630`; else None."""
    words = _plain(text)
    found = _DAY.fullmatch(words) or _EIGHT_DIGITS.fullmatch(words)
    return _day_of(found) if found else None


def western_year(text: str) -> str:
    """The text with years in Chinese digits converted to numbers: 二〇二三年 becomes 2023年."""
    return _CHINESE_YEAR.sub(lambda found: "".join(_CHINESE_DIGITS[digit] for digit in found[0]), text)


def _plain(text: str) -> str:
    return western_year(as_stored(plain(text)))


def _month_number(text: str) -> int:
    return int(text) if text.isascii() else _MONTH_NUMBERS.get(text, 0)


def _month(year: int, month: int) -> date | None:
    if EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12:
        return date(year, month, 1)
    return None


def _day_of(found: re.Match[str]) -> date | None:
    """The date from a match with groups year, month, day; None if the calendar has no such date."""
    year, month, day = (int(group) for group in found.groups() if group and group.isdigit())
    if _month(year, month) is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


_CLOCK = re.compile(
    r"(?P<day>[0-9]{4} *(?:[-/.] *[0-9]{1,2} *[-/.] *[0-9]{1,2}|年 *[0-9]{1,2} *月 *[0-9]{1,2} *[日号])"
    r"|[0-9]{8})"
    r"[ T]*(?P<half>上午|下午|凌晨|中午|晚上)? *"
    r"(?:(?P<hour>[0-9]{1,2}) *[:时点] *(?:[0-9]{1,2} *(?:[:分] *(?:[0-9]{1,2}(?:\.[0-9]+)?)?秒?)?)?"
    r"|(?P<digits>[0-9]{6}))"
    r" *(?P<american>[AaPp]\.?[Mm]\.?)?(?: *(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?"
)
_AT_MIDNIGHT = re.compile(r"[ T]*(?:0?0:00(?::00(?:\.0+)?)?(?: *AM)?|12:00(?::00)? *AM)(?:Z|\+08:?00)?")
LONGEST_CLOCK = 60
NOON = 12


def clock_of(text: str) -> str:
    """The time of day as written (16:00:00); "" where there is none or it is midnight."""
    words = plain(text[:LONGEST_CLOCK])
    found = _CLOCK.fullmatch(words) if len(text) <= LONGEST_CLOCK else None
    if not found or read_day(found["day"]) is None or _AT_MIDNIGHT.fullmatch(words[found.end("day") :]):
        return ""
    return words[found.end("day") :].lstrip(" T")


def explain_clock(text: str, as_month: bool = True) -> str:
    """Explain a cell with a time of day, and suggest the date it probably means."""
    words = plain(text[:LONGEST_CLOCK])
    found = _CLOCK.fullmatch(words)
    day = read_day(found["day"]) if found else None
    right = f"{date.today():%Y-%m}" if as_month else f"{date.today():%Y-%m-%d}"
    if day is None or found is None or not _is_late(found):
        return f"这一格是带钟点的日期（{words}），不能确定是哪一天；请核对后写成不带钟点的，如 {right}"
    following = day + timedelta(days=1)
    shown = f"{following:%Y-%m}" if as_month else f"{following:%Y-%m-%d}"
    meant = f"{following:%Y-%m-%d}" + (f"，即{month_words(following)}" if as_month else "")
    return (
        f"这一格是带钟点的日期（{words}），多半是导出时换了时区，实为次日（{meant}）；"
        f"请核对后写成不带钟点的，如 {shown}"
    )


def _is_late(found: re.Match[str]) -> bool:
    """Whether the time is after noon: only then may the cell mean the next day."""
    hour = int(found["hour"] or found["digits"][:2])
    is_afternoon = found["half"] in ("下午", "晚上") or (found["american"] or "").lower().startswith("p")
    return hour >= NOON or is_afternoon
