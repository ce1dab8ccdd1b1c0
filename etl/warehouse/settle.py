"""Make the warehouse fit a changed catalogue: apply renamed ids, and name what it leaves unexplained."""

from collections.abc import Iterator

import duckdb

from domain.catalogue import Catalogue, CatalogueError, Column
from etl.warehouse import Warehouse
from etl.warehouse.definitions import newest_definitions
from etl.warehouse.kept_sums import rebuild
from etl.warehouse.statements import statement

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
    gone = {id for is_column, id in ids if is_column and id not in columns}
    for is_column, id in ids:
        if is_column and id in gone:
            (figures,) = connection.execute(statement("count_column"), {"column": id}).fetchone() or (0,)
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
        yield from _recounted(kept, catalogue, {id for is_column, id in ids if is_column})


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
    stored = {id for _, id in connection.execute(statement("known_ids")).fetchall()}
    for old, new in {**catalogue.former_columns, **catalogue.former_kpis}.items():
        if old in stored:
            yield old, new
