"""Who owes and who is missing, beside an oracle that goes by units, months and columns one at a time."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.board.missing import missing_units, owed_by_view
from domain.months import add_months, month_range
from domain.submissions import Planned, Reporter, Submissions, UnreadColumn
from domain.units import Life
from etl.warehouse.view_scope import COLUMNS as COLUMN_NAMES
from etl.warehouse.view_scope import Scope
from tests.dashboard.make import CATALOGUE

FIRST, LAST = date(2023, 11, 1), date(2024, 2, 1)
SPAN = month_range(add_months(FIRST, -12), LAST)
SUM, RATE = CATALOGUE.kpi("tickets_received"), CATALOGUE.kpi("hotline_satisfaction_rate")
HOTLINE = tuple(dict.fromkeys([*SUM.indicators, *RATE.indicators]))
COLUMNS = {"hotline": HOTLINE, "training": ("study_sessions",)}
UNITS = ("a", "b", "c")
MONTHS = st.sampled_from(SPAN)
LIVES = st.builds(Life, st.none() | MONTHS, st.none() | MONTHS)
NAMED = st.sets(st.sampled_from([*COLUMNS])).map(lambda named: tuple(sorted(named)))
EVERY_CELL = tuple(product([*HOTLINE, "study_sessions"], UNITS, SPAN))


@st.composite
def offices(draw: st.DrawFn) -> Submissions:
    """Units with lives and duties, and the cells that they filled; often the same ones every month."""
    reporters = [Reporter(unit, draw(NAMED), draw(LIVES), draw(st.booleans())) for unit in UNITS]
    usual = draw(st.sets(st.sampled_from(tuple(product([*HOTLINE, "study_sessions"], UNITS)))))
    blank = draw(st.sets(st.sampled_from(EVERY_CELL), max_size=30))
    more = draw(st.sets(st.sampled_from(EVERY_CELL), max_size=5))
    filled = {cell for cell in EVERY_CELL if (cell[:2] in usual and cell not in blank) or cell in more}
    unread = st.builds(
        UnreadColumn,
        st.sampled_from(UNITS),
        st.just("hotline"),
        st.sampled_from(month_range(FIRST, LAST)),
        st.none() | st.sampled_from(HOTLINE),
    )
    planned = st.builds(
        Planned, st.sampled_from([2023, 2024]), st.sampled_from([SUM.id, RATE.id]), st.sampled_from(UNITS)
    )
    return Submissions(
        FIRST,
        LAST,
        reporters,
        {
            column: np.array([[(column, unit, month) in filled for month in SPAN] for unit in UNITS])
            for column in [*HOTLINE, "study_sessions"]
        },
        COLUMNS,
        tuple(draw(st.lists(unread, max_size=2))),
        tuple(draw(st.lists(planned, max_size=2))),
    )


class Oracle:
    """The rule of domain.md §4 in words of one unit and one month."""

    def __init__(self, office: Submissions) -> None:
        self.office = office
        self.of_unit = {each.unit: each for each in office.reporters}

    def filled(self, column: str, unit: str, month: date) -> bool:
        return bool(self.office.filled[column][UNITS.index(unit), SPAN.index(month)])

    def lately(self, column: str, unit: str, month: date) -> int:
        return sum(self.filled(column, unit, add_months(month, -back)) for back in range(1, 13))

    def sent(self, dataset: str, unit: str, month: date) -> bool:
        return any(self.filled(column, unit, month) for column in COLUMNS[dataset])

    def owed(self, dataset: str, unit: str, month: date) -> bool:
        reporter = self.of_unit[unit]
        if not reporter.life.has(month):
            return False
        if reporter.named:
            return dataset in reporter.named
        return any(self.sent(dataset, unit, add_months(month, -back)) for back in range(1, 13))

    def lacks(self, kpi: str, unit: str, month: date) -> bool:
        columns = CATALOGUE.kpi(kpi).indicators
        filled = [self.filled(column, unit, month) for column in columns]
        reported = any(filled) if kpi == SUM.id else all(filled)
        return self.owed("hotline", unit, month) and not reported

    def bears(self, kpi: str, unit: str, month: date) -> bool:
        has_target = Planned(month.year, kpi, unit) in self.office.planned
        return has_target or any(self.lately(each, unit, month) for each in CATALOGUE.kpi(kpi).indicators)

    def somebody_bears(self, kpi: str, month: date) -> bool:
        """A target of a unit with others below it is borne by them, unless it lacks the KPI itself."""
        return any(
            any(self.lately(each, unit, month) for each in CATALOGUE.kpi(kpi).indicators)
            or (
                self.bears(kpi, unit, month)
                and (self.lacks(kpi, unit, month) or not self.of_unit[unit].has_units_below)
            )
            for unit in UNITS
        )

    def missing(self, kpi: str, unit: str, month: date) -> bool:
        if not self.lacks(kpi, unit, month):
            return False
        unread = [each.column for each in self.office.unread if (each.unit, each.month) == (unit, month)]
        if any(column in CATALOGUE.kpi(kpi).indicators for column in unread):
            return True
        return self.bears(kpi, unit, month) or not self.somebody_bears(kpi, month)

    def blank(self, column: str, unit: str, month: date) -> bool:
        dataset = next(dataset for dataset, columns in COLUMNS.items() if column in columns)
        earlier = [add_months(month, -back) for back in range(1, 13)]
        reports = sum(self.sent(dataset, unit, each) for each in earlier)
        before = self.lately(column, unit, month)
        unread = [
            each.column
            for each in self.office.unread
            if (each.dataset, each.unit, each.month) == (dataset, unit, month)
        ]
        expected = (before and 2 * before >= reports) or column in unread or (None in unread and before)
        return bool(expected) and not self.filled(column, unit, month)


@given(offices())
def test_owed_and_missing_agree_with_a_plain_oracle(office: Submissions) -> None:
    oracle = Oracle(office)
    for month, unit in product(office.months, UNITS):
        at = UNITS.index(unit), office.place(month)
        for dataset in COLUMNS:
            assert office.sent(dataset)[at] == oracle.sent(dataset, unit, month)
            assert office.owed(dataset)[at] == oracle.owed(dataset, unit, month)
        for kpi in (SUM, RATE):
            assert office.missing(kpi)[at] == oracle.missing(kpi.id, unit, month), (kpi.id, month, unit)


@given(offices())
def test_blank_columns_agree_with_a_plain_oracle(office: Submissions) -> None:
    oracle = Oracle(office)
    for dataset, columns in COLUMNS.items():
        blank = office.blank(dataset)
        for column, month, unit in product(columns, office.months, UNITS):
            found = blank[column][UNITS.index(unit), office.place(month)]
            assert found == oracle.blank(column, unit, month), (column, month, unit)


def test_a_target_of_a_unit_above_is_owed_by_itself_where_it_reports_or_else_by_those_below() -> None:
    nothing = dict.fromkeys([*HOTLINE, "study_sessions"], np.zeros((2, len(SPAN)), dtype=bool))
    target = (Planned(2024, SUM.id, "a"),)
    for named, expected in ((("hotline",), [True, False]), (("training",), [False, True])):
        above, below = Reporter("a", named, Life(), True), Reporter("b", ("hotline",), Life(), False)
        office = Submissions(FIRST, LAST, [above, below], nothing, COLUMNS, planned=target)
        assert office.missing(SUM)[:, office.place(LAST)].tolist() == expected


def test_a_month_that_was_not_read_is_refused_and_not_taken_for_another() -> None:
    nobody = Submissions(FIRST, LAST, [], {}, {})
    for month in (add_months(FIRST, -1), add_months(LAST, 1)):
        with pytest.raises(ValueError, match="not among"):
            nobody.place(month)


def test_where_there_are_no_units_nothing_is_owed() -> None:
    nobody = Submissions(FIRST, LAST, [], {}, {})
    months = len(nobody.months)
    for flags in (
        nobody.owed("hotline"),
        nobody.sent("hotline"),
        nobody.missing(SUM),
        nobody.doubtful("hotline"),
    ):
        assert flags.shape == (0, months)
    assert nobody.blank("hotline") == {}
    scope = Scope((), (), False, lambda _: {name: [] for name in COLUMN_NAMES})
    assert missing_units(nobody, [SUM], scope, [LAST]) == {LAST: {}}
    assert owed_by_view(nobody, CATALOGUE, scope, [LAST]) == {}
