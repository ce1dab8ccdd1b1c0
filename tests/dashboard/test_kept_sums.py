"""Sums kept by unit above equal those worked out from figures and units, after any sequence of changes."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dashboard.board.board import read_board
from dashboard.board.change_digests import read_change_digests
from dashboard.board.like_for_like import compare_complete_units
from dashboard.board.missing import owed_by_view
from dashboard.board.period import available_years, read_reported_year, reported_months
from domain.catalogue import load_catalogue
from domain.months import parse_month
from etl.load.preview import Request
from etl.load.several_files import preview_sequence
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse, kept_sums
from etl.warehouse.recount import recount, uncounted
from etl.warehouse.statements import statement
from etl.warehouse.submissions import read_submissions
from etl.warehouse.verify import verify
from etl.warehouse.view_scope import read_scope
from tests.etl.desk import Desk

CATALOGUE = load_catalogue()
DATASETS = {dataset.id for dataset in CATALOGUE.monthly}
UNITS = ("root", "p", "q", "a", "b", "c")
HEADER = "单位代码,单位名称,上级单位,启用年月,停用年月,生效年月"
TREE = "\n".join(
    [
        HEADER,
        "root,全局,,,,",
        "p,东片,root,,,",
        "q,西片,root,,,",
        "a,甲站,p,,,",
        "b,乙站,p,,,",
        "c,丙站,q,,,",
        "",
    ]
)
NAMES = dict(zip(UNITS, ("全局", "东片", "西片", "甲站", "乙站", "丙站"), strict=True))
MONTHS = ("2022-11", "2022-12", "2023-01", "2023-02", "2023-03")

cell = st.sampled_from(["", "", "3", "5", "12", "40余", "近30", "撤销"])
row = st.tuples(st.sampled_from(MONTHS), st.sampled_from(UNITS), cell, cell, cell, cell)
figures = st.lists(row, min_size=1, max_size=6, unique_by=lambda one: one[:2]).map(
    lambda rows: "\n".join(
        [
            "月份,单位,受理工单数,办结工单数,回访数,满意数",
            *(",".join((one[0], NAMES[one[1]], *one[2:])) for one in rows),
            "",
        ]
    )
)
# A move at a date, a life that ends, a tree put right for all time.
units = st.sampled_from(
    [
        f"{HEADER}\na,甲站,q,,,2023-01\n",
        f"{HEADER}\na,甲站,p,,,2023-03\n",
        f"{HEADER}\nb,乙站,q,,,\n",
        f"{HEADER}\nb,乙站,p,,2022-12,\n",
        f"{HEADER}\nq,西片,p,,,2023-02\n",
        f"{HEADER}\nc,丙站,root,2022-12,,\n",
        TREE,
    ]
)
step = st.one_of(
    st.tuples(st.just("load"), figures),
    st.tuples(st.just("load"), units),
    st.tuples(st.sampled_from(["undo", "redo"]), st.integers(2, 9)),
)


@pytest.fixture(autouse=True)
def _sums_of_small_bureaus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_sums, "MANY_UNITS", 1)


def take(desk: Desk, what: str, content: Any) -> None:
    if what == "load":
        desk.load(content)
        return
    with desk.warehouse.read() as connection:
        (loads,) = connection.execute("SELECT max(load) FROM load_record").fetchone() or (0,)
    if content <= loads:
        desk.undo(content) if what == "undo" else desk.redo(content)


def worked_out(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, date], tuple[Any, ...]]:
    """The plain way: each figure goes to its unit and all units above it in that month."""
    places = connection.execute("SELECT unit, parent, first_month, last_month FROM unit_place").fetchall()
    lives = connection.execute("SELECT unit, start_month, end_month FROM current_unit").fetchall()
    alive = {unit: (start or date.min, end or date.max) for unit, start, end in lives}
    rows = connection.execute("SELECT unit, month, indicator, value, word FROM current_figure").fetchall()
    reports: dict[tuple[str, date], dict[str, tuple[float, str]]] = defaultdict(dict)
    for unit, month, indicator, value, word in rows:
        reports[unit, month][indicator] = value, word
    sums: dict[tuple[str, str, date], list[Any]] = defaultdict(lambda: [0, 0, 0, {}])
    for (unit, month), filled in reports.items():
        if not alive[unit][0] <= month <= alive[unit][1]:
            continue
        for kpi in CATALOGUE.kpis:
            given_ones = [each for each in kpi.indicators if each in filled]
            if len(given_ones) < (1 if kpi.kind.adds_up else len(kpi.indicators)):
                continue
            for above in line(places, unit, month):
                one = sums[kept_sums.formula_of(kpi), above, month]
                for terms, place in ((kpi.numerator, 0), (kpi.denominator, 1)):
                    one[place] += sum(
                        each.sign * filled[each.indicator][0] for each in terms if each.indicator in filled
                    )
                one[2] += 1
                for each in given_ones:
                    if word := filled[each][1]:
                        one[3][word] = one[3].get(word, 0) + 1
    return {key: (above, below, count, words) for key, (above, below, count, words) in sums.items()}


def line(places: list[tuple[Any, ...]], unit: str | None, month: date) -> Iterator[str]:
    while unit is not None:
        yield unit
        unit = next(parent for one, parent, first, last in places if one == unit and first <= month <= last)


def kept(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, date], tuple[Any, ...]]:
    words: dict[tuple[str, str, date], dict[str, int]] = defaultdict(dict)
    for *key, word, count in connection.execute("FROM formula_word").fetchall():
        words[tuple(key)][word] = count
    return {
        tuple(key): (float(above), float(below), count, words.get(tuple(key), {}))
        for *key, above, below, count in connection.execute("FROM formula_sum").fetchall()
    }


@settings(max_examples=4, deadline=None, phases=(Phase.generate,))
@given(st.lists(step, min_size=2, max_size=4))
def test_kept_sums_equal_those_worked_out_after_any_changes(steps: list[tuple[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Warehouse(Path(folder)))
        desk.load(TREE)
        for what, content in steps:
            take(desk, what, content)
            with desk.warehouse.read() as connection:
                summed = {unit for (unit,) in connection.execute("FROM summed_unit").fetchall()}
                expected = {key: found for key, found in worked_out(connection).items() if key[1] in summed}
                assert kept(connection) == expected
        assert "root" in summed
        assert verify(desk.warehouse) == []
        boards_show_the_same(desk)


def boards_show_the_same(desk: Desk) -> None:
    """What boards read of the kept sums is what they add up from the figures."""
    with desk.warehouse.read() as connection, connection.cursor() as computing:
        for name in ("figures_computed_here", "units_computed_here"):
            computing.execute(statement(f"sums/{name}"))
        assert kept_sums.is_kept(connection)
        assert not kept_sums.is_kept(computing)
        for month in MONTHS[1::2]:
            as_of = parse_month(month)
            assert shown(connection, as_of) == shown(computing, as_of)
        assert read_change_digests(connection, DATASETS) == read_change_digests(computing, DATASETS)


def without_closed(desk: Desk) -> None:
    """Make a warehouse whose sums were kept under a catalogue that had no KPI of tickets_closed alone."""
    with desk.warehouse.write() as connection:
        for table in ("summed_term", "formula_sum", "formula_word"):
            connection.execute(f"DELETE FROM {table} WHERE formula LIKE '%tickets_closed%'")


def sums_of_closed(desk: Desk) -> dict[tuple[str, date], float]:
    with desk.warehouse.read() as connection:
        found = kept(connection).items()
    return {(unit, month): one[0] for (formula, unit, month), one in found if formula == "1:+tickets_closed/"}


def test_a_load_leaves_the_sums_of_a_new_formula_to_a_recount(tmp_path: Path) -> None:
    desk = Desk(Warehouse(tmp_path))
    desk.load(TREE)
    desk.load("月份,单位,受理工单数,办结工单数\n2023-01,甲站,5,3\n")
    without_closed(desk)
    desk.load("月份,单位,办结工单数\n2023-02,甲站,4\n")
    assert sums_of_closed(desk) == {}
    boards_show_the_same(desk)
    told: list[tuple[int, int]] = []
    assert recount(desk.warehouse, CATALOGUE, lambda *months: told.append(months)) > 0
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert sums_of_closed(desk)["root", date(2023, 2, 1)] == 4
    assert verify(desk.warehouse) == []
    assert recount(desk.warehouse, CATALOGUE, lambda *months: told.append(months)) == 0
    assert len(told) == 3


BESIDE = {
    "a month that was counted": "月份,单位,办结工单数\n2023-01,乙站,20余\n",
    "a month that is new": "月份,单位,办结工单数\n2023-03,丙站,9\n",
    "a month withdrawn": 3,
    "units": f"{HEADER}\na,甲站,q,,,2023-01\n",
}


@pytest.mark.parametrize("change", BESIDE.values(), ids=BESIDE)
def test_a_change_beside_a_recount_is_in_its_sums(tmp_path: Path, change: str | int) -> None:
    desk = Desk(Warehouse(tmp_path))
    desk.load(TREE)
    desk.load("月份,单位,受理工单数,办结工单数\n2023-01,甲站,5,3\n2023-01,丙站,5,2\n")
    desk.load("月份,单位,办结工单数\n2023-02,甲站,4\n")
    without_closed(desk)
    changes = iter([change])

    def change_once(done: int, months: int) -> None:
        if done == 1 and (one := next(changes, None)):
            take(desk, "undo" if isinstance(one, int) else "load", one)

    assert recount(desk.warehouse, CATALOGUE, change_once) > 0
    with desk.warehouse.read() as connection:
        summed = {unit for (unit,) in connection.execute("FROM summed_unit").fetchall()}
        assert kept(connection) == {
            key: found for key, found in worked_out(connection).items() if key[1] in summed
        }
        assert uncounted(connection, CATALOGUE) == {}
    assert verify(desk.warehouse) == []


def test_a_sum_that_differs_from_the_history_is_a_fault(tmp_path: Path) -> None:
    desk = Desk(Warehouse(tmp_path))
    desk.load(TREE)
    desk.load("月份,单位,受理工单数\n2023-01,甲站,5\n")
    with desk.warehouse.write() as connection:
        connection.execute("UPDATE formula_sum SET numerator = numerator + 1 WHERE ancestor = 'root'")
    assert [fault for fault in verify(desk.warehouse) if "汇总数" in fault]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM kept_report WHERE unit = (SELECT max(unit) FROM kept_report)",
        "UPDATE report_pattern SET columns = columns || ' other'",
        "INSERT INTO kept_report SELECT unit, dataset, DATE '2031-01-01', pattern FROM kept_report LIMIT 1",
    ],
    ids=["missing", "other columns", "a month without figures"],
)
def test_a_kept_report_that_differs_from_the_figures_is_a_fault(tmp_path: Path, change: str) -> None:
    desk = Desk(Warehouse(tmp_path))
    desk.load(TREE)
    desk.load("月份,单位,受理工单数\n2023-01,甲站,5\n")
    assert verify(desk.warehouse) == []
    with desk.warehouse.write() as connection:
        connection.execute(change)
    assert [fault for fault in verify(desk.warehouse) if "汇总数" in fault]


def test_a_kept_unit_that_differs_from_the_history_is_a_fault(tmp_path: Path) -> None:
    desk = Desk(Warehouse(tmp_path))
    desk.load("单位代码,单位名称,上级单位\nroot,示例局,\na,甲大队,root\n")
    assert verify(desk.warehouse) == []
    with desk.warehouse.write() as connection:
        connection.execute("UPDATE kept_unit SET parent = NULL WHERE unit = 'a'")
    assert [fault for fault in verify(desk.warehouse) if "单位" in fault]


def test_a_unit_file_is_checked_in_the_tree_that_it_makes(tmp_path: Path) -> None:
    desk = Desk(Warehouse(tmp_path))
    desk.load(TREE)
    request = Request("单位代码,单位名称,上级单位\nnew,新站,root\n".encode(), "单位.csv", ReadOptions())
    with preview_sequence(desk.warehouse, CATALOGUE, [request]) as (found, after):
        assert [one.status for one in found] == ["ok"]
        assert "new" in read_scope(after, ["root"])["unit"]


def shown(connection: duckdb.DuckDBPyConnection, as_of: date) -> dict[str, Any]:
    boards = [read_board(connection, CATALOGUE, as_of.year, as_of, unit) for unit in UNITS]
    compared = [compare_complete_units(connection, CATALOGUE, each) for each in boards]
    owed = owed_by_view(
        read_submissions(connection, CATALOGUE, [as_of]), CATALOGUE, read_scope(connection, UNITS), [as_of]
    )
    reported = {year: read_reported_year(connection, CATALOGUE, year) for year in available_years(connection)}
    return {
        "progress": [each.progress for each in compared],
        "figures": [dict(each.figures) for each in boards],
        "owed": {key: sorted(found, key=lambda one: one.dataset) for key, found in owed.items()},
        "years": (reported, reported_months(connection)),
    }
