"""A year above a row of months: read in every spelling, refused where it may be something else."""

from datetime import date

import pytest

from domain.catalogue import load_catalogue
from domain.units import Unit, UnitDirectory
from etl.read.locate.result import ReadFile, ReadOptions
from etl.read.read_tables import read_tables
from tests.etl.drawn import csv_of, xlsx_of

UNITS = UnitDirectory([Unit("ju", "某局")])


def read(drawing: str, as_workbook: bool = False) -> ReadFile:
    content, name = (xlsx_of(drawing), "表.xlsx") if as_workbook else (csv_of(drawing).encode(), "表.csv")
    return read_tables(content, name, load_catalogue(), UNITS, ReadOptions(today=date(2025, 1, 1)))


def months(read: ReadFile) -> list[str]:
    (table,) = read.tables
    assert [*read.findings, *table.findings] == []
    return [f"{month:%Y-%m}" for month in table.figures["month"]]


def errors(read: ReadFile) -> list[str]:
    every = [*read.findings, *(one for table in read.tables for one in table.findings)]
    return [one.message for one in every if one.severity == "error"]


@pytest.mark.parametrize("as_workbook", [False, True])
@pytest.mark.parametrize("year", ["2023年", "2023年度", "2023", "二〇二三年"])
def test_a_year_above_months_is_read_however_it_is_written(year: str, as_workbook: bool) -> None:
    found = read(f"填报单位：某局\n指标|{year}|<|<\n|1月|2月|累计\n受理工单数|1|2|3\n", as_workbook)
    assert months(found) == ["2023-01", "2023-02"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("2022年", "2023年"), ("2022年度", "2023年度"), ("2022", "2023"), ("2022", "2023年")],
)
@pytest.mark.parametrize(("one", "other"), [("1月", "2月"), ("11月", "12月")])
def test_the_months_of_two_years_each_have_the_year_above_them(
    first: str, second: str, one: str, other: str
) -> None:
    drawing = f"填报单位：某局\n指标|{first}|<|{second}|<\n|{one}|{other}|1月|2月\n受理工单数|1|2|3|4\n"
    numbers = [f"{int(month[:-1]):02d}" for month in (one, other)]
    assert months(read(drawing)) == [*(f"2022-{number}" for number in numbers), "2023-01", "2023-02"]


def test_figures_above_months_are_no_years() -> None:
    found = read("2023年热线\n填报单位：某局\n指标|2011|1999|2023\n|1月|2月|3月\n受理工单数|1|2|3\n")
    assert errors(found)[0].startswith("月份上面的“1999”不能确定是年份还是数")


def test_a_bare_year_other_than_the_title_s_is_refused() -> None:
    found = read("2022年热线\n填报单位：某局\n指标|2023|<\n|1月|2月\n受理工单数|1|2\n")
    assert errors(found) == ["月份上面的“2023”不能确定是年份还是数；如是年份，请写成 2023年，并与标题一致"]


def test_a_month_whose_year_is_not_the_year_above_is_refused() -> None:
    found = read("填报单位：某局\n指标|2023年|<\n|2022年12月|1月\n受理工单数|1|2\n")
    assert errors(found) == ["上面写的是“2023年”，这一格却是“2022年12月”，年份不一致；请改成一致"]
