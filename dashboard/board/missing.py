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
        rows = {unit: row for row, unit in enumerate(submissions.units)}
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
