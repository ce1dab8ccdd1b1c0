"""Remove text guards: exports write ="41" or '2023-06 so that a spreadsheet does not convert the text."""

import re
from collections.abc import Iterable
from itertools import chain

_IN_QUOTES = re.compile(r'\s*[=＝]"((?:[^"]|"")*)"\s*', re.DOTALL)
_FIRST_SIGNS = ("'", "=", "＝", " ", "\t")


def without_text_guard(text: str) -> str:
    """The text inside a guard; any other text unchanged. Quoted words ('重点'工作) are not a guard."""
    if text[:1] not in _FIRST_SIGNS:
        return text
    if found := _IN_QUOTES.fullmatch(text):
        return found[1].replace('""', '"')
    return text[1:] if text[0] == "'" and text.count("'") == 1 else text


def may_be_guarded(text: str) -> bool:
    """Whether a text of many cells may contain a guard."""
    return "'" in text or '="' in text or '＝"' in text


def unguarded(rows: list[list[str]]) -> list[list[str]]:
    """The rows with all guards removed; the same rows if there are none."""
    inside = guarded_texts(set(chain.from_iterable(rows)))
    return [[inside.get(cell, cell) for cell in row] for row in rows] if inside else rows


def guarded_texts(cells: Iterable[str]) -> dict[str, str]:
    """Guarded text → the text inside, for the guarded texts among these."""
    inside = {cell: without_text_guard(cell) for cell in cells if cell.startswith(_FIRST_SIGNS)}
    return {cell: text for cell, text in inside.items() if text != cell}
