"""Shows the warehouse as it stood after one of its events: as reported then, beside as known now."""

from datetime import date

import duckdb

from etl.warehouse.statements import statement


def as_of_event(connection: duckdb.DuckDBPyConnection, event: int) -> None:
    """From here on every current_… view of this connection shows the warehouse as it stood after the event.

    The history is insert-only and all its events are numbered in one sequence, so nothing else has to be
    kept: later loads, undos and redos do not change the answer.
    """
    records_as_of_event(connection, event)
    connection.execute(statement("as_of_event"))


def records_as_of_event(connection: duckdb.DuckDBPyConnection, event: int) -> None:
    """The same for targets, tasks, units, notes and annual figures alone; figures stay those of now."""
    connection.execute(statement("as_of"), {"event": event})
    connection.execute(statement("records_as_of_event"))


def closing_event(connection: duckdb.DuckDBPyConnection, month: date) -> int | None:
    """The event that closed a month last, whether or not it is closed now; None where none ever did."""
    row = connection.execute(statement("closing_event"), {"month": month}).fetchone()
    return row[0] if row else None


def as_of_freeze(connection: duckdb.DuckDBPyConnection, month: date) -> int | None:
    """Show on this connection what stood when the month was closed: figures, targets, tasks, units, notes.

    Returns the closing event; None, and changes nothing, where the month was never closed.
    """
    event = closing_event(connection, month)
    if event is not None:
        as_of_event(connection, event)
    return event
