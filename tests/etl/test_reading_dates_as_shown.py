"""Dates in workbooks are read as their cells show them: a year that nobody sees decides nothing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import xlwt

from tests.etl.containers import as_ods, as_spreadsheet_xml
from tests.etl.sheets import drawn_xls, drawn_xlsx, errors, figures, findings, read, records

JUNE = datetime(2023, 6, 1)
MONTH, MONTH_AND_DAY, YEAR_AND_MONTH = 'm"月"', '[$-804]m"月"d"日";@', 'yyyy"年"m"月"'
Rows = list[list[Any]]


def xlsx(rows: Rows, code: str | int) -> bytes:
    """A workbook whose dates have this number format, by its code or its number."""

    def draw(book: Any) -> None:
        sheet, shown = book.add_worksheet(), book.add_format({"num_format": code})
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, *([shown] if isinstance(cell, datetime) else []))

    return drawn_xlsx(draw)


def xls(rows: Rows, code: str) -> bytes:
    def draw(book: Any) -> None:
        sheet = book.add_sheet("表")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                dated = isinstance(cell, datetime)
                sheet.write(row, column, cell, *([xlwt.easyxf(num_format_str=code)] if dated else []))

    return drawn_xls(draw)


def xml(rows: Rows, code: str) -> bytes:
    number = (JUNE - datetime(1899, 12, 30)).days
    content = as_spreadsheet_xml(
        {"表": [[(number, code) if cell == JUNE else cell for cell in row] for row in rows]}
    )
    as_number = f'<Data ss:Type="Number">{number}</Data>'
    return content.replace(as_number.encode(), b'<Data ss:Type="DateTime">2023-06-01T00:00:00.000</Data>')


def ods(rows: Rows, _: str) -> bytes:
    """A table whose dates are shown as 6月."""
    return as_ods({"表": rows})


def by_month(title: str) -> Rows:
    return [[title], ["月份", "单位", "受理工单数"], [JUNE, "局机关", 3]]


def by_indicator(title: str) -> Rows:
    return [[title], ["填报单位：局机关"], ["指标", JUNE], ["受理工单数", 3]]


@pytest.mark.parametrize("make", [xlsx, xls, xml, ods])
@pytest.mark.parametrize("rows", [by_month, by_indicator])
def test_a_month_without_its_year_is_none_of_another_year_than_the_titles(
    make: Callable[[Rows, str], bytes], rows: Callable[[str], Rows]
) -> None:
    meant = {("tickets_received", "office", "2023-06"): (3, "")}
    for title in ("2023年12345热线", "12345热线"):
        assert figures(read(make(rows(title), MONTH))) == meant
    last_years = read(make(rows("2024年12345热线"), MONTH))
    assert [code for code, *_ in errors(last_years)] == ["bad_month"]
    assert "2023年6月" in findings(last_years)[0].message
    assert figures(last_years) == {}


@pytest.mark.parametrize("code", [MONTH, MONTH_AND_DAY, "d-mmm", 16, 58])
def test_every_format_without_a_year_is_known(code: str | int) -> None:
    found = read(xlsx(by_month("2024年12345热线"), code))
    assert [code for code, *_ in errors(found)] == ["bad_month"]


@pytest.mark.parametrize("code", [YEAR_AND_MONTH, 'e"年"m"月"', "yyyy-mm", "mmm-yy", "yyyy/m/d", 14, 57])
def test_a_date_that_shows_its_year_is_only_told_to_be_another_than_the_titles(code: str | int) -> None:
    found = findings(read(xlsx(by_month("2024年12345热线"), code)))
    assert [(one.code, one.severity) for one in found] == [("title_mismatch", "warning")]


@pytest.mark.parametrize("code", [YEAR_AND_MONTH, "yyyy-mm", 57])
def test_a_month_alone_in_its_cell_may_be_the_title_though_it_is_a_date(code: str | int) -> None:
    rows = [["12345热线月报表"], [JUNE], ["单位", "受理工单数"], ["局机关", 3]]
    assert set(figures(read(xlsx(rows, code)))) == {("tickets_received", "office", "2023-06")}


def test_a_month_in_the_title_that_shows_no_year_takes_that_of_the_title() -> None:
    rows = [["2024年12345热线"], [datetime(2021, 1, 1)], ["单位", "受理工单数"], ["局机关", 3]]
    assert set(figures(read(xlsx(rows, MONTH)))) == {("tickets_received", "office", "2024-01")}


@pytest.mark.parametrize("rows", [by_month, by_indicator])
def test_january_to_may_that_became_a_day_when_typed_is_no_month(rows: Callable[[str], Rows]) -> None:
    def dated(day: datetime) -> Rows:
        return [[day if cell == JUNE else cell for cell in row] for row in rows("2023年12345热线")]

    file = read(xlsx(dated(datetime(2023, 1, 5)), MONTH_AND_DAY))
    assert [code for code, *_ in errors(file)] == ["bad_month"]
    assert "“1-5”" in findings(file)[0].message
    assert len(figures(read(xlsx(dated(datetime(2023, 6, 30)), MONTH_AND_DAY)))) == 1
    assert len(figures(read(xlsx(dated(datetime(2023, 1, 5)), "yyyy/m/d")))) == 1


@pytest.mark.parametrize(("code", "day"), [(MONTH_AND_DAY, 15), ("m/d", 5), (MONTH, 15)])
def test_a_day_that_is_no_span_of_months_gives_its_month(code: str, day: int) -> None:
    rows = [["月份", "单位", "受理工单数"], [datetime(2023, 6, day), "局机关", 3]]
    assert figures(read(xlsx(rows, code))) == {("tickets_received", "office", "2023-06"): (3, "")}


def test_a_day_that_is_not_shown_is_no_end_of_a_span() -> None:
    rows = [["月份", "单位", "受理工单数"], [datetime(2023, 1, 5), "局机关", 3]]
    assert figures(read(xlsx(rows, MONTH))) == {("tickets_received", "office", "2023-01"): (3, "")}


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_labelled_month_keeps_its_year_where_no_other_is_named(make: Callable[[Rows, str], bytes]) -> None:
    table = [["单位", "受理工单数"], ["局机关", 3]]
    file = read(make([["统计月份：", JUNE], *table], MONTH))
    assert figures(file) == {("tickets_received", "office", "2023-06"): (3, "")}
    below_a_year = read(make([["2024年12345热线"], ["统计月份：", JUNE], *table], MONTH))
    assert set(figures(below_a_year)) == {("tickets_received", "office", "2024-06")}


def test_months_before_the_titles_are_of_the_year_they_have() -> None:
    months = [datetime(2023, 12, 1), datetime(2024, 1, 1)]

    def dated(title: str, *months: datetime) -> bytes:
        table = [["月份", "单位", "受理工单数"], *([month, "局机关", 3] for month in months)]
        return xlsx([[title], *table], MONTH)

    both = read(dated("2024年1月12345热线近几月情况", *months))
    assert {month for *_, month in figures(both)} == {"2023-12", "2024-01"}
    assert findings(both) == []
    one = read(dated("2024年1月12345热线", *months[:1]))
    assert [(told.code, told.severity) for told in findings(one)] == [("title_mismatch", "warning")]
    copied = read(dated("2024年6月12345热线", JUNE))
    assert [code for code, *_ in errors(copied)] == ["bad_month"]
    copied = read(dated("2024年6月12345热线", datetime(2023, 5, 1), JUNE))
    assert [code for code, *_ in errors(copied)] == ["bad_month", "bad_month"]


def test_a_text_is_kept_as_any_other_date_would_be() -> None:
    header = ["年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"]
    for day, code in ((datetime(2024, 1, 2), MONTH_AND_DAY), (datetime(2024, 1, 1), MONTH)):
        file = read(xlsx([header, [2024, day, day, "局机关", "6月底", "进行中"]], code))
        (task,) = records(file)
        assert (task["task"], task["title"]) == (f"{day:%Y-%m-%d}", f"{day:%Y-%m-%d}")


def test_the_deadline_of_a_task_is_read_as_its_cell_shows_it() -> None:
    header = ["年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"]
    whole = read(xlsx([header, [2023, "一", "甲", "局机关", JUNE, "进行中"]], YEAR_AND_MONTH))
    assert [str(one["due"]) for one in records(whole)] == ["2023-06-30"]
    later = read(xlsx([header, [2022, "一", "甲", "局机关", JUNE, "进行中"]], MONTH_AND_DAY))
    assert errors(later) == []
    typed_last_year = read(xlsx([header, [2024, "一", "甲", "局机关", JUNE, "进行中"]], MONTH_AND_DAY))
    assert errors(typed_last_year) == [("bad_date", 2, "完成时限")]


def test_a_header_that_shows_no_year_is_named_as_it_is_shown() -> None:
    rows: Rows = [["填报单位：局机关"], ["指标", JUNE], ["受理工单数", "x"], ["办结工单数", 2]]
    assert errors(read(xlsx(rows, MONTH))) == [("not_a_number", 3, "6月")]
