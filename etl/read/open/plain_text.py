"""Text as files have it: its encoding, control characters, marks of classification, guards around cells.

The child processes that open files import this, so it imports no pandas: that takes half a second.
"""

import codecs
import re
from collections.abc import Iterable
from itertools import chain

from domain.text import CLASSIFICATIONS, unescape_formula
from etl.read.open.sheet import UnreadableError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def find_control(text: str) -> int | None:
    """The line (from 1) of the first control character other than tab and line ends; None if none."""
    found = _CONTROL.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def mark_in(content: bytes) -> str:
    """The first mark of classification in raw bytes, as UTF-8 or UTF-16; "" if none."""
    if "★".encode() not in content and "★".encode("utf-16-le") not in content:
        return ""  # one search instead of 18: most files have no star, and large ones take long
    gaps = ("", " ", "\u3000")  # official papers space the two characters out
    for word in (f"{grade[0]}{gap}{grade[1]}★" for grade in CLASSIFICATIONS for gap in gaps):
        if word.encode("utf-8") in content or word.encode("utf-16-le") in content:
            return word
    return ""


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: by byte order mark, else strict UTF-8, else strict GB18030.

    Raises UnreadableError if none fits, or if the text contains NUL or another control character.
    """
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if found := find_control(text):
            raise UnreadableError(
                f"第 {found} 行含有控制字符，不是文本表格；请另存为 xlsx 或 CSV 后再报", found
            )
        return text, encoding
    raise UnreadableError("不是 UTF-8、GBK 或 UTF-16 文本，也不是 Excel 工作簿；请另存为 xlsx 或 CSV 后再报")


_IN_QUOTES = re.compile(r'\s*[=＝]"((?:[^"]|"")*)"\s*', re.DOTALL)
_FIRST_SIGNS = ("'", "=", "＝", " ", "\t")


def without_text_guard(text: str) -> str:
    """The text inside a guard; any other text unchanged. Quoted words ('重点'工作) are not a guard."""
    if text[:1] not in _FIRST_SIGNS:
        return text
    if found := _IN_QUOTES.fullmatch(text):
        return found[1].replace('""', '"')
    if text[0] == "'" and text.count("'") == 1:
        return text[1:]
    return text if text.endswith("'") else unescape_formula(text)


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
