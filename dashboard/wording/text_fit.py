"""Estimates the width and the number of lines of a text, so that nothing on a slide or page is cut.

The fonts on the reader's machine are unknown. Widths are those of the widest common fonts (a Chinese
character is as wide as high, a digit in DejaVu Sans 0.64), so a text rarely needs more room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import ceil

LINE_HEIGHT = 1.22
# The average empty space at the end of a wrapped line, in characters.
RAGGED = 0.6
# The space that word processors insert between Chinese and other letters.
SEAM = 0.25

Measure = Callable[[str, float], float]
ELLIPSIS = "…"
# A line preferably breaks after a pause; it never begins with a closing mark or ends with an opening one.
_PAUSES = frozenset("，、。；！？　 ")
_CLOSING, _OPENING = _PAUSES | frozenset("：）〕》”%"), frozenset("（〔《“：")
_NARROW = frozenset(" .,:;'|!()[]ilj·")
_FIRST_WIDE = "\u2e80"
_WIDE_SIGNS = frozenset("—…“”‘’①②③④⑤⑥⑦⑧⑨⑩■▲●○◌")


@cache
def character_width(letter: str) -> float:
    """The width of one character as a share of its height."""
    if letter >= _FIRST_WIDE or letter in _WIDE_SIGNS:
        return 1.0
    if letter in _NARROW:
        return 0.36
    return 0.84 if letter.isupper() or letter in "%@mw÷×≥≤−+" else 0.65


def text_width(text: str, size: float) -> float:
    """The width of a line of text, in the unit of `size` (points)."""
    return _characters(text) * size


def label_width(text: str, size: float) -> float:
    """The width of a label on a chart, mostly a number: digits are a little over half as wide as high."""
    widths = [0.3 if letter in ",." else 0.58 if letter < _FIRST_WIDE else 1.0 for letter in text]
    seams = sum((left < 1.0) != (right < 1.0) for left, right in pairwise(widths))
    return (sum(widths) + seams * SEAM) * size


def printed_width(text: str, size: float) -> float:
    """The same for print, with digits and letters in Times New Roman: half as wide as high."""
    wide = [letter >= _FIRST_WIDE or letter in _WIDE_SIGNS for letter in text]
    seams = sum(left != right for left, right in pairwise(wide))
    return (sum(1.0 if each else 0.52 for each in wide) + seams * SEAM) * size


@lru_cache(8192)
def _characters(text: str) -> float:
    """The width of a text in characters."""
    widths = [character_width(letter) for letter in text]
    seams = sum((left == 1.0) != (right == 1.0) for left, right in pairwise(widths))
    return sum(widths) + seams * SEAM


def line_count(text: str, size: float, width: float, measure: Measure = text_width) -> int:
    """The number of lines of the text when wrapped to `width`; at least one for each of its own lines.

    A wrapped line rarely fills its width: a mark that may not begin the next line takes a character with
    it.
    """
    return sum(_wrapped(measure(line, size), size, width) for line in text.split("\n"))


def _wrapped(length: float, size: float, width: float) -> int:
    if length <= width:
        return 1
    return ceil(length / max(width - RAGGED * size, size))


def text_height(text: str, size: float, width: float) -> float:
    """The height of the wrapped text, in points."""
    return line_count(text, size, width) * size * LINE_HEIGHT


def fitting_size(text: str, width: float, height: float, sizes: Sequence[float]) -> float:
    """The first of `sizes` (largest first) at which the text fits the box, else the last."""
    return next((size for size in sizes if text_height(text, size, width) <= height), sizes[-1])


def shortened(text: str, size: float, width: float, lines: int = 1) -> str:
    """The text, cut with … if it would need more than `lines` lines of `width`."""
    if line_count(text, size, width) <= lines:
        return text
    kept = text
    while kept and line_count(kept + ELLIPSIS, size, width) > lines:
        kept = kept[:-1]
    return kept.rstrip("，、；：。 ") + ELLIPSIS


def wrapped(text: str, letters: int) -> list[str]:
    """The text in lines of at most `letters` letters, broken after a pause or otherwise between words."""
    lines = []
    while len(text) > letters:
        end = _line_end(text, letters)
        lines.append(text[:end])
        text = text[end:]
    return [*lines, text] if text else lines


def _line_end(text: str, letters: int) -> int:
    """The number of letters on the first line: up to a pause in its second half, else to a word's end."""
    places = range(letters, letters // 2, -1)
    seams = [place for place in places if not _belong_together(text[place - 1], text[place])]
    return next((place for place in seams if text[place - 1] in _PAUSES), max(seams, default=letters))


def _belong_together(left: str, right: str) -> bool:
    """Whether no break is allowed between the two: in a number or word, or beside a mark of its neighbour."""
    if right in _CLOSING or left in _OPENING:
        return True
    return all(letter.isascii() and (letter.isalnum() or letter in ".,") for letter in (left, right))
