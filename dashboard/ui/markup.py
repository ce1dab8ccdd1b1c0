"""Puts text on a page safely: MarkupSafe escapes text for HTML; `as_written` escapes it for Markdown."""

import re

from markupsafe import Markup, escape

__all__ = ["Markup", "as_written", "escape", "join", "tag"]
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#$~:|&@]|^[-+=]|^\d+(?=[.)]))")
# Streamlit also turns plain text into icons, emoji, arrows, dashes and links, after it has removed the
# escapes. A space without width inside them prevents that.
_MADE_OF_TEXT = re.compile(
    r"(?<=:)(?=//|[\w+-]+:|material/|streamlit:)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=[-<])(?=-)|(?<=[-<>~])(?=[>=])",
    re.IGNORECASE,
)
_NO_WIDTH = "\u200b"
_EMPTY = Markup()


def tag(name: str, *children: str, **attributes: str) -> Markup:
    """An element. `class_` is written as class, an underscore as a hyphen; empty attributes are left out."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value}
    written = "".join(f' {key}="{escape(str(value))}"' for key, value in named.items())
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    """Texts and elements, concatenated."""
    return _EMPTY.join(children)


def as_written(text: str) -> str:
    """Text from a file or a person for a Markdown element; no character in it is read as Markdown."""
    return _MARKDOWN.sub(_escaped, _MADE_OF_TEXT.sub(_NO_WIDTH, text))


def _escaped(mark: re.Match[str]) -> str:
    """A mark behind a backslash; of a number that would begin a list, the dot after it."""
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"
