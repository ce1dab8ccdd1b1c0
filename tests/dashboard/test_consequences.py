"""The lamps that a load is said to turn are those that differ once it is loaded."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.board.board import read_boards
from dashboard.board.lamp_changes import LampChange, compare_boards, lamp_changes, read_lamp_impact
from dashboard.wording.lamp_words import reason_so_far
from domain.catalogue import load_catalogue
from etl.load.freeze import freeze, unfreeze
from etl.load.preview import Request
from etl.load.several_files import loading_order, preview_sequence
from etl.load.store import load
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from tests.dashboard.command import loaded

CATALOGUE = load_catalogue()
TARGETS = (
    "年度,指标,单位,年度目标,依据\n2023,集体学法次数,,24,x\n2023,集体学法次数,a,12,x\n"
    "2023,满意率,,90%,x\n2023,满意率,b,90%,x\n"
)
FIGURES = "月份,单位,集体学法次数\n2023-01,a,1\n2023-02,a,1\n2023-01,b,1\n2023-02,b,1\n"
TICKETS = "月份,单位,回访数,满意数\n2023-01,a,10,10\n2023-02,a,10,10\n2023-01,b,10,9\n2023-02,b,10,9\n"
UNITS = ("root", "a", "b")


COLOURS = {"green", "yellow", "red"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with targets and two months; never written to."""
    folder = tmp_path_factory.mktemp("consequences")
    return loaded(folder, targets=TARGETS, study=FIGURES, tickets=TICKETS)


@pytest.fixture
def warehouse(base: Path, tmp_path: Path) -> Warehouse:
    return Warehouse(Path(shutil.copytree(base, tmp_path / "warehouse")))


def request(text: str, name: str = "新.csv") -> Request:
    return Request(text.encode(), name, ReadOptions(today=date(2024, 1, 1)))


def foretold(
    warehouse: Warehouse, *requests: Request, in_view: date | None = None
) -> set[tuple[str, str, str, str, str]]:
    """KPI, unit, month, old lamp, new lamp of each lamp that is said to turn."""
    ordered = loading_order(requests, CATALOGUE)
    with (
        preview_sequence(warehouse, CATALOGUE, ordered) as (previews, after),
        warehouse.read() as before,
    ):
        lamps = read_lamp_impact(before, after, CATALOGUE, previews, in_view).lamps
    return set(map(turn, lamps))


def turn(change: LampChange) -> tuple[str, str, str, str, str]:
    after = change.after
    return (after.kpi, after.unit, after.as_of, change.before.lamp, after.lamp)


def boards(warehouse: Warehouse, month: int):
    with warehouse.read() as connection:
        return read_boards(connection, CATALOGUE, 2023, date(2023, month, 1), UNITS)


