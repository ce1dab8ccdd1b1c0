"""Parse the time in title lines: a month, or a span longer or shorter than a month."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.months import (
    first_of_month,
    is_month_without_year,
    read_day,
    read_month,
    western_year,
    without_unseen_year,
)
from domain.text import half_width, without_struck

LONGEST_LINE = 2000
MOST_CELLS = 200


def title_line(row: Iterable[str]) -> str:
    """The distinct cells of a row, without struck-out parts, joined by two spaces."""
    shown = (without_unseen_year(without_struck(cell[:LONGEST_LINE])) for cell in list(row)[:MOST_CELLS])
    texts = map(half_width, shown)
    cells = [_closed_up(text.replace("\n", "  ").strip()) for text in texts]
    return western_year("  ".join(dict.fromkeys(cell for cell in cells if cell)))[:LONGEST_LINE]


_DIGIT = "[0-9〇零一二三四五六七八九]"
_SPREAD_YEAR = re.compile(rf"(?<![0-9])(?:{_DIGIT} ){{3}}{_DIGIT} ?年(?: 1 [0-2] ?月)?")
_SPREAD_MONTH = re.compile(r"(?<=年) 1 [0-2](?= 月)|十 [一二](?= ?月)")
_TWO_NUMBERS = re.compile(r"(^|年度? ?)1 ([0-2])(?= ?月)")


def _closed_up(text: str) -> str:
    """The text without the spaces in a spread-out year and month (2 0 2 3 年 1 2 月).

    2023年1 2月 may be two months: they are told apart by 、. The 1 in 附件1 2月 is no month.
    """
    for spread in (_SPREAD_YEAR, _SPREAD_MONTH):
        text = spread.sub(lambda found: found[0].replace(" ", ""), text)
    return _TWO_NUMBERS.sub(r"\g<1>1、\2", text)


_TO = r"\s*[-~—–至到]+\s*"
_CLOCK = r"(?:\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
_DAYS_OF_YEAR = re.compile(
    rf"(?P<year>[0-9]{{4}})\s*(?P<sign>[-/.年])\s*(?P<month>[0-9]{{1,2}})\s*[-/.月]\s*\(?(?P<first>[0-9]{{1,2}})\s*[日号]?{_CLOCK}"
    rf"{_TO}(?:(?P<last_year>[0-9]{{4}})\s*[-/.年]\s*)?(?:(?P<last_month>[0-9]{{1,2}})\s*[-/.月]\s*)?"
    rf"(?P<last>[0-9]{{1,2}})\s*[日号]?{_CLOCK}(?![0-9月])"
)
_DAYS = re.compile(
    rf"(?<![0-9年])(?P<month>[0-9]{{1,2}})\s*月\s*(?P<first>[0-9]{{1,2}})\s*[日号]{_TO}"
    rf"(?:(?P<last_month>[0-9]{{1,2}})\s*月\s*)?(?P<last>[0-9]{{1,2}})\s*[日号]"
)


def month_of_span(text: str) -> date | None:
    """The month of a span from its first day to its last; None for any other text."""
    found = _DAYS_OF_YEAR.fullmatch(text)
    return read_month(_month_of_days(found.groupdict())) if found else None


def whole_months(line: str) -> tuple[str, list[str], dict[int, str]]:
    """Replace each span of days that covers one whole month with that month.

    Also return the other spans, and by their month those of them that lie within one.
    """
    others: list[str] = []
    within: dict[int, str] = {}

    def month_or_nothing(found: re.Match[str]) -> str:
        month = _month_of_days(found.groupdict())
        if not month:
            others.append(found[0])
        if not month and _within_a_month(found.groupdict()):
            within.setdefault(int(found["month"]), found[0])
        return month or " "

    return _DAYS.sub(month_or_nothing, _DAYS_OF_YEAR.sub(month_or_nothing, line)), others, within


def _within_a_month(words: dict[str, str | None]) -> bool:
    """Whether a span of days begins and ends in the same month."""
    same_year = words.get("last_year") in (None, words.get("year"))
    return same_year and int(words["last_month"] or words["month"] or 0) == int(words["month"] or 0)


def _month_of_days(words: dict[str, str | None]) -> str:
    """`2023年6月` or `6月` for a span from its first day to its last; "" for any other span."""
    year, month = words.get("year"), int(words["month"] or 0)
    if not (_within_a_month(words) and 1 <= month <= 12 and int(words["first"] or 0) == 1):
        return ""
    last_day = calendar.monthrange(int(year or 2023), month)[1]
    if int(words["last"] or 0) not in ({last_day, 29} if year is None and month == 2 else {last_day}):
        return ""
    return f"{year or ''}{'年' if year else ''}{month}月"


_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR_AND = r"[0-9]{4}\s*(?:年|[-/.])\s*"
_DATE = rf"{_YEAR_AND}{_MONTH_NUMBER}\s*(?:月份?|[-/.])?(?:\s*[0-9]{{1,2}}\s*[日号]?)?"
_WRITES = (
    "填报|填表|制表|报送|上报|打印|导出|生成|制作|审核|印发|下载|录入|提交"
    "|下发|发布|公布|修订|更新|编制|签发|汇总"
)
# Two spaces divide cells: behind 审核: without a name, the next cell is another matter.
_FILLED_IN = re.compile(rf"(?:{_WRITES})(?:(?:日期|时间)\s*:?\s*|\s*: ?)[0-9年月日/.\-]*")
# What an official form says about itself: 有效期至：2024年6月, 编号：2023-05.
_OF_THE_FORM = re.compile(
    rf"有效期限?\s*:?\s*(?:{_DATE}{_TO})?(?:截?[至止到]\s*)*:?\s*(?:{_DATE})?"
    r"|[表编文]\s*号\s*:?\s*[^\s年月]+(?![^\s])|[0-9]{4}-[0-9]{1,3}\s*号"
)
# The number of a part before its time, not a month of its own: 一、2023年5月, 一、5月.
_NUMBERED = re.compile(
    r"(?:^|(?<=  ))(?:[一二三四五六七八九十]{1,3}、\s*(?=[0-9])|[0-9]{1,2}[、.]\s*(?=[0-9]{4}\s*年))"
)
_UNTIL = re.compile(
    rf"截[至止]\s*(?:到|至)?\s*(?:目前|日期|时间)?\s*:?\s*(?:{_YEAR_AND})?{_MONTH_NUMBER}(?:\s*月份?|[-/.])"
    rf"(?:\s*[0-9]{{1,2}}\s*[日号]?|\s*[底末])?"
)
_WITHIN_A_MONTH = re.compile(
    rf"(?:{_YEAR_AND})?{_MONTH_NUMBER}\s*月份?\s*(?:第?\s*[一二三四五1-5]\s*周|[上中下]{{1,2}}旬|[上下]半月)"
)
_DAY = re.compile(
    rf"[0-9]{{4}}\s*年\s*{_MONTH_NUMBER}\s*月\s*(?:[0-9]{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号]"
)
_DAY_IN_DIGITS = re.compile(r"(?<![0-9])[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])")
_SPAN = re.compile(
    rf"(?<![0-9])(?:[0-9]{{4}}\s*年\s*)?{_MONTH_NUMBER}\s*(?:月份?)?(?:{_TO}|\s*[、和及与/]\s*)(?:[0-9]{{4}}\s*年\s*)?{_MONTH_NUMBER}\s*月份?"
    rf"|(?<![0-9])(?:[0-9]{{4}}[/.][0-9]{{1,2}}|[0-9]{{4}}-[0-9]{{2}}(?!-[0-9]{{2}}(?![0-9]))|[0-9]{{6}}){_TO}(?:[0-9]{{4}}[-/.]?)?[0-9]{{1,2}}(?![-/.0-9])"
)
_MONTH = re.compile(
    rf"(?<![0-9])[0-9]{{4}}\s*年(?:度\s*)?\s*{_MONTH_NUMBER}\s*月份?|(?<![0-9])[0-9]{{4}}[-/.][0-9]{{1,2}}(?![-/.0-9])"
)
_SIX_DIGITS = re.compile(r"(?:^|  )((?:19|20)[0-9]{2}(?:0[1-9]|1[0-2]))(?![0-9])")
_FIRST_MONTHS = r"[前头][一二三四五六七八九十两0-9]+\s*(?:个?月|季度)"
_SINCE_JANUARY = re.compile(
    rf"(?<![0-9])0?1\s*月?{_TO}{_MONTH_NUMBER}\s*月份?|累计|今年以来|年初以来"
    rf"|[上下]半年|第?[一二三四]季度|{_FIRST_MONTHS}"
)
_DATED_MONTH = (
    rf"(?<![0-9])(?:{_YEAR_AND}{_MONTH_NUMBER}(?![0-9])\s*(?:月份?)?|20[0-9]{{2}}(?:0[1-9]|1[0-2])(?![0-9]))"
)
_NOT_SENT = "(?![送名备到请社])"
# Kinds of reports: 季报 and 年报 of several months, 周报 of days. 2023年报表 are the reports of 2023.
_OF_MONTHS = re.compile(rf"季度?报{_NOT_SENT}|(?<![0-9])(?:半年|年度?)报{_NOT_SENT}")
_NEWSPAPER = "".join(
    f"(?<!{name})" for name in ("法治", "法制", "人民", "工人", "农民", "青年", "经济", "光明")
)
# At the end of what it names: neither 每月5日报局办公室 nor 宁波日报、今日头条.
_OF_DAYS = re.compile(rf"(?<![每0-9])(?:周|{_NEWSPAPER}日|旬|半月)报(?=表?\s*(?:$|[(（]))")
_OF_A_MONTH = re.compile("(?<!半)月度?报")
# A border of the time counted: 至2023年6月, 2023年6月底, 2023年6月以来.
_BORDER = re.compile(
    rf"[至到]\s*{_DATED_MONTH}"
    rf"|{_DATED_MONTH}\s*(?:底(?![数账册])|[末止]|初(?![信次访任审步查核级])|起(?![诉草])"
    rf"|[以之]?[前后](?![台期端续往勤督评备置])|以来|至今)"
)
# Figures about meetings of the month (2023年6月党组会学法, 2023年6月例会次数), not for a meeting in it.
_ABOUT_MEETINGS = "议?(?:学法|次数|制度|召开|开展|情况|落实|听取|统计)"
_UNDATED_MONTH = rf"(?<![0-9一二三四五六七八九十年第]){_MONTH_NUMBER}\s*月份?"
# The month of something else: 2023年7月印发, (7月汇总), 2023年7月例会, 较2023年5月.
_ANOTHERS_MONTH = re.compile(
    rf"(?:(?<![关对])于|(?<!参)与|[较比]|同期|根据|依据|按照)\s*\(?\s*{_DATED_MONTH}"
    rf"|\((?:{_DATED_MONTH}|{_UNDATED_MONTH})\s*汇总\)"
    rf"|(?:{_DATED_MONTH}|{_UNDATED_MONTH})\s*(?:(?:(?!汇总)(?:{_WRITES})|制|版)(?![^\W\d_])"
    rf"|同期|预计|预测|通知(?![书公单])"
    rf"|[^\W\d_]{{0,4}}(?:例会|办公会|党组会|调度会|推进会)(?!{_ABOUT_MEETINGS}))"
    rf"|{_UNDATED_MONTH}\s*(?:以来|至今)"
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*年|年[度份]\s*:\s*((?:19|20)[0-9]{2})(?![0-9])")
_LABELLED_MONTH = re.compile(
    rf"(?:月份|(?:统计|报表|数据|所属)(?:月份|时间|周期|时期|期间?)|报告期|账期|期间)\s*:?\s*"
    rf"([0-9]{{4}}[-/.][0-9]{{1,2}}(?:[-/.][0-9]{{1,2}})?(?![0-9])|[0-9]{{6}}(?![0-9])|{_MONTH_NUMBER}\s*月份?)"
)
_CLOCK_WITHIN_THE_DAY = re.compile(r"[ T]*(?!0?0:00|24:00|23:59(?::59)?(?![0-9:]))[0-9]{1,2}:[0-9]{2}")
_LEADING_MONTH = re.compile(rf"(?:^|  )({_MONTH_NUMBER}\s*月份?)(?![0-9 ]*[日号前初底末上中下至到\-~—])")
_MONTH_WITHIN = re.compile(
    rf"(?<![0-9一二三四五六七八九十年第\-~—–至到./、和及与较比])({_MONTH_NUMBER}\s*月份?)"
    r"(?![0-9 ]*[日号前后初底末上中下起至到\-~—、和及与相])"
)

_PARTS = (_UNTIL, _WITHIN_A_MONTH, _SPAN, _BORDER)
_NOT_THE_MONTH = (
    _UNTIL,
    _WITHIN_A_MONTH,
    _DAY,
    _DAY_IN_DIGITS,
    _SPAN,
    re.compile(_FIRST_MONTHS),
    _BORDER,
    _ANOTHERS_MONTH,
)


@dataclass(frozen=True)
class TitlePeriod:
    """The time named in some lines. `months` have a year, `alone` is a month without a year.

    `cumulative`: the words for a year to date or several months (1-10月, 累计). `part`: the words for a span
    or day that may or may not be a whole month (截至2023年6月30日, 2023年6月1日至15日). `days`: the words for
    days within the month that is named. `of_days`: the word for a report of days (周报). "" if none.
    """

    months: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    alone: str = ""
    cumulative: str = ""
    part: str = ""
    days: str = ""
    of_days: str = ""

    @property
    def year(self) -> int | None:
        """The year, if exactly one is named."""
        return self.years[0] if len(self.years) == 1 else None

    @property
    def names_month(self) -> bool:
        """Whether a month is named, with or without its year."""
        return bool(self.months or self.alone)

    def month(self, year: int | None) -> date | None:
        """The month, if exactly one is named; `year` completes it if the lines have none."""
        if self.months:
            return self.months[0] if len(self.months) == 1 else None
        return read_month(self.alone, self.year or year) if self.alone else None


NOTHING = TitlePeriod()


def read_period(lines: Iterable[str]) -> TitlePeriod:
    """Parse the time in lines (half-width, years in western digits)."""
    months: dict[date, None] = {}
    years: dict[int, None] = {}
    leading: list[str] = []
    within: dict[int | None, str] = {}
    cumulative = part = ""
    days: dict[int, str] = {}
    lines = [_NUMBERED.sub("", _OF_THE_FORM.sub(" ", _FILLED_IN.sub(" ", line))) for line in lines]
    of_a_month = any(map(_OF_A_MONTH.search, lines))
    of_days = "" if of_a_month else next(filter(None, (_first(_OF_DAYS, line) for line in lines)), "")
    for line in lines:
        line, spans, within_month = whole_months(line)
        line, labelled = _labelled(line)
        cumulative = cumulative or _first(_SINCE_JANUARY, line)
        cumulative = cumulative or ("" if of_a_month else _first(_OF_MONTHS, line))
        days = within_month | days
        part = part or next(iter(spans), "") or next(filter(None, (_first(one, line) for one in _PARTS)), "")
        years |= dict.fromkeys(int("".join(found)) for found in _YEAR.findall(line))
        for other in _NOT_THE_MONTH:
            line = other.sub(" ", line)
        months |= dict.fromkeys(filter(None, map(read_month, [*labelled, *_full_months(line)])))
        leading += [text for text in labelled if is_month_without_year(text)]
        leading += [found[1] for found in _LEADING_MONTH.finditer(line)][:1]
        within |= {_number(found[1]): found[1] for found in _MONTH_WITHIN.finditer(line)}
    years |= dict.fromkeys(month.year for month in months)
    alone = leading[0] if leading else next(iter(within.values()), "") if len(within) == 1 else ""
    named = [month.month for month in months] if months else [_number(alone)]
    days_of_it = next((text.strip() for month, text in days.items() if month in named), "")
    return TitlePeriod(tuple(months), tuple(years), alone, cumulative, part.strip(), days_of_it, of_days)


def _first(pattern: re.Pattern[str], line: str) -> str:
    found = pattern.search(line)
    return found[0] if found else ""


def _full_months(line: str) -> list[str]:
    """Every month with a year in a line."""
    return [found[0].replace("度", "") for found in _MONTH.finditer(line)] + _SIX_DIGITS.findall(line)


def _number(text: str) -> int | None:
    month = read_month(text, 2000)
    return month.month if month else None


def _labelled(line: str) -> tuple[str, list[str]]:
    """Remove the months after 月份：, 统计时间： and similar labels; return the line and these months.

    A day counts as a month only if it is the first or last of the month; else it may be the date of counting.
    A day with a time may be the next day in another time zone.
    """
    months: list[str] = []
    for found in _LABELLED_MONTH.finditer(line):
        day = read_day(found[1]) if len(found[1]) > 6 else None
        if day and _CLOCK_WITHIN_THE_DAY.match(line, found.end()):
            continue
        if (
            day is None
            or day == first_of_month(day)
            or day.day == calendar.monthrange(day.year, day.month)[1]
        ):
            months.append(found[1])
    return _LABELLED_MONTH.sub(" ", line), months
