"""What the tests of lakes share: one PostgreSQL server, and an office in a folder to be moved into lakes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from etl.warehouse.choice import named_warehouse
from etl.warehouse.copy_warehouse import copy_warehouse
from tests.etl.desk import Desk, hotline, new_desk
from tests.lake.database import Database, database

NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Database]:
    with database() as served:
        yield served


@pytest.fixture(scope="session")
def office(server: Database, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An office in a folder with some history. Never write to it."""
    desk = new_desk(tmp_path_factory.mktemp("office") / "warehouse")
    desk.load(hotline("2023-06,甲大队,100,90", "2023-06,乙大队,50余,40"), "六月.csv")
    desk.load(hotline("2023-06,甲大队,120,90"), "更正.csv")
    desk.undo(3)
    return desk


@dataclass(frozen=True)
class Lake:
    """A lake of one test: its database, and its name as the machine `local` would write it."""

    database: Database
    name: str
    folder: Path

    def named(self, beside: str = "local") -> str:
        return self.database.lake(self.name, self.folder, beside=beside)

    def desk(self, beside: str = "local") -> Desk:
        return Desk(named_warehouse(self.named(beside)))


@pytest.fixture
def empty_lake(server: Database, tmp_path: Path) -> Lake:
    return Lake(server, f"lake{next(NUMBERS)}", tmp_path)


@pytest.fixture
def lake(empty_lake: Lake, office: Desk) -> Lake:
    """A lake with the office in it."""
    assert copy_warehouse(office.warehouse, empty_lake.desk().warehouse) == []
    return empty_lake
