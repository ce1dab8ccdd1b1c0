"""What the tests of the data contract share: an office that knows its units and nothing else."""

import shutil
from pathlib import Path

import pytest

from tests.contract.office import UNITS, Office


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with three units, made once. Never write to it."""
    folder = tmp_path_factory.mktemp("opened")
    office = Office(folder, folder / "warehouse")
    assert office.load(UNITS)["load"] == 1
    return office.warehouse


@pytest.fixture
def office(opened: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with a warehouse of its own, working in its own folder."""
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    shutil.copytree(opened, tmp_path / "warehouse")
    return Office(desk, tmp_path / "warehouse")


@pytest.fixture(scope="session")
def reader(opened: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that only checks files, so that all tests of reading share it."""
    return Office(tmp_path_factory.mktemp("reader"), opened)
