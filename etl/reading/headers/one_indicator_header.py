"""The header of a table about the one indicator in its title: months and units stand around the figures."""

import re
from collections.abc import Sequence

from etl.number import read_figure
from etl.reading.headers.header import Header, written_cells
from etl.reading.headers.heading import Heading, Word, Words, key_of
from etl.reading.headers.storeys import WIDEST, find_storeys, headings
from etl.reading.opening.sheet import Row, Sheet
from etl.text import name_key

LINES_TO_SEARCH = 12
FEWEST = 2
LONGEST_TITLE = 200
SHORTEST_NAME = 4
_BEFORE = re.compile(r"(?:^|[年月份度位局科股室所站队的中心)\]:])$")
_AFTER = re.compile(
    r"(?:件|次|起)?数?(?:[(\[](?:单位:)?[^()\[\]]{1,3}[)\]])?(?:分月|各月|按月|逐月|月度|各单位)?"
    r"(?:统计|汇总|情况|明细|月报|报|一览)*表?(?:[(\[].*[)\]])?"
)


def titled_header(sheet: Sheet, words: Words) -> Header | None:
    """The header of months or units under a title that names one indicator; None where there is none."""
    for row, cells in enumerate(sheet.rows[:LINES_TO_SEARCH]):
        texts = dict.fromkeys(cells[:WIDEST])
        across = max(sum(words[text].kind == kind for text in texts) for kind in ("month", "unit"))
        if across >= FEWEST and _has_figures(sheet.rows[row + 1 :]):
            storeys = find_storeys(sheet, row, words)
            figure = figure_in_title(sheet.rows[: storeys.top], words)
            if not figure:
                return None
            over = tuple(_under(figure, one) for one in headings(sheet, storeys, words))
            keys = tuple(key_of(one, words.book) for one in over)
            written = written_cells(sheet, storeys, over)
            return Header(storeys.bottom, "crossed", written, keys, storeys.top, over)
    return None


def figure_in_title(rows: Sequence[Row], words: Words) -> str:
    """The key of the one indicator that the lines of title name; "" where they name none or several.

    Its name stands for itself there: 未办结工单数 and 执法培训参训人数 are about something else.
    """
    texts = dict.fromkeys(name_key(cell[:LONGEST_TITLE]) for row in rows for cell in row[:WIDEST])
    found: list[str] = []
    for text in texts:
        for key in sorted(words.book.figures, key=len, reverse=True):
            before, name, after = text.partition(key)
            if name and len(name) >= SHORTEST_NAME:
                found.append(key if _stands_alone(before, after, words) else "")
                text = before + " " + after
    return found[0] if len(found) == 1 else ""


def _stands_alone(before: str, after: str, words: Words) -> bool:
    titles = tuple(dataset.title for dataset in words.book.catalogue.datasets)
    begins = _BEFORE.search(before) is not None or before.endswith(titles)
    return begins and _AFTER.fullmatch(after) is not None


def _under(figure: str, heading: Heading) -> Heading:
    """The heading of a column of figures as if the indicator stood over it."""
    if not (heading.first("month") or heading.first("unit") or heading.first("total")):
        return heading
    return Heading((figure, *heading.texts), (Word("figure", figure), *heading.words))


def _has_figures(rows: Sequence[Row]) -> bool:
    return any(read_figure(cell).kind == "figure" for row in rows[:LINES_TO_SEARCH] for cell in row[1:WIDEST])
