"""How numbers are written for people."""

import pytest

from dashboard.wording.format import (
    amount,
    change,
    change_in_words,
    first_few,
    month_name,
    number,
    percent,
    points,
    year_and_month,
)
from domain.catalogue import Kind


@pytest.mark.parametrize(
    ("value", "unit", "word", "text"),
    [
        (2168, "件", "", "2,168件"), (0, "起", "", "0起"), (None, "起", "", "—"),
        (12.54, "学时", "", "12.5学时"), (-0.7, "", "", "−0.7"), (-0.01, "", "", "0"),
        (1000, "份", "余", "1,000余份"), (1000, "份", "+", "1,000余份"), (50, "张", "多", "50多张"),
        (36, "张", "余", "30余张"), (6, "条", "+", "6条以上"), (18, "次", "余", "18次以上"),
        (10, "次", "余", "10余次"),
        (200, "起", "约", "约200起"), (1000, "", "近", "近1,000"),
    ],
)  # fmt: skip
def test_a_figure_has_separators_its_mark_and_its_unit(
    value: float | None, unit: str, word: str, text: str
) -> None:
    assert number(value, unit, word) == text


def test_a_document_may_leave_the_separators_out() -> None:
    assert number(1000, "份", "余", grouped=False) == "1000余份"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.97836, "97.8%"), (0.98, "98%"), (1, "100%"), (0, "0%"), (None, "—"), (16.0, "1,600%")],
)
def test_a_percentage_has_at_most_one_decimal(value: float | None, text: str) -> None:
    assert percent(value) == text


def test_a_distance_between_rates_is_in_points_and_never_rounds_to_nothing() -> None:
    assert [points(each) for each in (0.018, -0.018, 0.0004, 0.0)] == [
        "1.8个百分点", "1.8个百分点", "不足0.1个百分点", "0个百分点",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("this", "last", "kind", "signed", "words"),
    [
        (110, 100, Kind.SUM, "+10%", "增长10%"), (9, 10, Kind.SUM, "−10%", "下降10%"),
        (12, 9, Kind.SUM, "+3次", "增加3次"), (7, 9, Kind.STOCK, "−2次", "减少2次"),
        (0, 300, Kind.SUM, "降至0", "由300次降至0"), (0, 9, Kind.SUM, "−9次", "减少9次"),
        (5, 0, Kind.SUM, "+5次", "增加5次"), (0.95, 0.9, Kind.RATE, "+5个百分点", "提高5个百分点"),
        (0.9, 0.95, Kind.RATE, "−5个百分点", "降低5个百分点"),
        (0.95, 0.9504, Kind.RATE, "基本持平", "基本持平"),
        (3, 3, Kind.SUM, "持平", "持平"), (None, 3, Kind.SUM, "—", ""), (3, None, Kind.SUM, "—", ""),
    ],
)  # fmt: skip
def test_a_change_is_in_percent_only_from_ten_on(
    this: float | None, last: float | None, kind: Kind, signed: str, words: str
) -> None:
    assert (change(this, last, kind, "次"), change_in_words(this, last, kind, "次")) == (signed, words)


def test_a_rate_is_written_as_a_percentage_and_a_count_with_its_unit() -> None:
    assert (amount(0.5, Kind.RATE, "", "约"), amount(5, Kind.STOCK, "件")) == ("约50%", "5件")


def test_months_are_written_without_a_leading_zero() -> None:
    assert (month_name("2023-06"), year_and_month("2023-06")) == ("6月", "2023年6月")


def test_of_many_names_the_first_are_said_and_how_many_there_are() -> None:
    units = ["甲队", "乙所", "丙站", "丁科"]
    assert first_few(units, 4) == "甲队、乙所、丙站、丁科"
    assert first_few(units, 2) == "甲队、乙所等4个单位"
    assert first_few(iter(units), 3, "项") == "甲队、乙所、丙站等4项"
    assert first_few(("“甲任务”", "“乙任务”"), 3, "项") == "“甲任务”“乙任务”"
    assert first_few([], 3) == ""
