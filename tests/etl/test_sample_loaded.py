"""The sample, loaded: only the warnings that belong to its story, and lamps of every kind."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.board.board import read_board
from domain.catalogue import load_catalogue
from etl.__main__ import etl
from etl.warehouse import Warehouse

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"
EVERY_LAMP = {"green", "yellow", "red", "watch", "waiting"}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    folder = str(tmp_path_factory.mktemp("loaded") / "warehouse")
    result = CliRunner().invoke(etl, ["--warehouse", folder, "load", str(SAMPLE), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def warnings(tables: list[dict]) -> Iterator[tuple[str, dict]]:
    for table in tables:
        for warning in table["warnings"]:
            yield warning["code"], {"file": Path(table["file"]).name, **warning}


def test_every_file_of_the_sample_is_loaded(tables: list[dict]) -> None:
    assert {table["status"] for table in tables} == {"ok"}
    assert len(tables) == len(list(SAMPLE.rglob("*.csv")))


def test_the_sample_raises_no_other_warnings_than_its_story_asks_for(tables: list[dict]) -> None:
    found: dict[str, list[dict]] = defaultdict(list)
    for code, warning in warnings(tables):
        found[code].append(warning)
    assert set(found) == {"approximate", "missing_unit", "unusual"}
    assert {warning["file"] for warning in found["missing_unit"]} == {"training-2023.csv"}
    early_leap = ("publicity-2022.csv", 6)  # over three times the largest of the first four months
    unusual = {(warning["file"], warning["row"]) for warning in found["unusual"]}
    assert unusual == {("hotline-2023.csv", 25), early_leap}
    assert all(warning["value"].endswith("余") for warning in found["approximate"])


@pytest.fixture(scope="module")
def lamps(sample_warehouse: Path) -> dict[tuple[str | None, int], list[str]]:
    """The lamps of the bureau and of each unit as of June and December 2023."""
    catalogue = load_catalogue()
    units = (None, "office", "brigade", "transport", "roads")
    with Warehouse(sample_warehouse).read() as connection:
        boards = {
            (unit, month): read_board(connection, catalogue, 2023, date(2023, month, 1), unit)
            for unit in units
            for month in (6, 12)
        }
    return {key: [one.lamp for one in board.progress] for key, board in boards.items()}


def test_mid_year_the_bureau_shows_lamps_of_every_kind(lamps: dict) -> None:
    june = lamps[None, 6]
    assert set(june) == EVERY_LAMP
    assert june.count("green") > june.count("yellow") + june.count("red") >= 6


def test_the_year_ends_with_most_targets_met_and_some_missed(lamps: dict) -> None:
    december = lamps[None, 12]
    assert set(december) == EVERY_LAMP - {"waiting"}
    assert december.count("green") >= 20
    assert 1 <= december.count("red") < december.count("yellow")


@pytest.mark.parametrize("month", [6, 12])
def test_units_stand_differently(lamps: dict, month: int) -> None:
    """What 单位对比 is for: no two units look alike, and not all trouble is in one."""
    judged = {
        unit: [lamp for lamp in found if lamp in ("green", "yellow", "red")]
        for (unit, m), found in lamps.items()
        if m == month and unit
    }
    assert all("green" in found for found in judged.values())
    assert sum("yellow" in found or "red" in found for found in judged.values()) >= 3
