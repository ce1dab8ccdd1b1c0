"""One KPI's year month by month, the input of every monthly chart.

Plain values instead of a DataFrame: for twelve rows pandas took five times as long as all the drawing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, nan

from dashboard.wording.format import amount
from domain.catalogue import Kind
from domain.kpi.series import MonthFigure, shared_word

# Slightly apart from January, because it belongs to another year.
LAST_DECEMBER = -0.4


@dataclass(frozen=True)
class YearMonth:
    """One month of a KPI's year. Numbers are NaN if there are none; each has its text.

    `position` is 1 to 12, or LAST_DECEMBER. `missing`: nothing was reported by as-of (a rate of 0 ÷ 0 is
    reported). `signal` is "none" or the kind of signal. A quotient has its parts, and both in `detail`.
    """

    position: float
    month: date
    value: float
    text: str
    last_year: float
    last_year_text: str
    cumulative: float
    cumulative_text: str
    last_year_cumulative: float
    last_year_cumulative_text: str
    expected: float
    expected_text: str
    missing: bool
    signal: str
    numerator: float = nan
    denominator: float = nan
    detail: str = ""


Year = Sequence[YearMonth]


def year_months(
    figures: Sequence[MonthFigure],
    due: Sequence[float],
    year: int,
    as_of: date,
    *,
    kind: Kind = Kind.SUM,
    signals: Mapping[date, str] | None = None,
) -> list[YearMonth]:
    """The twelve months of a year.

    If January is the as-of month, last December comes first (at LAST_DECEMBER), if it is known. `kind` is
    the KPI's kind, `figures` its reported months, `due` the amount due by each of the twelve months, empty
    without a target. Months after as-of are left open. `signals` names the months that are signals.
    """
    values = {figure.month: nan if figure.value is None else figure.value for figure in figures}
    words = {figure.month: figure.word for figure in figures}
    months, before = _months_of(year), _months_of(year - 1)
    this_year = [values.get(month, nan) if month <= as_of else nan for month in months]
    last_year = [values.get(month, nan) for month in before]
    expected = list(due) or [nan] * len(months)
    flagged = signals or {}
    columns = (
        range(1, 13),
        months,
        *_with_texts(this_year, months, words, kind),
        *_with_texts(last_year, before, words, kind),
        *_summed(this_year, months, words, kind),
        *_summed(last_year, before, words, kind),
        *_with_texts(expected, months, {}, kind),
        [month <= as_of and month not in values for month in months],
        [flagged.get(month, "none") for month in months],
    )
    rows = [YearMonth(*row) for row in zip(*columns, strict=True)]
    if as_of.month == 1 and any(month in values for month in before):
        rows.insert(0, _last_december(before[-1], last_year[-1], rows[-1].last_year_text, flagged))
    return rows


def _months_of(year: int) -> list[date]:
    return [date(year, number, 1) for number in range(1, 13)]


def month_texts(
    months: Iterable[YearMonth], text: Callable[[YearMonth], str], unit: str, words: str = "", back: int = 0
) -> list[str]:
    """The hover text of each month: `2023年6月累计 380余份`; `back` is the number of years back."""
    return [
        f"{point.month.year - back}年{point.month.month}月{words} {text(point)}{unit}" for point in months
    ]


def known(values: Iterable[float]) -> list[float]:
    """The values that there are: those that are not NaN."""
    return [value for value in values if not isnan(value)]


def reported(year: Year) -> list[YearMonth]:
    """The months that have a value."""
    return [month for month in year if not isnan(month.value)]


def missing_positions(year: Year) -> list[float]:
    """The positions of the months that nobody reported."""
    return [month.position for month in year if month.missing]


def _last_december(month: date, value: float, text: str, signals: Mapping[date, str]) -> YearMonth:
    """The month before January: a figure without sum, plan or previous year."""
    nothing = (nan, "—", nan, "—", nan, "—", nan, "—")
    return YearMonth(LAST_DECEMBER, month, value, text, *nothing, False, signals.get(month, "none"))


def _with_texts(
    values: Sequence[float], months: Sequence[date], words: Mapping[date, str], kind: Kind
) -> tuple[Sequence[float], list[str]]:
    """The figures and their texts."""
    return values, [
        amount(None if isnan(value) else value, kind, word=words.get(month, ""))
        for value, month in zip(values, months, strict=True)
    ]


def _summed(
    values: Sequence[float], months: Sequence[date], words: Mapping[date, str], kind: Kind
) -> tuple[Sequence[float], list[str]]:
    """The running sums and their texts."""
    return _with_texts(_running_sum(values), months, _words_so_far(months, values, words), kind)


def _words_so_far(
    months: Sequence[date], values: Sequence[float], words: Mapping[date, str]
) -> dict[date, str]:
    """The approximation word of each month's running sum: the word its approximate months share."""
    seen: set[str] = set()
    shared = {}
    for month, value in zip(months, values, strict=True):
        if not isnan(value):
            seen |= {words.get(month, "")} - {""}
        shared[month] = shared_word(seen)
    return shared


def _running_sum(values: Sequence[float]) -> list[float]:
    """The running sum in each month that has a figure; a month without a figure has no sum either."""
    total, sums = 0.0, []
    for value in values:
        total += 0.0 if isnan(value) else value
        sums.append(nan if isnan(value) else total)
    return sums
