"""Which time a header or a label speaks of: this month, or another (累计, 上年同期) that is left aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from etl.finding import Finding
from etl.text import name_key

Period = Literal["", "this", "other"]
MOST_NAMED = 6
ONLY_THIS_MONTH = "系统只收当月数，累计和同比由系统计算"

_THIS = r"(?:本月|当月|本期|当期)(?:数|值|完成|完成数|发生数|实绩|情况)?"
_ONLY_THIS = re.compile(_THIS)
_AROUND_THIS = re.compile(rf"[(\[]?{_THIS}[)\]]?(?P<after>.+)|(?P<before>.+?)[(\[]?{_THIS}[)\]]?")
_OTHER = re.compile(
    r"累计|同期|去年|上年|本年|今年|同比|环比|计划|目标|年初|增减|增长|增幅|上月(?!结转|在办|转)|比重|占比|季度|半年|全年|1[-~—–至到]+本月"
    r"|[0-9一二三四五六七八九十]月?[-~—–至到]+(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
)


@dataclass(frozen=True)
class RowAside:
    """A row that holds no figures of the month: what it is called, and its number."""

    name: str
    row: int


def period_of(text: str) -> Period:
    """The time that a header which is no indicator speaks of; "" where it speaks of none."""
    key = name_key(text)
    if _OTHER.search(key):
        return "other"
    return "this" if _ONLY_THIS.fullmatch(key) else ""


def without_this_month(key: str) -> str:
    """The key of a header without 本月 or 当月 before or behind it; the key itself where there is none."""
    found = _AROUND_THIS.fullmatch(key)
    return (found["after"] or found["before"]) if found else key


def columns_aside_finding(names: Sequence[str], row: int) -> Finding:
    """One warning for all columns that hold no figures of the month, at the first of them."""
    return Finding("unknown_column", _not_of_the_month(names), row, names[0], None, "warning")


def rows_aside_finding(aside: Sequence[RowAside]) -> Finding:
    """One warning for all rows that hold no figures of the month, at the first of them."""
    names = [one.name for one in aside]
    return Finding("unknown_column", _not_of_the_month(names), aside[0].row, None, names[0], "warning")


def _not_of_the_month(names: Sequence[str]) -> str:
    return f"{_shown(names)}不是当月数，没有读取；{ONLY_THIS_MONTH}"


def only_aside_finding(code: str, names: Sequence[str]) -> Finding:
    """The error of a table that gives no figures of the month at all."""
    return Finding(code, f"表里只有{_shown(names)}，没有当月数；{ONLY_THIS_MONTH}，请补上当月数再报")


def _shown(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(" ".join(name.split()) for name in names))
    more = "等" if len(different) > MOST_NAMED else ""
    return "".join(f"“{name}”" for name in different[:MOST_NAMED]) + more
