"""Runs the suites of contract, etl and KPIs in lakes: python -m pytest -p tests.lake.everywhere …

Every folder that a test takes for a warehouse becomes the local folder of a lake of its own, with its data in
the folder too. So a copied folder is a copied lake.
"""

from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

import etl.warehouse
from etl.warehouse import Warehouse, choice
from etl.warehouse.lake.lake import open_lake
from tests.lake.database import Database, database

MARK = "LAKE"
NUMBERS = count(1)
# These ask for what only a folder of version files has.
OF_FILES = frozenset(
    (
        *("test_warehouse", "test_damage", "test_crash", "test_full_disk", "test_never_the_sample"),
        *("test_upgrade", "test_record", "test_backup_hostile", "test_command_line_edges"),
    )
)
until_the_end = ExitStack()
servers: list[Database] = []


def pytest_configure() -> None:
    """Before any test is read, so that tests import the warehouse that is a lake."""
    servers.append(until_the_end.enter_context(database()))
    etl.warehouse.Warehouse = lake_at  # type: ignore[misc,assignment]
    choice.Warehouse = lake_at  # type: ignore[misc,assignment]


def pytest_unconfigure() -> None:
    until_the_end.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in OF_FILES:
            item.add_marker(pytest.mark.skip(reason="about version files, which a lake does not have"))


def lake_at(folder: Path) -> Warehouse:
    """The lake of a folder; where the folder was copied from another, a copy of that lake."""
    mark, known = folder / MARK, []
    if mark.exists():
        known = mark.read_text(encoding="utf-8").splitlines()
    if not known or known[0] != str(folder):
        name = f"every{next(NUMBERS)}"
        _begin(name, folder, known[1] if known else "")
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(f"{folder}\n{name}\n", encoding="utf-8")
        known = [str(folder), name]
    return open_lake(
        f"ducklake:postgres:{servers[0].server(known[1])} data_path='{folder}/data' local_path='{folder}'"
    )


def _begin(name: str, folder: Path, copied: str) -> None:
    server = servers[0]
    if not copied:
        server.ask("postgres", f"CREATE DATABASE {name}")
        return
    server.without_guests(copied)
    server.ask("postgres", f"CREATE DATABASE {name} TEMPLATE {copied}")
    if server.ask(name, "SELECT to_regclass('board.ducklake_metadata')")[0][0]:
        changed = "UPDATE board.ducklake_metadata SET value = %s WHERE key = 'data_path'"
        server.ask(name, changed, f"{folder / 'data' / 'tables'}/")
