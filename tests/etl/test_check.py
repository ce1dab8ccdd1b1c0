"""Checks of the state after a load: parts and wholes, balances, natural limits, missing and doubled units."""

import statistics
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.load.store import load_file
from etl.read.locate.result import ReadOptions
from etl.warehouse import Warehouse
from etl.written_report.annual_figure import AnnualFigure, ReportRequest
from tests.etl.desk import Desk, codes, errors, hotline, new_desk
from tests.etl.process_oracle import is_unusual


def monthly(values: list[float], year: int = 2022, unit: str = "甲大队") -> list[str]:
    """A row a month, from January of the year."""
    return [f"{year + place // 12}-{place % 12 + 1:02d},{unit},{value}" for place, value in enumerate(values)]


ERROR_RULES = [
    ("办结工单数,上月结转数,受理工单数", "11,3,7"),
    ("按时办结数,办结工单数", "2,1"),
    ("满意数,回访数", "2,1"),
    ("解决数,回访数", "2,1"),
    ("按期办结件数,办结件数", "2,1"),
    ("合格人数,参考人数", "2,1"),
]
WARNING_RULES = [
    ("回访数,办结工单数", "2,1"),
    ("法制审核数,重大执法决定数", "2,1"),
    ("办结件数,上月结转件数,网上信访件数,群众来访起数,群众来信件数", "11,1,2,3,4"),
    ("已整改线索数,问题线索数", "2,1"),
]


@pytest.mark.parametrize(("columns", "cells"), ERROR_RULES)
def test_a_part_over_its_whole_refuses_the_file(checker: Desk, columns: str, cells: str) -> None:
    seen = checker.preview(f"月份,单位,{columns}\n2023-06,甲大队,{cells}\n")
    assert (seen.status, errors(seen)) == ("refused", [("part_exceeds_whole", 2, columns.split(",")[0])])


@pytest.mark.parametrize(("columns", "cells"), WARNING_RULES)
def test_a_part_that_honestly_may_cross_a_months_end_is_a_warning(
    desk: Desk, columns: str, cells: str
) -> None:
    outcome = desk.load(f"月份,单位,{columns}\n2023-06,甲大队,{cells}\n")
    assert (outcome.status, codes(outcome)) == ("ok", ["part_exceeds_whole"])


@pytest.mark.parametrize(("columns", "cells"), [*ERROR_RULES, *WARNING_RULES])
def test_a_part_as_large_as_its_whole_passes(checker: Desk, columns: str, cells: str) -> None:
    whole = sum(map(int, cells.split(",")[1:]))
    text = f"月份,单位,{columns}\n2023-06,甲大队,{whole},{cells.split(',', 1)[1]}\n"
    assert codes(checker.preview(text)) == []


def test_a_part_is_not_judged_where_an_operand_is_missing(checker: Desk) -> None:
    assert codes(checker.preview("月份,单位,办结工单数,受理工单数\n2023-06,甲大队,9,7\n")) == []


def test_a_part_is_judged_against_what_was_loaded_before(desk: Desk) -> None:
    desk.load("月份,单位,办结工单数\n2023-06,甲大队,9\n")
    outcome = desk.load("月份,单位,按时办结数\n2023-06,甲大队,10\n")
    assert errors(outcome) == [("part_exceeds_whole", 2, "按时办结数")]


def test_a_whole_that_shrinks_under_its_part_names_its_own_cell(desk: Desk) -> None:
    desk.load("月份,单位,办结工单数,按时办结数\n2023-06,甲大队,9,8\n")
    outcome = desk.load("月份,单位,办结工单数\n2023-06,甲大队,7\n")
    assert errors(outcome) == [("part_exceeds_whole", 2, "办结工单数")]


def test_leads_are_compared_over_the_year_so_far(desk: Desk) -> None:
    rows = ["2023-01,甲大队,5,2", "2023-02,甲大队,0,3"]
    assert codes(desk.load("\n".join(["月份,单位,问题线索数,已整改线索数", *rows]))) == []
    assert codes(desk.load("月份,单位,问题线索数,已整改线索数\n2023-03,甲大队,0,1\n")) == [
        "part_exceeds_whole"
    ]


def test_an_approximate_part_is_asked_about_not_refused(desk: Desk) -> None:
    outcome = desk.load("月份,单位,办结工单数,按时办结数\n2023-06,甲大队,900余,910\n")
    assert outcome.status == "ok"
    assert "part_exceeds_whole" in codes(outcome)


