"""Records as a table that wraps its words; on a phone a list, where each cell stands beside its heading."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.format import NOTHING
from dashboard.ui.markup import Markup, join, tag


@dataclass(frozen=True)
class Field:
    """One column: its heading, and how it is laid out: "number", "words" (they wrap), "strong" or ""."""

    heading: str
    layout: str = ""


def records_table(fields: Sequence[Field], rows: Iterable[Sequence[str]], caption: str) -> Markup:
    """The table; cells are texts, or Markup for links and lamps. `caption` is what a screen reader hears."""
    head = [tag("th", field.heading, class_=field.layout, scope="col") for field in fields]
    body = [tag("tr", *(_cell(*pair) for pair in zip(fields, row, strict=True))) for row in rows]
    spoken = tag("caption", caption, class_="spoken")
    return tag("table", spoken, tag("thead", tag("tr", *head)), tag("tbody", *body), class_="records")


def _cell(field: Field, value: str) -> Markup:
    empty = " nothing" if value in ("", NOTHING) else ""
    return tag("td", join(value), class_=field.layout + empty, data_label=field.heading)
