"""KPIs whose definition changes in some month: earlier months keep the old one; no comparison crosses it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.catalogue import Kpi
from domain.kpi.series import MonthFigure
from domain.months import format_month, parse_month


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
