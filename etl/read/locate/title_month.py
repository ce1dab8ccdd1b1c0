"""Findings on the month of a table without a 月份 column: missing, ambiguous, doubtful, or cumulative."""

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from domain.finding import Finding
from domain.months import lacks_its_year, month_words, read_month, western_year
from domain.text import half_width
from etl.read.locate.header_cell import ONLY_THIS_MONTH
from etl.read.locate.result import Context
from etl.read.locate.title import SOME_YEAR, Title
from etl.read.locate.title_time import TitlePeriod, read_period

MOST_MONTHS = 3


def month_finding(title: Title, context: Context) -> Finding | None:
    """An error if the table's month is unknown; a warning if the figures may be a year to date or another's.

    Another's: those of the month in the file's name.
    """
    if title.disagrees:
        return Finding("bad_month", _disagreement(title), None, "月份", title.sheet)
    if title.another_time:
        return Finding("bad_month", _of_another_time(title), None, "月份", title.another_time)
    asked = context.options.month
    if asked and (others := _other_months(title, context)) and asked not in others:
        return Finding("bad_month", _none_of_these(others, asked), None, "月份", month_words(asked))
    if title.month(context.options.year) or asked:
        if title.of_days and not asked:
            return Finding("bad_month", _less_than_a_month(title), None, "月份", title.of_days)
        return _warning(title) or _file_name_finding(title, context)
    return Finding("missing_column", _no_month(title, context), None, "月份")


def one_month_finding(title: Title, months: Iterable[date | None]) -> Finding | None:
    """A warning if all rows have the same month, not January, under a title of a year to date."""
    different = set(months) - {None}
    later = [month for month in different if month and month.month > 1]
    return _cumulative(title) if title.cumulative and len(different) == len(later) == 1 else None


def mismatch_finding(title: Title, months: Iterable[date | None], column: str) -> Finding | None:
    """A warning if the title names a month, or only a year, that no row or column has."""
    found = sorted(set(months) - {None}, key=str)
    named = _named(title) or ([title.year] if title.year else [])
    if not found or not named or title.disagrees or any(_is_one_of(month, named) for month in found if month):
        return None
    said = "、".join(month_words(one) if isinstance(one, date) else _said(one, title) for one in named)
    shown = "、".join(month_words(month) for month in found[:MOST_MONTHS] if month)
    more = "等" if len(found) > MOST_MONTHS else ""
    message = f"标题写的是{said}，“{column}”里却是{shown}{more}；按“{column}”记，请核对是不是忘了改其中一处"
    return Finding("title_mismatch", message, None, column, said, "warning")


def _file_name_finding(title: Title, context: Context) -> Finding | None:
    """A warning if the file name has another month or year than the title, which may be last month's."""
    month = title.month(None)
    # A workbook of a sheet for each month is often named after its last month.
    if month is None or title.tab.names_month or context.options.month:
        return None
    named = _said_by(context.file)
    other = named.month(month.year)
    if other in (None, month) and named.year in (None, month.year):
        return None
    said = month_words(other) if other else f"{named.year}年"
    message = (
        f"文件名写的是{said}，标题行写的却是{month_words(month)}；按标题行记，请核对标题行的年月是不是忘了改"
    )
    return Finding("title_mismatch", message, None, "月份", said, "warning")


def _named(title: Title) -> list[date | int]:
    """The months in a title: dates, or the number of a month without a year."""
    if title.months or not title.month_without_year:
        return list(title.months)
    month = title.month(None)
    alone = read_month(title.month_without_year, SOME_YEAR)
    return [month] if month else [alone.month] if alone else []


def _said(number: int, title: Title) -> str:
    """What the title says: a month without its year, or a year alone."""
    return f"{number}年" if number == title.year else title.month_without_year


def _is_one_of(month: date, named: Iterable[date | int]) -> bool:
    return any(one in (month, month.month, month.year) for one in named)


def year_finding(title: Title, months: Iterable[str]) -> Finding | None:
    """An error for months without a year if the title names one year and the sheet name another."""
    another = title.another_time if title.another_time != "全年" else ""  # all months stand in a 全年
    if not (title.years_disagree or another) or not any(lacks_its_year(text) for text in months):
        return None
    message = _of_another_time(title) if another else _disagreement(title)
    return Finding("bad_month", message, None, "月份", another or title.sheet)


