"""What the tests of the warehouse share."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from etl.warehouse import Warehouse
from tests.etl.desk import Desk, new_desk
from tests.etl.shell import Shell


@pytest.fixture(scope="session")
def ready_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that knows three units and nothing else, made once. Never write to it."""
    return new_desk(tmp_path_factory.mktemp("ready") / "warehouse").warehouse.folder


@pytest.fixture
def desk(tmp_path: Path, ready_warehouse: Path) -> Desk:
    """A warehouse of the test's own that knows three units and nothing else."""
    folder = tmp_path / "warehouse"
    shutil.copytree(ready_warehouse, folder)
    return Desk(Warehouse(folder))


@pytest.fixture(scope="session")
def checker(ready_warehouse: Path) -> Desk:
    """A desk that only previews: the tests of what is found in one file share it. Never load there."""
    return Desk(Warehouse(ready_warehouse))


@pytest.fixture
def workbook() -> Callable[[dict[str, list[list[object]]]], bytes]:
    """Makes an xlsx from sheets of rows."""

    def make(sheets: dict[str, list[list[object]]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    return make


@pytest.fixture
def shell(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Shell(desk.warehouse.folder, folder)
