"""Estimated room of texts: never less for more text, and what is shortened fits."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.wording.text_fit import (
    fitting_size,
    line_count,
    printed_width,
    shortened,
    text_height,
    text_width,
    wrapped,
)

WORDS = st.text(alphabet="法治政府建设工作，。、（）0123456789.,%ABC abc—…", max_size=80)
SIZES = st.sampled_from([9.0, 12.0, 16.0, 28.0])
WIDTHS = st.floats(30, 900)


def test_a_chinese_character_is_as_wide_as_high_and_a_digit_narrower() -> None:
    assert text_width("法治", 10) == 20
    assert 5 < text_width("1", 10) < 7
    assert printed_width("12", 10) < text_width("12", 10)


def test_a_seam_between_chinese_and_digits_takes_room() -> None:
    assert text_width("完成6次", 10) > text_width("完成次", 10) + text_width("6", 10)


@given(WORDS, WORDS, SIZES)
def test_a_longer_text_is_never_narrower(first: str, more: str, size: float) -> None:
    assert text_width(first + more, size) >= text_width(first, size)


@given(WORDS, SIZES, WIDTHS)
def test_a_narrower_box_never_needs_fewer_lines(text: str, size: float, width: float) -> None:
    assert line_count(text, size, width / 2) >= line_count(text, size, width) >= 1


@given(WORDS, SIZES, st.floats(60, 900), st.integers(1, 3))
def test_a_shortened_text_fits_and_says_that_it_was_cut(
    text: str, size: float, width: float, lines: int
) -> None:
    kept = shortened(text, size, width, lines)
    assert line_count(kept, size, width) <= lines
    assert kept == text or kept.endswith("…")


@given(WORDS, WIDTHS, st.floats(20, 400))
def test_the_largest_size_that_fits_is_taken(text: str, width: float, height: float) -> None:
    sizes = (28.0, 20.0, 12.0)
    chosen = fitting_size(text, width, height, sizes)
    larger = [size for size in sizes if size > chosen]
    assert all(text_height(text, size, width) > height for size in larger)
    assert chosen == sizes[-1] or text_height(text, chosen, width) <= height


def test_a_text_is_broken_where_it_pauses_and_never_within_a_number_or_a_word() -> None:
    footer = (
        "示例数据　全局　数据截至 2023年6月　计量单位：件　口径：全局当月受理的12345市民热点工单，不含自接"
    )
    assert wrapped(footer, 32) == [
        "示例数据　全局　数据截至 2023年6月　计量单位：件　",
        "口径：全局当月受理的12345市民热点工单，不含自接",
    ]
    assert wrapped("集体学法次数达到PowerPoint要求", 10) == ["集体学法次数达到", "PowerPoint", "要求"]
    assert wrapped("短", 10) == ["短"]


@given(WORDS, st.integers(1, 40))
def test_a_broken_text_loses_nothing_and_keeps_to_its_width(text: str, letters: int) -> None:
    lines = wrapped(text, letters)
    assert "".join(lines) == text
    assert all(len(line) <= letters for line in lines)
    assert all(line for line in lines)