class TestCarry:
    """What a month carries in is what the one before hands on."""

    header = "月份,单位,上月结转数,受理工单数,办结工单数"

    def test_a_balance_that_holds_is_silent(self, checker: Desk) -> None:
        rows = ["2023-05,甲大队,3,10,8", "2023-06,甲大队,5,9,9"]
        assert codes(checker.preview(hotline(*rows, header=self.header))) == []

    def test_a_balance_that_breaks_is_a_warning_with_both_numbers(self, checker: Desk) -> None:
        rows = ["2023-05,甲大队,3,10,8", "2023-06,甲大队,4,9,9"]
        finding = checker.preview(hotline(*rows, header=self.header)).tables[0].findings[0]
        assert (finding.code, finding.row, finding.column) == ("carry_mismatch", 3, "上月结转数")
        assert "为 4，" in finding.message
        assert "为 5，" in finding.message

    def test_a_correction_of_the_month_before_is_checked_too(self, desk: Desk) -> None:
        rows = ["2023-05,甲大队,3,10,8", "2023-06,甲大队,5,9,9"]
        desk.load(hotline(*rows, header=self.header))
        assert codes(desk.load(hotline("2023-05,甲大队,11", header="月份,单位,受理工单数"))) == [
            "carry_mismatch"
        ]


@pytest.fixture(scope="module")
def year_known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """For each of two units a desk that only previews, and knows that unit's cases of 2022 as a whole."""
    desks = {unit: new_desk(tmp_path_factory.mktemp("year") / "warehouse") for unit in ("root", "a")}
    for unit, desk in desks.items():
        accept(desk, AnnualFigure(2022, "cases_handled", unit, 462.0, "", "办理案件462起", "总结.txt"))
    return desks


class TestUnusual:
    """A figure outside the natural limits of its own past."""

    def test_a_leap_after_a_quiet_year_is_unusual(self, checker: Desk) -> None:
        rows = monthly([50, 52, 49, 51, 50, 53, 48, 50, 51, 49, 52, 50, 90])
        seen = checker.preview("\n".join(["月份,单位,受理工单数", *rows]))
        assert codes(seen) == ["unusual"]
        assert seen.tables[0].findings[0].row == 14

    @pytest.mark.parametrize(
        ("values", "found"),
        [
            ([42, 40, 38, 999], ["unusual"]),
            ([50, 52, 49, 51, 50, 53, 48, 50, 51, 49, 52, 160], ["unusual"]),
            ([50, 52, 49, 51, 50, 53, 48, 50, 51, 49, 52, 159], []),
            ([50, 52, 49, 51, 50, 53, 48, 50, 51, 49, 52, 90], []),
            ([3, 2, 1, 10], ["unusual"]),
            ([3, 2, 1, 9], []),
            ([42, 999], []),
            ([0, 1, 0, 4], []),
        ],
    )
    def test_a_leap_over_three_times_the_largest_of_few_months_is_unusual(
        self, checker: Desk, values: list[float], found: list[str]
    ) -> None:
        rows = monthly(values)
        seen = checker.preview("\n".join(["月份,单位,受理工单数", *rows]))
        assert codes(seen) == found

    def test_months_loaded_before_tell_too(self, desk: Desk) -> None:
        desk.load("\n".join(["月份,单位,受理工单数", *monthly([42, 40, 38])]))
        finding = desk.load("月份,单位,受理工单数\n2022-04,甲大队,999\n").preview.tables[0].findings[0]
        assert (finding.code, finding.row) == ("unusual", 2)
        assert "此前 3 个月最大数 42 的 3 倍" in finding.message

    @pytest.mark.parametrize(
        ("unit", "row", "found"),
        [
            ("root", "2023-01,示例局,1042", ["unusual"]),
            ("root", "2023-01,甲大队,1042", ["unusual"]),
            ("a", "2023-01,甲大队,232", ["unusual"]),
            ("a", "2023-01,甲大队,231", []),
            ("a", "2023-01,乙大队,1042", []),
            ("a", "2024-03,甲大队,1042", []),
        ],
    )
    def test_over_half_of_last_years_whole_is_unusual_where_no_months_are_known(
        self, year_known: dict[str, Desk], unit: str, row: str, found: list[str]
    ) -> None:
        seen = year_known[unit].preview(f"月份,单位,办理案件数\n{row}\n")
        assert codes(seen) == found

    def test_last_years_whole_is_named(self, year_known: dict[str, Desk]) -> None:
        text = "月份,单位,办理案件数\n2023-01,甲大队,1042\n"
        finding = year_known["root"].preview(text).tables[0].findings[0]
        assert "超过2022年全年数 462 的一半" in finding.message

    def test_rare_events_have_no_limits(self, checker: Desk) -> None:
        rows = monthly([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 6])
        assert codes(checker.preview("\n".join(["月份,单位,受理工单数", *rows]))) == []

    @settings(max_examples=20)
    @given(values=st.lists(st.integers(0, 60), min_size=13, max_size=30))
    def test_limits_are_those_of_the_rules(self, ready_warehouse: Path, values: list[int]) -> None:
        rows = monthly([float(value) for value in values], 2020)
        seen = Desk(Warehouse(ready_warehouse)).preview("\n".join(["月份,单位,培训学时", *rows]))
        found = {one.row for one in seen.tables[0].findings if one.code == "unusual"}
        expected = {
            place + 2 for place in range(12, len(values)) if is_unusual(values[:place][-24:], values[place])
        }
        few = range(3, min(12, len(values)))
        expected |= {place + 2 for place in few if is_a_leap(values[:place], values[place])}
        assert found == expected


