"""Sheets as clerks keep them who never read a rule: what they head their columns with is understood."""

from datetime import date

import pytest

from domain.catalogue import load_catalogue
from domain.units import Unit, UnitDirectory
from etl.read.locate.result import ReadOptions, TidyTable
from etl.read.read_tables import read_tables

UNITS = UnitDirectory([Unit("ju", "某局"), Unit("zf", "执法大队", "ju")])


def read(text: str) -> TidyTable:
    """The only table of the text, which must be without errors."""
    options = ReadOptions(today=date(2024, 1, 1))
    found = read_tables(text.encode("gb18030"), "表.csv", load_catalogue(), UNITS, options)
    (table,) = found.tables
    assert [one for one in (*found.findings, *table.findings) if one.severity == "error"] == []
    return table


@pytest.mark.parametrize("header", ["填报单位", "报送单位", "承办单位", "责任单位", "单位名称"])
def test_who_reports_may_be_headed_as_offices_do(header: str) -> None:
    table = read(f"2023年6月热线月报\n序号,{header},受理量（件）\n1,执法大队,49\n")
    assert table.figures[["indicator", "unit", "value"]].values.tolist() == [["tickets_received", "zf", 49]]


def test_a_title_in_two_cells_is_no_header() -> None:
    table = read("填报单位,执法大队\n2023年6月\n受理工单数\n49\n")
    assert table.figures[["unit", "value"]].values.tolist() == [["zf", 49]]


def test_training_may_be_headed_without_the_word_for_times() -> None:
    table = read("年月,单位,集体学法（次）,执法培训（次）\n2023-06,执法大队,1,2\n")
    assert set(table.figures["indicator"]) == {"group_study", "enforcement_training"}


def test_persons_are_not_taken_for_attendances() -> None:
    table = read("月份,单位,集体学法,参训人数\n2023-06,执法大队,1,30\n")
    assert set(table.figures["indicator"]) == {"group_study"}


def test_targets_may_be_headed_as_work_plans_do() -> None:
    table = read("年度,指标名称,责任单位,目标值,依据\n2023,满意率,执法大队,95%,要点\n")
    assert table.dataset == "targets"
    assert table.records[["kpi", "unit", "target"]].values.tolist() == [
        ["hotline_satisfaction_rate", "zf", 0.95]
    ]


@pytest.mark.parametrize(
    "header",
    ["日期", "时间", "期间", "统计时间", "统计月份", "所属期", "报告期", "月", "月度", "填报月份", "账期"],
)
@pytest.mark.parametrize("cell", ["2023-06", "2023年6月", "2023/6/30", "2023-06-30 00:00:00"])
def test_the_column_of_months_may_be_headed_as_offices_do(header: str, cell: str) -> None:
    table = read(f"{header},单位,受理工单数\n{cell},执法大队,49\n")
    assert table.figures[["month", "value"]].values.tolist() == [[date(2023, 6, 1), 49]]


def test_a_date_beside_the_month_is_another_column() -> None:
    table = read("月份,日期,单位,受理工单数\n2023-06,2023-07-03,执法大队,49\n")
    assert table.figures["month"].tolist() == [date(2023, 6, 1)]
    assert [one.code for one in table.findings] == ["unknown_column"]


def test_a_column_of_times_that_are_no_months_is_passed_over() -> None:
    table = read("2023年6月\n时间,单位,受理工单数\n上午,执法大队,49\n")
    assert table.figures["month"].tolist() == [date(2023, 6, 1)]


def test_dates_of_another_month_than_the_titles_are_refused() -> None:
    text = "2023年6月热线\n日期,单位,受理工单数\n2023-07-03,执法大队,49\n"
    found = read_tables(text.encode(), "表.csv", load_catalogue(), UNITS, ReadOptions(today=date(2024, 1, 1)))
    (finding,) = found.tables[0].findings
    assert (finding.code, finding.row, finding.column) == ("bad_month", 3, "日期")
    assert "填报日期" in finding.message


@pytest.mark.parametrize("year", ["年度", "年份", "年"])
def test_the_year_may_stand_in_a_column_of_its_own(year: str) -> None:
    table = read(f"{year},月份,单位,受理工单数\n2023,6,执法大队,49\n2023年度,五月,执法大队,5\n")
    assert table.figures["month"].tolist() == [date(2023, 6, 1), date(2023, 5, 1)]


def test_a_month_of_another_year_than_the_one_beside_it_is_refused() -> None:
    text = "年份,月份,单位,受理工单数\n2022,2023-06,执法大队,49\n"
    found = read_tables(text.encode(), "表.csv", load_catalogue(), UNITS, ReadOptions(today=date(2024, 1, 1)))
    assert [one.code for one in found.tables[0].findings] == ["bad_month"]
