"""Dates with a time of day (2025-05-31 16:00:00): usually the next midnight, written in another time zone."""

import re
from datetime import date, timedelta

from domain.months import month_words, read_day
from domain.text import plain

_CLOCK = re.compile(
    r"(?P<day>[0-9]{4} *(?:[-/.] *[0-9]{1,2} *[-/.] *[0-9]{1,2}|年 *[0-9]{1,2} *月 *[0-9]{1,2} *[日号])"
    r"|[0-9]{8})"
    r"[ T]*(?P<half>上午|下午|凌晨|中午|晚上)? *"
    r"(?:(?P<hour>[0-9]{1,2}) *[:时点] *(?:[0-9]{1,2} *(?:[:分] *(?:[0-9]{1,2}(?:\.[0-9]+)?)?秒?)?)?"
    r"|(?P<digits>[0-9]{6}))"
    r" *(?P<american>[AaPp]\.?[Mm]\.?)?(?: *(?:Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?"
)
_MIDNIGHT = re.compile(r"[ T]*(?:0?0:00(?::00(?:\.0+)?)?(?: *AM)?|12:00(?::00)? *AM)(?:Z|\+08:?00)?")
LONGEST = 60
NOON = 12


def clock_of(text: str) -> str:
    """The time of day as written (16:00:00); "" where there is none or it is midnight."""
    words = plain(text[:LONGEST])
    found = _CLOCK.fullmatch(words) if len(text) <= LONGEST else None
    if not found or read_day(found["day"]) is None or _MIDNIGHT.fullmatch(words[found.end("day") :]):
        return ""
    return words[found.end("day") :].lstrip(" T")


def explain_clock(text: str, as_month: bool = True) -> str:
    """Explain a cell with a time of day, and suggest the date it probably means."""
    words = plain(text[:LONGEST])
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
