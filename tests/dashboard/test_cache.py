"""What pages read, read together or alone, kept or not, is what the warehouse says of each view."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.board.board import read_board
from dashboard.board.like_for_like import compare_complete_units
from dashboard.board.loaded_records import ReportPeriod, read_notes
from dashboard.ui import cache, view_boards
from etl.warehouse import Warehouse
from etl.warehouse.instances import VersionGoneError
from etl.warehouse.warehouse import KEPT_VERSIONS
from tests.dashboard.make import CATALOGUE

MONTHS = (1, 6, 12)
KPIS = ("tickets_received", "hotline_satisfaction_rate", "training_sessions")


@pytest.fixture(params=[60, 2], ids=["a small bureau", "a large bureau"])
def warehouse(
    request: pytest.FixtureRequest, own_sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> Warehouse:
    """The sample as a bureau whose units are few enough to be read together, and as one whose aren't."""
    monkeypatch.setenv("WAREHOUSE", str(own_sample_warehouse))
    monkeypatch.setattr(cache, "UNITS_READ_TOGETHER", request.param)
    return Warehouse(own_sample_warehouse)


def test_a_view_shows_what_the_warehouse_says_of_it_alone(warehouse: Warehouse) -> None:
    version = warehouse.version()
    units = tuple(cache.outline(version).codes)
    for month in MONTHS:
        of_units = view_boards.unit_boards(version, 2023, month, units, KPIS)
        for place, unit in enumerate(units):
            with warehouse.read() as connection:
                read = read_board(connection, CATALOGUE, 2023, date(2023, month, 1), unit)
                alone = compare_complete_units(connection, CATALOGUE, read)
            shown = view_boards.board(version, 2023, month, unit)
            assert shown.progress == alone.progress
            assert of_units[place].progress == tuple(
                alone.of(kpi.id) for kpi in CATALOGUE.kpis if kpi.id in KPIS
            )


def test_the_notes_of_a_view_end_with_its_month(warehouse: Warehouse) -> None:
    version = warehouse.version()
    for month in MONTHS:
        with warehouse.read() as connection:
            period = ReportPeriod("bureau", date(2022, 12, 1), date(2023, month, 1))
            alone = tuple(reversed(read_notes(connection, period)))
        assert cache.notes(version, 2023, month, "bureau") == alone
    assert alone


def test_a_run_goes_on_with_its_version_however_many_loads_fall_in(warehouse: Warehouse) -> None:
    version = warehouse.version()
    with warehouse.read() as connection:
        before = read_board(connection, CATALOGUE, 2023, date(2023, 6, 1), "bureau").of("tickets_received")
    for _ in range(6):
        with warehouse.write() as connection:
            connection.execute("UPDATE latest_value SET value = value + 1")
        assert view_boards.board(warehouse.version(), 2023, 5, "bureau").of("tickets_received") is not None
    shown = view_boards.board(version, 2023, 6, "bureau").of("tickets_received")
    assert shown.year_to_date == before.year_to_date
    with warehouse.read(version) as connection:
        read = read_board(connection, CATALOGUE, 2023, date(2023, 6, 1), "bureau").of("tickets_received")
    assert read.year_to_date == before.year_to_date


def test_a_version_that_is_gone_is_not_mistaken_for_another(warehouse: Warehouse) -> None:
    version = warehouse.version()
    for _ in range(KEPT_VERSIONS):
        with warehouse.write() as connection:
            connection.execute("UPDATE latest_value SET value = value + 1")
    with pytest.raises(VersionGoneError), warehouse.read(version):
        pass


def test_a_new_version_of_the_warehouse_is_read_anew(warehouse: Warehouse) -> None:
    before = view_boards.board(warehouse.version(), 2023, 6, "bureau").of("tickets_received")
    with warehouse.write() as connection:
        connection.execute(
            "UPDATE latest_value SET value = value + 1"
            " WHERE series IN (SELECT series FROM series WHERE indicator = 'tickets_received')"
        )
    after = view_boards.board(warehouse.version(), 2023, 6, "bureau").of("tickets_received")
    assert before.year_to_date is not None
    assert after.year_to_date is not None
    assert after.year_to_date > before.year_to_date
