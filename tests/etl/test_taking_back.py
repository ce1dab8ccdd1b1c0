"""What becomes of the figures when a load is undone or redone is foreseen exactly."""

from collections import Counter

import pytest

from etl.load.history import TakingBack, foresee
from tests.etl.desk import Desk, hotline


def foreseen(desk: Desk, load: int) -> TakingBack:
    with desk.warehouse.read() as connection:
        return foresee(connection, desk.catalogue, load)


@pytest.fixture
def taken(desk: Desk) -> Desk:
    """Load 2 gives May and June, 3 corrects, adds and withdraws, 4 corrects one of these figures again."""
    desk.load(hotline("2023-05,甲大队,50,40", "2023-06,甲大队,100,90"))
    desk.load(hotline("2023-05,甲大队,50,撤销", "2023-06,甲大队,110,95", "2023-06,乙大队,9,8"))
    desk.load(hotline("2023-06,甲大队,120,"))
    return desk


def test_undoing_brings_back_earlier_values_and_leaves_what_a_later_load_gave(taken: Desk) -> None:
    found = foreseen(taken, 3)
    rows = zip(found.figures["unit"], found.figures["old"].fillna(-1), found.figures["new"].fillna(-1),
               found.figures["kind"], found.figures["new_load"].fillna(0), strict=True)  # fmt: skip
    assert list(rows) == [
        ("a", 50, 50, "unchanged", 2), ("a", -1, 40, "added", 2), ("a", 120, 120, "unchanged", 4),
        ("a", 95, 90, "changed", 2), ("b", 9, -1, "withdrawn", 0), ("b", 8, -1, "withdrawn", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("load", [2, 3, 4])
def test_what_is_foreseen_of_an_undo_and_of_a_redo_is_what_happens(taken: Desk, load: int) -> None:
    for change in (taken.undo, taken.redo):
        expected = taken.figures()
        for row in foreseen(taken, load).figures.to_dict("records"):
            key = row["indicator"], row["unit"], f"{row['month']:%Y-%m}"
            assert expected.pop(key, None) == (None if row["old"] != row["old"] else row["old"])
            if row["new"] == row["new"]:
                expected[key] = row["new"]
        assert change(load).status == "ok"
        assert taken.figures() == expected


def test_records_are_foreseen_too(desk: Desk) -> None:
    target = "年度,指标,单位,年度目标,依据\n2023,集体学法次数,,{},文\n"
    desk.load(target.format(12))
    desk.load(target.format(24) + "2023,法治学习次数,,6,文\n")
    records = foreseen(desk, 3).records
    assert Counter(zip(records["old_load"], records["new_load"].fillna(0), strict=True)) == {
        (3, 2): 1,
        (3, 0): 1,
    }
    of_earlier = foreseen(desk, 2).records
    assert of_earlier[["old_load", "new_load"]].to_numpy().tolist() == [[3, 3]]


def test_a_figure_that_two_loads_withdrew_stays_away_when_one_of_them_is_undone(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,50,40"))
    for received in (50, 51):
        desk.load(hotline(f"2023-05,甲大队,{received},撤销"))
    found = foreseen(desk, 4).figures
    assert dict(zip(found["indicator"], found["kind"], strict=True)) == {
        "tickets_received": "changed",
        "tickets_closed": "unchanged",
    }
