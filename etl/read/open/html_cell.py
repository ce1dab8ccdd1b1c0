"""The text of a web page's cell as a browser shows it: hidden parts left out, struck ones marked."""

import re

from domain.text import raised, struck_out
from etl.read.open.number_format import number_text, stored_as_shown

Attributes = dict[str, str | None]

BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "br", "tr", "table"})
FIELDS = frozenset({"select", "textarea"})
A_FIELD = "〔填写框〕"  # what is typed into a field or chosen in a list is not part of the page
_NO_FIELDS = frozenset({"hidden", "checkbox", "radio", "button", "submit", "reset", "image"})
_NEVER_CLOSED = frozenset({"br", "img", "input", "hr", "wbr", "col", "area", "embed", "link", "meta"})
_LINES = BLOCKS | {"button"}

_SHEETS = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
_RULE = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_STRUCK = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through")
_RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b")
_A_DAY = re.compile("[年月日:/]|[0-9]-[0-9]")


class Looks:
    """How a browser shows the elements of this page, by tag, style and the classes of its style sheets."""

    def __init__(self, page: str) -> None:
        rules = (rule for sheet in _SHEETS.findall(page) for rule in _RULE.findall(sheet))
        self._classes = {name.lower(): style.lower() for name, style in rules}

    def of(self, tag: str, attributes: Attributes) -> str:
        """ "hidden", "struck", "raised", or "" for as usual."""
        names = (attributes.get("class") or "").lower().split() if self._classes else []
        style = ";".join(
            [*(self._classes.get(name, "") for name in names), (attributes.get("style") or "").lower()]
        )
        if "hidden" in attributes or _HIDDEN.search(style):
            return "hidden"
        if tag in ("s", "strike", "del") or _STRUCK.search(style):
            return "struck"
        return "raised" if tag in ("sup", "sub") or _RAISED.search(style) else ""


class HtmlCell:
    """Collects the text of a cell, or of a line outside tables; `stored` is the number beside a cell."""

    def __init__(self, looks: Looks, look: str = "", stored: str | None = None) -> None:
        self._looks = looks
        self._look = look if look != "hidden" else ""  # a hidden cell is read, with a warning
        self._stored = stored
        self._parts: list[str] = []
        self._open: list[tuple[str, str, int]] = []

    def add(self, text: str) -> None:
        """Text stands next."""
        self._parts.append(text)

    def begin(self, tag: str, attributes: Attributes) -> None:
        """An element opens within the cell."""
        if tag == "input" and (attributes.get("type") or "").lower() not in _NO_FIELDS:
            self._parts.append(A_FIELD)
        if tag in _LINES:
            self._parts.append("\n")
        if tag not in _NEVER_CLOSED:
            self._open.append((tag, self._looks.of(tag, attributes), len(self._parts)))

    def end(self, tag: str) -> None:
        """The newest open element of this name closes, and those within it that were never closed."""
        if not any(name == tag for name, _, _ in self._open):
            return
        while self._close() != tag:
            pass
        if tag in _LINES:
            self._parts.append("\n")

    def text(self) -> str:
        """The whole text, spaces as one and without blank lines."""
        while self._open:
            self._close()
        lines = "".join(self._parts).replace("\r", "\n").split("\n")
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        return _shown(self._beside_stored(text), self._look)

    def _close(self) -> str:
        """Close the newest open element; return its name."""
        name, look, start = self._open.pop()
        if look:
            self._parts[start:] = [_shown("".join(self._parts[start:]), look)]
        return name

    def _beside_stored(self, text: str) -> str:
        """123456 beside 12.3万, 12.4 beside 12; a day is stored as a number too, and stays as it is shown."""
        try:
            stored = float(self._stored or "")
        except ValueError:
            return text
        if not text or _A_DAY.search(text):
            return text
        shown = stored_as_shown(stored, text)
        return shown if isinstance(shown, str) else number_text(shown)


def _shown(text: str, look: str) -> str:
    if look == "hidden":
        return ""
    return struck_out(text) if look == "struck" else raised(text) if look == "raised" else text
