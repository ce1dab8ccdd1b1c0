"""Texts put on a page safely: in HTML all is escaped that isn't markup already; in Markdown, on request."""

import re
from html import escape

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#$~:|&])")


class Markup(str):
    """Text that is HTML already and must not be escaped again."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Markup:
    """An element. `class_` stands for class, an underscore for a hyphen; empty attributes are left out."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value}
    written = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    return Markup(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: str) -> Markup:
    """Texts and elements, one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else escape(child) for child in children))


def as_written(text: str) -> str:
    """Text from a file or a person for a Markdown element, so that no sign in it is taken for Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)
