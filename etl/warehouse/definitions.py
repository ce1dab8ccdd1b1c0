"""Store the catalogue with each load and freeze, and read it again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import duckdb

from domain.catalogue import Catalogue, Kpi
from domain.catalogue.catalogue import catalogue_of
from domain.months import format_month, month_words, parse_month
from etl.warehouse.as_of import closing_event, frozen_through
from etl.warehouse.statements import statement

CATALOGUES_READ = 20
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Closed:
    """The closing of a month: its event, and the definitions of its results."""

    event: int
    month: date
    catalogue: Catalogue


def keep_definitions(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Store the catalogue for the newest event, which was just written; each text only once."""
    if not catalogue.files:
        return
    names, texts = zip(*catalogue.files, strict=True)
    connection.execute(
        statement("keep_definition"),
        {"sha256": catalogue.sha256, "files": list(names), "contents": list(texts)},
    )
    connection.execute(statement("keep_definition_use"), {"sha256": catalogue.sha256})


def definitions_of(connection: duckdb.DuckDBPyConnection, event: int) -> Catalogue | None:
    """The catalogue in force for a load or freeze; None if none was stored."""
    rows = connection.execute(statement("definition_of_event"), {"event": event}).fetchall()
    renamed = connection.execute(statement("meta"), {"key": "renamed"}).fetchall()
    return _read(tuple(rows), tuple((old, new) for old, _, new in (row[0].partition(" ") for row in renamed)))


def newest_definitions(connection: duckdb.DuckDBPyConnection) -> Catalogue | None:
    """The catalogue that was stored last; None if there is none."""
    row = connection.execute(statement("newest_definition_use")).fetchone()
    return definitions_of(connection, row[0]) if row and row[0] is not None else None


def closed_under(connection: duckdb.DuckDBPyConnection, month: date) -> Closed | None:
    """The closing of a month that is closed now; None if it is open or nothing was stored at its closing."""
    through = frozen_through(connection)
    return reported_under(connection, month) if through is not None and month <= through else None


def reported_under(connection: duckdb.DuckDBPyConnection, month: date) -> Closed | None:
    """The last closing of a month, even if it is open now; None if nothing was stored."""
    event = _kept_closing_event(connection, month)
    catalogue = definitions_of(connection, event) if event is not None else None
    if event is None or catalogue is None:
        return None
    return Closed(event, month, at_month(connection, catalogue, month))


def _kept_closing_event(connection: duckdb.DuckDBPyConnection, month: date) -> int | None:
    event = closing_event(connection, month)
    if event is None:
        return None
    row = connection.execute(statement("kept_closing_event"), {"event": event, "month": month}).fetchone()
    return row[0] if row else None


def definitions_in_force(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date | None
) -> Catalogue:
    """The definitions for showing a month: those of its closing, else today's."""
    if month is None:
        return catalogue
    closed = closed_under(connection, month)
    return closed.catalogue if closed is not None else at_month(connection, catalogue, month)


def at_month(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, month: date) -> Catalogue:
    """The catalogue for a month: a KPI that changes later (`from`) has its earlier definition.

    A KPI that changed by then has its earlier definition in `before`. Earlier definitions come from stored
    catalogues.
    """
    if not any(kpi.since for kpi in catalogue.kpis):
        return catalogue
    kept = list(stored_definitions(connection))
    return replace(catalogue, kpis=tuple(_at_month(kpi, kept, month) for kpi in catalogue.kpis))


def _at_month(kpi: Kpi, kept: Sequence[Catalogue], month: date) -> Kpi:
    if not kpi.since:
        return kpi
    known = (earlier for catalogue in kept for earlier in catalogue.kpis if earlier.id == kpi.id)
    before = next((earlier for earlier in known if earlier.since < kpi.since), None)
    if format_month(month) >= kpi.since:
        since = month_words(parse_month(kpi.since))
        return replace(kpi, before=before, scope=f"{kpi.scope}（自{since}起；此前口径不同，不作比较）")
    return _at_month(before, kept, month) if before is not None else kpi


def stored_definitions(connection: duckdb.DuckDBPyConnection) -> Iterator[Catalogue]:
    """Every catalogue that loads and closings were made under, the one used last first."""
    for (event,) in connection.execute(statement("kept_definitions")).fetchall():
        if catalogue := definitions_of(connection, event):
            yield catalogue


@lru_cache(maxsize=CATALOGUES_READ)
def _read(files: Pairs, renamings: Pairs) -> Catalogue | None:
    """The definitions in these files; None if there are none, or none by which anything can be shown."""
    catalogue = catalogue_of(files, renamings) if files else None
    return catalogue if catalogue and catalogue.is_usable else None
