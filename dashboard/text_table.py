"""A table of plain text for the terminal, in which Chinese characters take two columns."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

GAP = "  "


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """The rows under their header; `right` says which columns are numbers and stand to the right."""
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(display_width(line[place]) for line in lines) for place in range(len(header))]
    return "".join(_line(line, widths, right) + "\n" for line in lines)


def display_width(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - display_width(cell))
        padded.append(space + cell if to_right else cell + space)
    return GAP.join(padded).rstrip()
