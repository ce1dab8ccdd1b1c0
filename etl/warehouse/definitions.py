"""The catalogue as it was: kept in the warehouse with each load and freeze, read again for closed months."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import duckdb

from domain.catalogue import Catalogue
from domain.catalogue.kept import catalogue_of
from etl.warehouse.as_of import closing_event
from etl.warehouse.statements import statement

CATALOGUES_READ = 20
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Closed:
    """How a month was closed: the event, and the definitions its results were worked out under."""

    event: int
    month: date
    catalogue: Catalogue


def keep_definitions(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Keep the catalogue that the newest event, written just now, was made under; its text once."""
    if not catalogue.files:
        return
    names, texts = zip(*catalogue.files, strict=True)
    connection.execute(
        statement("keep_definition"),
        {"sha256": catalogue.sha256, "files": list(names), "contents": list(texts)},
    )
    connection.execute(statement("keep_definition_use"), {"sha256": catalogue.sha256})


def definitions_of(connection: duckdb.DuckDBPyConnection, event: int) -> Catalogue | None:
    """The catalogue that a load or freeze was made under; None where none was kept then."""
    rows = connection.execute(statement("definition_of_event"), {"event": event}).fetchall()
    renamed = connection.execute("SELECT value FROM meta WHERE key = 'renamed'").fetchall()
    return _read(tuple(rows), tuple((old, new) for old, _, new in (row[0].partition(" ") for row in renamed)))


def newest_definitions(connection: duckdb.DuckDBPyConnection) -> Catalogue | None:
    """The catalogue that was kept last; None where none ever was."""
    row = connection.execute(statement("newest_definition_use")).fetchone()
    return definitions_of(connection, row[0]) if row and row[0] is not None else None


def closed_under(connection: duckdb.DuckDBPyConnection, month: date) -> Closed | None:
    """How a month that is closed now was closed; None where it is open, or nothing was kept when it was."""
    row = connection.execute(statement("frozen_through")).fetchone()
    is_closed = row is not None and row[0] is not None and month <= row[0]
    return reported_under(connection, month) if is_closed else None


def reported_under(connection: duckdb.DuckDBPyConnection, month: date) -> Closed | None:
    """How a month was closed last, whether or not it is closed now; None where nothing was kept."""
    event = closing_event(connection, month)
    catalogue = definitions_of(connection, event) if event is not None else None
    return Closed(event, month, catalogue) if event is not None and catalogue is not None else None


def definitions_in_force(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date | None
) -> Catalogue:
    """The definitions a month is shown under: those it was closed under, else today's."""
    closed = closed_under(connection, month) if month is not None else None
    return closed.catalogue if closed is not None else catalogue


@lru_cache(maxsize=CATALOGUES_READ)
def _read(files: Pairs, renamings: Pairs) -> Catalogue | None:
    return catalogue_of(files, renamings) if files else None
