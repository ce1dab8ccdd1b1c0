"""Which month a view starts from."""

from datetime import date

import duckdb
import pytest

from dashboard.board.period import (
    available_years,
    default_as_of,
    last_reported_month,
    opening_year,
    read_reported_year,
    reported_months,
)
from tests.dashboard.make import CATALOGUE, add_target, warehouse


def reported(**months_of_unit: list[int]) -> duckdb.DuckDBPyConnection:
    figures = {
        ("cases_handled", unit, f"2023-{month:02d}"): 1.0
        for unit, months in months_of_unit.items()
        for month in months
    }
    return warehouse(figures, reports={"a": ["cases"], "b": ["cases"]})


def freeze(connection: duckdb.DuckDBPyConnection, through: date | None) -> None:
    connection.execute(
        "INSERT INTO freeze_event (event, month, kind, frozen_through) VALUES (9, ?, 'frozen', ?)",
        [through, through],
    )


def start(connection: duckdb.DuckDBPyConnection, year: int = 2023) -> date | None:
    return default_as_of(connection, CATALOGUE, year)


def test_the_command_line_starts_from_the_last_month_in_which_anything_was_reported() -> None:
    assert last_reported_month(reported(a=[1, 7], b=[1]), 2023) == date(2023, 7, 1)
    assert last_reported_month(reported(a=[1]), 2022) is None


def test_a_page_starts_from_the_last_month_that_is_complete() -> None:
    assert start(reported(a=[1, 2, 7], b=[1, 2])) == date(2023, 2, 1)


def test_where_no_month_is_complete_a_page_starts_from_the_last_with_figures() -> None:
    assert start(reported(a=[1, 7])) == date(2023, 7, 1)


def test_a_page_starts_from_the_last_frozen_month_before_all() -> None:
    connection = reported(a=[1, 2, 3], b=[1, 2, 3])
    freeze(connection, date(2023, 1, 1))
    assert start(connection) == date(2023, 1, 1)


def test_a_freeze_of_a_later_year_closes_the_whole_year_and_one_of_an_earlier_none_of_it() -> None:
    connection = reported(a=[1, 2], b=[1, 2])
    freeze(connection, date(2024, 3, 1))
    assert start(connection) == date(2023, 12, 1)
    connection = reported(a=[1, 2], b=[1, 2])
    freeze(connection, date(2022, 12, 1))
    assert start(connection) == date(2023, 2, 1)


def test_an_unfrozen_warehouse_is_not_frozen() -> None:
    connection = reported(a=[1, 2], b=[1, 2])
    freeze(connection, None)
    assert start(connection) == date(2023, 2, 1)


def test_a_unit_with_no_duties_written_down_holds_up_the_months_after_its_last_report() -> None:
    figures = {("cases_handled", unit, f"2023-{month:02d}"): 1.0 for unit in "ab" for month in (1, 2)}
    figures["cases_handled", "a", "2023-03"] = 1.0
    assert start(warehouse(figures)) == date(2023, 2, 1)


def test_a_year_without_figures_has_no_month_to_start_from() -> None:
    assert start(reported(a=[1]), 2024) is None


def test_years_with_figures_or_targets_can_be_chosen() -> None:
    connection = reported(a=[1])
    add_target(connection, "group_study", "a", 4, year=2024)
    assert available_years(connection) == (2023, 2024)


@pytest.mark.parametrize(
    ("of_a", "of_b", "year"),
    [
        (["2023-12"], ["2023-12"], 2023),
        (["2023-12", "2024-01"], ["2023-12"], 2023),
        (["2023-12", "2024-01"], ["2023-12", "2024-01"], 2024),
        (["2023-12", "2024-01", "2024-02"], ["2023-12"], 2024),
        (["2024-01"], [], 2024),
        ([], [], None),
    ],
)
def test_pages_open_at_the_last_year_but_not_at_its_first_month_while_that_is_incomplete(
    of_a: list[str], of_b: list[str], year: int | None
) -> None:
    told = {"a": of_a, "b": of_b}
    figures = {("cases_handled", unit, month): 1.0 for unit, months in told.items() for month in months}
    connection = warehouse(figures, reports={"a": ["cases"], "b": ["cases"]})

    def settled(of_year: int) -> date | None:
        return read_reported_year(connection, CATALOGUE, of_year).settled

    assert opening_year(reported_months(connection), settled) == year
