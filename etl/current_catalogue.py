"""Which definitions a warehouse is shown and written under: the folder's, or those it brought along."""

from collections.abc import Iterator

from domain.catalogue import Catalogue, load_catalogue
from etl.warehouse import Warehouse
from etl.warehouse.backup import catalogue_at_restore
from etl.warehouse.definition_check import settle
from etl.warehouse.definitions import newest_definitions

_ATTRIBUTES = (("name", "名称"), ("formula", "公式"), ("scope", "口径"), ("counting_unit", "计量单位"))
_brought: dict[tuple[str, str], Catalogue | None] = {}


def current_catalogue(warehouse: Warehouse) -> Catalogue:
    """The definitions for this warehouse, its figures made to fit them (see settle).

    The folder's; but a restored backup's own as long as the folder is the one that it came upon: another
    machine's folder says nothing of how these figures were counted. Raises CatalogueError, WarehouseError.
    """
    folder = load_catalogue()
    catalogue = brought_along(warehouse, folder) or folder
    settle(warehouse, catalogue)
    return catalogue


def brought_along(warehouse: Warehouse, folder: Catalogue) -> Catalogue | None:
    """The definitions that a restored backup brought, where they are in force instead of the folder's."""
    if not warehouse.exists():
        return None
    state = warehouse.version(), folder.sha256
    if state not in _brought:
        _brought[state] = _read_brought(warehouse, folder)
    return _brought[state]


def _read_brought(warehouse: Warehouse, folder: Catalogue) -> Catalogue | None:
    with warehouse.read() as connection:
        if catalogue_at_restore(connection) != folder.sha256:
            return None
        kept = newest_definitions(connection)
    return kept if kept is not None and kept.sha256 != folder.sha256 else None


def folder_differences(own: Catalogue, folder: Catalogue) -> Iterator[str]:
    """Where the folder's definitions are other than those in force, a sentence each."""
    ours, theirs = ({kpi.id: kpi for kpi in each.kpis} for each in (own, folder))
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
