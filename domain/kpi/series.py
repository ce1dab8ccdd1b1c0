"""The reported months of one KPI for one unit: how they add up, and how far one definition reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import fsum, sqrt
from statistics import fmean
from typing import NamedTuple

from domain.catalogue import Kind, Kpi
from domain.months import add_months, format_month, month_range, parse_month
from domain.process_limits import TOLERANCE

ABOUT = "约"


class MonthFigure(NamedTuple):
    """One reported month of a KPI in view: a tuple, because views of all units are made of a million.

    `denominator` is None unless the KPI is a rate.
    `word` is the mark of an approximate figure (余 约 近 多 +), "" where it is exact; `reporters` says how
    many units reported.
    """

    month: date
    numerator: float
    denominator: float | None = None
    approximate: bool = False
    word: str = ""
    reporters: int = 1

    @property
    def value(self) -> float | None:
        """The month's figure; None for a rate whose denominator is 0."""
        return ratio(self.numerator, self.denominator)


@dataclass(frozen=True)
class Total:
    """Several months together; all None where nothing was reported."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    approximate: bool = False
    word: str = ""

    @property
    def exceeds_whole(self) -> bool:
        """Whether a rate's part is more than its whole."""
        return exceeds_whole(self.numerator, self.denominator)


def exceeds_whole(numerator: float | None, denominator: float | None) -> bool:
    """Whether a rate's part is more than its whole; False where there is no whole."""
    return numerator is not None and denominator is not None and numerator > denominator + TOLERANCE


def ratio(numerator: float, denominator: float | None) -> float | None:
    """The numerator itself without a denominator, their quotient with one, None when that is 0."""
    if denominator is None:
        return numerator
    return numerator / denominator if denominator else None


def total(kind: Kind, figures: Iterable[MonthFigure]) -> Total:
    """The months as one figure: a sum adds up, a quotient is sum over sum, a stock is its latest month."""
    months = sorted(figures, key=lambda figure: figure.month)
    if kind.is_stock:
        months = months[-1:]
    if not months:
        return Total()
    numerator = fsum(figure.numerator for figure in months)
    denominators = [figure.denominator for figure in months if figure.denominator is not None]
    denominator = fsum(denominators) if kind.is_quotient else None
    words = {figure.word or ABOUT for figure in months if figure.approximate}
    return Total(
        value=ratio(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        approximate=bool(words),
        word=ABOUT if words and kind.is_quotient else shared_word(words),
    )


def shared_word(words: Iterable[str]) -> str:
    """The mark that approximate figures share; 约 where they differ, "" where there are none."""
    different = set(words)
    return different.pop() if len(different) == 1 else (ABOUT if different else "")


LEAST_MONTHS = 3
MEAN_MONTHS = 6
RANGE_MONTHS = 12
# Mean moving range ÷ d2 (1.128 for ranges of two) estimates σ; 1.96 σ is a 95 % range.
D2 = 1.128
Z95 = 1.96


@dataclass(frozen=True)
class Forecast:
    """The expected sum of the year with its range; `low` is never under what is already reached."""

    middle: float
    low: float
    high: float


def forecast(year_to_date: float | None, values: Sequence[float], month: int) -> Forecast | None:
    """The year's sum, given the year to date in `month` (1 to 12) and the values reported up to then.

    The values stand oldest first and may reach into earlier years. None from fewer than three of them, or
    where nothing was reported this year. docs/rules.md §3.
    """
    if year_to_date is None or len(values) < LEAST_MONTHS:
        return None
    remaining = 12 - month
    middle = year_to_date + remaining * fmean(values[-MEAN_MONTHS:])
    moving_ranges = [abs(later - earlier) for earlier, later in pairwise(values[-RANGE_MONTHS:])]
    spread = Z95 * fmean(moving_ranges) / D2 * sqrt(remaining)
    return Forecast(middle, max(year_to_date, middle - spread), middle + spread)


def outlook(
    kpi: Kpi, as_of: date, reported: Mapping[date, MonthFigure], year_to_date: float | None
) -> Forecast | None:
    """The forecast of a KPI that adds up, from its months of one definition; None for a rate or a stock."""
    if not kpi.kind.adds_up:
        return None
    in_one_row = of_one_definition(kpi, as_of, (reported[month] for month in sorted(reported)))
    return forecast(year_to_date, [figure.numerator for figure in in_one_row], as_of.month)


def is_comparable(kpi: Kpi, earlier: date, later: date) -> bool:
    """Whether two months were counted under the same definition."""
    return not kpi.since or not format_month(earlier) < kpi.since <= format_month(later)


def of_one_definition(kpi: Kpi, as_of: date, figures: Iterable[MonthFigure]) -> list[MonthFigure]:
    """The months with the definition of `as_of`: from the change on, or up to the month before it."""
    if not kpi.since:
        return list(figures)
    return [figure for figure in figures if is_comparable(kpi, figure.month, max(as_of, figure.month))]


def shown_months(kpi: Kpi, figures: Iterable[MonthFigure]) -> list[MonthFigure]:
    """The months that charts and sums may show: those from the year of the KPI's change on.

    Within that year each month counts under its own definition.
    """
    if not kpi.since:
        return list(figures)
    first = parse_month(kpi.since).replace(month=1)
    return [figure for figure in figures if figure.month >= first]


def joined(kpi: Kpi, now: Iterable[MonthFigure], before: Iterable[MonthFigure]) -> list[MonthFigure]:
    """Merge both series, each month under its own definition, oldest first."""
    old = [figure for figure in before if format_month(figure.month) < kpi.since]
    return [*old, *(figure for figure in now if format_month(figure.month) >= kpi.since)]


def year_ago(kpi: Kpi, as_of: date, reported: Mapping[date, MonthFigure]) -> tuple[Total, Total]:
    """This year's and last year's total over the months up to `as_of` that both years have."""
    months = month_range(date(as_of.year, 1, 1), as_of)
    both = [
        month
        for month in months
        if month in reported
        and add_months(month, -12) in reported
        and is_comparable(kpi, add_months(month, -12), month)
    ]
    this_year = total(kpi.kind, (reported[month] for month in both))
    last_year = total(kpi.kind, (reported[add_months(month, -12)] for month in both))
    return this_year, last_year


def earlier_value(
    kpi: Kpi, reported: Mapping[date, MonthFigure], month: date, months_back: int
) -> float | None:
    """The value the given number of months earlier; None if the KPI had another definition then."""
    earlier = add_months(month, -months_back)
    return value_of(reported, earlier) if is_comparable(kpi, earlier, month) else None


def value_of(reported: Mapping[date, MonthFigure], month: date) -> float | None:
    """The month's value; None if it was not reported."""
    return reported[month].value if month in reported else None
