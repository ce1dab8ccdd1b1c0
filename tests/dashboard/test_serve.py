"""Starting the board: which warehouse it shows, and on which port."""

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from dashboard.cli import serve
from etl.warehouse import Warehouse
from tests.dashboard.command import run, run_apart
from tests.programs import program


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that something listens on while the test runs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_passed_over_for_a_later_one(taken_port: int) -> None:
    assert serve.free_port(taken_port) > taken_port


def test_where_every_port_is_taken_the_message_says_what_to_do(taken_port: int, monkeypatch) -> None:
    monkeypatch.setattr(serve, "PORTS_TRIED", 1)
    with pytest.raises(click.BadParameter, match="都被占用"):
        serve.free_port(taken_port)


def test_the_sample_is_marked_as_the_sample(sample_warehouse: Path) -> None:
    assert Warehouse(sample_warehouse).is_sample


def spoil(folder: Path) -> None:
    """Make it a warehouse that no program of today opens."""
    with duckdb.connect(Warehouse(folder).current_path()) as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'schema_version'")


def test_a_sample_that_does_not_open_is_built_again_where_nothing_was_loaded_into_it(
    own_sample_warehouse: Path, tmp_path: Path, monkeypatch
) -> None:
    spoil(own_sample_warehouse)
    assert not serve.is_usable(own_sample_warehouse)
    (tmp_path / "files").mkdir()
    monkeypatch.setattr(serve, "SAMPLE_FILES", tmp_path / "files")
    (tmp_path / "files" / "units.csv").write_text("单位代码,单位名称\nbureau,示例局\n", encoding="utf-8")
    serve.build_sample(own_sample_warehouse)
    assert serve.is_usable(own_sample_warehouse)
    assert serve.is_as_built(own_sample_warehouse)


def test_a_sample_that_something_was_loaded_into_is_never_moved_away(
    own_sample_warehouse: Path, tmp_path: Path, monkeypatch
) -> None:
    assert run_apart("etl", own_sample_warehouse, "undo", "3").status == 0
    spoil(own_sample_warehouse)
    monkeypatch.setattr(serve, "OFFICE", tmp_path / "office")
    monkeypatch.setattr(serve, "SAMPLE", own_sample_warehouse)
    before = {path: path.read_bytes() for path in own_sample_warehouse.rglob("*") if path.is_file()}
    ran = CliRunner().invoke(serve.serve, ["--port", "8700"], standalone_mode=False)
    assert ran.return_value == 3
    assert "没有改动它" in ran.output
    assert {path: path.read_bytes() for path in before} == before


def clean(folder: Path, root: Path) -> None:
    """`make clean` in a folder that has nothing but the Makefile and a sample warehouse."""
    shutil.copyfile(root / "Makefile", folder / "Makefile")
    subprocess.run([program("make"), "clean"], cwd=folder, check=True, capture_output=True)


def test_make_clean_takes_the_sample_as_it_was_built_and_no_other(
    sample_warehouse: Path, root: Path, tmp_path: Path
) -> None:
    sample = tmp_path / "data" / "sample-warehouse"
    shutil.copytree(sample_warehouse, sample)
    clean(tmp_path, root)
    assert not sample.exists()
    shutil.copytree(sample_warehouse, sample)
    assert run("etl", sample, "undo", "3").status == 0
    clean(tmp_path, root)
    assert len(json.loads(run("etl", sample, "history", "--json").out)) > 3


def test_a_sample_that_is_refused_leaves_no_half_warehouse(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "hotline.csv").write_text(
        "月份,单位,受理工单数\n2023-06,没有这个单位,1\n", encoding="utf-8"
    )
    monkeypatch.setattr(serve, "SAMPLE_FILES", tmp_path / "files")
    with pytest.raises(serve.SampleRefusedError, match="unknown_unit"):
        serve.build_sample(tmp_path / "sample")
    assert not (tmp_path / "sample").exists()


def test_an_office_that_names_its_warehouse_is_not_shown_the_sample(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("WAREHOUSE", str(tmp_path))
    assert not serve.shows_the_sample()


def test_an_office_that_began_its_own_warehouse_is_not_shown_the_sample(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(serve, "OFFICE", tmp_path / "warehouse")
    assert serve.shows_the_sample()
    Warehouse(tmp_path / "warehouse").begin()
    assert not serve.shows_the_sample()
