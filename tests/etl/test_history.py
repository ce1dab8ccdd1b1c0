"""History: taking loads back and bringing them back, closing months, and how things stood then."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from etl.export.export import read_figures
from etl.load.freeze import freeze, unfreeze
from etl.load.history import UnknownLoadError, read_history, read_journal, read_load_changes
from etl.warehouse import Warehouse
from etl.warehouse.as_of import as_of_freeze, frozen_through
from tests.etl.desk import CLOSED, RECEIVED, TODAY, Desk, codes, errors, hotline, new_desk

JUNE, MAY = date(2023, 6, 1), date(2023, 5, 1)


def test_undo_shows_the_earlier_figures_again(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    before = desk.whole_figures()
    desk.load(hotline("2023-06,甲大队,120,110", "2023-05,甲大队,7,6"))
    assert desk.undo(3).status == "ok"
    assert desk.whole_figures() == before


def test_undo_shows_the_newest_of_the_earlier_loads(desk: Desk) -> None:
    for received in (100, 110, 120):
        desk.load(hotline(f"2023-06,甲大队,{received},90"))
    desk.undo(4)
    assert desk.whole_figures()[RECEIVED, "a", "2023-06"] == (110, "", 3)
    desk.undo(3)
    assert desk.whole_figures()[RECEIVED, "a", "2023-06"] == (100, "", 2)


def test_undoing_an_older_load_leaves_the_newer_ones(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,甲大队,120,"))
    desk.undo(2)
    assert desk.figures() == {(RECEIVED, "a", "2023-06"): 120}


def test_redo_brings_a_load_back_in_its_old_place(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,甲大队,120,110"))
    desk.undo(2)
    assert desk.redo(2).status == "ok"
    assert desk.whole_figures()[RECEIVED, "a", "2023-06"] == (120, "", 3)


def test_undoing_twice_changes_nothing_more(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.undo(2)
    version = desk.warehouse.version()
    assert desk.undo(2).status == "unchanged"
    assert desk.redo(1).status == "unchanged"
    assert desk.warehouse.version() == version


def test_a_load_that_never_was_cannot_be_undone(desk: Desk) -> None:
    with pytest.raises(UnknownLoadError):
        desk.undo(99)


def test_what_was_undone_may_be_loaded_again(desk: Desk) -> None:
    text = hotline("2023-06,甲大队,100,90")
    desk.load(text)
    desk.undo(2)
    assert desk.load(text).load == 3


def test_units_that_figures_depend_on_are_not_taken_back(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    change = desk.undo(1)
    assert change.status == "refused"
    assert [finding.code for finding in change.findings] == ["unknown_unit"]
    desk.undo(2)
    assert desk.undo(1).status == "ok"


def test_targets_are_taken_back_as_figures_are(desk: Desk) -> None:
    header = "年度,指标,年度目标,依据\n"
    desk.load(header + "2023,集体学法次数,12,要点\n")
    desk.load(header + "2023,集体学法次数,10,要点\n")
    assert targets(desk) == [("group_study", "root", 10)]
    desk.undo(3)
    assert targets(desk) == [("group_study", "root", 12)]


def targets(desk: Desk) -> list[tuple]:
    with desk.warehouse.read() as connection:
        return connection.execute("SELECT kpi, unit, target FROM current_target").fetchall()


def test_the_journal_says_who_did_what_and_why(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.undo(2)
    freeze(desk.warehouse, JUNE, by="赵六", why="月报已定", at=datetime(2023, 7, 8))
    with desk.warehouse.read() as connection:
        journal = read_journal(connection)
        states = list(read_history(connection)["state"])
    assert list(journal["kind"]) == ["loaded", "loaded", "undone", "frozen"]
    assert list(journal["recorded_by"])[2:] == ["王五", "赵六"]
    assert list(journal["why"])[2:] == ["试", "月报已定"]
    assert states == ["active", "undone"]


def test_what_a_load_changed_can_be_seen_later(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,100,90"))
    desk.load(hotline("2023-06,甲大队,100,95"))
    desk.load(hotline("2023-06,甲大队,1,1"))
    with desk.warehouse.read() as connection:
        changes = read_load_changes(connection, desk.catalogue, 3)
    rows = sorted(zip(changes["indicator"], changes["old"], changes["new"], changes["kind"], strict=True))
    assert rows == [(CLOSED, 90, 95, "changed"), (RECEIVED, 100, 100, "unchanged")]


@pytest.fixture(scope="module")
def closed_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """May and June reported, June closed. Never write to it."""
    desk = new_desk(tmp_path_factory.mktemp("closed") / "warehouse")
    desk.load(hotline("2023-05,甲大队,50,40", "2023-06,甲大队,100,90"))
    assert freeze(desk.warehouse, JUNE).status == "ok"
    return desk.warehouse.folder


class TestFreezing:
    """A closed month stays as it is until it is opened."""

    @pytest.fixture
    def closed(self, closed_warehouse: Path, tmp_path: Path) -> Desk:
        """May and June reported, June closed."""
        return Desk(Warehouse(shutil.copytree(closed_warehouse, tmp_path / "closed")))

    @pytest.mark.parametrize("month", ["2023-05", "2023-06"])
    def test_a_closed_month_and_those_before_refuse_changes(self, closed: Desk, month: str) -> None:
        outcome = closed.load(hotline("2023-07,甲大队,5,4", f"{month},甲大队,8,7"))
        assert errors(outcome) == [
            ("frozen_period", 3, "受理工单数"),
            ("frozen_period", 3, "办结工单数"),
        ]

    def test_figures_that_stay_the_same_pass(self, closed: Desk) -> None:
        outcome = closed.load(hotline("2023-06,甲大队,100,90", "2023-07,甲大队,8,7"))
        assert (outcome.status, codes(outcome)) == ("ok", [])

    def test_the_same_file_again_is_unchanged_in_a_closed_month(self, closed: Desk) -> None:
        assert closed.load(hotline("2023-06,甲大队,100,90")).status == "unchanged"

    def test_undo_that_would_change_a_closed_month_is_refused(self, closed: Desk) -> None:
        change = closed.undo(2)
        assert change.status == "refused"
        assert {finding.code for finding in change.findings} == {"frozen_period"}
        assert closed.figures()[RECEIVED, "a", "2023-06"] == 100

    def test_a_large_figure_that_undo_would_change_is_told_in_full(self, desk: Desk) -> None:
        load = desk.load(hotline("2023-06,甲大队,1234567,1234567")).load
        freeze(desk.warehouse, JUNE)
        assert load is not None
        assert "由 1234567 变为空；" in desk.undo(load).findings[0].message

    def test_of_many_figures_that_undo_would_change_the_first_are_told_and_all_counted(
        self, desk: Desk
    ) -> None:
        load = desk.load(hotline(*(f"2023-0{month},甲大队,9,9" for month in (1, 2, 3, 4)))).load
        freeze(desk.warehouse, JUNE)
        assert load is not None
        told = [finding.message for finding in desk.undo(load).findings]
        assert len(told) == 6 and "共有 8 个数会变动" in told[-1]
        assert all("unfreeze 2023-01）" in each for each in told)

    def test_redo_that_would_change_a_closed_month_is_refused(self, desk: Desk) -> None:
        desk.load(hotline("2023-06,甲大队,100,90"))
        desk.undo(2)
        freeze(desk.warehouse, JUNE)
        assert desk.redo(2).status == "refused"

    def test_undo_that_changes_no_closed_month_passes(self, closed: Desk) -> None:
        closed.load(hotline("2023-06,甲大队,100,90", "2023-07,甲大队,8,7"))
        assert closed.undo(3).status == "ok"

    def test_opening_a_month_opens_the_later_ones_and_not_the_earlier(self, closed: Desk) -> None:
        assert unfreeze(closed.warehouse, JUNE).status == "ok"
        assert closed.load(hotline("2023-06,甲大队,101,90")).status == "ok"
        assert closed.load(hotline("2023-05,甲大队,51,40")).status == "refused"

    def test_opening_what_is_open_and_closing_what_is_closed_changes_nothing(self, closed: Desk) -> None:
        version = closed.warehouse.version()
        assert freeze(closed.warehouse, MAY).status == "unchanged"
        assert unfreeze(closed.warehouse, date(2023, 7, 1)).status == "unchanged"
        assert closed.warehouse.version() == version

    def test_a_month_to_come_cannot_be_closed(self, desk: Desk) -> None:
        change = freeze(desk.warehouse, date(2024, 4, 1), at=datetime(TODAY.year, TODAY.month, TODAY.day))
        assert [finding.code for finding in change.findings] == ["future_month"]

    def test_how_it_stood_at_closing_stays_whatever_comes_after(self, closed: Desk) -> None:
        closed.load("年度,指标,年度目标,依据\n2023,集体学法次数,12,要点\n")
        unfreeze(closed.warehouse, MAY)
        closed.load(hotline("2023-06,甲大队,70,60"))
        closed.undo(2)
        assert closed.figures() == {(RECEIVED, "a", "2023-06"): 70, (CLOSED, "a", "2023-06"): 60}
        with closed.warehouse.read() as connection:
            assert as_of_freeze(connection, JUNE) is not None
            then = read_figures(connection)
            goals = connection.execute("SELECT count(*) FROM current_target").fetchone()
        assert sorted(then["value"]) == [40, 50, 90, 100]
        assert goals == (0,)

    def test_a_month_closed_again_shows_its_last_closing(self, closed: Desk) -> None:
        unfreeze(closed.warehouse, JUNE)
        closed.load(hotline("2023-06,甲大队,70,60"))
        freeze(closed.warehouse, JUNE)
        with closed.warehouse.read() as connection:
            as_of_freeze(connection, JUNE)
            assert sorted(read_figures(connection)["value"]) == [40, 50, 60, 70]

    def test_a_month_that_was_never_closed_shows_nothing_else(self, desk: Desk) -> None:
        with desk.warehouse.read() as connection:
            assert as_of_freeze(connection, JUNE) is None
            assert frozen_through(connection) is None
