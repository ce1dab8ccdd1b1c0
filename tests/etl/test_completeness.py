"""Completeness: who owes what, what came, and whether it came in time and whole."""

from datetime import date, datetime

import pandas as pd
import pytest

from etl.warehouse.submissions import month_to_chase, read_completeness
from tests.etl.desk import Desk, hotline

MAY, JUNE = date(2023, 5, 1), date(2023, 6, 1)
UNITS = "单位代码,单位名称,上级单位,填报内容,启用年月,停用年月\n"


def states(desk: Desk, month: date, today: date = date(2023, 7, 20)) -> dict[tuple[str, str], str]:
    frame = completeness(desk, month, today)
    return dict(zip(zip(frame["unit"], frame["dataset"], strict=True), frame["state"], strict=True))


def completeness(desk: Desk, month: date, today: date = date(2023, 7, 20)) -> pd.DataFrame:
    with desk.warehouse.read() as connection:
        return read_completeness(connection, desk.catalogue, month, today)


def test_a_unit_owes_what_its_row_names(desk: Desk) -> None:
    desk.load(UNITS + "a,甲大队,root,12345热线;信访,,\n")
    desk.load(hotline("2023-06,甲大队,10,9"))
    assert states(desk, JUNE) == {("a", "hotline"): "reported", ("a", "petitions"): "missing"}


def test_a_unit_whose_row_names_nothing_owes_what_it_reported_before(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7"))
    desk.load(hotline("2023-06,乙大队,8,7"))
    assert states(desk, JUNE) == {("a", "hotline"): "missing", ("b", "hotline"): "reported"}


def test_what_was_reported_over_a_year_ago_is_no_longer_owed(desk: Desk) -> None:
    desk.load(hotline("2022-05,甲大队,10,9"))
    assert states(desk, MAY) == {("a", "hotline"): "missing"}
    assert states(desk, JUNE) == {}


def test_a_unit_owes_nothing_before_its_first_and_after_its_last_month(desk: Desk) -> None:
    desk.load(UNITS + "a,甲大队,root,hotline,2023-06,\nb,乙大队,root,hotline,,2023-05\n")
    assert states(desk, MAY) == {("b", "hotline"): "missing"}
    assert states(desk, JUNE) == {("a", "hotline"): "missing"}


def test_a_report_with_a_usual_column_blank_came_partly(desk: Desk) -> None:
    desk.load(hotline("2023-04,甲大队,10,9", "2023-05,甲大队,10,9"))
    desk.load(hotline("2023-06,甲大队,10,"))
    row = completeness(desk, JUNE).iloc[0]
    assert (row["state"], list(row["blank"])) == ("partly", ["tickets_closed"])


def test_a_column_filled_now_and_then_is_not_missed(desk: Desk) -> None:
    desk.load(hotline("2023-03,甲大队,10,9", "2023-04,甲大队,10,", "2023-05,甲大队,10,"))
    desk.load(hotline("2023-06,甲大队,10,"))
    assert states(desk, JUNE) == {("a", "hotline"): "reported"}


def test_zero_is_a_report(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,10,9", "2023-06,甲大队,0,0"))
    assert states(desk, JUNE) == {("a", "hotline"): "reported"}


def test_what_was_undone_is_missing_again(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,10,9"))
    desk.load(hotline("2023-06,甲大队,10,9"))
    desk.undo(3)
    assert states(desk, JUNE) == {("a", "hotline"): "missing"}


@pytest.mark.parametrize(("day", "overdue"), [(5, False), (6, True)])
def test_a_missing_report_is_overdue_after_the_due_day(desk: Desk, day: int, overdue: bool) -> None:
    desk.load(hotline("2023-05,甲大队,10,9"))
    row = completeness(desk, JUNE, date(2023, 7, day)).iloc[0]
    assert (bool(row["overdue"]), f"{row['due']:%Y-%m-%d}") == (overdue, "2023-07-05")


@pytest.mark.parametrize(("day", "state"), [(5, "reported"), (6, "late")])
def test_a_report_that_came_after_the_due_day_is_late(desk: Desk, day: int, state: str) -> None:
    with desk.warehouse.write() as connection:
        connection.execute("UPDATE meta SET value = '2023-01-01T08:00:00' WHERE key = 'begun_at'")
    desk.load(hotline("2023-06,甲大队,10,9"), at=datetime(2023, 7, day, 17, 30))
    assert states(desk, JUNE) == {("a", "hotline"): state}


def test_old_months_brought_in_when_the_warehouse_was_begun_are_not_late(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,10,9"))
    assert states(desk, JUNE) == {("a", "hotline"): "reported"}


def test_the_month_to_chase_is_the_one_that_just_ended(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,10,9"))
    with desk.warehouse.read() as connection:
        assert month_to_chase(connection, date(2023, 7, 3)) == JUNE
        assert month_to_chase(connection, date(2025, 7, 3)) == MAY
