"""The unit behind most of a month's change, or of what a rate lacks."""

from collections.abc import Mapping
from datetime import date

import pytest

from dashboard.board.board import read_board
from dashboard.board.drivers import Driver, driver_of_month, driver_of_rate
from tests.dashboard.make import CATALOGUE, RATE, add_target, warehouse

TREE = {"root": None, "a": "root", "b": "root", "b1": "b"}
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)][:18]
USUAL = {"a": 30.0, "b": 20.0, "b1": 10.0}
WHOLE = sum(USUAL.values())
JUNE = date(2023, 6, 1)


def driver(june: Mapping[str, float], units: tuple[str, ...] = ("a", "b")) -> Driver | None:
    """The driver of June 2023, in which units report these tickets, after seventeen usual months."""
    figures = {
        ("tickets_received", code, month): usual for code, usual in USUAL.items() for month in MONTHS[:-1]
    }
    figures |= {("tickets_received", code, MONTHS[-1]): value for code, value in june.items()}
    connection = warehouse(figures, TREE)
    boards = [read_board(connection, CATALOGUE, 2023, JUNE, unit) for unit in units]
    change = sum(june.values()) - WHOLE
    kpi = CATALOGUE.kpi("tickets_received")
    return driver_of_month(kpi, boards, JUNE, upward=change > 0, whole=abs(change))


@pytest.mark.parametrize(
    ("june", "expected"),
    [
        ({"a": 30, "b": 20, "b1": 150}, Driver("b", 170.0, 30.0)),
        ({"a": 200, "b": 20, "b1": 10}, Driver("a", 200.0, 30.0)),
        ({"a": 0, "b": 20, "b1": 10}, Driver("a", 0.0, 30.0)),
        ({"a": 20, "b": 200, "b1": 10}, Driver("b", 210.0, 30.0)),
        ({"a": 81, "b": 61, "b1": 10}, Driver("a", 81.0, 30.0)),
        ({"a": 30, "b": 20, "b1": 10}, None),
        ({"a": 30, "b": 150}, None),  # of b's units only one has reported
    ],
)
def test_a_month_is_driven_by_the_unit_with_most_of_its_change(
    june: dict[str, float], expected: Driver | None
) -> None:
    assert driver(june) == expected


def test_a_single_unit_drives_nothing() -> None:
    assert driver({"a": 30, "b": 20, "b1": 150}, ("b",)) is None


def test_a_unit_with_less_than_half_of_the_change_does_not_drive_it() -> None:
    assert driver({"a": 60, "b": 40, "b1": 110}, ("a", "b1")) == Driver("b1", 110.0, 10.0)
    assert driver({"a": 60, "b": 50, "b1": 50}, ("a", "b1")) is None


@pytest.mark.parametrize(
    ("satisfied", "driver"),
    [
        ({"a": (90, 100), "b": (90, 100)}, None),
        ({"a": (900, 1000), "b": (90, 100)}, None),  # a is large, not worse
        ({"a": (900, 1000), "b": (99, 100)}, "a"),
        ({"a": (100, 100), "b": (80, 100)}, "b"),
    ],
)
def test_a_rate_is_low_because_of_a_unit_only_if_its_own_is_lower(
    satisfied: Mapping[str, tuple[float, float]], driver: str | None
) -> None:
    parts = [(unit, *pair) for unit, pair in satisfied.items()]
    figures = {("tickets_satisfied", unit, "2023-06"): part for unit, part, _ in parts}
    figures |= {("tickets_surveyed", unit, "2023-06"): whole for unit, _, whole in parts}
    connection = warehouse(figures, {"root": None, "a": "root", "b": "root"})
    for unit in satisfied:
        add_target(connection, RATE, unit, 0.95)
    boards = [read_board(connection, CATALOGUE, 2023, JUNE, unit) for unit in satisfied]
    found = driver_of_rate(CATALOGUE.kpi(RATE), boards)
    assert (found.unit if found else None) == driver
