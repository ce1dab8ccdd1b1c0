"""The cover sheet of a workbook: the year and the reporter it names hold for sheets that name none."""

import re
from collections.abc import Collection, Sequence

from etl.reading.opening.sheet import Row, Sheet
from etl.reading.titles.signature import reporters_in
from etl.reading.titles.title_line import title_line
from etl.reading.titles.title_time import NOTHING, Period, read_period

MOST_LINES = 20
LONGEST_LINE = 40
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_DAY = re.compile(rf"[0-9]{{4}}\s*[-/.年]\s*{_NUMBER}\s*[-/.月]\s*{_NUMBER}\s*[日号]?")
_MONTH_ALONE = re.compile(rf"[(（]?[0-9]{{4}}\s*[-/.年]\s*{_NUMBER}\s*月?[)）]?")


def cover_lines(sheets: Sequence[Sheet], tables: Collection[str]) -> tuple[Row, ...]:
    """What the first sheet says of year and reporter, where it is a cover: none of the `tables` (by name)."""
    if len(sheets) < 2 or sheets[0].name in tables:
        return ()
    lines = [row for row in sheets[0].rows[: MOST_LINES * 5] if title_line(row)]
    if len(lines) > MOST_LINES:
        return ()
    years = [row for row in lines if read_cover([row]).years]
    return (*years, *((said,) for row in lines if row not in years for said in reporters_in(row)))


def read_cover(rows: Sequence[Row]) -> Period:
    """The years that a cover's lines name; a sentence names none, nor does a day or month of printing."""
    lines = [_DAY.sub(" ", title_line(row)).strip() for row in rows]
    kept = [line for line in lines if len(line) <= LONGEST_LINE and "。" not in line]
    said = read_period(line for line in kept if not _MONTH_ALONE.fullmatch(line))
    return Period(years=said.years) if said.years else NOTHING
