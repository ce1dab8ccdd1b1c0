"""Keeps text that begins like a formula from being run by a spreadsheet: every export goes through here."""

from collections.abc import Iterable

# Spreadsheets set up for Chinese or Japanese take the full-width signs for the plain ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
GUARD = "'"


def neutral(text: str) -> str:
    """The text, with ' before it where a spreadsheet would take it for a formula."""
    return f"{GUARD}{text}" if text.startswith(FORMULA_SIGNS) else text


def neutral_row(cells: Iterable[object]) -> list[object]:
    """A row for a CSV writer: text neutralised, numbers as they are, None blank."""
    return [neutral(cell) if isinstance(cell, str) else ("" if cell is None else cell) for cell in cells]


def without_formula_guard(text: str) -> str:
    """The text as it was before `neutral`."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(FORMULA_SIGNS) else text
