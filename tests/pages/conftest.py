"""Warehouses that the pages show and may write to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def looked_at(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The copy of the sample that tests of this worker only look at: what pages keep of it stays."""
    folder = shutil.copytree(sample_warehouse, tmp_path_factory.mktemp("looked-at") / "warehouse")
    version = (folder / "CURRENT").read_bytes()
    yield folder
    assert (folder / "CURRENT").read_bytes() == version, "a test that may only look has changed it"


@pytest.fixture
def shown_warehouse(looked_at: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample on the pages, for tests that load, undo and close nothing."""
    monkeypatch.setenv("WAREHOUSE", str(looked_at))
    return looked_at


@pytest.fixture
def warehouse(own_sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample that the pages show."""
    monkeypatch.setenv("WAREHOUSE", str(own_sample_warehouse))
    return own_sample_warehouse


@pytest.fixture
def empty_warehouse(fresh_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty warehouse that the pages show."""
    monkeypatch.setenv("WAREHOUSE", str(fresh_warehouse))
    return fresh_warehouse
