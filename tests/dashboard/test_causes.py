"""What is far beyond the usual and nobody's fault is told as a cause, with the unit that drives it."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from dashboard.board.board import read_board
from dashboard.board.causes import Cause, driver_of_rate, read_causes
from dashboard.board.signals import read_signals
from tests.dashboard.make import CATALOGUE, NEUTRAL, RATE, add_target, warehouse

TREE = {"root": None, "a": "root", "b": "root", "b1": "b"}
MONTHS = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)][:18]
USUAL = {"a": 30.0, "b": 20.0, "b1": 10.0}


def causes(
    june: Mapping[str, float], unit: str = "root", reports: Mapping[str, Iterable[str]] | None = None
) -> tuple[Cause, ...]:
    """The causes of June 2023, in which units report these tickets, after seventeen usual months."""
    figures = {
        ("tickets_received", code, month): usual + place % 2
        for code, usual in USUAL.items()
        for place, month in enumerate(MONTHS[:-1])
    }
    figures |= {("tickets_received", code, MONTHS[-1]): value for code, value in june.items()}
    connection = warehouse(figures, TREE, reports)
    board = read_board(connection, CATALOGUE, 2023, date(2023, 6, 1), unit)
    return read_causes(connection, CATALOGUE, board, read_signals(board, CATALOGUE))


@pytest.mark.parametrize(
    ("june", "driver"),
    [
        ({"a": 30, "b": 20, "b1": 150}, ("b", 170.0)),
        ({"a": 200, "b": 20, "b1": 10}, ("a", 200.0)),
        ({"a": 0, "b": 20, "b1": 10}, ("a", 0.0)),
        ({"a": 20, "b": 200, "b1": 10}, ("b", 210.0)),
    ],
)
def test_a_volume_far_out_is_a_cause_with_the_unit_that_drives_it(
    june: dict[str, float], driver: tuple[str, float]
) -> None:
    (cause,) = causes(june)
    assert (cause.progress.kpi, cause.value) == ("tickets_received", sum(june.values()))
    assert cause.is_above == (cause.value > cause.limit)
    assert cause.driver is not None
    assert (cause.driver.unit, cause.driver.value) == driver


def test_a_unit_that_makes_less_than_half_of_it_does_not_drive_it() -> None:
    connection_of = {"a": 81, "b": 61, "b1": 10}
    (cause,) = causes(connection_of)
    assert cause.driver is not None and cause.driver.unit == "a"
    (own,) = causes({"a": 30, "b": 20, "b1": 150}, unit="b1")
    assert own.driver is None


def test_a_usual_month_has_no_cause() -> None:
    assert causes({"a": 30, "b": 21, "b1": 10}) == ()


def test_a_month_that_units_still_owe_is_no_cause() -> None:
    owing = {unit: ["hotline"] for unit in USUAL}
    assert causes({"a": 0}, reports=owing) == ()
    assert len(causes({"a": 200, "b": 20, "b1": 10}, reports=owing)) == 1


def test_only_what_is_watched_is_a_cause() -> None:
    assert CATALOGUE.kpi("tickets_received").direction == CATALOGUE.kpi(NEUTRAL).direction == "neutral"


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
    boards = [read_board(connection, CATALOGUE, 2023, date(2023, 6, 1), unit) for unit in satisfied]
    found = driver_of_rate(CATALOGUE.kpi(RATE), boards)
    assert (found.unit if found else None) == driver
