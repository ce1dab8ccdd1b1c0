"""Units through time: what was counted where, who owes what, and figures of a unit that was not in being."""

import json
from datetime import date
from typing import Any

import pytest

from domain.finding import Finding
from etl.load.store import Outcome
from etl.warehouse.directory import read_directory
from tests.dashboard.command import run
from tests.etl.desk import Desk, hotline

HEADER = "单位代码,单位名称,上级单位,填报内容,启用年月,停用年月,并入单位,生效年月\n"
ROOT = "root,示例局,,,,,,\n"
OFFICES = ROOT + "east,东片,root,,,,,\nwest,西片,root,,,,,\n"


def findings(outcome: Outcome, code: str) -> list[Finding]:
    every = [one for table in outcome.preview.tables for one in table.findings]
    return [one for one in every if one.code == code]


def tickets(desk: Desk, unit: str, as_of: str) -> dict[str, Any]:
    """What `kpis` says of 受理工单数."""
    asked = ("kpis", "--year", "2023", "--as-of", as_of, "--unit", unit, "--format", "json")
    found = json.loads(run("dashboard", desk.warehouse.folder, *asked).out)
    return {each["kpi"]: each for each in found}["tickets_received"]


def test_a_figure_after_the_last_month_is_refused_and_names_the_successor(desk: Desk) -> None:
    desk.load(HEADER + "c,合并科,root,,2023-06,,,\na,甲大队,root,,,2023-05,合并科,\n")
    assert desk.load(hotline("2023-05,甲大队,10,9")).status == "ok"
    outcome = desk.load(hotline("2023-06,甲大队,10,9"))
    (found,) = findings(outcome, "outside_unit_life")
    assert outcome.status == "refused" and found.row == 2
    assert "合并科" in found.message and "2023年5月" in found.message


def test_a_target_of_a_year_in_which_its_unit_is_closed_is_refused(desk: Desk) -> None:
    desk.load(HEADER + "c,合并科,root,,2023-06,,,\na,甲大队,root,,,2023-05,合并科,\n")
    target = "年度,指标,单位,年度目标\n{year},满意率,{unit},95%\n"
    outcome = desk.load(target.format(year=2024, unit="甲大队"))
    (found,) = findings(outcome, "outside_unit_life")
    assert (outcome.status, found.row, found.severity) == ("refused", 2, "error")
    assert "2023年5月后停用，已并入“合并科”" in found.message
    assert (
        "自2023年6月起启用"
        in findings(desk.load(target.format(year=2022, unit="合并科")), "outside_unit_life")[0].message
    )
    assert desk.load(target.format(year=2023, unit="甲大队")).status == "ok"


def test_closing_a_unit_that_has_later_figures_says_which_no_longer_count(desk: Desk) -> None:
    desk.load(hotline("2023-05,甲大队,10,9", "2023-06,甲大队,10,9", "2023-07,甲大队,10,9"))
    closing = HEADER + "c,合并科,root,,2023-06,,,\na,甲大队,root,,,2023-05,合并科,\n"
    outcome = desk.load(closing)
    (found,) = findings(outcome, "outside_unit_life")
    assert (outcome.status, found.row, found.severity) == ("ok", 3, "warning")
    assert "2023年6月至2023年7月已有它的 4 个数，这些数将不再计入" in found.message
    assert findings(desk.load(closing.replace("合并科,root", "合并处,root")), "outside_unit_life") == []


def test_a_figure_before_the_first_month_is_refused(desk: Desk) -> None:
    desk.load(HEADER + "c,新科,root,,2023-06,,,\n")
    outcome = desk.load(hotline("2023-05,新科,10,9"))
    assert outcome.status == "refused"
    assert "2023年6月起启用" in findings(outcome, "outside_unit_life")[0].message


def test_figures_loaded_before_a_unit_was_closed_load_again_unchanged(desk: Desk) -> None:
    desk.load(hotline("2023-06,甲大队,10,9"))
    desk.load(HEADER + "a,甲大队,root,,,2023-05,,\n")
    assert desk.load(hotline("2023-06,甲大队,10,9")).status == "unchanged"


def test_a_dataset_outside_what_a_unit_reports_is_asked_about(desk: Desk) -> None:
    desk.load(HEADER + "a,甲大队,root,petitions,,,,\n")
    outcome = desk.load(hotline("2023-06,甲大队,10,9", "2023-06,乙大队,10,9"))
    (found,) = findings(outcome, "not_owed")
    assert (outcome.status, found.row, found.severity) == ("ok", 2, "warning")


def test_a_former_name_still_leads_to_the_unit(desk: Desk) -> None:
    desk.load(HEADER + "a,甲支队,root,,,,,2023-06\n")
    assert desk.load(hotline("2023-06,甲大队,10,9", "2023-07,甲支队,10,9")).status == "ok"
    assert ("tickets_received", "a", "2023-06") in desk.figures()


def test_a_unit_that_is_merged_into_itself_is_refused(desk: Desk) -> None:
    outcome = desk.load(HEADER + "a,甲大队,root,,,2023-05,甲大队,\n")
    assert [(one.row, one.column) for one in findings(outcome, "bad_value")] == [(2, "并入单位")]


