"""Choose the definitions for a warehouse: the folder's, or those of its restored backup."""

from collections.abc import Iterator

from domain.catalogue import Catalogue, load_catalogue
from etl.warehouse import Warehouse
from etl.warehouse.backup import catalogue_at_restore
from etl.warehouse.definitions import newest_definitions
from etl.warehouse.settle import STATES_REMEMBERED, settle

_ATTRIBUTES = (("name", "名称"), ("formula", "公式"), ("scope", "口径"), ("counting_unit", "计量单位"))
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
        _brought.clear()  # most of them are over
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
