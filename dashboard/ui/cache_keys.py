"""Which warehouse and version a page shows, and cache keys that change when the data behind them do.

A load of 信访 leaves the answers about 热线 as they are. Targets, units, notes, closed months and the
catalogue touch everything.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import streamlit as st
from cachetools.keys import hashkey

from dashboard.board.change_digests import ChangeDigests, read_change_digests
from dashboard.ui.memoize import memoize
from dashboard.ui.recounting import Recount, definitions_shown
from domain.catalogue import Catalogue, Kpi
from etl.warehouse import Warehouse, find_warehouse
from etl.warehouse.current_catalogue import current_catalogue
from etl.warehouse.instances import VersionGoneError

UNDER = "#"
VERSIONS_KEPT = 8
KEYS_KEPT = 2000


def catalogue() -> Catalogue:
    """The definitions that pages show: those in force, or, while sums are counted, those before a change.

    Raises CatalogueError.
    """
    return definitions_shown(warehouse(), current_catalogue(warehouse()))[0]


def catalogue_for_loads() -> Catalogue:
    """The definitions by which files are read and kept: those in force, also while pages show earlier ones.

    By the earlier ones a new column would not be read, and its figures would be lost. Raises CatalogueError.
    """
    return current_catalogue(warehouse())


def recount() -> Recount | None:
    """The counting of sums that is under way or has failed; None where all sums are kept."""
    return definitions_shown(warehouse(), current_catalogue(warehouse()))[1]


def shows_earlier_definitions() -> bool:
    """Whether pages show the definitions from before a change, because its sums are being counted."""
    counting = recount()
    return counting is not None and counting.shows_earlier


def warehouse() -> Warehouse:
    """The warehouse the pages show."""
    return find_warehouse()


def version() -> str:
    """The version of the warehouse and of the catalogue: what a run of a page shows from start to end."""
    definitions = catalogue()  # read first: if a recount ends in between, the earlier sums are still there
    return f"{warehouse().version()}{UNDER}{definitions.sha256}"


@memoize(VERSIONS_KEPT)
def catalogue_of(version: str) -> Catalogue:
    """The definitions of a version: `catalogue` without looking at the files again."""
    shown, named = catalogue(), version.partition(UNDER)[2]
    if named and shown.sha256 != named.lstrip(UNDER):
        st.rerun()  # it has changed since the run began
        raise VersionGoneError(version)  # outside a run of a page, st.rerun does nothing
    return shown


@contextmanager
def reading(version: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to this version of the warehouse, also where a newer one exists.

    A run shows one version, so a load that falls into it does not restart it. If the version is gone, the
    page is run anew: a fragment can run hours after its page.
    """
    try:
        with warehouse().read(version.split(UNDER)[0]) as connection:
            yield connection
    except VersionGoneError:
        st.rerun()
        raise  # outside a run of a page, st.rerun does nothing


@memoize(VERSIONS_KEPT)
def _touches(version: str) -> ChangeDigests:
    with reading(version) as connection:
        return read_change_digests(connection, {dataset.id for dataset in catalogue_of(version).monthly})


@memoize(KEYS_KEPT)
def scope(version: str, year: int, datasets: tuple[str, ...] | None = None) -> str:
    """The cache key for figures of these datasets (None: all) up to this year."""
    return f"{_of_whom(version)}{_touches(version).until(year, datasets)}"


def _of_whom(version: str) -> str:
    """The warehouse and the catalogue of a version, without its number."""
    path, _, sha256 = version.partition(UNDER)
    return f"{path.partition('@')[0].rpartition('versions')[0]}{UNDER}{sha256}{UNDER}"


def by_records(version: str, *rest: Any) -> Hashable:
    """Cache key of what depends on no figures: on targets, tasks, units, notes and closed months."""
    return hashkey(_of_whom(version), _touches(version).all_else, *rest)


def by_year(version: str, year: int, *rest: Any) -> Hashable:
    """Cache key of what depends on any figures up to a year."""
    return hashkey(scope(version, year), year, *rest)


def by_kpis(version: str, year: int, *rest: Any) -> Hashable:
    """Cache key of what depends on the figures of some KPIs, given last (None: all), up to a year."""
    return hashkey(scope(version, year, datasets_of(version, rest[-1])), year, *rest)


@memoize(KEYS_KEPT)
def datasets_of(version: str, kpis: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The datasets behind some KPIs, in the order of the catalogue; None for all KPIs."""
    if kpis is None:
        return None
    definitions = catalogue_of(version)
    behind = set().union(*(_datasets(definitions, definitions.kpi(kpi)) for kpi in kpis))
    return tuple(dataset.id for dataset in definitions.datasets if dataset.id in behind)


def _datasets(definitions: Catalogue, kpi: Kpi) -> set[str]:
    own = {kpi.dataset, *(definitions.indicator_dataset(indicator).id for indicator in kpi.indicators)}
    return own | (_datasets(definitions, kpi.before) if kpi.before else set())
