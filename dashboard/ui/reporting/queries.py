"""What the page 催报与封账 reads, cached per version of the warehouse."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.board.board import read_boards_as_known, with_results
from dashboard.board.frozen import stored_results
from dashboard.board.lamp_changes import LampChange, compare_boards
from dashboard.ui import cache
from dashboard.wording.redefined import differences
from domain.catalogue import Catalogue, Kpi
from etl.export.export import read_figures
from etl.load.freeze import months_to_close
from etl.warehouse.as_of import as_of_freeze
from etl.warehouse.definitions import at_month, reported_under
from etl.warehouse.submissions import incomplete_reports, read_completeness, read_submissions


@st.cache_resource(max_entries=20, show_spinner=False)
def completeness(version: str, month: date, today: date) -> pd.DataFrame:
    """Who owes what for the month and what was received, as the frame of read_completeness."""
    with cache.reading(version) as connection:
        return read_completeness(connection, cache.catalogue_of(version), month, today)


@st.cache_data(max_entries=20, show_spinner=False)
def incomplete_before(version: str, month: date, closed: date | None) -> int:
    """How many reports are missing or partial in the open months before `month`, since the first figure."""
    catalogue = cache.catalogue_of(version)
    with cache.reading(version) as connection:
        months = [each for each in months_to_close(connection, month, closed) if each < month]
        if not months:
            return 0
        submissions = read_submissions(connection, catalogue, months)
    return len(incomplete_reports(submissions, catalogue, months))


@dataclass(frozen=True)
class ThenAndNow:
    """A closed month as reported at closing and as known now, with the catalogue of each.

    `results`: every lamp then and now, for the KPIs in both catalogues; `differences`: everything that
    differs.
    """

    results: tuple[LampChange, ...]
    differences: pd.DataFrame
    catalogue_then: Catalogue
    catalogue_now: Catalogue

    def kpi(self, id: str) -> Kpi:
        """The definition of a KPI: today's if there is one, otherwise the former one."""
        known = {
            kpi.id: kpi for catalogue in (self.catalogue_then, self.catalogue_now) for kpi in catalogue.kpis
        }
        return known[id]


@st.cache_resource(max_entries=20, show_spinner=False)
def then_and_now(version: str, month: date, units: tuple[str, ...]) -> ThenAndNow | None:
    """What was reported when the month was closed and what is known now; None for a month never closed."""
    today = cache.catalogue_of(version)
    with cache.reading(version) as then, cache.reading(version) as now:
        if as_of_freeze(then, month) is None:
            return None
        closed = reported_under(now, month)
        of_then = closed.catalogue if closed else today
        before = read_boards_as_known(then, of_then, month.year, [month], units)[month]
        if closed:
            before = with_results(before, stored_results(now, closed, units))
        today = at_month(now, today, month)
        after = read_boards_as_known(now, today, month.year, [month], units)[month]
    return ThenAndNow(
        compare_boards(before, after), differences(before, after, of_then, today), of_then, today
    )


@st.cache_data(max_entries=20, show_spinner=False)
def usual_columns(version: str, unit: str, dataset: str, month: date) -> tuple[str, ...]:
    """The columns (ids) that a unit filled in during the past twelve months; all columns if none."""
    with cache.reading(version) as connection:
        years = [read_figures(connection, dataset, unit, year) for year in (month.year - 1, month.year)]
    figures = pd.concat(years)
    before = figures[(figures["month"] < pd.Timestamp(month)) & (figures["month"] >= _year_before(month))]
    filled = set(before["indicator"])
    columns = [column.id for column in cache.catalogue_of(version).dataset(dataset).columns]
    return tuple(column for column in columns if column in filled) or tuple(columns)


def _year_before(month: date) -> pd.Timestamp:
    return pd.Timestamp(month) - pd.DateOffset(months=12)
