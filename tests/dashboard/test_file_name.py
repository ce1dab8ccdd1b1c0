"""What a file's name says of what the file itself leaves open."""

from datetime import date

import pytest

from dashboard.ui.upload.name_offer import NameContext, said_by_name
from domain.catalogue import load_catalogue
from domain.units import Unit, UnitDirectory

UNITS = UnitDirectory(
    [
        Unit("bureau", "示例区交通运输局"),
        Unit("brigade", "综合执法大队", "bureau", ("执法大队",)),
        Unit("roads", "公路养护中心", "bureau"),
    ]
)
PARTS = ("dataset", "year", "month", "unit")


def said(file: str, looked_at: date = date(2023, 6, 1), today: date = date(2023, 7, 3)) -> dict[str, object]:
    known = NameContext(load_catalogue(), UNITS, looked_at, today)
    return {one.part: one.value for one in said_by_name(file, PARTS, known)}


@pytest.mark.parametrize(
    "file",
    [
        "2023年6月热线.xlsx",
        "热线202306.xls",
        "hotline-2023-06.csv",
        "热线_2023_06_终稿.xlsx",
        "二〇二三年六月热线.xlsx",
        "6月热线.csv",
        "热线6月份(1).xlsx",
    ],
)
def test_the_month_of_a_name_is_read_however_it_is_spelt(file: str) -> None:
    assert said(file)["month"] == date(2023, 6, 1)


@pytest.mark.parametrize(
    "file",
    [
        "1-6月热线.xlsx",
        "2023年上半年热线.xlsx",
        "2023年5月、6月热线.xlsx",
        "热线20230705导出.xls",
        "13月.csv",
        "2023年9月热线.xlsx",
    ],
)
def test_a_name_of_more_than_a_month_a_day_or_a_month_to_come_says_no_month(file: str) -> None:
    assert "month" not in said(file)


@pytest.mark.parametrize(
    ("looked_at", "today", "file", "month"),
    [
        (date(2023, 12, 1), date(2024, 1, 31), "12月热线.csv", date(2023, 12, 1)),
        (date(2023, 12, 1), date(2024, 1, 31), "1月热线.csv", date(2024, 1, 1)),
        (date(2024, 1, 1), date(2024, 2, 3), "11月热线.csv", date(2023, 11, 1)),
        (date(2024, 1, 1), date(2024, 2, 3), "3月热线.csv", date(2023, 3, 1)),
    ],
)
def test_a_month_without_its_year_is_the_nearest_that_is_not_to_come(
    looked_at: date, today: date, file: str, month: date
) -> None:
    assert said(file, looked_at, today)["month"] == month


def test_the_unit_of_a_name_is_one_that_reports_not_the_bureau_over_all() -> None:
    assert said("执法大队2023年6月热线.xlsx")["unit"] == "brigade"
    assert "unit" not in said("示例区交通运输局2023年6月热线.xlsx")
    assert "unit" not in said("综合执法大队和公路养护中心6月热线.xlsx")


def test_the_table_of_a_name_is_the_one_whose_title_it_shares() -> None:
    assert said("12月案件.csv")["dataset"] == "cases"
    assert said("2023年热线.csv")["dataset"] == "hotline"
    assert "dataset" not in said("2023-06.csv")


def test_only_what_is_asked_for_is_said() -> None:
    known = NameContext(load_catalogue(), UNITS, date(2023, 6, 1), date(2023, 7, 3))
    assert [one.part for one in said_by_name("执法大队2023年6月热线.xlsx", ("year",), known)] == ["year"]
