"""Recognise words that say of which time the figures of some rows are: 累计, 上年同期, 本月."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import is_month_header, unnumbered

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