@pytest.mark.parametrize("is_in_one_file", [True, False])
def test_a_new_unit_of_an_earlier_units_name_must_say_since_when_it_exists(
    desk: Desk, is_in_one_file: bool
) -> None:
    renamed, new = "a,甲支队,root,,,,,2023-06\n", "c,甲大队,root,,{},,,\n"
    before = "" if is_in_one_file else renamed
    if before:
        desk.load(HEADER + before)
    rest = renamed if is_in_one_file else ""
    outcome = desk.load(HEADER + rest + new.format(""))
    (found,) = findings(outcome, "bad_value")
    assert (outcome.status, found.value, "启用年月" in found.message) == ("refused", "甲大队", True)
    assert desk.load(HEADER + rest + new.format("2023-07")).status == "ok"
    assert desk.load(hotline("2023-07,甲大队,10,9")).status == "ok"
    assert ("tickets_received", "c", "2023-07") in desk.figures()
    assert findings(desk.load(hotline("2023-05,甲大队,10,9")), "outside_unit_life")


@pytest.mark.parametrize(("rows", "code"), [("a,甲,b,,,,,2023-06\nb,乙,a,,,,,2023-06\n", "bad_value")])
def test_a_tree_that_goes_in_a_circle_from_some_month_on_is_refused(desk: Desk, rows: str, code: str) -> None:
    outcome = desk.load(HEADER + rows)
    assert outcome.status == "refused" and findings(outcome, code)


def test_units_taken_out_and_loaded_again_change_nothing(desk: Desk) -> None:
    desk.load(HEADER + "a,甲支队,root,,,2023-08,乙大队,2023-06\n")
    taken = run("etl", desk.warehouse.folder, "template", "units", "--filled")
    assert desk.load(taken.out).status == "unchanged"


def test_a_unit_table_may_head_its_columns_as_offices_do(desk: Desk) -> None:
    table = "单位编码,单位名称,隶属单位,启用月份\nroot,示例局,,\nc,丙科,root,2023-03\n"
    assert desk.load(table).status == "ok"
    with desk.warehouse.read() as connection:
        found = read_directory(connection).by_code("c")
    assert found is not None and (found.name, found.parent, found.start) == ("丙科", "root", date(2023, 3, 1))


def test_a_unit_that_moves_counts_in_each_month_where_it_stood(desk: Desk) -> None:
    desk.load(HEADER + OFFICES + "a,甲大队,east,,,,,\na,甲大队,west,,,,,2023-03\n")
    desk.load(hotline("2023-01,甲大队,1,1", "2023-02,甲大队,2,2", "2023-03,甲大队,4,4"))
    found = {unit: tickets(desk, unit, "2023-03")["year_to_date"] for unit in ("root", "east", "west", "a")}
    assert found == {"root": 7, "east": 3, "west": 4, "a": 7}


def test_the_sum_keeps_what_a_closed_unit_reported_and_nobody_waits_for_it(desk: Desk) -> None:
    desk.load(hotline("2023-01,甲大队,1,1", "2023-02,甲大队,2,2", "2023-02,乙大队,4,4", "2023-03,乙大队,8,8"))
    desk.load(HEADER + "a,甲大队,root,,,2023-02,乙大队,\n")
    whole, closed = tickets(desk, "root", "2023-03"), tickets(desk, "a", "2023-03")
    assert (whole["year_to_date"], whole["missing_units"]) == (15, [])
    assert (closed["lamp"], closed["year_to_date"], closed["forecast"]) == ("watch", 3, None)
    assert closed["missing_months"] == []


def test_the_units_are_listed_with_their_life(desk: Desk) -> None:
    desk.load(HEADER + "a,甲支队,root,hotline,2022-01,2023-05,乙大队,\n")
    listed = json.loads(run("etl", desk.warehouse.folder, "units", "--json").out)
    assert {each["unit"]: each for each in listed}["a"] == {
        "unit": "a", "name": "甲支队", "parent": "root", "aliases": [], "reports": ["hotline"],
        "from": "2022-01", "to": "2023-05", "successor": "b", "former_names": ["甲大队"],
    }  # fmt: skip
    assert "2023年5月后停用，并入乙大队" in run("etl", desk.warehouse.folder, "units").out


def test_what_a_unit_table_has_no_column_for_stays_as_it_was(desk: Desk) -> None:
    desk.load(HEADER + "a,甲大队,root,hotline,2022-01,2023-05,乙大队,\n")
    desk.load("单位代码,单位名称,上级单位,别名\na,甲大队,root,一大队\n")
    assert desk.load("单位代码,单位名称,上级单位\na,甲大队,root\n").status == "unchanged"
    assert desk.load("单位代码,单位名称,上级单位,别名\na,甲支队,root,\n").status == "ok"
    with desk.warehouse.read() as connection:
        found = read_directory(connection).by_code("a")
    assert found is not None and (found.name, found.aliases) == ("甲支队", ())
    assert (found.reports, found.start, found.end) == (("hotline",), date(2022, 1, 1), date(2023, 5, 1))
    assert found.successor == "b"
