"""Puts text on a page safely: MarkupSafe escapes text for HTML; `as_written` escapes it for Markdown."""

import re

from markupsafe import Markup, escape

__all__ = ["Markup", "as_written", "escape", "join", "tag"]
# A dot only where it would make a link of an address.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#$~:|&@]|(?<=www)\.)", re.IGNORECASE)
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
    return _MARKDOWN.sub(r"\\\1", text)
