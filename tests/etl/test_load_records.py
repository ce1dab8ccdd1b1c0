"""What a load changed of targets, tasks, units and notes can be looked at afterwards, as it was then."""

from pathlib import Path

from etl.load.history import read_load_records
from etl.warehouse import Warehouse
from tests.dashboard.command import run

HEADER = "年度,指标,单位,年度目标,依据\n"


def load(warehouse: Path, folder: Path, text: str) -> None:
    file = folder / "表.csv"
    file.write_text(text, encoding="utf-8")
    assert run("etl", warehouse, "load", str(file)).status == 0


def changes(warehouse: Path, number: int) -> list[tuple[str, str, str, str]]:
    """Key, kind, old and new of each record of a load; "" where there is none."""
    with Warehouse(warehouse).read() as connection:
        found = read_load_records(connection, number)
    return [
        (
            row.key,
            row.kind,
            *(str(text) if text == text and text is not None else "" for text in (row.old, row.new)),
        )
        for row in found.itertuples()
    ]


def test_a_load_of_targets_shows_old_and_new_as_it_was_then(fresh_warehouse: Path, tmp_path: Path) -> None:
    load(fresh_warehouse, tmp_path, "单位代码,单位名称,上级单位\njt,某局,\n")
    load(fresh_warehouse, tmp_path, HEADER + "2023,集体学法次数,,12,甲\n")
    load(fresh_warehouse, tmp_path, HEADER + "2023,集体学法次数,,24,乙\n2023,法治学习次数,,4,乙\n")
    load(fresh_warehouse, tmp_path, HEADER + "2023,集体学法次数,,36,丙\n")
    assert changes(fresh_warehouse, 1) == [("jt", "added", "", "某局")]
    assert changes(fresh_warehouse, 2) == [("2023 group_study jt", "added", "", "12.0")]
    assert changes(fresh_warehouse, 3) == [
        ("2023 group_study jt", "changed", "12.0", "24.0"),
        ("2023 law_study jt", "added", "", "4.0"),
    ]


def test_an_undo_of_an_earlier_load_does_not_rewrite_what_a_load_changed(
    fresh_warehouse: Path, tmp_path: Path
) -> None:
    load(fresh_warehouse, tmp_path, "单位代码,单位名称,上级单位\njt,某局,\n")
    load(fresh_warehouse, tmp_path, HEADER + "2023,集体学法次数,,12,甲\n")
    load(fresh_warehouse, tmp_path, HEADER + "2023,集体学法次数,,24,乙\n")
    assert run("etl", fresh_warehouse, "undo", "2").status == 0
    assert changes(fresh_warehouse, 3) == [("2023 group_study jt", "changed", "12.0", "24.0")]


def test_a_load_of_figures_holds_no_records(fresh_warehouse: Path, tmp_path: Path) -> None:
    load(fresh_warehouse, tmp_path, "单位代码,单位名称,上级单位\njt,某局,\n")
    load(fresh_warehouse, tmp_path, "月份,单位,集体学法次数\n2023-05,某局,1\n")
    assert changes(fresh_warehouse, 2) == []
