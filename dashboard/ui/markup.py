"""HTML put together safely: every text is escaped unless it is markup already."""

from html import escape


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
