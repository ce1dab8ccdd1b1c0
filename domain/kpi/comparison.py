"""Figures of a KPI set against those of earlier months: last year's span, and a month some months back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.catalogue import Kpi
from domain.kpi.series import MonthFigure, Total, is_comparable, total
from domain.months import add_months, month_range


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
