"""A column of figures that was not read while an expected one is absent: the report came only partly."""

import json
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from dashboard.board.board import read_board
from dashboard.board.missing import owed_by_view
from dashboard.ui.lamps import SubmissionCount, status_line
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import read_scope
from tests.dashboard.command import run
from tests.dashboard.make import month
from tests.etl.desk import Desk, hotline

RENAMED = "月份,单位,受理工单数,办理完结数\n2023-06,甲大队,10,9\n"
JUNE = month("2023-06")


def missing(desk: Desk, asked: str = "2023-06") -> dict[tuple[str, str], tuple[str, list[str]]]:
    """(unit, dataset) → state and blank columns of what `missing --json` prints."""
    done = run("etl", desk.warehouse.folder, "missing", "--month", asked, "--json")
    rows: list[dict[str, Any]] = json.loads(done.out)
    return {(row["unit"], row["dataset"]): (row["state"], row["blank"]) for row in rows}


def partly_on_the_strip(desk: Desk) -> list[tuple[str, ...]]:
    with desk.warehouse.read() as connection:
        owed = owed_by_view(
            read_submissions(connection, desk.catalogue, [JUNE]),
            desk.catalogue,
            read_scope(connection, ["root"]),
            [JUNE],
        )
    return [each.partly for each in owed.get((JUNE, "root"), [])]


def test_a_renamed_column_makes_the_report_partial_from_the_first_month(desk: Desk) -> None:
    assert desk.load(RENAMED).status == "ok"
    assert missing(desk) == {("a", "hotline"): ("partly", ["tickets_closed"])}
    assert partly_on_the_strip(desk) == [("a",)]


def test_the_strip_counts_it_apart_from_the_whole_reports(desk: Desk) -> None:
    desk.load(RENAMED)
    with desk.warehouse.read() as connection:
        board = read_board(connection, desk.catalogue, 2023, JUNE)
    counted = SubmissionCount(owed=3, received=1, missing=("乙大队",), partly=1)
    shown = status_line(board, desk.catalogue, counted)
    assert "已报 <b>1</b> 份，部分报送 <b>1</b> 份" in shown


def test_the_board_says_for_which_kpi_the_unit_is_missing(desk: Desk) -> None:
    desk.load("单位代码,单位名称,上级单位,填报内容\na,甲大队,root,hotline\n")
    desk.load(RENAMED)
    with desk.warehouse.read() as connection:
        board = read_board(connection, desk.catalogue, 2023, JUNE)
    assert board.of("tickets_closed").missing_units == ("a",)
    assert board.of("tickets_received").missing_units == ()


def test_the_bulletin_asks_for_the_column(desk: Desk, tmp_path: Path) -> None:
    desk.load(RENAMED)
    file = tmp_path / "通报.docx"
    words = ["--year", "2023", "--as-of", "2023-06", "-o", str(file)]
    assert run("dashboard", desk.warehouse.folder, "bulletin", *words).status == 0
    text = "".join(each.text for each in Document(str(file)).element.body.iter() if each.text)
    assert "缺办结工单数" in text


def test_the_column_loaded_later_completes_the_report(desk: Desk) -> None:
    desk.load(RENAMED)
    desk.load(hotline("2023-06,甲大队,10,9"))
    assert missing(desk) == {}
    assert partly_on_the_strip(desk) == [()]


def test_taking_the_load_back_takes_the_doubt_back(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,10,"))
    desk.load(RENAMED.replace(",10,9", ",11,9"))
    assert missing(desk) == {("a", "hotline"): ("partly", ["tickets_closed"])}
    desk.undo(3)
    assert missing(desk) == {}


def test_a_column_like_no_other_asks_for_what_the_unit_reported_in_the_last_year(desk: Desk) -> None:
    rows = ["2023-03,甲大队,10,9", "2023-04,甲大队,10,", "2023-05,甲大队,10,"]
    desk.load(hotline(*rows))
    desk.load("月份,单位,受理工单数,出动车辆\n2023-06,甲大队,10,3\n")
    assert missing(desk) == {("a", "hotline"): ("partly", ["tickets_closed"])}
    assert partly_on_the_strip(desk) == [("a",)]


@pytest.mark.parametrize(
    "text",
    [
        "月份,单位,受理工单数,出动车辆\n2023-06,甲大队,10,3\n",
        "月份,单位,受理工单数,办理完结情况\n2023-06,甲大队,10,良好\n",
        "月份,单位,受理工单数,办理完结数\n2023-06,甲大队,10,\n",
        "月份,单位,受理工单数,办结率\n2023-06,甲大队,10,0.9\n",
        "月份,单位,受理工单数,工单编号\n2023-06,甲大队,10,12\n",
        "月份,单位,受理工单数,办结工单数,办理完结数\n2023-06,甲大队,10,9,9\n",
        "序号,月份,单位,受理工单数,备注\n1,2023-06,甲大队,10,5\n",
    ],
)
def test_what_may_be_no_expected_column_leaves_the_report_whole(desk: Desk, text: str) -> None:
    desk.load(text)
    assert missing(desk) == {}


def test_a_row_left_out_leaves_no_doubt(desk: Desk) -> None:
    desk.load(RENAMED + "2023-06,乙大队,x,9\n", skip_bad_rows=True)
    assert set(missing(desk)) == {("a", "hotline")}
