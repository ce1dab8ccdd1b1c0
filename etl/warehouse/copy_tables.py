"""A small program: copies the base tables of a version file from elsewhere into a fresh version file.

It runs as a child process with limits, because the file may be hostile. No SQL of the file is run: objects
other than our tables and views are refused, views are made anew, and a table may have only plain columns.
"""

import errno
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

from etl.child_process import BusyError, ChildError, bound_child, run_child
from etl.warehouse import versions
from etl.warehouse.statements import SQL, statement
from etl.warehouse.upgrade import upgrade
from etl.warehouse.versions import Settings, connect

MEMORY = 2_500 * 1024 * 1024
LIMITED: Settings = {"memory_limit": "600MB", "threads": 1}
SECONDS = 600
MOST_ROWS = 200_000_000
BATCH = 100_000
NAME = re.compile(r"[a-z][a-z_]{0,40}")
EARLIER_VIEWS = SQL / "earlier_views"
NEWER, DAMAGED, FOREIGN, NO_ROOM = "newer", "damaged", "foreign", "no room"
# DuckDB's words, for which it has no type of exception. Only the copy is written.
NOT_WRITTEN = "Could not write file"


class ForeignFileError(Exception):
    """The file is no version that a program of ours wrote; `args[0]` is NEWER, DAMAGED or FOREIGN."""


def copy_tables(source: Path, target: Path) -> None:
    """Copy the tables of a version file of any schema into a new file of today's, in a bounded child.

    Raises ForeignFileError; OSError if the disk is full; WarehouseError if an earlier schema can't be
    upgraded, or too many files are being read.
    """
    try:
        answer = run_child("etl.warehouse.copy_tables", str(source), str(target), seconds=SECONDS)
    except BusyError as error:
        raise versions.WarehouseError(f"{error}。") from error
    except ChildError as error:
        raise ForeignFileError(DAMAGED) from error
    # DuckDB draws a progress bar on standard output above it when a statement takes seconds.
    result = json.loads(answer.splitlines()[-1])
    if "failed" in result:
        raise versions.WarehouseError(result["failed"])
    if result["why"] == NO_ROOM:
        raise OSError(errno.ENOSPC, result["what"])
    if result["why"]:
        raise ForeignFileError(result["why"], result["what"])


def main() -> None:
    """Copy; print {"why": of a refusal or "", "what": its object} or {"failed": upgrade's message}."""
    bound_child(MEMORY, SECONDS)
    source, target = map(Path, sys.argv[1:3])
    try:
        _copy(source, target)
        answer = {"why": "", "what": ""}
    except ForeignFileError as error:
        why, what, *_ = (*error.args, "")
        answer = {"why": why, "what": what}
    except versions.WarehouseError as error:
        answer = {"failed": str(error)}
    except (duckdb.Error, RuntimeError) as error:
        why = NO_ROOM if NOT_WRITTEN in str(error) else DAMAGED
        answer = {"why": why, "what": str(error)[:200]}
    sys.stdout.write("\n" + json.dumps(answer))


def _copy(source: Path, target: Path) -> None:
    schema = _copy_all(source, target)
    if schema < int(versions.SCHEMA_VERSION):
        upgrade(target, schema)
    with connect(target, read_only=True) as copy, duckdb.connect() as ours:
        ours.execute(statement("schema"))
        if _columns(copy) != _columns(ours):
            raise ForeignFileError(FOREIGN, "columns")


def _copy_all(source: Path, target: Path) -> int:
    """Copy every table as it is, and add the views that its schema needs; return the schema."""
    with (
        connect(source, LIMITED, read_only=True) as original,
        connect(target, LIMITED | versions.NEW) as copy,
    ):
        tables = _tables(original)
        copy.execute("BEGIN")
        for table in tables:
            copy.register("copied", original.table(table).to_arrow_reader(BATCH))
            copy.table("copied").create(table)
            copy.unregister("copied")
        if _tables(copy) != tables:
            raise ForeignFileError(FOREIGN, "columns")
        schema = _schema(copy)
        for views in views_of(schema):
            copy.execute(views)
        if schema == int(versions.SCHEMA_VERSION) and (more := _views(original) - _views(copy)):
            raise ForeignFileError(FOREIGN, min(more))
        copy.execute("COMMIT")
    return schema


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The tables with their statements. Refuses macros, types, indexes and the like, and too many rows."""
    objects = connection.execute(statement("objects")).fetchall()
    for kind, name, _, _ in objects:
        if kind == "other" or not NAME.fullmatch(name):
            raise ForeignFileError(FOREIGN, name)
    if sum(rows for _, _, _, rows in objects) > MOST_ROWS:
        raise ForeignFileError(FOREIGN, "rows")
    return {name: sql for kind, name, sql, _ in objects if kind == "table"}


def _views(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of the views. Versions of DuckDB write their statements differently: nothing to compare."""
    objects = connection.execute(statement("objects")).fetchall()
    return {name for kind, name, _, _ in objects if kind == "view"}


def _schema(copy: duckdb.DuckDBPyConnection) -> int:
    """The schema that the copied tables have."""
    row = copy.execute(statement("meta"), {"key": "schema_version"}).fetchone()
    schema = str(row[0]) if row else ""
    if not schema.isascii() or not schema.isdigit() or not int(schema):
        raise ForeignFileError(FOREIGN, "schema_version")
    if int(schema) > int(versions.SCHEMA_VERSION):
        raise ForeignFileError(NEWER)
    return int(schema)


def views_of(schema: int) -> Iterator[str]:
    """All views of today's schema; of an earlier one those that its upgrade reads."""
    if schema == int(versions.SCHEMA_VERSION):
        yield statement("views")
        return
    for path in sorted(EARLIER_VIEWS.glob("*.sql")):
        if int(path.name.split("_")[0]) <= schema:
            yield path.read_text(encoding="utf-8")


def _columns(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str, str]]:
    return connection.execute(statement("columns")).fetchall()


if __name__ == "__main__":
    main()
