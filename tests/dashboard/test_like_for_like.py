"""A month that some units still owe is compared with last year over the units that have both."""

from dataclasses import replace
from datetime import date

from dashboard.board.board import Board, read_board
from dashboard.board.like_for_like import LikeForLike, compare_complete_units, read_like_for_like
from dashboard.board.signals import read_signals
from dashboard.ui.cards import measures
from dashboard.wording.narrative import sentence
from domain.kpi.progress import OwedMonth
from domain.months import add_months
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import read_scope
from tests.dashboard.make import CATALOGUE, STOCK, add_target, judged, months, warehouse

UNITS = {"root": None, "a": "root", "b": "root", "c": "root"}
OWED = {unit: ["hotline", "training"] for unit in ("a", "b", "c")}
Figures = dict[tuple[str, str, str], float]


def compared(figures: Figures, month: int = 2) -> dict[str, LikeForLike]:
    connection = warehouse(figures, UNITS, OWED)
    board = read_board(connection, CATALOGUE, 2023, date(2023, month, 1))
    submissions = read_submissions(connection, CATALOGUE, [add_months(board.as_of, -12), board.as_of])
    scope = read_scope(connection, [board.unit])
    return read_like_for_like(connection, CATALOGUE, board, {}, scope, submissions)


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


def fairly(figures: Figures, month: int, target: float | None = None) -> Board:
    connection = warehouse(figures, UNITS, OWED)
    if target is not None:
        add_target(connection, "group_study", "root", target, 2023)
    return compare_complete_units(
        connection, CATALOGUE, read_board(connection, CATALOGUE, 2023, date(2023, month, 1))
    )


def two_years(indicator: str, months: int) -> Figures:
    return {
        (indicator, unit, f"{year}-{month:02d}"): 10 * month + year - 2022
        for unit in ("a", "b", "c")
        for year in (2022, 2023)
        for month in range(1, months + 1)
    }


def test_an_earlier_month_that_one_unit_owes_is_named_and_neither_compared_nor_a_signal() -> None:
    figures = two_years("tickets_received", 4)
    del figures["tickets_received", "b", "2023-02"]
    board = fairly(figures, 4)
    received = board.of("tickets_received")
    assert received.owed_before == (OwedMonth("2023-02", ("b",), 1 / 3),)
    assert not received.is_complete and not received.incomplete
    assert (received.comparable_to_date, received.year_ago_to_date) == (
        3 * (11 + 31 + 41),
        3 * (10 + 30 + 40),
    )
    points = read_signals(board, CATALOGUE)["tickets_received"].chart.points
    assert date(2023, 2, 1) not in [point.month for point in points]


def test_the_figures_of_one_unit_alone_are_no_comparison_of_the_whole_view() -> None:
    figures = two_years("tickets_received", 1)
    del figures["tickets_received", "b", "2023-01"], figures["tickets_received", "c", "2023-01"]
    received = fairly(figures, 1).of("tickets_received")
    assert (received.year_to_date, received.comparable_to_date, received.year_ago_to_date) == (11, 11, 10)
    assert measures(CATALOGUE.kpi("tickets_received"), received) == ["同比※ +10%"]


def test_a_month_that_a_unit_owed_last_year_is_not_compared_either() -> None:
    figures = two_years("tickets_received", 3)
    del figures["tickets_received", "c", "2022-02"]
    received = fairly(figures, 3).of("tickets_received")
    assert (received.comparable_to_date, received.year_ago_to_date) == (3 * (11 + 31), 3 * (10 + 30))
    assert received.owed_before == () and received.is_complete


def test_a_lamp_may_change_if_the_missing_month_would_close_its_gap() -> None:
    figures: Figures = {
        ("group_study", unit, f"2023-{month:02d}"): 1 for unit in ("a", "b", "c") for month in range(1, 7)
    }
    del figures["group_study", "b", "2023-03"]
    short_by_one, short_by_many = (fairly(figures, 6, target).of("group_study") for target in (36, 60))
    assert (short_by_one.lamp, short_by_one.unsettled, short_by_one.since) == ("yellow", True, None)
    assert (short_by_many.unsettled, short_by_many.since) == (False, "2023-01")


def test_a_unit_that_came_from_elsewhere_is_not_compared_and_makes_no_signal() -> None:
    tree = {"root": None, "a": "root", "b": "root", "c": "a", "d": "a", "e": "b"}
    figures: Figures = {
        ("tickets_received", unit, f"{year}-{month:02d}"): 10
        for unit in ("c", "d", "e")
        for year in (2022, 2023)
        for month in range(1, 13)
    }
    connection = warehouse(figures, tree, {unit: ["hotline"] for unit in ("c", "d", "e")})
    connection.execute(
        "INSERT INTO unit SELECT load, unit, name, 'b', aliases, reports, NULL, NULL, NULL, DATE '2023-07-01'"
        " FROM unit WHERE unit = 'c'"
    )
    for view, month_value in (("a", 10), ("b", 20)):
        raw = read_board(connection, CATALOGUE, 2023, date(2023, 8, 1), view, ["tickets_received"])
        board = compare_complete_units(connection, CATALOGUE, raw)
        received, kpi = board.of("tickets_received"), CATALOGUE.kpi("tickets_received")
        assert (received.month_value, received.comparable_to_date, received.year_ago_to_date) == (
            month_value, 80, 80,
        )  # fmt: skip
        said = sentence(CATALOGUE, kpi, received, read_signals(board, CATALOGUE)["tickets_received"])
        assert "可比单位同比持平（7月起所属单位有调整）" in said and "波动" not in said
        assert raw.of("tickets_received").forecast is not None and received.forecast is None
        later = read_board(connection, CATALOGUE, 2023, date(2023, 10, 1), view, ["tickets_received"])
        received = compare_complete_units(connection, CATALOGUE, later).of("tickets_received")
        assert received.forecast == (received.year_to_date or 0) + 2 * month_value
    whole = read_board(connection, CATALOGUE, 2023, date(2023, 8, 1), "root", ["tickets_received"])
    assert compare_complete_units(connection, CATALOGUE, whole) == whole


def test_a_balance_is_compared_over_the_units_that_have_it_in_both_years() -> None:
    of_all = judged(STOCK, 2, months(2023, 30, 30), missing_units=("b",))
    of_some = replace(of_all, comparable_to_date=15.0, year_ago_to_date=10.0, year_ago_month=10.0)
    said = sentence(CATALOGUE, CATALOGUE.kpi(STOCK), of_some)
    assert said == "2月末在办工单30件，已报单位与上年同月相比增长50%（数据不全，b未报）。"
