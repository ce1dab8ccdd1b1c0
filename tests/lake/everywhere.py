"""Runs the suites of contract, etl and KPIs in lakes: python -m pytest -p tests.lake.everywhere …

Every folder that a test takes for a warehouse becomes the local folder of a lake of its own, with its data in
the folder too, so a copied folder is a copied lake. All workers use one server: they share the sample.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import pytest

import etl.warehouse
from dashboard.cli import serve
from etl.warehouse import OFFICE, SAMPLE, Warehouse, choice
from etl.warehouse.copy_warehouse import copy_warehouse
from etl.warehouse.lake import engine
from etl.warehouse.lake.lake import open_lake
from tests.lake.database import Database, database

MARK = "LAKE"
PORT = "TESTS_LAKE_PORT"
NUMBERS = count(1)
BUILD_SAMPLE = serve.build_sample
# These ask for what only a folder of version files has.
OF_FILES = frozenset(
    (
        *("test_warehouse", "test_damage", "test_crash", "test_full_disk", "test_never_the_sample"),
        *("test_upgrade", "test_record", "test_backup_hostile", "test_command_line_edges"),
    )
)
OF_FOLDERS = frozenset(
    (
        "test_a_damaged_version_is_found",  # a lake makes a local copy that was damaged anew
        "test_reading_a_report_loads_nothing",  # asks for no folder, where a lake keeps its name
    )
)
until_the_end = ExitStack()
servers: list[Database] = []
# The lakes that this worker has begun, and their folders.
begun: dict[str, Path] = {}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Before any conftest and test is read, so that all of them import the warehouse that is a lake."""
    # Checking the signatures of the extensions takes half a second for each lake; tests/lake does it.
    engine.OPEN["allow_unsigned_extensions"] = True
    # With so few rows a second thread costs a quarter more processor time.
    engine.OPEN["threads"] = 1
    serve.build_sample = sample_in_lake
    etl.warehouse.Warehouse = lake_at  # type: ignore[misc,assignment]
    choice.Warehouse = lake_at  # type: ignore[misc,assignment]


def pytest_configure() -> None:
    """One server for all workers, which are told its port."""
    if port := os.environ.get(PORT):
        servers.append(Database(Path(), int(port)))
    else:
        servers.append(until_the_end.enter_context(_database()))
        os.environ[PORT] = str(servers[0].port)
        until_the_end.callback(os.environ.pop, PORT)


def pytest_unconfigure() -> None:
    until_the_end.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in OF_FILES or item.name in OF_FOLDERS:
            item.add_marker(pytest.mark.skip(reason="about version files, which a lake does not have"))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Drop the lakes of the test's own folder: an empty database takes 8 MB."""
    own = getattr(item, "funcargs", {}).get("tmp_path")
    for name in [name for name, folder in begun.items() if own and folder.is_relative_to(own)]:
        servers[0].ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")
        del begun[name]


def lake_at(folder: Path) -> Warehouse:
    """The lake of a folder; where the folder was copied from another, a copy of that lake.

    The folders of the checkout stay what they are: no test writes to them.
    """
    if folder in {OFFICE, SAMPLE}:
        return Warehouse(folder)
    mark, known = folder / MARK, []
    if mark.exists():
        known = mark.read_text(encoding="utf-8").splitlines()
    if not known or known[0] != str(folder):
        name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'every')}_{next(NUMBERS)}"
        _begin(name, folder, known[1] if known else "")
        begun[name] = folder
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(f"{folder}\n{name}\n", encoding="utf-8")
        known = [str(folder), name]
    return open_lake(
        f"ducklake:postgres:{servers[0].server(known[1])} data_path='{folder}/data' local_path='{folder}'"
    )


def sample_in_lake(folder: Path) -> None:
    """The sample in the lake of this folder. A process of its own loads the sample's files, into a folder."""
    whole = folder.with_name(f"{folder.name}-in-files")
    BUILD_SAMPLE(whole)
    assert copy_warehouse(Warehouse(whole), lake_at(folder)) == []


@contextmanager
def _database() -> Iterator[Database]:
    try:
        with database() as served:
            yield served
    except pytest.skip.Exception as missing:
        raise pytest.UsageError(str(missing)) from missing


def _begin(name: str, folder: Path, copied: str) -> None:
    server = servers[0]
    if not copied:
        server.ask("postgres", f"CREATE DATABASE {name}")
        return
    server.copy(copied, name)
    if server.ask(name, "SELECT to_regclass('board.ducklake_metadata')")[0][0]:
        changed = "UPDATE board.ducklake_metadata SET value = %s WHERE key = 'data_path'"
        server.ask(name, changed, f"{folder / 'data' / 'tables'}/")
