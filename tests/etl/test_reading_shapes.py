"""Turned tables and the long form of an export give the figures of the plain table."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.etl.sheets import Figures, as_text, as_xlsx, drawn_xlsx, errors, figures, findings, read, warnings

CASES = {"cases_handled": "办理案件数", "legal_reviews": "法制审核数", "litigations": "行政诉讼案件数"}
TURNED = [
    ["指标", "1月", "2月", "3月"],
    ["办理案件数", "5", "7", "—"],
    ["法制审核数（件）", "2", "", "3余"],
]
MEANT: Figures = {
    ("cases_handled", "office", "2023-01"): (5, ""),
    ("cases_handled", "office", "2023-02"): (7, ""),
    ("legal_reviews", "office", "2023-01"): (2, ""),
    ("legal_reviews", "office", "2023-03"): (3, "余"),
}


def titled(rows: list[list[str]], title: str = "2023年执法案件月报表") -> str:
    return f"{title}\n填报单位：局机关\n" + as_text(rows)


def test_a_turned_table_takes_year_and_unit_from_title_or_option() -> None:
    assert figures(read(titled(TURNED))) == MEANT
    assert figures(read(as_text(TURNED), year=2023, unit="局机关")) == MEANT


@pytest.mark.parametrize("first", ["指标", "项目", "", "统计指标"])
def test_the_column_of_indicators_may_be_headed_as_one_likes(first: str) -> None:
    assert figures(read(titled([[first, *TURNED[0][1:]], *TURNED[1:]]))) == MEANT


@pytest.mark.parametrize(
    "months",
    [
        ["2023-01", "2023-02", "2023-03"],
        ["2023年1月", "2023年2月", "2023年3月"],
        ["一月", "二月份", "３月"],
    ],
)
def test_the_months_of_a_turned_table_are_spelt_in_every_way(months: list[str]) -> None:
    assert figures(read(titled([["指标", *months], *TURNED[1:]]))) == MEANT


def test_the_dates_of_a_workbook_may_head_a_turned_table() -> None:
    rows: list[list[object]] = [["指标", *(date(2023, month, 1) for month in (1, 2, 3))], *TURNED[1:]]
    assert figures(read(as_xlsx({"表": rows}), unit="局机关")) == MEANT


@pytest.mark.parametrize("header", ["单位", "计量单位"])
def test_counting_units_beside_the_indicators_are_passed_over(header: str) -> None:
    rows = [[row[0], unit, *row[1:]] for row, unit in zip(TURNED, (header, "起", "件"), strict=True)]
    file = read(titled(rows))
    assert errors(file) == []
    assert figures(file) == MEANT


def test_a_column_of_units_beside_the_indicators_says_whose_row_it_is() -> None:
    rows = [["指标", "单位", "2023-01"], ["办理案件数", "局机关", "1"], ["办理案件数", "执法大队", "2"]]
    assert figures(read(as_text(rows))) == {
        ("cases_handled", "office", "2023-01"): (1, ""),
        ("cases_handled", "brigade", "2023-01"): (2, ""),
    }


def test_a_year_to_date_beside_later_months_may_be_more_than_they_are_but_not_less() -> None:
    rows = "指标,2023-05,2023-06,累计\n受理工单数,4,5,{}\n"
    for cumulative, said in (("30", []), ("9", []), ("8", [("total_mismatch", 2, "累计")])):
        file = read(rows.format(cumulative), unit="局机关")
        assert warnings(file) == said
        assert [value for value, _ in figures(file).values()] == [4, 5]


def test_a_year_to_date_beside_months_of_two_years_is_not_checked() -> None:
    file = read("指标,2022-06,2023-06,累计\n受理工单数,40,5,8\n", unit="局机关")
    assert warnings(file) == []


@pytest.mark.parametrize("header", ["合计", "累计", "总计", "本年累计"])
def test_the_totals_of_a_turned_table_are_left_out_and_checked(header: str) -> None:
    right = [[*row, total] for row, total in zip(TURNED, (header, "12", "5余"), strict=True)]
    wrong = [[*row, total] for row, total in zip(TURNED, (header, "13", "5"), strict=True)]
    assert figures(read(titled(right))) == MEANT
    assert [one.code for one in findings(read(titled(right)))] == ["approximate"]
    assert ("total_mismatch", 4, header) in warnings(read(titled(wrong)))


def test_a_year_to_date_that_holds_months_before_those_shown_is_no_mismatch() -> None:
    rows = [["指标", "5月", "6月", "1-6月累计"], ["办理案件数", "1", "2", "30"]]
    assert findings(read(titled(rows))) == []


def test_an_unknown_indicator_is_a_warning_and_two_of_one_meaning_an_error() -> None:
    file = read(titled([*TURNED, ["满意率", "98%", "", ""], ["案件数", "1", "", ""]]))
    assert ("unknown_column", 6, "指标") in warnings(file)
    assert [(code, row) for code, row, _ in errors(file)] == [("ambiguous_column", 7)]


def test_bad_cells_of_a_turned_table_are_named_by_row_and_month() -> None:
    rows = [["指标", "1月", "13月", "1月份"], ["办理案件数", "x", "1", "2"]]
    assert errors(read(titled(rows))) == [
        ("bad_month", 3, "13月"),
        ("duplicate_row", 3, "1月份"),
        ("not_a_number", 4, "1月"),
    ]


def test_a_turned_table_cannot_report_a_month_to_come() -> None:
    rows = [["指标", "3月", "4月", "5月"], ["办理案件数", "1", "2", ""]]
    assert errors(read(titled(rows, "2024年"))) == [("future_month", 4, "4月")]


def test_without_a_year_the_months_of_a_turned_table_are_refused() -> None:
    assert [code for code, *_ in errors(read(as_text(TURNED), unit="局机关"))] == ["bad_month"] * 3


def test_the_year_may_stand_in_a_merged_cell_above_the_months() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.merge_range(0, 0, 1, 0, "指标")
        sheet.merge_range(0, 1, 0, 2, "2022年")
        sheet.merge_range(0, 3, 0, 4, "2023年")
        sheet.write_row(1, 1, ["11月", "12月", "1月", "2月"])
        sheet.write_row(2, 0, ["办理案件数", 1, 2, 3, 4])

    found = figures(read(drawn_xlsx(draw), unit="局机关"))
    assert {month: value for (_, _, month), (value, _) in found.items()} == {
        "2022-11": 1,
        "2022-12": 2,
        "2023-01": 3,
        "2023-02": 4,
    }


def test_the_long_form_gives_a_table_for_each_dataset() -> None:
    text = (
        "数据集,指标,单位,月份,数值,约数\n"
        "cases,办理案件数,局机关,2023-01,5,\n"
        "hotline,tickets_received,brigade,2023-01,2000,余\n"
        "hotline,tickets_closed,brigade,2023-01,1000,'+\n"
    )
    file = read(text)
    assert errors(file) == []
    assert [table.dataset for table in file.tables] == ["cases", "hotline"]
    assert figures(file) == {
        ("cases_handled", "office", "2023-01"): (5, ""),
        ("tickets_received", "brigade", "2023-01"): (2000, "余"),
        ("tickets_closed", "brigade", "2023-01"): (1000, "+"),
    }


def test_the_long_form_takes_every_name_of_an_indicator_and_its_counting_unit() -> None:
    text = (
        "月份,单位,指标,数值\n"
        "2023-01,局机关,受理量,5\n"
        "2023-01,局机关,办结数,4\n"
        "2023-01,局机关,满意数（件）,3件\n"
        "2023-01,局机关,回访数（百件）,1\n"
    )
    file = read(text)
    assert (errors(file), warnings(file)) == ([], [("scaled", 5, "数值")])
    assert figures(file) == {
        ("tickets_received", "office", "2023-01"): (5, ""),
        ("tickets_closed", "office", "2023-01"): (4, ""),
        ("tickets_satisfied", "office", "2023-01"): (3, ""),
        ("tickets_surveyed", "office", "2023-01"): (100, ""),
    }


def test_a_name_of_two_datasets_means_the_one_that_its_row_names() -> None:
    rows = "12345热线,办结数,局机关,2023-01,4\npetitions,办结数,局机关,2023-01,3\n"
    assert figures(read(f"数据集,指标,单位,月份,数值\n{rows}")) == {
        ("tickets_closed", "office", "2023-01"): (4, ""),
        ("petitions_closed", "office", "2023-01"): (3, ""),
    }
    (finding,) = findings(read("指标,单位,月份,数值\n办结数,局机关,2023-01,4\n"))
    assert (finding.code, finding.row, finding.column) == ("unknown_kpi", 2, "指标")
    assert "12345热线" in finding.message and "信访" in finding.message


def test_another_counting_unit_behind_an_indicator_of_the_long_form_is_refused() -> None:
    file = read("月份,单位,指标,数值\n2023-01,局机关,执法培训（人次）,86\n2023-01,局机关,参考人数,40\n")
    assert errors(file) == [("wrong_unit", 2, "指标")]


def test_every_fault_of_the_long_form_is_named() -> None:
    text = (
        "数据集,指标,单位,月份,数值,约数\n"
        "cases,办案件数,局机关,2023-01,5,\n"
        "hotline,办理案件数,局机关,2023-01,x,\n"
        "cases,办理案件数,局,2023-13,1,也许\n"
        "cases,法制审核数,局机关,2023-01,1,\n"
        "cases,法制审核数,局机关,2023年1月,1,\n"
        "cases,法制审核数,局机关,2025-01,1,\n"
    )
    assert sorted(errors(read(text)), key=lambda one: (one[1], one[0])) == [
        ("unknown_kpi", 2, "指标"),
        ("bad_value", 3, "数据集"),
        ("not_a_number", 3, "数值"),
        ("bad_month", 4, "月份"),
        ("bad_value", 4, "约数"),
        ("unknown_unit", 4, "单位"),
        ("duplicate_row", 6, "数值"),
        ("future_month", 7, "月份"),
    ]


@pytest.mark.parametrize("other", ["", "cases,法制审核数,局机关,2023-01,1,余\n"])
def test_a_mark_of_the_long_form_that_is_none_is_a_finding(other: str) -> None:
    text = f"数据集,指标,单位,月份,数值,约数\ncases,办理案件数,局机关,2023-01,5,也许\n{other}"
    assert errors(read(text)) == [("bad_value", 2, "约数")]


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(sorted(CASES)), st.integers(1, 12)),
        st.integers(0, 99_999),
        min_size=1,
        max_size=20,
    )
)
def test_plain_turned_and_long_form_say_the_same(values: dict[tuple[str, int], int]) -> None:
    indicators = sorted({indicator for indicator, _ in values})
    months = sorted({month for _, month in values})
    cell = {key: str(value) for key, value in values.items()}
    plain = [["月份", "单位", *(CASES[one] for one in indicators)]] + [
        [f"2023-{month:02d}", "局机关", *(cell.get((one, month), "") for one in indicators)]
        for month in months
    ]
    turned = [["指标", *(f"{month}月" for month in months)]] + [
        [CASES[one], *(cell.get((one, month), "") for month in months)] for one in indicators
    ]
    long = [["数据集", "指标", "单位", "月份", "数值", "约数"]] + [
        ["cases", one, "office", f"2023-{month:02d}", value, ""] for (one, month), value in cell.items()
    ]
    expected = {(one, "office", f"2023-{month:02d}"): (value, "") for (one, month), value in values.items()}
    for text in (as_text(plain), titled(turned), as_text(long)):
        assert figures(read(text)) == expected
