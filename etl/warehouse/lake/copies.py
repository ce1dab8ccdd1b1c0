"""Copies of a lake's states as local version files, and the way back: whole files into the lake."""

import re
from collections.abc import Callable
from pathlib import Path

import duckdb

from etl.warehouse import versions
from etl.warehouse.copy_tables import views_of
from etl.warehouse.kept_sums import KEPT_TABLES
from etl.warehouse.lake.engine import Location, filled, lakes, transaction
from etl.warehouse.lake.postgres import Snapshot, postgres
from etl.warehouse.statements import statement
from etl.warehouse.versions import connect

BATCH = 100_000
# What a snapshot may have done so that only its rows have to be brought over; anything else: a whole copy.
OF_ROWS = re.compile(r"(?:inserted_into_table|deleted_from_table|inlined_insert|inlined_delete):(\d+)")
KEEPS_ROWS = re.compile(r"(?:compacted_table|merge_adjacent|rewrite_delete|flushed_inlined|inline_flush):\d+")


def copy_whole(location: Location, draft: Path) -> int:
    """Copy every table of the newest state into a new version file; return the state's number."""
    with transaction(location) as lake, connect(draft, versions.WRITING | versions.NEW) as copy:
        copy.execute("BEGIN")
        for table in _tables(lake):
            copy.register("copied", lake.table(f"lake.main.{table}").to_arrow_reader(BATCH))
            copy.table("copied").create(table)
            copy.unregister("copied")
        for views in views_of(_schema_of(copy)):
            copy.execute(views)
        copy.execute("COMMIT")
        copy.execute("CHECKPOINT")
        return _number(lake)


def bring_in_step(location: Location, draft: Path, since: int, newest: Snapshot) -> bool:
    """Bring a copy of the state `since` to the newest one by the rows that changed.

    False if that can't be done, and it must be copied whole.
    """
    tables = changed_tables(location, since, newest.number)
    if tables is None:
        return False
    with lakes.cursor(location) as lake, connect(draft, versions.WRITING) as copy:
        copy.execute("BEGIN")
        for table in tables:
            _apply(lake, copy, table, since, newest.number)
        copy.execute("COMMIT")
        copy.execute("CHECKPOINT")
        at = f"AT (VERSION => {newest.number})"
        return all(_rows(lake, f"lake.main.{table} {at}") == _rows(copy, table) for table in tables)


def changed_tables(location: Location, since: int, until: int) -> list[str] | None:
    """The tables whose rows changed; None if more changed than rows, or nobody knows any more."""
    changes = postgres(location).changes(since, until)
    if len(changes) != until - since:
        return None
    numbers = set()
    for change in filter(None, ",".join(changes).split(",")):
        if found := OF_ROWS.fullmatch(change):
            numbers.add(int(found[1]))
        elif not KEEPS_ROWS.fullmatch(change):
            return None
    names = postgres(location).tables()
    return [names[number] for number in sorted(numbers)] if numbers <= names.keys() else None


def _apply(
    lake: duckdb.DuckDBPyConnection, copy: duckdb.DuckDBPyConnection, table: str, since: int, until: int
) -> None:
    changed = lake.execute(filled("lake/changed_rows", table=table, since=since + 1, until=until))
    copy.register("changed", changed.to_arrow_table())
    columns = copy.table(table).columns
    same = " AND ".join(f'{table}."{name}" IS NOT DISTINCT FROM changed."{name}"' for name in columns)
    copy.execute(filled("lake/apply_changed_rows", table=table, same=same))
    copy.unregister("changed")


def replace_all(location: Location, version: Path, check: Callable[[], None]) -> None:
    """Put the tables of a version file in the place of the lake's, in one transaction."""
    with transaction(location) as lake, connect(version, read_only=True) as given:
        tables = _own_tables(given)
        for table in tables:
            rows = given.table(table)
            rows = rows.limit(0) if table in KEPT_TABLES else rows  # a lake keeps none
            lake.register("given", rows.to_arrow_reader(BATCH))
            lake.execute(filled("lake/replace_table", table=table))
            lake.unregister("given")
        for table in set(_tables(lake)).difference(tables):
            lake.execute(filled("lake/drop_table", table=table))
        check()
        lake.execute("COMMIT")


def differing_tables(location: Location, version: Path) -> list[str]:
    """The tables whose rows in the lake are not those of its local copy."""
    with lakes.cursor(location) as lake, connect(version, read_only=True) as copy:
        tables = _tables(lake)
        return [table for table in tables if _digest(lake, f"lake.main.{table}") != _digest(copy, table)]


def _digest(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int] | None:
    return connection.execute(filled("lake/table_digest", table=table)).fetchone()


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int] | None:
    return connection.execute(filled("lake/count_rows", table=table)).fetchone()


def _tables(lake: duckdb.DuckDBPyConnection) -> list[str]:
    return [table for (table,) in lake.execute(statement("lake/lake_tables")).fetchall()]


def _own_tables(given: duckdb.DuckDBPyConnection) -> list[str]:
    return sorted({table for table, _, _ in given.execute(statement("columns")).fetchall()})


def _number(lake: duckdb.DuckDBPyConnection) -> int:
    row = lake.execute(statement("lake/current_snapshot")).fetchone()
    return row[0] if row else 0


def _schema_of(copy: duckdb.DuckDBPyConnection) -> int:
    row = copy.execute(statement("meta"), {"key": "schema_version"}).fetchone()
    return int(row[0]) if row else int(versions.SCHEMA_VERSION)
