"""Numerals in words, against an oracle that writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.written_report.numeral import read_arabic, read_chinese, read_chinese_decimal

DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """The number in Chinese, below a hundred million, as it is taught at school."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return written(high) + "万" + gap + (written(low) if low else "")
    for size, sign in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if 0 < low < size // 10 else ""
            return DIGITS[high] + sign + gap + (written(low) if low else "")
    return DIGITS[number]


@given(st.integers(0, 99_999_999))
def test_a_number_in_words_is_read_as_it_was_written(number: int) -> None:
    assert read_chinese(written(number)) == number


@given(st.integers(0, 100), st.integers(0, 99))
def test_decimals_in_words_are_read_as_they_were_written(whole: int, hundredths: int) -> None:
    words = f"{written(whole)}点{DIGITS[hundredths // 10]}{DIGITS[hundredths % 10]}"
    assert read_chinese_decimal(words) == pytest.approx(whole + hundredths / 100)


@given(st.integers(0, 10**9))
def test_separators_change_nothing(number: int) -> None:
    assert read_arabic(f"{number:,}") == read_arabic(str(number)) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [("两", 2), ("十二", 12), ("百", 100), ("两千零五", 2005), ("三五", None), ("二〇二三", None)],
)
def test_what_people_also_write(words: str, value: int | None) -> None:
    assert read_chinese(words) == value
