"""A month that some units still owe is compared with last year over the units that have both."""

from datetime import date

from dashboard.board.board import read_board
from dashboard.board.like_for_like import LikeForLike, read_like_for_like
from tests.dashboard.make import CATALOGUE, warehouse

UNITS = {"root": None, "a": "root", "b": "root", "c": "root"}
OWED = {unit: ["hotline", "training"] for unit in ("a", "b", "c")}
Figures = dict[tuple[str, str, str], float]


def compared(figures: Figures, month: int = 2) -> dict[str, LikeForLike]:
    connection = warehouse(figures, UNITS, OWED)
    board = read_board(connection, CATALOGUE, 2023, date(2023, month, 1))
    return read_like_for_like(connection, CATALOGUE, board)


def test_only_units_that_have_the_month_in_both_years_are_compared() -> None:
    figures: Figures = {
        ("tickets_received", unit, f"{year}-{month:02d}"): 10 * month + year - 2022
        for unit in ("a", "b", "c")
        for year in (2022, 2023)
        for month in (1, 2)
    }
    del figures["tickets_received", "b", "2023-02"]
    del figures["tickets_received", "c", "2022-02"]
    received = compared(figures)["tickets_received"]
    assert received.units == ("a",)
    assert (received.progress.month_value, received.progress.year_ago_month) == (21, 20)
    assert (received.progress.comparable_to_date, received.progress.year_ago_to_date) == (32, 30)


def test_a_rate_needs_both_its_parts_in_both_years() -> None:
    figures: Figures = {
        (indicator, unit, month): value
        for indicator, value in (("tickets_satisfied", 9.0), ("tickets_surveyed", 10.0))
        for unit in ("a", "b")
        for month in ("2022-02", "2023-02")
    }
    del figures["tickets_satisfied", "b", "2022-02"]
    figures["tickets_satisfied", "c", "2022-12"] = 9.0
    figures["tickets_surveyed", "c", "2022-12"] = 10.0
    assert compared(figures)["hotline_satisfaction_rate"].units == ("a",)


def test_a_complete_month_needs_no_other_comparison_and_one_without_a_pair_has_none() -> None:
    complete: Figures = {("group_study", unit, "2023-02"): 1 for unit in ("a", "b", "c")}
    assert "group_study" not in compared(complete)
    assert compared({("tickets_received", "a", "2023-02"): 5}) == {}
