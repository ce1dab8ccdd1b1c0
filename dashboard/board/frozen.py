"""A month as it was: a closed month as it was closed, and the units with their names and parents then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import duckdb

from dashboard.board.stored import as_progress
from domain.kpi.progress import Progress
from etl.warehouse.as_of import records_as_of_event, units_in_month
from etl.warehouse.definitions import Closed, closed_under
from etl.warehouse.statements import statement


@contextmanager
def as_closed(connection: duckdb.DuckDBPyConnection, closed: Closed) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that shows targets, tasks, units and notes as of the time the month was closed.

    Figures need no such view, because figures of a closed month cannot change.
    """
    with connection.cursor() as then:
        records_as_of_event(then, closed.event)
        yield then


@contextmanager
def units_of_month(connection: duckdb.DuckDBPyConnection, month: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that shows units with their names and parents in the month.

    For a closed month, these are as they were known when it was closed.
    """
    closed = closed_under(connection, month)
    with connection.cursor() as then:
        if closed is not None:
            records_as_of_event(then, closed.event)
        units_in_month(then, month)
        yield then


def stored_results(
    connection: duckdb.DuckDBPyConnection, closed: Closed, units: Sequence[str]
) -> Mapping[tuple[str, str], Progress]:
    """The results stored when the month was closed, by KPI and unit; none for an earlier month."""
    wanted = {"event": closed.event, "month": closed.month, "units": list(units)}
    rows = connection.execute(statement("board/frozen_results"), wanted).fetchall()
    return {(kpi, unit): replace(as_progress(result), kpi=kpi) for unit, kpi, result in rows}
