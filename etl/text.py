"""Text as people type it: full-width signs, stray spaces, line breaks brought to one plain form."""

import re
from typing import Any

_WIDTHS: dict[int, Any] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x3000, 0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F], " ")
_NOTHING = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_HALF_WIDTH: dict[int, Any] = _WIDTHS | _SPACES | _NOTHING
_ANY_OF_THEM = re.compile(f"[{re.escape(''.join(map(chr, _HALF_WIDTH)))}]")


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width, every kind of space as a plain one.

    Narrower than Unicode's NFKC on purpose: `12²` must not become 122.
    """
    if text.isascii() or not _ANY_OF_THEM.search(text):
        return text
    return text.translate(_HALF_WIDTH)


def plain(text: str) -> str:
    """Half-width and without spaces around."""
    return half_width(text).strip()


def without_spaces(text: str) -> str:
    """Half-width and without any space or line break."""
    return "".join(half_width(text).split())


def name_key(text: str) -> str:
    """What two spellings of one name share: half-width, without spaces, lower case."""
    return without_spaces(text).lower()