@settings(max_examples=6)
@given(
    rows=st.dictionaries(
        st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 4)),
        st.tuples(st.integers(0, 4), st.integers(0, 10), st.integers(0, 10)),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_foretold_is_what_happens(
    base: Path, tmp_path_factory: pytest.TempPathFactory, rows: dict[tuple[str, int], tuple[int, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("foretold") / "warehouse"
    warehouse = Warehouse(Path(shutil.copytree(base, folder)))
    table = "月份,单位,集体学法次数\n"
    study = table + "".join(f"2023-{month:02},{unit},{row[0]}\n" for (unit, month), row in rows.items())
    table = "月份,单位,回访数,满意数\n"
    tickets = table + "".join(
        f"2023-{month:02},{unit},{max(row[1:])},{min(row[1:])}\n" for (unit, month), row in rows.items()
    )
    files = [request(study, "学法.csv"), request(tickets, "热线.csv")]
    told = foretold(warehouse, *files)
    months = {2, max(month for _, month in rows)}
    before = {month: boards(warehouse, month) for month in months}
    with preview_sequence(warehouse, CATALOGUE, files) as (previews, _):
        outcomes = [load(warehouse, CATALOGUE, preview, by="甲").status for preview in previews]
    assert set(outcomes) <= {"ok", "unchanged"}
    happened = {
        turn(change)
        for month in months
        for change in lamp_changes(before[month], boards(warehouse, month))
        if {change.before.lamp, change.after.lamp} & COLOURS
    }
    assert told == happened


def test_a_target_turns_lamps_too(warehouse: Warehouse) -> None:
    assert foretold(warehouse, request("年度,指标,单位,年度目标,依据\n2023,满意率,b,85%,新\n")) == set()
    told = foretold(warehouse, request("年度,指标,单位,年度目标,依据\n2023,满意率,b,95%,新\n"))
    assert told == {("hotline_satisfaction_rate", "b", "2023-02", "green", "red")}


def test_a_target_is_judged_in_the_last_month_reported_and_in_the_month_in_view(warehouse: Warehouse) -> None:
    freeze(warehouse, date(2023, 1, 1), by="甲", why="核定")
    target = request("年度,指标,单位,年度目标,依据\n2023,满意率,b,95%,新\n")
    assert foretold(warehouse, target) == set()  # a closed month's target is refused
    adjusted = request("年度,指标,单位,年度目标,生效年月,依据\n2023,满意率,b,95%,2月,新\n")
    assert {(lamp[1], lamp[2]) for lamp in foretold(warehouse, adjusted)} == {("b", "2023-02")}
    unfreeze(warehouse, date(2023, 1, 1), by="甲", why="更正")
    assert {(lamp[1], lamp[2]) for lamp in foretold(warehouse, target, in_view=date(2023, 1, 1))} == {
        ("b", "2023-01"),
        ("b", "2023-02"),
    }
    for not_reported in (date(2023, 3, 1), date(2022, 12, 1)):
        told = foretold(warehouse, target, in_view=not_reported)
        assert {lamp[2] for lamp in told} == {"2023-02"}


def test_it_is_known_in_which_months_lamps_were_judged(warehouse: Warehouse) -> None:
    def months(text: str) -> tuple[date, ...]:
        with (
            preview_sequence(warehouse, CATALOGUE, [request(text)]) as (previews, after),
            warehouse.read() as before,
        ):
            return read_lamp_impact(before, after, CATALOGUE, previews).months

    assert months("月份,单位,集体学法次数\n2023-01,a,2\n") == (date(2023, 1, 1), date(2023, 2, 1))
    assert months("年度,指标,单位,年度目标,依据\n2024,满意率,b,95%,新\n") == ()


def test_a_unit_without_a_target_has_no_lamp_to_turn(warehouse: Warehouse) -> None:
    assert foretold(warehouse, request("月份,单位,集体学法次数\n2023-02,b,0\n")) == {
        ("group_study", "root", "2023-02", "green", "yellow")
    }


def test_notes_and_tasks_turn_no_lamp(warehouse: Warehouse) -> None:
    assert foretold(warehouse, request("月份,单位,指标,说明\n2023-02,a,满意率,汛期\n")) == set()


def test_what_differs_without_another_lamp_is_seen_too(warehouse: Warehouse) -> None:
    before = boards(warehouse, 2)
    with preview_sequence(warehouse, CATALOGUE, [request("月份,单位,集体学法次数\n2023-02,a,9\n")]) as (
        _,
        after,
    ):
        compared = compare_boards(before, read_boards(after, CATALOGUE, 2023, date(2023, 2, 1), UNITS))
    found = [change for change in compared if change.differs and change.after.kpi == "group_study"]
    assert [(change.after.unit, change.turned) for change in found] == [("root", False), ("a", False)]
    assert [(change.before.year_to_date, change.after.year_to_date) for change in found] == [(4, 12), (2, 10)]
    assert [change.after.lamp for change in found] == ["green", "green"]


def test_a_lamp_that_lacks_units_says_so(warehouse: Warehouse) -> None:
    with (
        preview_sequence(warehouse, CATALOGUE, [request("月份,单位,集体学法次数\n2023-03,a,1\n")]) as (
            found,
            after,
        ),
        warehouse.read() as before,
    ):
        lamps = read_lamp_impact(before, after, CATALOGUE, found).lamps
    lit = [lamp.after for lamp in lamps if (lamp.after.unit, lamp.after.as_of) == ("root", "2023-03")]
    (why,) = [reason_so_far(CATALOGUE, each) for each in lit]
    assert why == "应完成 6，实际 5，完成时序 83%（1个单位未报）"
