"""What is missing in views: the units whose figures a KPI lacks, and the submissions that are owed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.catalogue import Catalogue, Kpi
from domain.submissions import Flags, Submissions, months_within, no_flags
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
        self.views = tuple(sorted({*scope["ancestor"]}))
        views = {view: number for number, view in enumerate(self.views)}
        rows = submissions.rows
        view = np.array([views[each] for each in scope["ancestor"]], dtype=np.int64)
        row = np.array([rows.get(each, -1) for each in scope["unit"]], dtype=np.int64)
        within = months_within(submissions.months, scope["first_month"], scope["last_month"])
        order = np.lexsort((row, view))
        order = order[row[order] >= 0]
        self._view, self._row, self._within = view[order], row[order], within.T[:, order].T
        self._codes = np.array(submissions.units, dtype=object)

    def units(self, flags: Flags, months: Sequence[date]) -> Iterator[tuple[date, str, tuple[str, ...]]]:
        """The units (codes, in order) of each month and view for which `flags` (units × months) is set."""
        for month in months:
            place = self.submissions.place(month)
            found = np.flatnonzero(flags[:, place][self._row] & self._within[:, place])
            for some in np.split(found, np.flatnonzero(np.diff(self._view[found])) + 1):
                if len(some):
                    yield month, self.views[self._view[some[0]]], tuple(self._codes[self._row[some]])

    def counting(self) -> Flags:
        """Where each of all units counts for any of the views: units × months."""
        found = no_flags(len(self.submissions.units), len(self.submissions.months))
        for place, within in enumerate(self._within.T):
            found[self._row[within], place] = True
        return found

    def counts(self, flags: Flags, month: date) -> list[int]:
        """For how many units of each view `flags` (units × months) is set in a month."""
        place = self.submissions.place(month)
        set_in_month = flags[:, place][self._row] & self._within[:, place]
        counted: list[int] = np.bincount(self._view[set_in_month], minlength=len(self.views)).tolist()
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
        missing, partly = (
            {(month, view): units for month, view, units in of_views.units(flags, months)}
            for flags in (due & ~sent, (due | sent) & submissions.doubtful(dataset))
        )
        for month in months:
            for view, count in zip(of_views.views, of_views.counts(due | sent, month), strict=True):
                at = month, view
                if count:
                    owed[at].append(OwedReports(dataset, count, missing.get(at, ()), partly.get(at, ())))
    return dict(owed)
