"""Warehouses that the pages show and may write to."""

from pathlib import Path

import pytest


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
