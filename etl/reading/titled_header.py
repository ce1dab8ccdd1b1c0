"""The header of a table about the one indicator in its title: months and units stand around the figures."""

from collections.abc import Sequence

from etl.number import read_figure
from etl.reading.header_row import Header, written_cells
from etl.reading.heading import Heading, Word, Words, key_of
from etl.reading.sheet import Row, Sheet
from etl.reading.storeys import WIDEST, find_storeys, headings
from etl.text import name_key

LINES_TO_SEARCH = 12
FEWEST = 2
LONGEST_TITLE = 200


def titled_header(sheet: Sheet, words: Words) -> Header | None:
    """The header of months or units under a title that names one indicator; None where there is none."""
    for row, cells in enumerate(sheet.rows[:LINES_TO_SEARCH]):
        kinds = [words[cell].kind for cell in cells[:WIDEST]]
        across = max(
            len({cells[p] for p, one in enumerate(kinds) if one == kind}) for kind in ("month", "unit")
        )
        if across >= FEWEST and _has_figures(sheet.rows[row + 1 :]):
            storeys = find_storeys(sheet, row, words)
            figure = figure_in_title(sheet.rows[: storeys.top], words)
            if not figure:
                return None
            over = tuple(_under(figure, one) for one in headings(sheet, storeys, words))
            cells_written = written_cells(sheet, storeys, over)
            keys = tuple(key_of(one, words.book) for one in over)
            return Header(storeys.bottom, "crossed", cells_written, keys, storeys.top, over)
    return None


def figure_in_title(rows: Sequence[Row], words: Words) -> str:
    """The key of the one indicator that the lines of title name; "" where they name none or several."""
    text = name_key(" ".join(dict.fromkeys(cell[:LONGEST_TITLE] for row in rows for cell in row[:WIDEST])))
    found: list[str] = []
    for key in sorted(words.book.figures, key=len, reverse=True):
        if key in text:
            found.append(key)
            text = text.replace(key, " ")
    return found[0] if len(found) == 1 else ""


def _under(figure: str, heading: Heading) -> Heading:
    """The heading of a column of figures as if the indicator stood over it."""
    if not (heading.first("month") or heading.first("unit") or heading.first("total")):
        return heading
    return Heading((figure, *heading.texts), (Word("figure", figure), *heading.words))


def _has_figures(rows: Sequence[Row]) -> bool:
    return any(read_figure(cell).kind == "figure" for row in rows[:LINES_TO_SEARCH] for cell in row[1:WIDEST])
