"""Who owes which report and who is missing for a KPI: the only rule for requesting, chasing and judging.

A unit owes, for each month of its life, the datasets that its 填报内容 names; if it names none, those it
reported in the twelve months before.

It is missing for a KPI if it owes the KPI's dataset, has not reported the KPI, and bears it: it reported one
of the KPI's columns in the twelve months before, or has a target on it, or nobody bears it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from domain.catalogue import Kpi
from domain.months import add_months, format_month, month_range, months_between
from domain.units import Life

LOOKED_BACK = 12
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Reporter:
    """A unit (code): the datasets its row names, its life, and whether other units ever stood below it."""

    unit: str
    named: tuple[str, ...]
    life: Life
    has_units_below: bool


@dataclass(frozen=True)
class UnreadColumn:
    """A column of figures that was not read. `column`: the expected one most like it, None if none is."""

    unit: str
    dataset: str
    month: date
    column: str | None


@dataclass(frozen=True)
class Planned:
    """A year's target of a unit (code) on a KPI."""

    year: int
    kpi: str
    unit: str


@dataclass(frozen=True, eq=False)
class Submissions:
    """Which columns every unit reported, from `first` to `last` and in the twelve months before.

    `filled`: by column, units (in the order of `reporters`, by code) × months, the twelve months before
    included. `columns`: those of each dataset. `retired`: columns that no report need fill any more.
    The answers of all methods are units × the months `first` to `last`. All of these lie in memory month by
    month, because most steps go through the months, for all units at once.
    """

    first: date
    last: date
    reporters: Sequence[Reporter]
    filled: Mapping[str, Flags]
    columns: Mapping[str, Sequence[str]]
    unread: Sequence[UnreadColumn] = ()
    planned: Sequence[Planned] = ()
    retired: Collection[str] = ()

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units (codes), in order."""
        return tuple(each.unit for each in self.reporters)

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each unit (code)."""
        return {unit: row for row, unit in enumerate(self.units)}

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months that can be asked for."""
        return month_range(self.first, self.last)

    def place(self, month: date) -> int:
        """The place of a month in `months`. Raises ValueError if it is not among them."""
        if not self.first <= month <= self.last:
            span = f"{format_month(self.first)} to {format_month(self.last)}"
            raise ValueError(f"{format_month(month)} is not among the months read, {span}")
        return months_between(self.first, month)

    def sent(self, dataset: str) -> Flags:
        """Where a report of the dataset came."""
        return _asked(self._sent(dataset))

    @cached_property
    def existing(self) -> Flags:
        """Where a unit exists."""
        lives = [each.life for each in self.reporters]
        return months_within(self.months, [life.start for life in lives], [life.end for life in lives])

    def owed(self, dataset: str) -> Flags:
        """Where a report of the dataset is owed."""
        if dataset not in self._owed:
            owed = self._names_none & (_months_before(self._sent(dataset)) > 0)
            owed[self._naming.get(dataset, [])] = True
            self._owed[dataset] = self.existing & owed
        return self._owed[dataset]

    def reported(self, kpi: Kpi) -> Flags:
        """Where a unit reported enough of a KPI's columns for the month to count."""
        columns = (_asked(self._filled(column)).view(np.int8) for column in kpi.indicators)
        return reduce(np.add, columns) >= kpi.needed

    def reported_in(self, kpi: Kpi, months: Sequence[date]) -> Flags:
        """Which units reported the KPI in each of these months."""
        places = [self.place(month) for month in months]
        return np.logical_and.reduce(self.reported(kpi)[:, places], axis=1)

    def missing(self, kpi: Kpi) -> Flags:
        """Where a unit is missing for a KPI."""
        columns = [self._filled(column) for column in kpi.indicators]
        lacking = self.owed(kpi.dataset) & ~self.reported(kpi)
        some: Flags = reduce(np.logical_or, columns)
        planned = self._planned(kpi.id)
        bearing = lacking & ((_months_before(some) > 0) | planned)
        by_units_without_any_below = (planned & ~self._has_units_below).any(axis=0)
        reported_by_anyone = _months_before(np.any(some, axis=0, keepdims=True))[0] > 0
        borne = bearing.any(axis=0) | reported_by_anyone | by_units_without_any_below
        missing = bearing | (lacking & ~borne)
        for row, month, each in self._unread:
            if each.column in kpi.indicators:
                missing[row, month] |= lacking[row, month]
        return missing

    def blank(self, dataset: str) -> dict[str, Flags]:
        """Where an expected column of the dataset is blank, by column, whether or not a report came.

        A column is expected if the unit filled it in at least half of its reports of the twelve months
        before, or if it may be one that was not read (`doubtful`).
        """
        reports = _months_before(self._sent(dataset))
        blank = {}
        for column, may_be_unread in self._may_be_unread(dataset).items():
            filled = self._filled(column)
            before = _months_before(filled)
            usual = (before > 0) & (2 * before >= reports)
            blank[column] = (usual | may_be_unread) & ~_asked(filled)
        return blank

    def doubtful(self, dataset: str) -> Flags:
        """Where a report has an unread column of figures that may be an expected column left blank."""
        found = self._none()
        for column, flags in self._may_be_unread(dataset).items():
            found |= flags & ~_asked(self._filled(column))
        return found

    def _may_be_unread(self, dataset: str) -> dict[str, Flags]:
        """By column: where an unread column may be this one.

        It may be the expected column most like it; if it is like none, any that the unit filled in the twelve
        months before.
        """
        unread = [found for found in self._unread if found[2].dataset == dataset]
        alike = {each.column for *_, each in unread if each.column}  # may never have been filled
        columns = {*self.columns.get(dataset, ()), *alike}.difference(self.retired)
        found = {column: self._none() for column in sorted(columns)}
        for row, month, each in unread:
            for column, flags in found.items():
                lately = self._filled(column)[row, month : month + LOOKED_BACK]
                flags[row, month] |= lately.any() if each.column is None else column == each.column
        return found

    @cached_property
    def _unread(self) -> list[tuple[int, int, UnreadColumn]]:
        """The unread columns, each with its unit's row and its month's place."""
        return [
            (self.rows[each.unit], self.place(each.month), each)
            for each in self.unread
            if each.unit in self.rows and self.first <= each.month <= self.last
        ]

    def _sent(self, dataset: str) -> Flags:
        if dataset not in self._sent_by_dataset:
            columns = [self._filled(column) for column in self.columns.get(dataset, ())]
            self._sent_by_dataset[dataset] = reduce(np.logical_or, columns, self._nothing)
        return self._sent_by_dataset[dataset]

    def _filled(self, column: str) -> Flags:
        return self.filled.get(column, self._nothing)

    def _planned(self, kpi: str) -> Flags:
        """Where a unit has a target on the KPI in the month's year."""
        found = self._none()
        years = np.array([month.year for month in self.months])
        for row, year in self._targets.get(kpi, ()):
            found[row, years == year] = True
        return found

    @cached_property
    def _targets(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for each in self.planned:
            if each.unit in self.rows:
                found.setdefault(each.kpi, []).append((self.rows[each.unit], each.year))
        return found

    @cached_property
    def _names_none(self) -> Flags:
        return np.array([not each.named for each in self.reporters], dtype=bool).reshape(-1, 1)

    @cached_property
    def _naming(self) -> dict[str, list[int]]:
        """The units (rows) whose row names a dataset."""
        found: dict[str, list[int]] = {}
        for row, each in enumerate(self.reporters):
            for dataset in each.named:
                found.setdefault(dataset, []).append(row)
        return found

    @cached_property
    def _has_units_below(self) -> Flags:
        return np.array([each.has_units_below for each in self.reporters], dtype=bool).reshape(-1, 1)

    @cached_property
    def _nothing(self) -> Flags:
        return no_flags(len(self.units), LOOKED_BACK + len(self.months))

    def _none(self) -> Flags:
        return no_flags(len(self.units), len(self.months))

    @cached_property
    def _owed(self) -> dict[str, Flags]:
        return {}

    @cached_property
    def _sent_by_dataset(self) -> dict[str, Flags]:
        return {}


def first_looked_at(first: date) -> date:
    """The first month that is looked at to judge the month `first`."""
    return add_months(first, -LOOKED_BACK)


def no_flags(units: int, months: int) -> Flags:
    """Flags of units × months, month by month in memory, none of them set."""
    return np.zeros((units, months), dtype=bool, order="F")


def months_within(
    months: Sequence[date], firsts: Sequence[date | None], lasts: Sequence[date | None]
) -> Flags:
    """Which of these consecutive months lie in each span of months (None: unbounded): spans × months."""

    def places(bounds: Sequence[date | None], otherwise: int) -> NDArray[np.int32]:
        known = {each: otherwise if each is None else months_between(months[0], each) for each in {*bounds}}
        return np.array([known[each] for each in bounds], dtype=np.int32)

    numbers = np.arange(len(months), dtype=np.int32).reshape(-1, 1)
    return ((places(firsts, 0) <= numbers) & (numbers <= places(lasts, len(months)))).T


def _asked(flags: Flags) -> Flags:
    """Without the twelve months before."""
    return flags[:, LOOKED_BACK:]


def _months_before(flags: Flags) -> NDArray[np.int8]:
    """For each month that can be asked for: how many of the twelve months before it are set."""
    ones = flags.view(np.int8)
    twos = ones[:, :-1] + ones[:, 1:]
    fours = twos[:, :-2] + twos[:, 2:]
    eights = fours[:, :-4] + fours[:, 4:]
    return eights[:, :-5] + fours[:, 8:-1]  # what follows the twelfth is not before the last month