def is_a_leap(past: list[int], value: int) -> bool:
    return statistics.fmean(past) >= 1 and value > 3 * max(past)


def accept(desk: Desk, figure: AnnualFigure) -> None:
    """Keep what a written report says of a whole year."""
    asked = ReportRequest("总结".encode(), "总结.txt", ReadOptions(), accepted=(figure,))
    assert load_file(desk.warehouse, desk.catalogue, asked, by="李四").status == "ok"


class TestCumulative:
    """Months that never fall and grow as a running total does."""

    def test_a_running_total_is_pointed_out(self, checker: Desk) -> None:
        rows = monthly([10, 22, 35, 47, 60, 71])
        seen = checker.preview("\n".join(["月份,单位,受理工单数", *rows]))
        assert codes(seen) == ["looks_cumulative"]
        assert seen.tables[0].findings[0].row == 7

    def test_it_is_seen_month_by_month(self, desk: Desk) -> None:
        desk.load("\n".join(["月份,单位,受理工单数", *monthly([10, 22, 35])]))
        assert codes(desk.load("月份,单位,受理工单数\n2022-04,甲大队,47\n")) == ["looks_cumulative"]

    @pytest.mark.parametrize(
        "values", [[10, 22, 21, 47, 60], [50, 52, 53, 55, 58], [10, 20, 30], [0, 0, 0, 5]]
    )
    def test_an_ordinary_course_is_not(self, checker: Desk, values: list[float]) -> None:
        assert codes(checker.preview("\n".join(["月份,单位,受理工单数", *monthly(values)]))) == []


class TestUnits:
    """Units that are missing from a file, and parents that repeat their children."""

    def test_a_unit_that_reported_last_month_is_missed(self, desk: Desk) -> None:
        desk.load(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7", "2023-05,示例局,1,1"))
        outcome = desk.load(hotline("2023-06,甲大队,10,9", "2023-06,示例局,1,1"))
        finding = outcome.preview.tables[0].findings[0]
        assert (finding.code, finding.row, finding.value) == ("missing_unit", None, "乙大队")

    def test_a_file_of_one_unit_misses_nobody(self, desk: Desk) -> None:
        desk.load(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7"))
        assert codes(desk.load(hotline("2023-06,甲大队,10,9"))) == []

    def test_a_unit_that_has_reported_already_is_not_missed(self, desk: Desk) -> None:
        desk.load(
            hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7", "2023-05,示例局,1,1", "2023-06,乙大队,8,7")
        )
        assert codes(desk.load(hotline("2023-06,甲大队,10,9", "2023-06,示例局,1,1"))) == []

    def test_a_parent_that_repeats_the_sum_of_its_children_counts_double(self, checker: Desk) -> None:
        seen = checker.preview(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7", "2023-05,示例局,18,16"))
        finding = seen.tables[0].findings[0]
        assert (finding.code, finding.row, finding.value) == ("double_count", 4, "示例局")

    @pytest.mark.parametrize(
        ("own", "found"),
        [("18,16", "都等于"), ("20,16", "都不少于"), ("118,97", "都不少于"), ("18,15", ""), ("3,2", "")],
    )
    def test_a_parent_that_reaches_the_sum_of_its_children_in_every_column_may_count_double(
        self, checker: Desk, own: str, found: str
    ) -> None:
        seen = checker.preview(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7", f"2023-05,示例局,{own}"))
        assert codes(seen) == (["double_count"] if found else [])
        assert all(found in one.message for one in seen.tables[0].findings)

    @pytest.mark.parametrize("own", ["20,18", "20,"])
    def test_a_parent_over_one_of_several_children_counts_nothing_double(
        self, checker: Desk, own: str
    ) -> None:
        assert codes(checker.preview(hotline("2023-05,甲大队,10,9", f"2023-05,示例局,{own}"))) == []

    def test_children_without_figures_are_no_sum(self, checker: Desk) -> None:
        assert (
            codes(checker.preview(hotline("2023-05,甲大队,0,0", "2023-05,乙大队,0,0", "2023-05,示例局,5,4")))
            == []
        )

    def test_a_parents_own_figures_are_its_own(self, checker: Desk) -> None:
        seen = checker.preview(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7", "2023-05,示例局,18,15"))
        assert codes(seen) == []

    def test_children_loaded_later_show_the_double_count_too(self, desk: Desk) -> None:
        desk.load(hotline("2023-05,示例局,18,16"))
        assert codes(desk.load(hotline("2023-05,甲大队,10,9", "2023-05,乙大队,8,7"))) == ["double_count"]
