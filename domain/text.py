"""Text as people type it, made comparable; and text for Excel, in which no formula runs."""

import csv
import io
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any
from unicodedata import category, normalize

_WIDTHS: dict[int, Any] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x3000, 0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
# Invisible characters (direction marks, soft hyphens, fillers, tags, selectors of a glyph), and characters
# that PDFs substitute for the usual ones (U+2F24 for 大): a name that contains them looks the same but does
# not compare equal.
_NOTHING = dict.fromkeys(code for code in range(0x20000) if category(chr(code)) == "Cf")
_NOTHING |= dict.fromkeys([0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x3164, 0xFFA0])
_NOTHING |= dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0000, 0xE0200)])
_LOOK_ALIKE = {
    code: usual
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    if (usual := normalize("NFKC", chr(code))) != chr(code)
}
_HALF_WIDTH: dict[int, Any] = _WIDTHS | _SPACES | _NOTHING | _LOOK_ALIKE
_UNSEEN = _NOTHING | dict.fromkeys(range(0xD800, 0xE000))
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]")

# What a cell's text says of parts that are struck out, or small above or below the line: 12 struck out before
# 15 is not 1215, and 12 with a footnote's 1 is not 121.
STRUCK, RAISED = "划去", "角标"
UNSURE_STRUCK = "划了删除线，不能确定是作废还是更正；请删去划掉的内容，作废的请清空"
UNSURE_RAISED = "旁有上标或下标，不能确定是不是注释的序号；请把注释移到备注"
_MARKED = re.compile(f"〔(?:{STRUCK}|{RAISED})：")
_RAISED = re.compile(f"〔{RAISED}：([^〕]*)〕")
_STRUCK = re.compile(f"〔{STRUCK}：[^〕]*〕")


def struck_out(text: str) -> str:
    """The text marked as struck out, unless nothing of it is seen or parts of it are marked already."""
    return f"〔{STRUCK}：{text}〕" if text.strip() and not _MARKED.search(text) else text


def raised(text: str) -> str:
    """The text marked as small above or below the line."""
    return f"〔{RAISED}：{text}〕" if text.strip() else text


def without_struck(text: str) -> str:
    """The text without the parts that are struck out."""
    return _STRUCK.sub("", text) if STRUCK in text else text


def without_raised(text: str) -> str:
    """The text without footnote marks and the like."""
    return _RAISED.sub("", text) if RAISED in text else text


def raised_in_line(text: str) -> str:
    """The text with its raised parts in the line: m2 for m²."""
    return _RAISED.sub(r"\1", text) if RAISED in text else text


def is_marked(text: str) -> bool:
    """Whether parts of the text are struck out or raised."""
    return _MARKED.search(text) is not None


# The grades that a classified paper carries before a star.
CLASSIFICATIONS = ("绝密", "机密", "秘密")
# Official papers space the two characters out.
_CLASSIFIED = re.compile(rf"(?:{'|'.join(rf'{grade[0]} *{grade[1]}' for grade in CLASSIFICATIONS)})\s*★")


def half_width(text: str) -> str:
    """Convert full-width letters, digits and signs to half-width, and every kind of space to a plain one.

    Narrower than Unicode's NFKC on purpose: `12²` must not become 122.
    """
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def plain(text: str) -> str:
    """Half-width, with surrounding spaces removed."""
    return half_width(text).strip()


def without_spaces(text: str) -> str:
    """Half-width and without any space or line break."""
    return "".join(half_width(text).split())


def without_unseen(text: str) -> str:
    """The text without characters that are not seen, among them those that turn a name around (txt.exe)."""
    return text if text.isascii() else text.translate(_UNSEEN)


def visible(text: str) -> str:
    """The text in one line and without unseen characters; a control character or line end becomes a space."""
    return _CONTROL.sub(" ", without_unseen(text))


def name_key(text: str) -> str:
    """The key for comparing names: half-width, without spaces, lower case."""
    return without_spaces(text).lower()


# Spreadsheets with a Chinese or Japanese locale treat the full-width signs as the plain ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
GUARD = "'"


def escape_formula(text: str) -> str:
    """Prefix the text with ' if a spreadsheet would interpret it as a formula."""
    return f"{GUARD}{text}" if text.startswith(FORMULA_SIGNS) else text


def escape_row(cells: Iterable[object]) -> list[object]:
    """A row for a CSV writer: formulas escaped in texts, numbers unchanged, None blank."""
    return [
        escape_formula(cell) if isinstance(cell, str) else ("" if cell is None else cell) for cell in cells
    ]


def unescape_formula(text: str) -> str:
    """Undo `escape_formula`."""
    return text[1:] if text.startswith(GUARD) and text[1:].startswith(FORMULA_SIGNS) else text


MOST_SEARCHES = 50


def limited(search: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """Memoise a search by text, and limit it: after fifty different texts it returns nothing."""
    searches = iter(range(MOST_SEARCHES))

    @cache
    def find(text: str) -> list[str]:
        return search(text) if next(searches, None) is not None else []

    return find


def classification_mark(text: str) -> str:
    """The first mark of classification in a text (秘密★), "" without any."""
    found = _CLASSIFIED.search(half_width(text)) if "★" in text else None
    return found[0] if found else ""


BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Iterable[object]], line_end: str = "\r\n") -> str:
    """The rows with a byte order mark, by which Excel knows that this is UTF-8; None is a blank cell."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows(map(escape_row, rows))
    return BYTE_ORDER_MARK + text.getvalue()
