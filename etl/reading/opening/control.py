"""Control characters: a table of text has none but tabs and line ends."""

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def find_control(text: str) -> int | None:
    """The line (from 1) of the first control character other than tab and line ends; None without any."""
    found = _CONTROL.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None
