"""The rows with errors are shown as they stand in the file, with exactly the bad cells marked."""

from datetime import date
from pathlib import Path

from domain.catalogue import load_catalogue
from etl.load.bad_rows import MarkedTable, marked_tables
from etl.load.preview import Request
from etl.load.several_files import preview_sequence
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse

CATALOGUE = load_catalogue()
TITLE = "某局热线月报,,,\n"
HEADER = "序号,单位,受理工单数（件）,办结工单数\n"


def marked(warehouse: Path, text: str, most: int = 50) -> tuple[MarkedTable, ...]:
    request = Request(
        text.encode("gb18030"), "表.csv", ReadOptions(month=date(2023, 6, 1), today=date(2024, 1, 1))
    )
    with preview_sequence(Warehouse(warehouse), CATALOGUE, [request]) as (found, _):
        return marked_tables(found[0], CATALOGUE, most)


def test_a_bad_cell_is_marked_in_its_row(sample_warehouse: Path) -> None:
    (table,) = marked(sample_warehouse, TITLE + HEADER + "1,局机关,6 2,63\n2,综合执法大队,49,47\n")
    assert table.header == ("序号", "单位", "受理工单数（件）", "办结工单数")
    (row,) = table.rows
    assert (row.row, row.cells, row.bad) == (3, ("1", "局机关", "6 2", "63"), {2})


def test_two_bad_cells_of_a_row_are_both_marked(sample_warehouse: Path) -> None:
    (table,) = marked(sample_warehouse, HEADER + "1,没有的单位,x,63\n")
    assert [row.bad for row in table.rows] == [{1, 2}]


def test_a_row_that_only_the_state_after_the_load_finds_fault_with_is_shown(sample_warehouse: Path) -> None:
    (table,) = marked(sample_warehouse, TITLE + HEADER + "1,局机关,1,90\n")
    (row,) = table.rows
    assert (row.row, row.cells, row.bad) == (3, ("1", "局机关", "1", "90"), {3})


def test_no_more_rows_than_fit_are_shown_and_the_rest_counted(sample_warehouse: Path) -> None:
    rows = "".join(f"{number},没有的单位{number},1,1\n" for number in range(5))
    (table,) = marked(sample_warehouse, HEADER + rows, most=3)
    assert [row.row for row in table.rows] == [2, 3, 4]
    assert table.more == 2


def test_a_good_file_has_none(sample_warehouse: Path) -> None:
    assert marked(sample_warehouse, HEADER + "1,局机关,62,63\n") == ()