def year_hint(file: str) -> str:
    """A hint that the file name contains the year, which is not used because copied names are often stale."""
    year = _said_by(file).year
    return f"（文件名不作依据；如确是 {year} 年，写 --year {year}）" if year else ""


def _disagreement(title: Title) -> str:
    above, tab = title.above.month(title.year), title.tab.month(title.year)
    said = [month_words(one) for one in (above, tab) if one] if above and tab else []
    first, second = said if len(said) == 2 else (f"{title.above.year}年", f"{title.tab.year}年")
    return f"标题行写的是 {first}，工作表“{title.sheet}”的名称却是 {second}；请改成一致再报"


def _of_another_time(title: Title) -> str:
    word = title.another_time
    where = "工作表的名称是" if word == title.sheet else "标题写着"
    return (
        f"{where}“{word}”，看不出表里是不是当月数；{ONLY_THIS_MONTH}。"
        f"是当月数，请改掉“{word}”；不是的，请删去这张表再报"
    )


def _other_months(title: Title, context: Context) -> tuple[date, ...]:
    """The months in a title that does not determine one: several, or one in the year of --month."""
    if len(title.months) > 1:
        return title.months
    asked, year = context.options.month, context.options.year
    alone = title.month(asked.year) if asked and not title.month(year) else None
    return (alone,) if alone else ()


def _none_of_these(months: tuple[date, ...], asked: date) -> str:
    named = "、".join(map(month_words, months))
    return f"标题行写的是 {named}，指定的月份却是 {month_words(asked)}；请核对后改正标题或指定的月份"


def _less_than_a_month(title: Title) -> str:
    return (
        f"标题写着“{title.of_days}”，不像是整月的数；系统只收当月数，请换成当月的表；"
        "确是整月的数，请改正标题，或用 --month 指定"
    )


def _warning(title: Title) -> Finding | None:
    """A warning if the figures may be a year to date, or those of some days of the month."""
    if title.cumulative or not title.days:
        return _cumulative(title) if title.cumulative else None
    message = f"标题写着“{title.days}”，不是整月；按整月的数记，请核对"
    return Finding("title_mismatch", message, None, "月份", title.days, "warning")


def _cumulative(title: Title) -> Finding:
    words = title.cumulative
    message = f"标题写着“{words}”，请核对表中是不是当月数；{ONLY_THIS_MONTH}"
    return Finding("looks_cumulative", message, None, "月份", words, "warning")


def _no_month(title: Title, context: Context) -> str:
    hint = _month_hint(context.file)
    if len(title.months) > 1:
        return "没有“月份”列，而标题行写了不止一个月份；请补上“月份”列，或改正标题"
    if title.cumulative:
        return (
            f"没有“月份”列，标题行写着“{title.cumulative}”，像是累计数；{ONLY_THIS_MONTH}。"
            "请换成当月的表；确是某一个月的数，请补上月份，或用 --month 指定"
        )
    if title.part:
        return (
            f"没有“月份”列，标题行写着“{title.part}”，看不出是某个月的当月数还是累计数；{ONLY_THIS_MONTH}。"
            "确是某一个月的数，请在标题行写明几年几月，或用 --month 指定"
        )
    if title.month_without_year:
        year = year_hint(context.file)
        return (
            f"没有“月份”列，标题行只有“{title.month_without_year}”而没有年份；请补上，或用 --year 指定{year}"
        )
    said = "没有“月份”列，标题行也没有写明是哪个月的数"
    return f"{said}（如 {_example(context)}）；请补上，或用 --month 指定{hint}"


def _month_hint(file: str) -> str:
    month = _said_by(file).month(None)
    return f"（文件名不作依据；如确是 {month_words(month)}，写 --month {month:%Y-%m}）" if month else ""


def _said_by(file: str) -> TitlePeriod:
    return read_period([western_year(half_width(PurePath(file).stem))])


def _example(context: Context) -> str:
    return month_words(context.options.today)
