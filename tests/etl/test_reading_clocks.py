"""A day with a clock is mostly the next one, written in another time zone: it is refused, never taken."""

from datetime import datetime

import pytest

from domain.months import clock_of, read_day, read_month
from tests.etl.sheets import as_text, as_xls, as_xlsx, drawn_xlsx, errors, figures, findings, read, records

CLOCKS = [
    "2023-05-31 16:00:00",
    "2023-05-31 23:59:17",
    "2023-05-31T16:00:00.000Z",
    "2023/5/31 16:00",
    "2023年5月31日 16:00",
    "2023年5月31日16时",
    "2023-05-31 下午4:00",
    "2023-05-31 04:00:00 PM",
    "20230531160000",
    "2023-06-01 08:00:00",
]
MIDNIGHTS = [
    "2023-06-01 00:00:00",
    "2023-06-01 00:00",
    "2023/6/1 0:00",
    "2023-06-01T00:00:00",
    "2023-06-01T00:00:00.000Z",
    "2023-06-01 12:00:00 AM",
]


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_month_with_a_clock_is_refused_and_told(clock: str) -> None:
    file = read(f"月份,单位,受理工单数\n{clock},局机关,3\n")
    assert errors(file) == [("bad_month", 2, "月份")]
    (finding,) = findings(file)
    assert clock in finding.message and "钟点" in finding.message
    assert ("次日" in finding.message) == ("08:00" not in clock)


def test_the_next_day_is_named() -> None:
    (finding,) = findings(read("月份,单位,受理工单数\n2023-05-31 16:00:00,局机关,3\n"))
    assert "2023-06-01" in finding.message and "2023年6月" in finding.message


@pytest.mark.parametrize("midnight", MIDNIGHTS)
def test_midnight_is_no_clock(midnight: str) -> None:
    assert clock_of(midnight) == ""
    assert list(figures(read(f"月份,单位,受理工单数\n{midnight},局机关,3\n"))) == [
        ("tickets_received", "office", "2023-06")
    ]


@pytest.mark.parametrize("text", [*CLOCKS, "2023-06-01", "202306", "6月", "12:30", "约 16:00", "", "x" * 99])
def test_what_has_a_clock_is_neither_month_nor_day(text: str) -> None:
    assert bool(clock_of(text)) == (text in CLOCKS)
    if text in CLOCKS:
        assert read_month(text) is None and read_day(text) is None


def dated_xlsx(*cells: datetime) -> bytes:
    def draw(book) -> None:  # type: ignore[no-untyped-def]
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["月份", "单位", "受理工单数"])
        for row, cell in enumerate(cells, start=1):
            sheet.write_datetime(row, 0, cell, book.add_format({"num_format": "yyyy-mm"}))
            sheet.write_row(row, 1, ["局机关", 3])

    return drawn_xlsx(draw)


@pytest.mark.parametrize("clock", [datetime(2023, 5, 31, 16), datetime(2023, 5, 31, 23, 59, 17)])
def test_a_clock_that_the_cell_does_not_show_is_refused_too(clock: datetime) -> None:
    rows = [["月份", "单位", "受理工单数"], [clock, "局机关", 3]]
    for content in (dated_xlsx(clock), as_xls(rows)):
        file = read(content)
        assert errors(file) == [("bad_month", 2, "月份")]
        assert clock.isoformat(sep=" ") in findings(file)[0].message


def test_a_date_whose_fraction_is_noise_is_the_day() -> None:
    file = read(dated_xlsx(datetime(2023, 6, 1, 0, 0, 0, 400_000)))
    assert list(figures(file)) == [("tickets_received", "office", "2023-06")]


def test_a_clock_over_a_column_is_refused() -> None:
    text = "填报单位：局机关,,\n指标,2023-04-30 16:00:00,2023-05-31 16:00:00\n受理工单数,3,4\n"
    assert [code for code, *_ in errors(read(text))] == ["bad_month", "bad_month"]


@pytest.mark.parametrize("header", ["日期", "统计时间"])
def test_a_clock_under_a_header_of_days_is_refused(header: str) -> None:
    assert errors(read(f"{header},单位,受理工单数\n2023-05-31 16:00:00,局机关,3\n")) == [
        ("bad_month", 2, header)
    ]


def test_a_column_of_times_is_passed_over_where_the_title_says_the_month() -> None:
    file = read("2023年6月热线\n时间,单位,受理工单数\n2023-07-02 16:20:11,局机关,3\n")
    assert list(figures(file)) == [("tickets_received", "office", "2023-06")]


@pytest.mark.parametrize(("clock", "codes"), [("16:00:00", ["missing_column"]), ("23:59:59", [])])
def test_a_title_with_a_clock_names_no_month_but_for_the_end_of_the_day(clock: str, codes: list[str]) -> None:
    file = read(f"统计时间：2023-05-31 {clock},\n单位,受理工单数\n局机关,3\n")
    assert [code for code, *_ in errors(file)] == codes


def tasks(due: str, done: str) -> str:
    header = ["年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态", "完成日期"]
    return as_text([header, ["2023", "1", "一件事", "局机关", due, "已完成", done]])


def test_the_days_of_a_task_have_no_clock() -> None:
    file = read(tasks("2023-05-31 16:00:00", "2023-05-31 16:00:00"))
    assert errors(file) == [("bad_date", 2, "完成时限"), ("bad_date", 2, "完成日期")]
    assert all("钟点" in one.message for one in findings(file))
    (record,) = records(read(tasks("2023-06-30 00:00:00", "2023/6/30 0:00")))
    assert str(record["due"]) == str(record["done_on"]) == "2023-06-30"


def test_the_months_of_a_unit_have_no_clock() -> None:
    text = "单位代码,单位名称,上级单位,启用年月\nnew,新队,综合执法大队,2023-05-31 16:00:00\n"
    assert errors(read(text)) == [("bad_month", 2, "启用年月")]


def test_a_workbook_of_clocks_in_another_order_is_refused_row_by_row() -> None:
    rows = [["单位", "月份", "受理工单数"], *(["局机关", f"2023-0{n}-28 16:00:00", n] for n in range(1, 5))]
    assert [code for code, *_ in errors(read(as_xlsx({"表": rows})))] == ["bad_month"] * 4
