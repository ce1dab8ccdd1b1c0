"""Estimated room of texts: never less for more text, and what is shortened fits."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.reports.text_fit import (
    fitting_size,
    line_count,
    printed_width,
    shortened,
    text_height,
    text_width,
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
