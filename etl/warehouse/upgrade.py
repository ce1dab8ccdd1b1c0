"""Upgrade a copy of a warehouse with an older schema: migrate tables stepwise, then recreate all views."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from etl.warehouse import versions
from etl.warehouse.definitions import newest_definitions
from etl.warehouse.faults import faults
from etl.warehouse.kept_sums import rebuild
from etl.warehouse.statements import SQL, statement
from etl.warehouse.versions import WarehouseError, connect

STEPS = SQL / "migrations"


def steps_from(schema: int) -> Iterator[tuple[int, str]]:
    """The migrations after a schema: the target schema of each, and its statements."""
    for path in sorted(STEPS.glob("*.sql")):
        leads_to = int(path.name.split("_")[0])
        if leads_to > schema:
            yield leads_to, path.read_text(encoding="utf-8")


def upgrade(copy: Path, schema: int) -> None:
    """Upgrade a version file to this program's schema in one transaction, and verify it.

    Raises WarehouseError if its content changed or it is not sound: then it must not be used.
    """
    try:
        for connection in versions.in_transaction(copy):
            _take_steps(connection, schema)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(_failed("缺少应有的表")) from error
    _prove(copy)


def _take_steps(connection: duckdb.DuckDBPyConnection, schema: int) -> None:
    before = connection.execute(statement("upgrade_digest")).fetchall()
    for leads_to, step in steps_from(schema):
        connection.execute(step)
        connection.execute(statement("set_schema_version"), {"schema": str(leads_to)})
    connection.execute(statement("views"))
    rebuild(connection, newest_definitions(connection))
    if connection.execute(statement("upgrade_digest")).fetchall() != before:
        raise WarehouseError(_failed("升级前后的内容不一致"))


def _prove(copy: Path) -> None:
    with connect(copy, read_only=True) as connection:
        if broken := list(faults(connection)):
            raise WarehouseError(_failed("；".join(broken)))


def _failed(why: str) -> str:
    return f"数据仓库没有升级，原有数据没有改动：{why}。请用建立它的那一版程序核验（python -m etl verify）。"


def keep_aside(version: Path, folder: Path, schema: int) -> Path:
    """Keep a version from before its upgrade where no later load removes it; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{version.stem}-schema-{schema}.duckdb"
    if not kept.exists():
        try:
            os.link(version, kept)
        except OSError:
            shutil.copyfile(version, kept)
        versions.to_disk(kept)
    return kept
