"""Sheets as clerks keep them who never read a rule: what they head their columns with is understood."""

from datetime import date

import pytest

from etl.catalogue import load_catalogue
from etl.read_tables import read_tables
from etl.reading.result import ReadOptions, TidyTable
from etl.units import Unit, UnitDirectory

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
