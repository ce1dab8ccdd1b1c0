"""Classified papers and data about persons are refused, wherever they stand."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.etl.sheets import (
    HEADER,
    TABLE,
    as_text,
    as_xls,
    as_xlsx,
    drawn_xlsx,
    errors,
    findings,
    read,
    warnings,
)


def with_remark(text: str) -> str:
    return as_text([[*row, "备注" if row is HEADER else text] for row in TABLE[:2]])


@pytest.mark.parametrize("mark", ["绝密★", "机密★", "秘密★", "秘密★5年", "机密 ★", "机 密★", "秘　密 ★一年"])
@pytest.mark.parametrize("place", ["title", "cell", "note"])
def test_a_mark_of_classification_refuses_the_file(mark: str, place: str) -> None:
    texts = {"title": f"{mark}\n" + as_text(TABLE), "cell": with_remark(mark), "note": as_text(TABLE) + mark}
    file = read(texts[place])
    assert [code for code, *_ in errors(file)] == ["classified"]
    assert file.tables == ()


@pytest.mark.parametrize(
    "content", [as_text([["秘密★"], *TABLE]).encode("gbk"), as_xls([["秘密★"], *TABLE])], ids=["gbk", "xls"]
)
def test_a_mark_is_found_in_every_kind_of_file(content: bytes) -> None:
    assert [code for code, *_ in errors(read(content))] == ["classified"]


def test_a_mark_is_found_in_sheets_passed_over_comments_and_page_headers() -> None:
    def with_comment(book: Any) -> None:
        book.add_worksheet("表").write_comment(0, 0, "机密★一年")

    def with_header(book: Any) -> None:
        book.add_worksheet("表").set_header("&C秘密★")

    other = as_xlsx({"热线": TABLE, "说明": [["绝密★"]]})
    for content in (other, drawn_xlsx(with_comment), drawn_xlsx(with_header)):
        assert [code for code, *_ in errors(read(content))] == ["classified"]


def test_a_file_named_as_classified_is_refused() -> None:
    assert errors(read(as_text(TABLE), name="机密★月报.csv")) == [("classified", None, None)]


@pytest.mark.parametrize("text", ["保密工作", "秘密", "五★服务", "密级：无"])
def test_a_word_alone_is_no_mark(text: str) -> None:
    assert findings(read(with_remark(text))) == []


@pytest.mark.parametrize(
    "text",
    [
        "11010119900307123X",
        "身份证110101199003071234",
        "１１０１０１１９９００３０７１２３４",
        "13800138000",
        "电话：139 1234 5678",
        "+86 13912345678",
        "139-1234-5678",
    ],
)
def test_a_number_of_a_person_in_the_table_refuses_the_file(text: str) -> None:
    file = read(with_remark(text))
    assert errors(file) == [("personal_data", 2, "备注")]
    digits = "".join(sign for sign in text if sign.isdecimal())
    assert digits not in str([one.as_json() for one in findings(file)])


@pytest.mark.parametrize("number", ["110101199003071234", "13800138000", "１３８００１３８０００"])
@pytest.mark.parametrize("column", range(len(HEADER)))
def test_what_else_is_wrong_with_a_number_of_a_person_does_not_show_it(number: str, column: int) -> None:
    row = [number if place == column else cell for place, cell in enumerate(TABLE[1])]
    file = read(as_text([HEADER, row]))
    assert "personal_data" in [code for code, *_ in errors(file)]
    assert number[3:] not in str([one.as_json() for one in findings(file)])


@pytest.mark.parametrize(
    "text", ["工单编号 20230601123456789", "0.13812345678", "2168", "12345", "010-12345678", "1380013800"]
)
def test_other_numbers_are_no_numbers_of_a_person(text: str) -> None:
    assert errors(read(with_remark(text))) == []


@pytest.mark.parametrize("header", ["姓名", "身份证号", "联系电话", "住址", " 姓名 ", "姓　名"])
def test_a_column_about_persons_refuses_the_file(header: str) -> None:
    text = as_text([[*row, header if row is HEADER else ""] for row in TABLE[:2]])
    assert ("personal_data", 1, header) in errors(read(text))


@pytest.mark.parametrize(
    "line",
    [
        "联系电话：13800138000,,,,",
        "填报人：张三,联系电话：138 0013 8000,,,",
        "联系人,张三,13800138000,,",
        "制表：张三（１３８００１３８０００）,,,,",
    ],
)
def test_a_mobile_number_in_a_title_or_signature_is_a_warning(line: str) -> None:
    for text, row in ((as_text(TABLE) + line, 6), (line + "\n" + as_text(TABLE), 1)):
        file = read(text)
        assert errors(file) == []
        assert warnings(file) == [("contact_kept", row, None)]
        assert "0138" not in str([one.as_json() for one in findings(file)])


@pytest.mark.parametrize("number", ["110101199003071234", "110101 19900307 123x"])
def test_an_identity_number_above_or_below_the_table_refuses_the_file(number: str) -> None:
    for text, row in (
        (as_text(TABLE) + f"制表人：张三 {number},,,,", 6),
        (f"填报人：张三 {number}\n" + as_text(TABLE), 1),
    ):
        assert errors(read(text)) == [("personal_data", row, None)]


def hidden_with(cell: str) -> bytes:
    def draw(book: Any) -> None:
        for name, rows in (("热线", TABLE), ("底稿", [["甲", "乙"], ["张三", cell]])):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        sheet.hide()

    return drawn_xlsx(draw)


def test_numbers_of_persons_on_a_hidden_sheet_refuse_the_workbook() -> None:
    assert errors(read(hidden_with("110101199003071234"))) == [("personal_data", 2, None)]
    assert errors(read(hidden_with("13800138000"))) == [("personal_data", 2, None)]


def test_a_mobile_number_in_a_line_of_another_sheet_is_a_warning() -> None:
    file = read(as_xlsx({"热线": TABLE, "说明": [["每月五日前报送"], ["有事请打 13800138000"]]}))
    assert errors(file) == []
    assert warnings(file) == [("contact_kept", 2, None)]


def with_comment(text: str) -> bytes:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("热线")
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.write_comment(1, 2, text)

    return drawn_xlsx(draw)


def with_page_header(text: str) -> bytes:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("热线")
        for number, row in enumerate(TABLE):
            sheet.write_row(number, 0, row)
        sheet.set_footer(f"&L{text}")

    return drawn_xlsx(draw)


@pytest.mark.parametrize("make", [with_comment, with_page_header])
def test_numbers_of_persons_in_comments_and_page_headers_are_found(make: Callable[[str], bytes]) -> None:
    assert errors(read(make("张三 110101199003071234"))) == [("personal_data", None, None)]
    file = read(make("电话 13800138000"))
    assert errors(file) == [] and warnings(file) == [("contact_kept", None, None)]
    assert findings(read(make("编号 2023060112345"))) == []


def test_an_identity_number_in_an_old_workbook_or_in_the_name_of_a_file_is_found() -> None:
    rows = [*TABLE, ["制表人：张三 110101199003071234"]]
    assert errors(read(as_xls(rows))) == [("personal_data", 6, None)]
    assert errors(read(as_text(TABLE), name="张三110101199003071234.csv")) == [("personal_data", None, None)]


def test_a_list_of_persons_on_another_sheet_refuses_the_workbook() -> None:
    people = [["姓名", "职务"], ["张三", "队员"]]
    numbers = [["甲", "乙"], ["张三", 13800138000]]
    assert errors(read(as_xlsx({"热线": TABLE, "名单": people}))) == [("personal_data", 1, "姓名")]
    assert errors(read(as_xlsx({"热线": TABLE, "名单": numbers}))) == [("personal_data", 2, None)]
