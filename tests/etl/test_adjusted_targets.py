"""A target adjusted within the year: kept beside the one before it, and no closed month is judged anew."""

from datetime import date

import pytest

from etl.export.template import make_template
from etl.load.freeze import freeze
from tests.etl.desk import Desk, codes, errors

HEADER = "年度,指标,单位,年度目标,生效年月,依据\n"
PLANNED = HEADER + "2023,集体学法次数,,12,,要点\n"
ADJUSTED = HEADER + "2023,集体学法次数,,10,2023-07,通知\n"


def targets(desk: Desk) -> list[tuple[float, date | None]]:
    with desk.warehouse.read() as connection:
        query = "SELECT target, effective FROM current_target ORDER BY effective NULLS FIRST"
        return connection.execute(query).fetchall()


def close_june(desk: Desk) -> None:
    assert freeze(desk.warehouse, date(2023, 6, 1), by="王五").status == "ok"


def test_an_adjusted_target_stands_beside_the_one_before_it(desk: Desk) -> None:
    desk.load(PLANNED)
    desk.load(ADJUSTED)
    assert targets(desk) == [(12, None), (10, date(2023, 7, 1))]


def test_a_target_of_january_is_that_of_the_year(desk: Desk) -> None:
    desk.load(PLANNED)
    assert desk.load(PLANNED.replace(",12,,", ",12,2023-01,")).status == "unchanged"


def test_a_correction_takes_the_place_of_the_target_of_its_month(desk: Desk) -> None:
    desk.load(PLANNED)
    desk.load(ADJUSTED)
    desk.load(ADJUSTED.replace("10", "11"))
    assert targets(desk) == [(12, None), (11, date(2023, 7, 1))]
    desk.undo(3)
    desk.undo(4)
    assert targets(desk) == [(12, None)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_adjusted_targets_taken_out_and_loaded_again_change_nothing(desk: Desk, form: str) -> None:
    desk.load(PLANNED + "2023,集体学法次数,,10,7月,通知\n2023,满意率,甲大队,95%,2023-10,方案\n")
    with desk.warehouse.read() as connection:
        made = make_template(connection, desk.catalogue, "targets", 2023, filled=True)
    assert len(made.rows) == 3
    outcome = desk.load(made.as_csv() if form == "csv" else made.as_xlsx(), f"目标.{form}")
    assert outcome.status == "unchanged"


def test_a_preview_names_the_month_from_which_a_target_counts(desk: Desk) -> None:
    desk.load(PLANNED)
    (change,) = desk.preview(ADJUSTED).record_changes.to_dict("records")
    assert (change["key"], change["kind"]) == ("2023 group_study root 2023-07", "added")


@pytest.mark.parametrize(
    "row",
    [
        "2023,集体学法次数,,10,,通知",
        "2023,集体学法次数,,10,6月,通知",
        "2023,法治学习次数,,4,,通知",
        "2022,法治学习次数,,4,,通知",
    ],
)
def test_a_target_that_would_judge_a_closed_month_anew_is_refused(desk: Desk, row: str) -> None:
    desk.load(PLANNED)
    close_june(desk)
    outcome = desk.load(f"{HEADER}{row}\n")
    assert errors(outcome) == [("frozen_period", 2, None)]
    assert "2023-07" in outcome.preview.tables[0].findings[0].message
    assert targets(desk) == [(12, None)]


@pytest.mark.parametrize(
    "row",
    [
        "2023,集体学法次数,,10,2023-07,通知",
        "2023,集体学法次数,,12,,另一份文件",
        "2024,集体学法次数,,10,,通知",
    ],
)
def test_a_target_that_counts_after_the_closed_month_or_stays_the_same_passes(desk: Desk, row: str) -> None:
    desk.load(PLANNED)
    close_june(desk)
    assert desk.load(f"{HEADER}{row}\n").status == "ok"


def test_a_closed_months_target_is_not_undone(desk: Desk) -> None:
    desk.load(PLANNED)
    desk.load(PLANNED.replace("12", "9"))
    close_june(desk)
    desk.load(ADJUSTED)
    change = desk.undo(3)
    assert (change.status, [one.code for one in change.findings]) == ("refused", ["frozen_period"])
    assert "由 9 变为 12" in change.findings[0].message
    assert desk.undo(4).status == "ok"
    assert desk.redo(4).status == "ok"


def test_bad_rows_of_a_closed_month_may_be_left_out(desk: Desk) -> None:
    close_june(desk)
    outcome = desk.load(ADJUSTED + "2023,法治学习次数,,4,,通知\n", skip_bad_rows=True)
    assert (outcome.status, codes(outcome)) == ("ok", ["frozen_period"])
    assert targets(desk) == [(10, date(2023, 7, 1))]
