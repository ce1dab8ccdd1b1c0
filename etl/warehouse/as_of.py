"""Show the warehouse as it stood after one of its events, such as the closing of a month."""

from datetime import date

import duckdb

from etl.warehouse.statements import statement


def as_of_event(connection: duckdb.DuckDBPyConnection, event: int) -> None:
    """Make every current_… view of this connection show the warehouse as it stood after the event.

    The history is insert-only and all events are numbered in one sequence, so later loads, undos and redos
    do not change the result, and no other data has to be stored.
    """
    records_as_of_event(connection, event)
    connection.execute(statement("as_of_event"))
    connection.execute(statement("sums/figures_computed_here"))


def records_as_of_event(connection: duckdb.DuckDBPyConnection, event: int) -> None:
    """Show only records as they stood after the event: targets, tasks, units, notes, annual figures."""
    connection.execute(statement("as_of"), {"event": event})
    connection.execute(statement("records_as_of_event"))
    changed = connection.execute(statement("sums/units_changed_since")).fetchone()
    if changed and changed[0]:
        connection.execute(statement("sums/units_computed_here"))


def units_in_month(connection: duckdb.DuckDBPyConnection, month: date) -> None:
    """Make this connection show units with the names and parents that they had in the month."""
    connection.execute(statement("unit_month"), {"month": month})
    connection.execute(statement("units_in_month"))


def frozen_through(connection: duckdb.DuckDBPyConnection) -> date | None:
    """The last closed month; it and all months before it are closed. None if none is."""
    row = connection.execute(statement("frozen_through")).fetchone()
    return row[0] if row else None


def closing_event(connection: duckdb.DuckDBPyConnection, month: date) -> int | None:
    """The last event that closed a month, even if the month is open now; None if it was never closed."""
    row = connection.execute(statement("closing_event"), {"month": month}).fetchone()
    return row[0] if row else None


def as_of_freeze(connection: duckdb.DuckDBPyConnection, month: date) -> int | None:
    """Show on this connection the state at the closing of a month: figures, targets, tasks, units, notes.

    Returns the closing event; if the month was never closed, returns None and changes nothing.
    """
    event = closing_event(connection, month)
    if event is not None:
        as_of_event(connection, event)
    return event
