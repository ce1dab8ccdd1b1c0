"""Hidden sheets are passed over and told; hidden rows and columns are read and told; so is what is shown."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.etl.sheets import (
    HEADER,
    ROWS,
    TABLE,
    as_text,
    as_xls,
    as_xlsx,
    drawn_xls,
    drawn_xlsx,
    errors,
    figures,
    findings,
    read,
    warnings,
)

DRAFT = [["2023年4月12345热线", "", ""], ["单位", "受理工单数", "办结工单数"], ["局机关", 7, 7]]


def with_hidden(rows: list[list[Any]], hide: str = "hide", name: str = "旧稿") -> bytes:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        other = book.add_worksheet(name)
        for number, row in enumerate(rows):
            other.write_row(number, 0, row)
        getattr(other, hide)()

    return drawn_xlsx(draw)


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_a_hidden_sheet_is_passed_over_and_what_it_holds_is_told(hide: str) -> None:
    file = read(with_hidden(DRAFT, hide))
    assert figures(file) == figures(read(as_text(TABLE)))
    (finding,) = findings(file)
    assert (finding.code, finding.severity) == ("hidden_sheet", "warning")
    for words in ("旧稿", "12345热线", "1 行", "2023年4月"):
        assert words in finding.message


def test_a_hidden_sheet_of_words_is_told_to_hold_no_report() -> None:
    (finding,) = findings(read(with_hidden([["选项"], ["是"], ["否"]])))
    assert finding.code == "hidden_sheet" and "没有认得的报表" in finding.message


def test_an_empty_hidden_sheet_is_not_worth_a_word() -> None:
    assert findings(read(with_hidden([]))) == []


def test_a_hidden_sheet_first_is_no_cover() -> None:
    def draw(book: Any) -> None:
        cover = book.add_worksheet("封面")
        cover.write(0, 0, "2022年度")
        cover.hide()
        sheet = book.add_worksheet("表")
        sheet.activate()
        sheet.set_first_sheet()
        for number, row in enumerate([["单位", "月份", "受理工单数"], ["局机关", "6月", 3]]):
            sheet.write_row(number, 0, row)

    assert [code for code, *_ in errors(read(drawn_xlsx(draw)))] == ["bad_month"]


def test_a_hidden_sheet_in_an_old_workbook_is_passed_over_too() -> None:
    def draw(book: Any) -> None:
        for name, rows, visibility in (("表", TABLE, 0), ("旧稿", DRAFT, 1), ("更旧", DRAFT, 2)):
            sheet = book.add_sheet(name)
            sheet.visibility = visibility
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell)

    file = read(drawn_xls(draw))
    assert figures(file) == figures(read(as_text(TABLE)))
    assert [(one.code, one.value) for one in findings(file)] == [
        ("hidden_sheet", "旧稿"),
        ("hidden_sheet", "更旧"),
    ]


def hidden_rows_xlsx(book: Any) -> None:
    sheet = book.add_worksheet("表")
    for number, row in enumerate(TABLE):
        sheet.write_row(number, 0, row)
    for row in (1, 3, 4, 40):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_column(3, 3, None, None, {"hidden": True})
    sheet.set_column(9, 16383, None, None, {"hidden": True})


def hidden_rows_xls(book: Any) -> None:
    sheet = book.add_sheet("表")
    for number, row in enumerate(TABLE):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    for row in (1, 3, 4, 40):
        sheet.row(row).hidden = True
    sheet.col(3).hidden = True


@pytest.mark.parametrize(
    ("make", "draw"), [(drawn_xlsx, hidden_rows_xlsx), (drawn_xls, hidden_rows_xls)], ids=["xlsx", "xls"]
)
def test_hidden_rows_and_columns_are_read_and_told(
    make: Callable[[Any], bytes], draw: Callable[[Any], None]
) -> None:
    file = read(make(draw))
    assert figures(file) == figures(read(as_text(TABLE)))
    assert warnings(file) == [("hidden_rows", 2, None), ("hidden_rows", None, None)]
    rows, columns = (one.message for one in findings(file))
    assert "第 2、4—5 行" in rows
    assert "第 4 列（D，办结工单数）" in columns and "第 10 列" not in columns


def test_hidden_rows_of_a_sheet_that_is_not_read_are_not_told() -> None:
    def draw(book: Any) -> None:
        hidden_rows_xlsx(book)
        notes = book.add_worksheet("说明")
        notes.write_row(0, 0, ["第一条", "按月报送"])
        notes.set_row(0, None, None, {"hidden": True})

    assert all("说明" not in one.message for one in findings(read(drawn_xlsx(draw))))


def formatted(*cells: tuple[object, str]) -> bytes:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["2023年报表"])
        sheet.write_row(1, 0, ["月份", "单位", "受理工单数"])
        sheet.write(2, 1, "局机关")
        for place, (value, code) in zip((0, 2), cells, strict=True):
            sheet.write(2, place, value, book.add_format({"num_format": code}))

    return drawn_xlsx(draw)


def formatted_xls(*cells: tuple[object, str]) -> bytes:
    import xlwt

    def draw(book: Any) -> None:
        sheet = book.add_sheet("表")
        for row, texts in enumerate((["2023年报表"], ["月份", "单位", "受理工单数"], ["", "局机关"])):
            for place, text in enumerate(texts):
                if text:
                    sheet.write(row, place, text)
        for place, (value, code) in zip((0, 2), cells, strict=True):
            sheet.write(2, place, value, xlwt.easyxf(num_format_str=code))

    return drawn_xls(draw)


@pytest.mark.parametrize("make", [formatted, formatted_xls])
@pytest.mark.parametrize(
    ("month", "figure", "value"),
    [
        ((6, '0"月"'), (3, "0"), 3),
        ((6, '0"月份"'), (3, '0"件"'), 3),
        ((202306, '0000"年"00"月"'), (3, "General"), 3),
        ((6, '0"月"'), (12345, '0!.0,"万"'), 12345),
        ((6, '0"月"'), (0, '0;-0;"-"'), 0),
        ((6, '[DBNum1][$-804]General"月"'), (3, "0"), 3),
    ],
)
def test_a_number_shown_with_words_is_read_as_shown(
    make: Callable[..., bytes], month: tuple[int, str], figure: tuple[int, str], value: float
) -> None:
    file = read(make(month, figure))
    assert errors(file) == []
    assert {key: number for key, (number, _) in figures(file).items()} == {
        ("tickets_received", "office", "2023-06"): value
    }


@pytest.mark.parametrize("make", [formatted, formatted_xls])
@pytest.mark.parametrize("figure", [(1, "0%"), (0.5, "0.0%"), (12000, "#,##0,"), (3, '0"月"')])
def test_a_number_shown_as_another_thing_is_no_figure(
    make: Callable[..., bytes], figure: tuple[float, str]
) -> None:
    assert errors(read(make((6, '0"月"'), figure))) != []


@pytest.mark.parametrize("guard", ['="{}"', "'{}", ' ="{}" '])
def test_the_text_inside_a_guard_counts(guard: str) -> None:
    guarded = [[guard.format(cell) for cell in row] for row in TABLE]
    plain = figures(read(as_text(TABLE)))
    unquoted = "\n".join(",".join(row) for row in guarded)
    for content in (as_text(guarded), unquoted, unquoted.encode("gbk"), as_xlsx({"表": guarded})):
        file = read(content)
        assert findings(file) == []
        assert figures(file) == plain
    assert figures(read(as_xls(guarded))) == plain


def test_a_formula_that_only_guards_its_text_needs_no_result() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEADER[:3])
    book.active.append([*ROWS[0][:2], '="41"'])
    content = io.BytesIO()
    book.save(content)
    file = read(content.getvalue())
    assert [value for value, _ in figures(file).values()] == [41]


@pytest.mark.parametrize("text", ["=41", '="41', "=1+1", '="4"&"1"', "''41"])
def test_what_is_no_guard_is_not_repaired(text: str) -> None:
    assert [code for code, *_ in errors(read(f"月份,单位,受理工单数\n2023-06,局机关,{text}\n"))] == [
        "not_a_number"
    ]


def test_a_row_without_height_and_a_column_without_width_are_hidden_too() -> None:
    content = as_xlsx({"表": TABLE})
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                data = data.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"')
                columns = b'<cols><col min="4" max="4" width="0" customWidth="1"/></cols><sheetData>'
                data = data.replace(b"<sheetData>", columns)
            new.writestr(entry.filename, data)
    assert warnings(read(changed.getvalue())) == [("hidden_rows", 3, None), ("hidden_rows", None, None)]


def test_rows_that_a_filter_hides_are_read_and_told() -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.autofilter(0, 0, 4, 4)
        sheet.filter_column("A", "x == 2023-05")
        for row in (3, 4):
            sheet.set_row(row, None, None, {"hidden": True})

    file = read(drawn_xlsx(draw))
    assert figures(file) == figures(read(as_text(TABLE)))
    assert warnings(file) == [("hidden_rows", 4, None)]
