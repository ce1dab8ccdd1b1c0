"""HTML tables of a page: figures with right-aligned numbers, and records with wrapping text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.ui.markup import Markup, join, tag
from dashboard.wording.format import NOTHING, telling_columns


@dataclass(frozen=True)
class PageColumn:
    """One column: its heading, whether it holds numbers, and its layout.

    "wraps": the text may take several lines. "breaks": the heading may break anywhere. "first-line": on a
    phone the cell is beside the row's name.
    """

    heading: str
    number: bool = True
    layout: str = ""

    @property
    def classes(self) -> str:
        """The classes of its cells."""
        return " ".join(filter(None, ("number" if self.number else "", self.layout)))


def telling_table_html(
    columns: Sequence[PageColumn], rows: Sequence[Sequence[str]], caption: str = ""
) -> Markup:
    """table_html without the columns that are empty in every row."""
    shown = telling_columns(rows, len(columns))
    cells = [[row[place] for place in shown] for row in rows]
    return table_html([columns[place] for place in shown], cells, caption)


def table_html(columns: Sequence[PageColumn], rows: Iterable[Sequence[str]], caption: str = "") -> Markup:
    """A table; cells are texts, or Markup for links and lamps. On a phone a row is a line of named figures.

    There the first column and lamps have no heading, and empty cells are left out.
    """
    head = [tag("th", column.heading, class_=column.classes, scope="col") for column in columns]
    body = [tag("tr", *(_cell(*pair) for pair in zip(columns, row, strict=True))) for row in rows]
    spoken = tag("caption", caption, class_="spoken") if caption else ""
    table = tag("table", spoken, tag("thead", tag("tr", *head)), tag("tbody", *body), class_="figures-table")
    return tag("div", table, class_="scrolls", tabindex="0", role="region", aria_label=caption)


def _cell(column: PageColumn, cell: str) -> Markup:
    empty = "nothing" if cell == NOTHING else ""
    names = " ".join(filter(None, (column.classes, empty)))
    return tag("td", join(cell), class_=names, data_label=column.heading)


@dataclass(frozen=True)
class Field:
    """One column: its heading and its layout: "number", "words" (text wraps), "strong" or ""."""

    heading: str
    layout: str = ""


def records_table(fields: Sequence[Field], rows: Iterable[Sequence[str]], caption: str) -> Markup:
    """The table; cells are texts, or Markup for links and lamps. Screen readers read `caption`."""
    head = [tag("th", field.heading, class_=field.layout, scope="col") for field in fields]
    body = [tag("tr", *(_field_cell(*pair) for pair in zip(fields, row, strict=True))) for row in rows]
    spoken = tag("caption", caption, class_="spoken")
    return tag("table", spoken, tag("thead", tag("tr", *head)), tag("tbody", *body), class_="records")


def _field_cell(field: Field, value: str) -> Markup:
    empty = " nothing" if value in ("", NOTHING) else ""
    return tag("td", join(value), class_=field.layout + empty, data_label=field.heading)
