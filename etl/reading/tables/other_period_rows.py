"""Rows of a monthly table that are no month's: 累计, 上年同期, 同比 below the months or the units."""

import re
from dataclasses import replace

from etl.find_table import FoundTable
from etl.reading.context import Context
from etl.reading.headers.other_periods import RowAside, rows_aside_finding
from etl.reading.result import TidyTable
from etl.reading.tables.columns import column_texts
from etl.text import name_key

LONGEST = 20
_SIGNS = frozenset("累年比较与增")  # one of them stands in each of the words below
_OTHER_PERIOD = re.compile(
    r"(?:本年度?|全年|年度|今年|当年|年初至今)?累计(?:数|完成)?|(?:上年|去年)(?:同期|同月)数?"
    r"|(?:同比|环比|(?:比|较|与)(?:上年|去年)?(?:同期|上月))(?:相比)?(?:增减|增长|增幅|变化|升降)?(?:数|率|幅度)?(?:\(?[%±+-]*\)?)"
    r"|增减(?:数|率|幅度)?(?:\(?[%±+-]*\)?)"
)


def without_other_periods(table: FoundTable, context: Context) -> tuple[FoundTable, list[RowAside]]:
    """The table with these rows blank, and the rows by what stood in their cell of month or unit."""
    book = context.book
    names = book.spellings(table.dataset, "month") | book.spellings(table.dataset, "unit")
    places = [place for place, key in enumerate(table.header.keys) if key in names]
    words = {word for place in places for word in column_texts(table.body, place).different}
    near = (word for word in words if len(word) < LONGEST and not _SIGNS.isdisjoint(word))
    aside = {word for word in near if _OTHER_PERIOD.fullmatch(name_key(word))}
    if not aside:
        return table, []
    rows, found = list(table.sheet.rows), []
    for number in range(table.header.row + 1, len(rows)):
        named = [rows[number][place] for place in places if place < len(rows[number])]
        if word := next((text for text in named if text in aside), ""):
            found.append(RowAside(word, number + 1))
            rows[number] = ()
    return replace(table, sheet=replace(table.sheet, rows=rows)), found


def with_rows_aside(table: TidyTable, aside: list[RowAside]) -> TidyTable:
    """The table with one warning about the rows left aside."""
    if not aside:
        return table
    warning = rows_aside_finding(aside)
    before = [one for one in table.findings if (one.row or 0) <= aside[0].row]
    return replace(table, findings=(*before, warning, *table.findings[len(before) :]))
