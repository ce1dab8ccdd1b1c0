"""A line of title: the cells of a row as one text, brought to one plain form."""

from collections.abc import Iterable

from etl.month import western_year
from etl.text import half_width

LONGEST_LINE = 2000
MOST_CELLS = 200


def title_line(row: Iterable[str]) -> str:
    """The different cells of a row, two spaces between; a merged title counts once."""
    cells = [half_width(cell[:LONGEST_LINE]).replace("\n", "  ").strip() for cell in list(row)[:MOST_CELLS]]
    return western_year("  ".join(dict.fromkeys(cell for cell in cells if cell)))[:LONGEST_LINE]
