"""What a number format shows: words behind a number, per cent, a scale that divides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.read.open.number_format import as_shown, says_something


@pytest.mark.parametrize(
    ("code", "suffix"),
    [
        ('0"月"', "月"),
        ('0"万份"', "万份"),
        ("0月", "月"),
        (r"#,##0\人\次", "人次"),
        ("0!件", "件"),
        ('General"件"', "件"),
        ('G/通用格式"份"', "份"),
        ('[DBNum1][$-804]General"月"', "月"),
        ('[Red]#,##0.00" 起 "', "起"),
        ('#,##0"张";[Red]-#,##0"张";"-"', "张"),
        ("0.0%", "%"),
        ('0"+"', "+"),
        ("General", ""),
        ("0.00", ""),
        ("@", ""),
        ("#,##0_ ;[Red]-#,##0 ", ""),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', ""),
        ("", ""),
    ],
)
def test_the_words_behind_a_number_are_told(code: str, suffix: str) -> None:
    assert as_shown("6", code).lstrip("0123456789.").strip() == suffix


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("6", '0"月"', "6月"),
        ("3", '0"万份"', "3万份"),
        ("3.5", '0"件"', "3.5件"),
        ("-3", '0"件"', "-3件"),
        ("-3", '0"件"_);(0"件")', "-3件"),
        ("3", '0"(件)"', "3(件)"),
        ("200", '"约"0', "约200"),
        ("1000", '0"+"', "1000+"),
        ("202306", '0000"年"00"月"', "2023年06月"),
        ("202306", r"0000\-00", "2023-06"),
        ("0.985", "0%", "98.5%"),
        ("1", "0.00%", "100%"),
        ("12345", r'0!.0,"万"', "12345"),
        ("12345", r'0\.0,"万份"', "12345份"),
        ("12000", '0,"千件"', "12000件"),
        ("12000", '0,"万件"', "12000（显示为 12万件）"),
        ("12000", "#,##0,", "12000（显示为 12）"),
        ("12345", '[>=10000]0!.0,"万";0', "12345"),
        ("345", '[>=10000]0!.0,"万";0"件"', "345件"),
        ("0", '0"件";-0"件";"无"', "无"),
        ("0", '0"件";-0"件";"-"', "0"),
        ("0", '0"件";-0"件";', "0"),
        ("5", '0"件";-0"件";"无"', "5件"),
        ("45", '0"/50"', "45/50"),
        ("45", '0"(5)"', "45(5)"),
        ("45", '"≥"0', "≥45"),
        ("45", '"1"0', "45（显示为 145）"),
        ("45", '0"0"', "45（显示为 450）"),
        ("6", '"2023年"0"月"', "2023年6月"),
        ("7", "General", "7"),
        ("7", "¥#,##0.00", "7"),
        ("7", "# ?/?", "7"),
        ("7", "0.00E+00", "7"),
        ("局机关", '0"件"', "局机关"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it_with_every_digit(number: str, code: str, shown: str) -> None:
    assert as_shown(number, code) == shown
    assert shown == number or says_something(code)


@given(st.text(max_size=30), st.integers(-(10**9), 10**9))
def test_no_format_makes_another_number_without_words(code: str, number: int) -> None:
    shown = as_shown(str(number), code)
    assert shown == str(number) or says_something(code)
