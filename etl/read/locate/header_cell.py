"""Classify header cells and labels; combine all header levels above a column into a HeaderCell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from domain.finding import Finding, FindingCode
from domain.months import clock_of, is_month_without_year, read_day, read_month, read_year
from domain.text import name_key, plain
from etl.read.locate.header_index import COUNTING_UNIT_HEADERS, PASSED_OVER, HeaderIndex
from etl.read.locate.rows import total_word
from etl.read.locate.stated_unit import listed_units, read_unit

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
_THIS_YEAR = re.compile(r"今年|本年(?!累计)")
_A_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_LAST_YEAR = re.compile(r"去年|上年|上一年")
_MAY_BE_PLANNED = re.compile("目标|计划|季度|半年|全年")


@dataclass(frozen=True)
class RowAside:
    """A skipped row, without figures of the month: its name and its number."""

    name: str
    row: int


def period_of(text: str) -> Period:
    """The period that a header names if it is not an indicator; "" if it names none."""
    key = name_key(text)
    if _OTHER.search(key):
        return "other"
    return "this" if _ONLY_THIS.fullmatch(key) else ""


def without_this_month(key: str) -> str:
    """Strip 本月 or 当月 before or after a header key."""
    found = _AROUND_THIS.fullmatch(key)
    return (found["after"] or found["before"]) if found else key


def columns_aside_finding(names: Sequence[str], row: int) -> Finding:
    """One warning for all columns without figures of the month, at the first of them."""
    return Finding("unknown_column", _not_of_the_month(names), row, names[0], None, "warning")


def columns_unread_finding(names: Sequence[str], row: int) -> Finding:
    """One warning for all unknown columns in a table of records, for example targets."""
    return Finding("unknown_column", f"不认识{_shown(names)}，没有读取", row, names[0], None, "warning")


def rows_aside_finding(aside: Sequence[RowAside]) -> Finding:
    """One warning for all rows without figures of the month, at the first of them."""
    names = [one.name for one in aside]
    return Finding("unknown_column", _not_of_the_month(names), aside[0].row, None, names[0], "warning")


def _not_of_the_month(names: Sequence[str]) -> str:
    return f"{_shown(names)}不是当月数，没有读取；{ONLY_THIS_MONTH}"


def only_aside_finding(code: FindingCode, names: Sequence[str]) -> Finding:
    """The error for a table without any figures of the month."""
    what = "这是年度对比表，" if _compares_years(names) else ""
    planned = any(map(_MAY_BE_PLANNED.search, names))
    plan = "；如是年度目标和分季计划，请写明“年度目标”列，写法见填报模板" if planned else ""
    return Finding(
        code, f"{what}表里只有{_shown(names)}，没有当月数；{ONLY_THIS_MONTH}，请补上当月数再报{plan}"
    )


def _compares_years(names: Sequence[str]) -> bool:
    """Whether these headers compare years: 今年 and 去年, or 2022年1-6月 and 2023年1-6月."""
    keys = [name_key(name) for name in names]
    years = {year for key in keys for year in _A_YEAR.findall(key)}
    is_beside_last = any(map(_THIS_YEAR.search, keys)) and any(map(_LAST_YEAR.search, keys))
    return len(years) > 1 or is_beside_last


def _shown(names: Sequence[str]) -> str:
    different = list(dict.fromkeys(" ".join(name.split()) for name in names))
    more = "等" if len(different) > MOST_NAMED else ""
    return "".join(f"“{name}”" for name in different[:MOST_NAMED]) + more


LONGEST_WORD = 80
MOST_REMEMBERED = 300_000
NOT_THIS_MONTH = "非当月数"  # the key of skipped columns and rows

WordKind = Literal[
    "", "figure", "label", "month", "year", "unit", "this", "other", "total", "quantity", "unknown"
]

_QUANTITY = frozenset(
    {"数量", "数值", "数据", "数字", "件数", "次数", "总数", "完成数", "完成情况", "填报数", "值"}
)
_A_NUMBER = re.compile(r"(?:19|20)[0-9]{2}")
NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[(\[【][0-9一二三四五六七八九十]{1,3}[)\]】]|[0-9]{1,2}[、.)]|[①-⑳])(?=[^0-9])"
)
_AMONG = re.compile(r"其中[:,、]?(?=.)")


@dataclass(frozen=True)
class Word:
    """A classified header cell or label: its kind, and the key of the thing it names."""

    kind: WordKind
    key: str


def unnumbered(key: str) -> str:
    """The key of a label without numbering (一、 1. ①) and 其中：."""
    return _AMONG.sub("", NUMBERED.sub("", key, count=1), count=1) if key else key


class HeaderClassifier:
    """Classifies header cells and labels; each different text only once."""

    def __init__(self, header_index: HeaderIndex) -> None:
        self.header_index = header_index
        self._read: dict[str, Word] = {}

    def __getitem__(self, text: str) -> Word:
        word = self._read.get(text)
        if word is None:
            if len(self._read) > MOST_REMEMBERED:
                self._read.clear()
            word = self._read[text] = self._word(text)
        return word

    def figure(self, text: str) -> str:
        """The key of the indicator that a label names for its month; "" if it names none."""
        word = self[text]
        return word.key if word.kind == "figure" else ""

    def states_unit(self, text: str) -> bool:
        """Whether a cell holds only counting units, including those that no column uses (%)."""
        return bool(listed_units(text, self.header_index.counting_units))

    @cached_property
    def _headers(self) -> frozenset[str]:
        """The keys of headers that determine the cells below; 数量 does so only beside an indicator."""
        return frozenset(self.header_index.known | PASSED_OVER | COUNTING_UNIT_HEADERS) - _QUANTITY

    def _word(self, text: str) -> Word:
        key = self.header_index.key(text)
        if not key or len(key) > LONGEST_WORD:
            return Word("unknown" if key else "", key)
        if found := self._figure(key):
            return found
        if key in self._headers:
            names_month = is_month_header(text) or is_month_header(key)
            return Word("month" if names_month else "label", key)
        return Word(self._kind(text, key), key)

    def _figure(self, key: str) -> Word | None:
        """The indicator that a header names, with or without 本月 or numbering around its name."""
        figures = self.header_index.figures
        if key in figures:
            return Word("figure", key)
        bare = unnumbered(key)
        if bare in figures:
            return Word("figure", bare)
        rest = self.header_index.key(without_this_month(bare))
        return Word("figure", rest) if rest in figures else None

    def _kind(self, text: str, key: str) -> WordKind:
        if is_month_header(text) or is_month_header(key):
            return "month"
        if read_year(key) and not key.isdecimal():
            return "year"
        if self.header_index.units.find(text):
            return "unit"
        if key in self.header_index.perhaps_units:
            return "label"
        if total_word(text, with_beginning=True):
            return "total"
        if period := period_of(key):
            return period
        unit = read_unit(key, self.header_index.counting_units)
        counts = unit is not None and self.header_index.counting_units.counts(unit)
        return "quantity" if counts or key in _QUANTITY else "unknown"


def is_month_header(text: str) -> bool:
    """Whether a header cell names a month, with or without its year, or holds a date with a time."""
    names_one = len(text) < 20 and (is_month_without_year(text) or read_month(text) is not None)
    return names_one or clock_of(text) != ""


def is_bare_year(text: str) -> bool:
    """Whether a header cell is a number that may be a year: 2023 above months."""
    return _A_NUMBER.fullmatch(plain(text)) is not None


def is_month_without_day(text: str) -> bool:
    """Whether a cell names a month without a day: a day beside figures may be the date of signing."""
    return is_month_header(text) and read_day(text) is None and clock_of(text) == ""


@dataclass(frozen=True)
class HeaderCell:
    """All header texts above one column, from the top level to the bottom, each text once."""

    texts: tuple[str, ...]
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The bottom text; "" if the column has no header."""
        return self.texts[-1] if self.texts else ""

    @property
    def kind(self) -> WordKind:
        """The kind of the bottom text."""
        return self.words[-1].kind if self.words else ""

    def first(self, kind: WordKind) -> str:
        """The lowest text of this kind; "" if none."""
        return next((text for text, word in self._upwards if word.kind == kind), "")

    @cached_property
    def year(self) -> str:
        """The year above the column's month, with 年 or as a bare number; "" if none."""
        numbers = filter(is_bare_year, self.texts[::-1])
        return self.first("year") or (next(numbers, "") if self.first("month") else "")

    @property
    def figure(self) -> str:
        """The key of the lowest indicator; "" if none."""
        return next((word.key for _, word in self._upwards if word.kind == "figure"), "")

    @cached_property
    def is_aside(self) -> bool:
        """Whether the column does not hold figures of a month: 累计, 上年同期, 同比."""
        return any(word.kind == "other" for word in self.words)

    @property
    def _upwards(self) -> Sequence[tuple[str, Word]]:
        return list(zip(self.texts, self.words, strict=True))[::-1]


def key_of(heading: HeaderCell, header_index: HeaderIndex) -> str:
    """The key of a column: 网上信访 above 件数 gives 网上信访件数; 受理工单数 above 本月 gives 受理工单数."""
    if heading.is_aside:
        return NOT_THIS_MONTH
    if not heading.words:
        return ""
    last = heading.words[-1]
    above = heading.words[-2] if len(heading.words) > 1 else None
    if above and above.key + last.key in header_index.known:
        return above.key + last.key
    if above and above.kind == "figure" and read_unit(last.key, header_index.counting_units):
        return heading.figure
    if last.kind in ("figure", "label"):
        return last.key
    if above and last.kind in ("this", "total", "quantity", "month", "unit"):
        return ("" if _is_of_a_part(heading) else heading.figure) or name_key(heading.text)
    return last.key


def _is_of_a_part(heading: HeaderCell) -> bool:
    """Whether an unknown word stands between indicator and last word: 受理工单数 over 线上 over 小计."""
    kinds = [word.kind for word in heading.words[-2::-1]]
    return "figure" in kinds and "unknown" in kinds[: kinds.index("figure")]
