"""Formats numbers, months and lists of names for people, the same on pages, slides and in documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from domain.catalogue import Kind

# Below this base a change in percent only shows that the base is small.
LEAST_BASE_FOR_PERCENT = 10
# 余 and 多 follow whole tens only.
TENS, LEAST_IN_TENS = 10, 20
# A difference between shares below this many percentage points would be written as 0.
LEAST_POINTS = 0.05
LEVEL = "持平"
ABOUT_LEVEL, DOWN_TO_NOTHING = "基本持平", "降至0"
_BEFORE, _BEHIND = ("约", "近"), {"余": "余", "多": "多", "+": "余"}
NOTHING = "—"


def number(value: float | None, counting_unit: str = "", word: str = "", *, grouped: bool = True) -> str:
    """A figure with thousands separators, at most one decimal, its approximation mark and its unit.

    `1000`, `份`, `余` is 1,000余份; `约` and `近` come first. 余 follows tens only: 36余 is 30余张, and
    18余 is 18张以上, because 10余 would be half of it. `—` if there is none.
    """
    if value is None:
        return NOTHING
    digits = _digits(value, grouped)
    if word in _BEFORE:
        return f"{word}{digits}{counting_unit}"
    if word in _BEHIND and value % TENS and value < LEAST_IN_TENS:
        return f"{digits}{counting_unit}以上"
    if word in _BEHIND:
        return f"{_digits(value - value % TENS, grouped)}{_BEHIND[word]}{counting_unit}"
    return f"{digits}{counting_unit}"


def percent(value: float | None, word: str = "") -> str:
    """A share as a percentage with at most one decimal: 0.9784 is 97.8%, 0.98 is 98%."""
    if value is None:
        return NOTHING
    return f"{word if word in _BEFORE else ''}{_digits(value * 100, True)}%"


def points(value: float) -> str:
    """The distance between two shares, without sign: 0.018 is 1.8个百分点."""
    size = abs(value) * 100
    return f"{_digits(size, True)}个百分点" if size >= LEAST_POINTS or size == 0 else "不足0.1个百分点"


def amount(value: float | None, kind: Kind, counting_unit: str = "", word: str = "") -> str:
    """A KPI's value in the form of its kind: a share as a percentage, others as a figure with unit."""
    return percent(value, word) if kind.is_share else number(value, counting_unit, word)


def distance(value: float, kind: Kind, counting_unit: str = "") -> str:
    """The distance between two values of a KPI, without sign: 1.8个百分点 for a share, else 12件."""
    return points(value) if kind.is_share else number(abs(value), counting_unit)


def change(
    this: float | None, last: float | None, kind: Kind, counting_unit: str = "", *, about: bool = False
) -> str:
    """The change from an earlier figure, signed.

    Shares in percentage points; others in percent if the earlier figure is at least 10, otherwise as a
    difference. `—` if either is missing, 基本持平 if the difference between shares would be written as 0,
    降至0 instead of −100%.
    `about`: a figure is approximate, so the change is: 约+16%.
    """
    if this is None or last is None:
        return NOTHING
    difference = this - last
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    if not sign:
        return ABOUT_LEVEL if about else LEVEL
    sign = f"约{sign}" if about else sign
    if kind.is_share:
        return f"{sign}{points(difference)}" if abs(difference) * 100 >= LEAST_POINTS else ABOUT_LEVEL
    if last >= LEAST_BASE_FOR_PERCENT:
        return DOWN_TO_NOTHING if not this else f"{sign}{percent(abs(difference) / last)}"
    return f"{sign}{number(abs(difference), counting_unit)}"


def change_in_words(
    this: float | None, last: float | None, kind: Kind, counting_unit: str = "", *, about: bool = False
) -> str:
    """The same as a word and an amount: 增长12.3%, 减少约2次, 提高1.2个百分点; "" if either is missing."""
    signed = change(this, last, kind, counting_unit)
    if signed == DOWN_TO_NOTHING:
        return signed if about else f"由{number(last, counting_unit)}{signed}"
    if signed == LEVEL and about:
        return ABOUT_LEVEL
    if signed in (NOTHING, LEVEL, ABOUT_LEVEL):
        return "" if signed == NOTHING else signed
    rise, fall = ("增长", "下降") if signed.endswith("%") else ("增加", "减少")
    if kind.is_share:
        rise, fall = "提高", "降低"
    return (rise if signed[0] == "+" else fall) + ("约" if about else "") + signed[1:]


def first_few(names: Iterable[str], most: int, counted: str = "个单位") -> str:
    """The names; for many the first ones and the count: 甲队、乙所、丙站等5个单位.

    No 、 stands between names in quotation marks (GB/T 15834).
    """
    every = list(names)
    more = f"等{len(every)}{counted}" if len(every) > most else ""
    return "、".join(every[:most]).replace("”、“", "”“") + more


def telling_columns(rows: Sequence[Sequence[str]], count: int) -> list[int]:
    """The columns (of `count`) with content in any row; all columns if there are no rows."""
    told = [any(row[place] not in ("", NOTHING) for row in rows) for place in range(count)]
    return [place for place in range(count) if told[place] or not rows]


def month_name(month: date | str) -> str:
    """`6月` for a month given as a date or as YYYY-MM."""
    return f"{int(month[5:7]) if isinstance(month, str) else month.month}月"


def months_listed(months: Iterable[str]) -> str:
    """1—3月、5月 for months of one year given as YYYY-MM in order."""
    spans: list[tuple[int, int]] = []
    for month in (int(each[5:7]) for each in months):
        if spans and spans[-1][1] == month - 1:
            spans[-1] = spans[-1][0], month
        else:
            spans.append((month, month))
    return "、".join(f"{first}月" if first == last else f"{first}—{last}月" for first, last in spans)


def year_and_month(month: date | str) -> str:
    """`2023年6月` for a month given as a date or as YYYY-MM."""
    year = int(month[:4]) if isinstance(month, str) else month.year
    return f"{year}年{month_name(month)}"


def _digits(value: float, grouped: bool) -> str:
    rounded = round(value, 1)
    decimals = 0 if rounded == int(rounded) else 1
    text = f"{rounded:,.{decimals}f}" if grouped else f"{rounded:.{decimals}f}"
    return "0" if text == "-0" else text.replace("-", "−")
