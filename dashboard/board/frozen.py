"""A closed month as it was closed: its targets, unit tree, definitions and stored results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import duckdb

from dashboard.board.stored import as_progress
from domain.kpi.progress import Progress
from etl.warehouse.as_of import records_as_of_event
from etl.warehouse.definitions import Closed
from etl.warehouse.statements import statement


@contextmanager
def as_closed(connection: duckdb.DuckDBPyConnection, closed: Closed) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that shows targets, tasks, units and notes as of the time the month was closed.

    Figures need no such view, because figures of a closed month cannot change.
    """
    with connection.cursor() as then:
        records_as_of_event(then, closed.event)
        yield then


def stored_results(
    connection: duckdb.DuckDBPyConnection, closed: Closed, units: Sequence[str]
) -> Mapping[tuple[str, str], Progress]:
    """The results stored when the month was closed, by KPI and unit; none for an earlier month."""
    wanted = {"event": closed.event, "month": closed.month, "units": list(units)}
    rows = connection.execute(statement("board/frozen_results"), wanted).fetchall()
    return {(kpi, unit): replace(as_progress(result), kpi=kpi) for unit, kpi, result in rows}
