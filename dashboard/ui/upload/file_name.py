"""What a file's name says of table, month, year and unit: a suggestion, taken only when a person agrees."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from etl.catalogue import Catalogue
from etl.month import first_of_month, month_words, months_between, read_month, western_year
from etl.reading.titles.title_time import Period, read_period
from etl.reading.titles.title_unit import named_units, one_named
from etl.text import half_width
from etl.units import UnitDirectory

SHORTEST_WORD = 2
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_BETWEEN_NUMBERS = re.compile(r"(?<=[0-9])_(?=[0-9])")
_YEAR_AND_MONTH = re.compile(r"(?<![0-9])(?=(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?![0-9]))")


@dataclass(frozen=True)
class Said:
    """One part that a name says: which (dataset, year, month, unit), its value, the name's words, in full."""

    part: str
    value: object
    words: str
    full: str


@dataclass(frozen=True)
class Known:
    """What a name is understood with: the tables, the units, the month looked at, today."""

    catalogue: Catalogue
    directory: UnitDirectory
    month: date
    today: date


def said_by_name(file: str, open_parts: Collection[str], known: Known) -> tuple[Said, ...]:
    """Of the parts that the file leaves open those that its name says."""
    stem = _readable(PurePath(file).stem)
    period = read_period([stem])
    found = (_dataset(stem, known), _year(period), _month(period, known), _unit(stem, known))
    return tuple(said for said in found if said and said.part in open_parts)


def _readable(stem: str) -> str:
    """The name as the line of a title: years in digits, what stands between its parts as spaces."""
    stem = _BETWEEN_NUMBERS.sub("-", western_year(half_width(stem))).replace("_", "  ")
    return _YEAR_AND_MONTH.sub("  ", stem).strip()


def _year(period: Period) -> Said | None:
    year = period.year
    return Said("year", year, f"{year}年", f"{year}年") if year else None


def _month(period: Period, known: Known) -> Said | None:
    """The one month; none where the name speaks of a longer time."""
    if period.cumulative or period.part:
        return None
    month = period.month(None)
    if month is None and period.alone and not period.months and not period.years:
        month = _nearest(period.alone, known)
    if month is None or month > first_of_month(known.today):
        return None
    return Said("month", month, month_words(month) if period.years else period.alone, month_words(month))


def _nearest(text: str, known: Known) -> date | None:
    """The month of a name without a year: the one nearest to the month looked at, none that is to come."""
    last = first_of_month(known.today)
    years = range(known.month.year + 1, known.month.year - 2, -1)
    months = [month for year in years if (month := read_month(text, year)) and month <= last]
    return min(months, key=lambda month: abs(months_between(known.month, month)), default=None)


def _unit(stem: str, known: Known) -> Said | None:
    """The one unit; not one over all others, whose name is a letterhead."""
    unit = one_named(named_units([stem], known.directory, known.catalogue), known.directory)
    return Said("unit", unit.unit, unit.name, unit.name) if unit else None


def _dataset(stem: str, known: Known) -> Said | None:
    """The table whose title shares the longest word with the name; none where two share as long a one."""
    shared = {
        dataset: max(_shared(stem, dataset.title), key=len, default="")
        for dataset in known.catalogue.datasets
    }
    longest = max(map(len, shared.values()))
    best = [dataset for dataset, word in shared.items() if len(word) == longest >= SHORTEST_WORD]
    if len(best) != 1:
        return None
    return Said("dataset", best[0].id, shared[best[0]], best[0].title)


def _shared(stem: str, title: str) -> Iterator[str]:
    """Every Chinese word of the title, or part of one, that stands in the name."""
    for word in _CHINESE.findall(title):
        for first in range(len(word)):
            for last in range(first + SHORTEST_WORD, len(word) + 1):
                if word[first:last] in stem:
                    yield word[first:last]
