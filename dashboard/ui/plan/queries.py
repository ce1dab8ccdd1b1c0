"""What the plan pages read in addition to boards: records, kept until any record is changed."""

from datetime import date
from pathlib import Path

import pandas as pd

from dashboard.board.frozen import units_of_month
from dashboard.board.loaded_records import Task, read_planned_units, read_tasks
from dashboard.board.period import planned_kpis
from dashboard.ui import cache
from dashboard.ui.cache import VIEWS_KEPT
from dashboard.ui.memoize import memoize
from dashboard.ui.plan.record_rows import read_grid
from dashboard.ui.shell import Page

GRIDS_KEPT = 20


@memoize(VIEWS_KEPT, key=cache.by_records)
def planned_units(version: str, month: date, unit: str) -> tuple[str, ...]:
    """The codes of the units directly below in the month that have their own targets in its year."""
    with cache.reading(version) as connection, units_of_month(connection, month) as then:
        return read_planned_units(then, unit, month.year)


@memoize(VIEWS_KEPT, key=cache.by_records)
def kpis_in_plan(version: str, year: int, units: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the KPIs for which one of these units has a target."""
    with cache.reading(version) as connection:
        return planned_kpis(connection, cache.catalogue_of(version), year, units)


@memoize(VIEWS_KEPT, key=cache.by_records)
def tasks(version: str, year: int, unit: str) -> tuple[Task, ...]:
    """The year's tasks of the unit and all below it, by due date."""
    with cache.reading(version) as connection:
        return read_tasks(connection, unit, year)


@memoize(GRIDS_KEPT, key=cache.by_records)
def grid(version: str, dataset_id: str, year: int, units: tuple[str, ...]) -> pd.DataFrame:
    """The records of these units in the form of read_grid. Never change them in place."""
    catalogue = cache.catalogue_of(version)
    with cache.reading(version) as connection:
        return read_grid(connection, catalogue, catalogue.dataset(dataset_id), year, units)


def grid_units(page: Page, dataset_id: str, most: int) -> tuple[str, ...]:
    """The units whose records the grid shows: the view's unit and those below it, or only it if many."""
    units = page.directory.members(page.view.unit)
    if len(units) > most or len(grid(page.version, dataset_id, page.view.year, units)) > most:
        return (page.view.unit,)
    return units


PLAN_STYLE = Path(__file__).with_name("plan.css")
