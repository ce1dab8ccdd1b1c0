"""Recognise words that say of which time figures are: 累计, 上年同期, 本月.

A table that compares years, or parts of them, and has no figure of a single month is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from domain.finding import Finding
from domain.months import western_year
from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header import Header
from etl.read.locate.header_cell import is_month_header, unnumbered
from etl.read.locate.header_index import YEARS, HeaderIndex
from etl.read.open.sheet import Sheet, cell_at

LONGEST = 20
MOST_WORDS = 200  # a column with more different texts is no column of times
OTHER_PERIOD = re.compile(
    r"(?:本年度?|全年|年度|今年|当年|年初至今)?累计(?:数|完成)?|(?:上年|去年)(?:同期|同月)数?"
    r"|(?:同比|环比|(?:比|较|与)(?:上年|去年)?(?:同期|上月))(?:相比)?(?:增减|增长|增幅|变化|升降)?(?:数|率|幅度)?(?:\(?[%±+-]*\)?)"
    r"|增减(?:数|率|幅度)?(?:\(?[%±+-]*\)?)"
)
_NUMBER = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_OTHER_TIME = re.compile(
    rf"(?:{OTHER_PERIOD.pattern}|(?:(?:19|20)[0-9]{{2}}年?)?{_NUMBER}月?[-~—–至到]+{_NUMBER}月份?(?:累计)?"
    r"|(?:第?[一二三四1-4]季度|前三季度|[上下]半年|全年)(?:累计|合计)?数?|(?:上年|去年|上一年)(?:全年)?数?"
    r"|同期数?|上月数?|(?:年度|全年|本年|当月|本月)?(?:计划|目标)(?:数|值)?)(?:情况|部分)?"
)
_GROUP = re.compile("第?[一二三四1-4]季度|[上下]半年")
_DONE = r"(?:实际|实绩|完成|发生)?(?:完成)?(?:数|值|情况|部分)?"
_THIS_TIME = re.compile(rf"(?:[本当][月期]|实际|实绩|完成){_DONE}")
_THIS_YEAR = re.compile(rf"(?:[本当]年度?|今年){_DONE}")


@dataclass(frozen=True)
class TimeWords:
    """The words of times for one table: 本年 is this year's months where months are across, else a 累计."""

    table: FoundTable

    @cached_property
    def _months_across(self) -> bool:
        return any(one.first("month") for one in self.table.header.headings)

    def is_other(self, text: str) -> bool:
        """Whether a text is the word of another time than the month."""
        is_year = not self._months_across and _THIS_YEAR.fullmatch(_key(text)) is not None
        return is_year or is_other_time(text)

    def is_this(self, text: str) -> bool:
        """Whether a text says that figures are those of the month: 本月, 实际."""
        key = _key(text)
        is_year = self._months_across and _THIS_YEAR.fullmatch(key) is not None
        return is_year or _THIS_TIME.fullmatch(key) is not None

    def hold_times(self, texts: Iterable[str]) -> bool:
        """Whether these different texts are all words of times or months, some of them of another time."""
        texts = list(texts)
        if len(texts) > MOST_WORDS or not any(map(self.is_other, texts)):
            return False
        return all(self.is_other(text) or self.is_this(text) or is_month_header(text) for text in texts)


def is_other_time(text: str) -> bool:
    """Whether a text is the word of a time that is no month: 累计, 上年同期, 1-6月, 计划."""
    return _OTHER_TIME.fullmatch(_key(text)) is not None


def is_plan(text: str) -> bool:
    """Whether the word of another time is that of a plan: 计划, 年度目标."""
    return "计划" in text or "目标" in text


def groups_months(text: str) -> bool:
    """Whether a text is a quarter or half of a year, which beside a column of months only groups them."""
    return _GROUP.fullmatch(_key(text)) is not None


def _key(text: str) -> str:
    """The text without numbering and colon; "" where it is too long for such a word."""
    return unnumbered(name_key(text).rstrip(":")) if len(text) < LONGEST else ""


ROWS_LOOKED_AT = 200
WHAT_TO_DO = "系统只收当月数，同比、累计由系统计算，请按月填写，表头或月份列写明几年几月再报"
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:年度?|$)")
_MONTH = re.compile(
    r"[0-9]年?度?[-/.年]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月|[0-9]{4}[-/.][0-9]{1,2}"
)


def comparison_finding(sheet: Sheet, header: Header, header_index: HeaderIndex) -> Finding | None:
    """The error for a table with figures by year; None if any figure belongs to a month."""
    years = sorted({year for text in _years_across(header, header_index) for year in _YEAR.findall(text)})
    if len(years) < 2:
        years = _years_down(sheet, header, header_index)
    if len(years) < 2:
        return None
    named = "、".join(f"{year}年" for year in years[:4])
    message = f"这是年度对比表（{named}），几年的数并排，不是一列一项的当月数；{WHAT_TO_DO}"
    return Finding("missing_column" if header.indicator_columns else "unknown_dataset", message)


def _years_across(header: Header, header_index: HeaderIndex) -> list[str]:
    """The headers of columns that name a year; empty if any column belongs to a month."""
    over = [one.texts for one in header.headings] or [(cell,) for cell in header.cells]
    texts = ["\n".join(western_year(name_key(text)) for text in column) for column in over]
    named = [place for place, text in enumerate(texts) if _YEAR.search(text)]
    others = set(range(len(texts))) - set(named)
    is_of_month = any(
        _MONTH.search(texts[place]) or _is_above_month(header, place) for place in named
    ) or any(header.keys[place] in header_index.figures or _says_a_month(header, place) for place in others)
    return [] if is_of_month else [texts[place] for place in named]


def _is_above_month(header: Header, place: int) -> bool:
    """Whether a column's header has a month, such as 6月 below 2023年."""
    return bool(header.headings and header.headings[place].first("month"))


def _says_a_month(header: Header, place: int) -> bool:
    """Whether a column's header says 6月, 本月 or 数量."""
    heading = header.headings[place] if header.headings else None
    return heading is not None and bool(heading.first("month") or heading.kind in ("this", "quantity"))


def _years_down(sheet: Sheet, header: Header, header_index: HeaderIndex) -> list[str]:
    """The years in a 年度 column beside figures without a month."""
    months = header_index.spellings("cases", "month") if "cases" in header_index.meanings else set()
    place = next((place for place, key in enumerate(header.keys) if key in YEARS), None)
    is_figures = not header_index.figures.keys().isdisjoint(header.keys) and months.isdisjoint(header.keys)
    if place is None or not is_figures or header.shape != "plain":
        return []
    below = islice(sheet.rows, header.row + 1, header.row + 1 + ROWS_LOOKED_AT)
    cells = {western_year(name_key(cell_at(row, place))) for row in below}
    return sorted({found[1] for cell in cells if (found := _YEAR.match(cell))})
