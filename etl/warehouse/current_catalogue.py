"""Choose the definitions for a warehouse, and make it fit them when ids of the catalogue have changed."""

from collections.abc import Iterator

import duckdb

from domain.catalogue import Catalogue, CatalogueError, Column, load_catalogue
from etl.warehouse import Warehouse
from etl.warehouse.backup import catalogue_at_restore
from etl.warehouse.definitions import newest_definitions
from etl.warehouse.kept_sums import rebuild
from etl.warehouse.statements import statement

_ATTRIBUTES = (("name", "名称"), ("formula", "公式"), ("scope", "口径"), ("counting_unit", "计量单位"))
STATES_REMEMBERED = 100  # of warehouse and catalogue
_settled: set[tuple[str, str]] = set()
_brought: dict[tuple[str, str], Catalogue | None] = {}


def current_catalogue(warehouse: Warehouse) -> Catalogue:
    """The definitions for this warehouse, after making its figures fit them (see settle).

    They are the folder's. After a restore they are the backup's own while the folder's catalogue is
    unchanged, because another machine's folder does not describe how these figures were counted. Raises
    CatalogueError, WarehouseError.
    """
    folder = load_catalogue()
    catalogue = brought_along(warehouse, folder) or folder
    settle(warehouse, catalogue)
    return catalogue


def brought_along(warehouse: Warehouse, folder: Catalogue) -> Catalogue | None:
    """The definitions of a restored backup, if they are in force instead of the folder's."""
    if not warehouse.exists():
        return None
    state = warehouse.version(), folder.sha256
    try:
        return _brought[state]
    except KeyError:
        found = _read_brought(warehouse, folder)
    if len(_brought) >= STATES_REMEMBERED:
        _brought.clear()  # most of these states are past
    _brought[state] = found
    return found


def _read_brought(warehouse: Warehouse, folder: Catalogue) -> Catalogue | None:
    with warehouse.read() as connection:
        if catalogue_at_restore(connection) != folder.sha256:
            return None
        kept = newest_definitions(connection)
    return kept if kept is not None and kept.sha256 != folder.sha256 else None


def folder_differences(own: Catalogue, folder: Catalogue) -> Iterator[str]:
    """A sentence for each difference between the folder's definitions and those in force."""
    ours, theirs = ({kpi.id: kpi for kpi in catalogue.kpis} for catalogue in (own, folder))
    for id, kpi in ours.items():
        if id not in theirs:
            yield f"“{kpi.name}”：目录文件夹中没有这项指标"
            continue
        for attribute, word in _ATTRIBUTES:
            mine, other = getattr(kpi, attribute), getattr(theirs[id], attribute)
            if mine != other:
                yield f"“{kpi.name}”的{word}：现为“{mine}”，目录文件夹为“{other}”"
    for id in theirs.keys() - ours.keys():
        yield f"“{theirs[id].name}”：只在目录文件夹中"


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
            _settled.clear()  # most of these states are past
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
        yield from _in_another_unit(kept, catalogue, {id for is_column, id in ids if is_column})


def _in_another_unit(kept: Catalogue, catalogue: Catalogue, with_figures: set[str]) -> Iterator[str]:
    """Columns with figures whose counting unit has changed since they were loaded."""
    before = {column.id: column for column in kept.every_column}
    for column in catalogue.every_column:
        for id in (column.id, *column.formerly):
            old = before.get(id)
            if id in with_figures and old and _is_in_another_unit(old, column):
                yield (
                    f"datasets.toml: {column.id}.counting_unit — 已有的数按“{old.counting_unit}”计，"
                    f'现改为“{column.counting_unit}”。从某月起改变，请写明 from = "2027-01"（改变的首月）；'
                    f"写错了，请改回“{old.counting_unit}”"
                )


def _is_in_another_unit(old: Column, new: Column) -> bool:
    return old.counting_unit != new.counting_unit and new.since <= old.since


def _renamings(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Old and new id of everything that the warehouse still stores under an old id."""
    stored = {id for _, id in connection.execute(statement("known_ids")).fetchall()}
    for old, new in {**catalogue.former_columns, **catalogue.former_kpis}.items():
        if old in stored:
            yield old, new
