"""Store the catalogue with each load and freeze, read it again, and check it against the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import duckdb

from domain.catalogue import Catalogue, CatalogueError, Column, Kpi
from domain.catalogue.catalogue import catalogue_of
from domain.months import format_month, month_words, parse_month
from etl.warehouse import Warehouse
from etl.warehouse.as_of import closing_event
from etl.warehouse.kept_sums import rebuild
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
    row = connection.execute(statement("frozen_through")).fetchone()
    is_closed = row is not None and row[0] is not None and month <= row[0]
    return reported_under(connection, month) if is_closed else None


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


STATES_REMEMBERED = 100
_settled: set[tuple[str, str]] = set()


def settle(warehouse: Warehouse, catalogue: Catalogue) -> None:
    """Make the warehouse fit the catalogue by applying renamed ids.

    Raises CatalogueError, which lists every id with figures that no longer fits, with the remedy, and
    WarehouseError. Runs once for each state of warehouse and catalogue.
    """
    if not warehouse.exists():
        return
    state = warehouse.version(), catalogue.sha256
    if state not in _settled:
        _settle(warehouse, catalogue)
        if len(_settled) >= STATES_REMEMBERED:
            _settled.clear()  # most of them are over
        _settled.add(state)


def _settle(warehouse: Warehouse, catalogue: Catalogue) -> None:
    with warehouse.read() as connection:
        if mistakes := tuple(misfits(connection, catalogue)):
            raise CatalogueError(mistakes)
        former = catalogue.former_columns or catalogue.former_kpis
        renamings = list(_renamings(connection, catalogue)) if former else []
    if renamings:
        with warehouse.write() as connection:
            for old, new in _renamings(connection, catalogue):
                connection.execute(statement("renaming"), {"old": old, "new": new})
                connection.execute(statement("rename_id"))
            rebuild(connection, catalogue)


def misfits(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator[str]:
    """Every id that the warehouse uses but the catalogue does not explain."""
    ids = connection.execute(statement("known_ids")).fetchall()
    now = {column.id: column for column in catalogue.every_column}
    columns, kpis = {*now, *catalogue.former_columns}, {*catalogue.every_kpi, *catalogue.former_kpis}
    gone = {id for is_column, id, _ in ids if is_column and id not in columns}
    for is_column, id, figures in ids:
        if is_column and id in gone:
            yield (
                f"datasets.toml: {id} — 库中已有这一列的 {figures} 个数，目录里却没有这一列了。"
                f'改了名，请在新的列里写 formerly = ["{id}"]；不再填报，请保留这一列并写 retired = true'
            )
        elif not is_column and id not in kpis and id not in gone:
            yield (
                f"kpis.toml: {id} — 库中已有这项指标的目标或说明，目录里却没有这项指标了。"
                f'改了名，请在新的指标里写 formerly = ["{id}"]；不再使用，请保留并写 retired = true'
            )
    kept = newest_definitions(connection)
    if kept is not None:
        yield from _recounted(kept, catalogue, {id for is_column, id, _ in ids if is_column})


def _recounted(kept: Catalogue, catalogue: Catalogue, with_figures: set[str]) -> Iterator[str]:
    """Columns with figures whose counting unit has changed since they were loaded."""
    before = {column.id: column for column in kept.every_column}
    for column in catalogue.every_column:
        for id in (column.id, *column.formerly):
            old = before.get(id)
            if id in with_figures and old and _is_recounted(old, column):
                yield (
                    f"datasets.toml: {column.id}.counting_unit — 已有的数按“{old.counting_unit}”计，"
                    f'现改为“{column.counting_unit}”。从某月起改变，请写明 from = "2027-01"（改变的首月）；'
                    f"写错了，请改回“{old.counting_unit}”"
                )


def _is_recounted(old: Column, new: Column) -> bool:
    return old.counting_unit != new.counting_unit and new.since <= old.since


def _renamings(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Old and new id of everything that the warehouse still stores under an old id."""
    stored = {id for _, id, _ in connection.execute(statement("known_ids")).fetchall()}
    for old, new in {**catalogue.former_columns, **catalogue.former_kpis}.items():
        if old in stored:
            yield old, new
