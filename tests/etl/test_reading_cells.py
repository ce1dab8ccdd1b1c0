"""What a single cell means: numbers in every form, months, and nothing repaired beyond them."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.months import read_day, read_month
from domain.numbers import read_figure
from tests.etl.sheets import errors, figures, read, warnings


def one(cell: str, column: str = "受理工单数", **options: object) -> str:
    quoted = cell.replace('"', '""')
    return f'月份,单位,{column}\n2023-06,局机关,"{quoted}"\n'


@pytest.mark.parametrize(
    ("cell", "value", "word"),
    [
        ("1000余", 1000, "余"),
        ("50余宗", 50, "余"),
        ("约200", 200, "约"),
        ("约 200 件", 200, "约"),
        ("近1000", 1000, "近"),
        ("300多", 300, "多"),
        ("300多件", 300, "多"),
        ("1000+", 1000, "+"),
        ("１０００＋", 1000, "+"),
        ("1.2万", 12000, ""),
        ("1.2万余条", 12000, "余"),
        ("10余万", 100000, "余"),
        ("２,１６８", 2168, ""),
        ("9起", 9, ""),
        ("0", 0, ""),
        ("-0", 0, ""),
        ("无", 0, ""),
        ("1000000000", 1e9, ""),
    ],
)
def test_a_number_is_read_in_every_form(cell: str, value: float, word: str) -> None:
    assert figures(read(one(cell))) == {("tickets_received", "office", "2023-06"): (value, word)}


def test_an_approximate_figure_is_a_warning_and_is_kept_with_its_word() -> None:
    file = read(one("200余"))
    assert warnings(file) == [("approximate", 2, "受理工单数")]
    (row,) = file.tables[0].figures.to_dict("records")
    assert (row["approximate"], row["word"], row["text"], row["row"]) == (True, "余", "200余", 2)


@pytest.mark.parametrize("cell", ["", " ", "　", "—", "——", "-", "/", "无数据", "N/A", "n/a", "－"])
def test_a_blank_cell_is_not_zero(cell: str) -> None:
    file = read(one(cell))
    assert errors(file) == []
    assert figures(file) == {}


@pytest.mark.parametrize(("cell", "values"), [("", [0.0]), (" ", [0.0]), ("—", []), ("无数据", [])])
def test_blank_is_zero_makes_empty_cells_zero_and_leaves_what_says_not_reported(
    cell: str, values: list[float]
) -> None:
    assert [value for value, _ in figures(read(one(cell), blank_is_zero=True)).values()] == values


def test_blank_is_zero_never_reports_a_month_to_come() -> None:
    text = "月份,单位,受理工单数\n2024-03,局机关,\n2024-04,局机关,\n"
    file = read(text, blank_is_zero=True)
    assert errors(file) == []
    assert {month for _, _, month in figures(file)} == {"2024-03"}


def test_withdrawing_is_written_in_the_cell() -> None:
    file = read(one("撤销"))
    assert errors(file) == []
    (row,) = file.tables[0].figures.to_dict("records")
    assert row["withdrawn"] and math.isnan(row["value"])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12x", "not_a_number"),
        ("1-2", "not_a_number"),
        ("12 34", "not_a_number"),
        ("1/2", "not_a_number"),
        ("NaN", "not_a_number"),
        ("#REF!", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("1e5", "not_a_number"),
        ("+5", "not_a_number"),
        ("21,68", "not_a_number"),
        ("2,16", "not_a_number"),
        ("5.", "not_a_number"),
        ("12²", "not_a_number"),
        ("½", "not_a_number"),
        ("100%", "wrong_unit"),
        ("9人", "wrong_unit"),
        ("9人次", "wrong_unit"),
        ("3天", "wrong_unit"),
        ("3千", "not_a_number"),
        ("6月", "not_a_number"),
        ("一百", "not_a_number"),
        ("TRUE", "not_a_number"),
        ("none", "not_a_number"),
        ("\\", "not_a_number"),
        ("-5", "negative"),
        ("－5件", "negative"),
        ("3.5", "not_whole"),
        ("1.23456万", "not_whole"),
        ("1000000001", "too_big"),
        ("9" * 100, "too_big"),
        ("100001万", "too_big"),
    ],
)
def test_a_cell_is_never_repaired(cell: str, code: str) -> None:
    file = read(one(cell))
    assert errors(file) == [(code, 2, "受理工单数")]
    assert figures(file) == {}


def test_hours_may_have_decimals() -> None:
    assert figures(read(one("7.5", "培训学时"))) == {("training_hours", "office", "2023-06"): (7.5, "")}


def test_a_long_value_is_cut_in_the_finding() -> None:
    (finding,) = read(one("x" * 1_000_000)).tables[0].findings
    assert finding.value == "x" * 40 + "…"
    assert len(finding.as_line("月报.csv")) < 200


@pytest.mark.parametrize(
    "spelt",
    [
        *("2023-06", "2023-6", "2023/6", "2023/06", "2023.06", "2023.6", "202306", "2023年6月"),
        *("2023年06月份", "2023 年 6 月", "２０２３年６月", "2023-06-30", "2023/6/1", "2023年6月30日"),
        *("2023年六月", " 2023-06 "),
    ],
)
def test_a_month_is_read_in_every_spelling(spelt: str) -> None:
    assert read_month(spelt) == date(2023, 6, 1)


@pytest.mark.parametrize("spelt", ["6月", "6月份", "06月", "六月", "六月份", "６月"])
def test_a_month_without_a_year_takes_the_year_in_view(spelt: str) -> None:
    assert read_month(spelt, 2021) == date(2021, 6, 1)
    assert read_month(spelt) is None


@pytest.mark.parametrize(
    "spelt",
    [
        "",
        "2023",
        "2023-13",
        "2023-00",
        "2023-02-30",
        "23-06",
        "6",
        "2023-6/30",
        "2023年",
        "13月",
        "十三月",
        "2023-06x",
        "2023年6",
        "45078",
        "Jun-23",
        "2023年6-7月",
        "1023-06",
        "2023..06",
        "六",
        "20236",
    ],
)
def test_what_is_no_month_is_not_made_one(spelt: str) -> None:
    assert read_month(spelt, 2021) is None


def test_a_year_and_point_one_is_refused_because_october_looks_the_same() -> None:
    file = read("月份,单位,受理工单数\n2023.1,局机关,1\n")
    assert errors(file) == [("bad_month", 2, "月份")]
    assert "10 月" in file.tables[0].findings[0].message


@given(st.dates(date(1949, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_back_from_its_spellings(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    for text in (day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", day.strftime("%Y%m%d")):
        assert read_day(text) == day
    assert read_month(day.isoformat()) == day.replace(day=1)


@given(st.integers(0, 1_000_000_000), st.sampled_from(["", "起", "件", " 人"]), st.booleans(), st.booleans())
def test_a_whole_number_is_read_back_however_it_is_dressed(
    number: int, unit: str, thousands: bool, wide: bool
) -> None:
    text = (f"{number:,}" if thousands else str(number)) + unit
    if wide:
        text = "".join(chr(ord(sign) + 0xFEE0) if sign in "0123456789," else sign for sign in text)
    figure = read_figure(text)
    assert (figure.kind, figure.value, figure.word) == ("figure", number, "")


@given(st.text(max_size=30))
def test_a_text_is_a_number_only_if_it_holds_a_digit_or_says_none(text: str) -> None:
    figure = read_figure(text)
    if figure.kind == "figure" and text.strip() != "无":
        assert any(sign.isdecimal() for sign in text)
        assert 0 <= figure.value <= 1_000_000_000
