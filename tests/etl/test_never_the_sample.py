"""Where only the sample is there, nothing is written into it unless it is named."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from etl.__main__ import etl
from etl.warehouse import Warehouse, find_warehouse
from etl.warehouse import warehouse as places
from tests.etl.desk import UNITS


@pytest.fixture
def only_the_sample(own_sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone whose office has not begun its own warehouse."""
    monkeypatch.setattr(places, "SAMPLE", own_sample_warehouse)
    monkeypatch.setattr(places, "OFFICE", tmp_path / "office")
    (tmp_path / "units.csv").write_text(UNITS, encoding="utf-8")
    return own_sample_warehouse


def python_m_etl(*words: str | Path) -> Result:
    return CliRunner().invoke(etl, list(map(str, words)))


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


def test_a_load_begins_the_offices_own_and_says_so(only_the_sample: Path, tmp_path: Path) -> None:
    before = contents(only_the_sample)
    ran = python_m_etl("load", tmp_path / "units.csv")
    assert ran.exit_code == 0
    assert "已启用本单位的数据仓库" in ran.stderr
    assert f"数据仓库：{tmp_path / 'office'}" in ran.stdout
    assert contents(only_the_sample) == before
    assert find_warehouse().folder == tmp_path / "office"


def test_a_restore_begins_the_offices_own(only_the_sample: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert python_m_etl("--warehouse", other, "load", tmp_path / "units.csv").exit_code == 0
    assert python_m_etl("--warehouse", other, "backup", tmp_path / "b.zip").exit_code == 0
    before = contents(only_the_sample)
    ran = python_m_etl("restore", tmp_path / "b.zip")
    assert ran.exit_code == 0, ran.output
    assert "已启用本单位的数据仓库" in ran.stderr
    assert contents(only_the_sample) == before
    assert not Warehouse(tmp_path / "office").is_sample


@pytest.mark.parametrize(
    "words", ["undo 2", "redo 2", "freeze 2023-06", "unfreeze 2023-06"], ids=lambda words: words.split()[0]
)
def test_a_change_of_the_sample_that_nobody_named_is_not_made(only_the_sample: Path, words: str) -> None:
    before = contents(only_the_sample)
    ran = python_m_etl(*words.split())
    assert ran.exit_code != 0
    assert "示例数据只在指名时改动" in ran.output
    assert contents(only_the_sample) == before


def test_the_sample_is_written_to_where_it_is_named(only_the_sample: Path, tmp_path: Path) -> None:
    named = python_m_etl("--warehouse", only_the_sample, "freeze", "2023-06")
    assert named.exit_code == 0, named.output
    assert not (tmp_path / "office").exists()
    assert "示例数据仓库" in named.stdout


def test_the_sample_is_looked_at_as_ever(only_the_sample: Path, tmp_path: Path) -> None:
    assert python_m_etl("history").exit_code == 0
    assert python_m_etl("backup", tmp_path / "sample.zip").exit_code == 0
    assert not (tmp_path / "office").exists()


def test_a_backup_never_writes_over_a_file_unless_told(only_the_sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "看板备份.zip"
    target.write_bytes(b"last month's")
    refused = python_m_etl("backup", target)
    assert refused.exit_code == 2
    assert target.read_bytes() == b"last month's"
    assert python_m_etl("backup", target, "--overwrite").exit_code == 0
    assert target.read_bytes() != b"last month's"
