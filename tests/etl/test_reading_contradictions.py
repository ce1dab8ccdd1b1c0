"""Files that say one thing twice and differently are refused where figures could land in the wrong place."""

from datetime import date

import pytest

from tests.etl.sheets import as_xlsx, errors, figures, findings, read, warnings

BELOW = "2023年6月热线\n受理工单数\n5\n"
JUNE = date(2023, 6, 1)


def the_error(content: bytes | str, **options: object) -> tuple[str, str]:
    """The code and the message of the one error."""
    (found,) = [one for one in findings(read(content, **options)) if one.severity == "error"]
    return found.code, found.message


@pytest.mark.parametrize(
    "title",
    [
        "填报单位：综合执法大队\n填报单位：局机关\n",
        "填报单位：综合执法大队  报送单位：局机关\n",
        "单位：综合执法大队\n部门：局机关\n",
    ],
)
def test_two_lines_that_name_different_reporters_are_refused_and_both_are_named(title: str) -> None:
    code, message = the_error(title + BELOW)
    assert code == "missing_column"
    assert "综合执法大队" in message
    assert "局机关" in message


def test_of_two_reporters_named_the_one_asked_for_is_taken() -> None:
    title = "填报单位：综合执法大队\n填报单位：局机关\n"
    assert {unit for _, unit, _ in figures(read(title + BELOW, unit="局机关"))} == {"office"}
    assert the_error(title + BELOW, unit="示例局")[0] == "missing_column"


@pytest.mark.parametrize(
    "title",
    [
        "填报单位：综合执法大队\n填报单位：执法大队\n",
        "填报单位：综合执法大队  报送单位：市交通运输局\n",
        "责任单位：局机关  填报单位：综合执法大队\n",
        "制表单位：局机关  填报单位：综合执法大队\n",
        "填报单位：综合执法大队  制表单位：局机关\n",
        "制表单位：信息中心\n填报单位：综合执法大队\n",
        "填报单位：综合执法大队  单位：件\n",
        "单位：示例局  填报部门：综合执法大队\n",
    ],
)
def test_the_reporter_named_twice_alike_or_beside_others_who_do_not_report_is_sure(title: str) -> None:
    file = read(title + BELOW)
    assert errors(file) == []
    assert {unit for _, unit, _ in figures(file)} == {"brigade"}


def test_a_column_of_units_wins_over_two_reporters_above_it() -> None:
    file = read("填报单位：综合执法大队\n填报单位：局机关\n2023年6月\n单位,受理工单数\n局机关,5\n")
    assert errors(file) == []


def test_a_sheet_named_as_another_unit_than_the_reporter_above_its_table_is_refused() -> None:
    rows = [["填报单位：综合执法大队"], ["2023年6月热线"], ["受理工单数"], [5]]
    code, message = the_error(as_xlsx({"局机关": rows}))
    assert (code, "工作表" in message) == ("missing_column", True)
    assert errors(read(as_xlsx({"示例局": rows}))) == []
    assert errors(read(as_xlsx({"执法大队": rows}))) == []


@pytest.mark.parametrize("title", ["2023年1-6月12345热线累计", "2023年上半年热线", "热线（今年以来）"])
def test_a_title_of_a_year_to_date_is_told_where_the_month_was_asked_for(title: str) -> None:
    file = read(f"{title}\n填报单位：局机关\n受理工单数\n5\n", month=JUNE)
    assert errors(file) == []
    assert ("looks_cumulative", None, "月份") in warnings(file)


def test_a_title_of_a_year_to_date_over_rows_of_one_month_is_told() -> None:
    by_month = "月份,单位,受理工单数\n{},局机关,130\n{},综合执法大队,13\n"
    title = "2023年1-6月12345热线累计\n"
    file = read(title + by_month.format("2023-06", "2023-06"))
    assert errors(file) == []
    assert ("looks_cumulative", None, "月份") in warnings(file)
    assert warnings(read(title + by_month.format("2023-05", "2023-06"))) == []
    assert warnings(read("2023年热线\n" + by_month.format("2023-06", "2023-06"))) == []
    assert warnings(read(title + by_month.format("2023-01", "2023-01"))) == []


def test_a_month_asked_for_that_is_none_of_those_in_the_title_is_refused() -> None:
    content = "2023年5月热线，附2023年6月\n填报单位：局机关\n受理工单数\n5\n"
    assert {month for _, _, month in figures(read(content, month=JUNE))} == {"2023-06"}
    assert the_error(content, month=date(2023, 3, 1))[0] == "bad_month"


@pytest.mark.parametrize("header", ["月份,单位,受理工单数", "月份,单位,受理工单数,办结工单数"])
def test_months_without_their_year_beside_months_of_another_year_than_the_titles_are_refused(
    header: str,
) -> None:
    rows = "2022-11-30,局机关,1\n12月,局机关,2\n2023年1月,局机关,3\n"
    assert errors(read(f"2023年热线\n{header}\n{rows}")) == [("bad_month", 4, "月份")]
    assert errors(read(f"{header}\n{rows}", year=2023)) == [("bad_month", 3, "月份")]


def test_months_without_their_year_beside_months_of_the_titles_own_year_are_read() -> None:
    rows = "2023年11月,局机关,1\n12月,局机关,2\n"
    assert errors(read(f"2023年热线\n月份,单位,受理工单数\n{rows}")) == []


def test_months_down_a_list_of_indicators_are_held_to_the_same() -> None:
    rows = "2022年11月,受理工单数,1\n12月,受理工单数,2\n2023年1月,受理工单数,3\n"
    found = errors(read(f"2023年热线\n填报单位：局机关\n月份,指标,数量\n{rows}"))
    assert ("bad_month", 5, "月份") in found


@pytest.mark.parametrize("title", ["5月热线", "热线（五月份）", "月份：5月"])
def test_a_title_of_another_month_without_its_year_than_asked_for_is_refused(title: str) -> None:
    table = f"{title}\n填报单位：局机关\n受理工单数\n5\n"
    code, message = the_error(table, month=JUNE)
    assert (code, "2023年5月" in message, "2023年6月" in message) == ("bad_month", True, True)
    assert {month for _, _, month in figures(read(table, month=date(2023, 5, 1)))} == {"2023-05"}
    assert {month for _, _, month in figures(read(table, month=JUNE, year=2023))} == {"2023-05"}


@pytest.mark.parametrize(
    "said",
    [
        "填报单位：示例局 局机关 综合执法大队",
        "综合执法大队不含协管、局机关",
    ],
)
def test_several_units_in_one_title_are_no_reporter(said: str) -> None:
    rows = f"2023年6月12345热线月报表\n{said}\n受理工单数,办结工单数\n5,4\n"
    assert figures(read(rows)) == {}


def test_a_unit_behind_words_on_what_is_left_out_is_the_reporter() -> None:
    rows = "2023年6月12345热线月报表\n不计重复工单，综合执法大队\n受理工单数,办结工单数\n5,4\n"
    assert {unit for _, unit, _ in figures(read(rows))} == {"brigade"}
