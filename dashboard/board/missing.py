"""What is missing in views: the units whose figures a KPI lacks, and the submissions that are owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.catalogue import Catalogue, Kpi
from domain.submissions import Flags, Submissions
from etl.warehouse.kpi_figures import Key
from etl.warehouse.view_scope import Scope

Missing = Mapping[Key, Sequence[str]]


@dataclass(frozen=True)
class OwedReports:
    """The submissions of one dataset: how many are owed or received, and the units (codes) that sent none.

    `partly`: units that submitted without a column they usually fill in, so the submission counts as
    partial.
    """

    dataset: str
    owed: int
    missing: tuple[str, ...]
    partly: tuple[str, ...] = ()


class ViewUnits:
    """The units of all `submissions` that count for each view of a scope, month by month."""

    def __init__(self, submissions: Submissions, scope: Scope) -> None:
        self.submissions = submissions
        rows = {unit: row for row, unit in enumerate(submissions.units)}
        pairs = zip(scope["ancestor"], scope["unit"], scope["first_month"], scope["last_month"], strict=True)
        counting = sorted(
            (view, rows[unit], first, last) for view, unit, first, last in pairs if unit in rows
        )
        self.views = tuple(dict.fromkeys(view for view, *_ in counting))
        numbers = {view: number for number, view in enumerate(self.views)}
        self._view = np.array([numbers[view] for view, *_ in counting], dtype=np.int64)
        self._row = np.array([row for _, row, *_ in counting], dtype=np.int64)
        self._within = self._months_within([(first, last) for *_, first, last in counting])

    def _months_within(self, spans: Sequence[tuple[date, date]]) -> Flags:
        months = np.array(self.submissions.months, dtype="datetime64[M]")
        bounds = np.array(spans, dtype="datetime64[M]").reshape(-1, 2)
        return (bounds[:, :1] <= months) & (months <= bounds[:, 1:])

    def units(self, flags: Flags, months: Sequence[date]) -> Iterator[tuple[date, str, tuple[str, ...]]]:
        """The units (codes, in order) of each month and view for which `flags` (units × months) is set."""
        places = [self.submissions.place(month) for month in months]
        found, in_month = np.nonzero((flags[self._row] & self._within)[:, places])
        group = in_month * len(self.views) + self._view[found]
        order = np.argsort(group, kind="stable")
        ends = np.flatnonzero(np.diff(group[order])) + 1
        for cells in np.split(order, ends) if len(order) else ():
            month, view = months[in_month[cells[0]]], self.views[self._view[found[cells[0]]]]
            yield month, view, tuple(self.submissions.units[row] for row in self._row[found[cells]])

    def counts(self, flags: Flags) -> NDArray[Any]:
        """For how many units of each view and month `flags` is set: views × months."""
        counted = np.zeros((len(self.views), len(self.submissions.months)), dtype=np.int64)
        np.add.at(counted, self._view, flags[self._row] & self._within)
        return counted


def missing_units(
    submissions: Submissions, kpis: Sequence[Kpi], scope: Scope, months: Sequence[date]
) -> dict[date, Missing]:
    """The units in each view of a scope that are missing for a KPI, by month (domain/submissions.py)."""
    of_views = ViewUnits(submissions, scope)
    missing: dict[date, dict[Key, tuple[str, ...]]] = {month: {} for month in months}
    for kpi in kpis:
        for month, view, units in of_views.units(submissions.missing(kpi), months):
            missing[month][kpi.id, view] = units
    return dict(missing)


def owed_by_view(
    submissions: Submissions, catalogue: Catalogue, scope: Scope, months: Sequence[date]
) -> dict[tuple[date, str], list[OwedReports]]:
    """The submissions that each view of a scope owes, by month and unit.

    Views that owe nothing have no entry. The result agrees with read_completeness on who owes what.
    """
    of_views = ViewUnits(submissions, scope)
    owed: dict[tuple[date, str], list[OwedReports]] = defaultdict(list)
    for dataset in (each.id for each in catalogue.monthly):
        sent, due = submissions.sent(dataset), submissions.owed(dataset)
        counts = of_views.counts(due | sent)
        missing, partly = (
            {(month, view): units for month, view, units in of_views.units(flags, months)}
            for flags in (due & ~sent, (due | sent) & submissions.doubtful(dataset))
        )
        for month in months:
            for view, count in zip(of_views.views, counts[:, submissions.place(month)].tolist(), strict=True):
                at = month, view
                if count:
                    owed[at].append(OwedReports(dataset, count, missing.get(at, ()), partly.get(at, ())))
    return dict(owed)
