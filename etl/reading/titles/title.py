"""What the lines above a table and its sheet's name say: which month and year, and which unit reports."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etl.find_table import FoundTable
from etl.month import western_year
from etl.reading.context import Context
from etl.reading.opening.sheet import Row
from etl.reading.titles.title_time import Period, read_period
from etl.reading.titles.title_unit import labelled_unit, named_units
from etl.text import half_width
from etl.units import Unit

LONGEST_LINE = 2000
MOST_CELLS = 200
SOME_YEAR = 2000
NOTHING = Period()
_GIVEN_BY_PROGRAM = re.compile(r"(?:(?:sheet|工作表|表|数据|data)\s*[0-9]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """What the lines above a table (`above`) and its sheet's name (`tab`) say of time, and who reports.

    `unit_text` is what stands behind 填报单位： and `unit` who that is, None where nobody goes by it;
    `named` are the units whose names just stand somewhere in the lines or in the name of the sheet.
    """

    above: Period = NOTHING
    tab: Period = NOTHING
    sheet: str = ""
    unit: Unit | None = None
    unit_text: str = ""
    unit_row: int | None = None
    named: tuple[Unit, ...] = ()

    @property
    def year(self) -> int | None:
        """The year of the lines, else of the sheet's name, where they name just one."""
        return (self.above if self.above.years else self.tab).year

    @property
    def names_month(self) -> bool:
        """Whether the lines or the sheet's name name a month, with or without its year."""
        return self._period.names_month

    @property
    def months(self) -> tuple[date, ...]:
        """The months named with their year."""
        return self._period.months

    @property
    def month_without_year(self) -> str:
        """The month named without a year, "" without any."""
        return self._period.alone

    @property
    def part(self) -> str:
        """The words of a span or a day that may be a whole month or not."""
        return self._period.part

    @property
    def cumulative(self) -> str:
        """The words of a year to date (1-10月, 累计)."""
        return self.above.cumulative or self.tab.cumulative

    def month(self, year: int | None) -> date | None:
        """The month of the lines, else of the sheet's name, where just one is named; None if they differ.

        `year` helps where there is none in them.
        """
        return None if self.disagrees else self._period.month(self.year or year)

    @property
    def disagrees(self) -> bool:
        """Whether the lines name one month or year, and the sheet's name another."""
        above, tab = (period.month(self.year or SOME_YEAR) for period in (self.above, self.tab))
        return bool(above and tab and above != tab) or self.years_disagree

    @property
    def years_disagree(self) -> bool:
        """Whether the lines name one year, and the sheet's name another."""
        years = {self.above.year, self.tab.year} - {None}
        return len(years) > 1

    @property
    def _period(self) -> Period:
        """The lines, or the sheet's name where they say nothing of a month or a span."""
        silent = not (self.above.names_month or self.above.cumulative or self.above.part)
        return self.tab if silent else self.above


def read_title(table: FoundTable, context: Context) -> Title:
    """What the rows above the header and the name of the sheet say."""
    lines = [_line(row) for row in table.title_rows]
    tab = _line([table.sheet.name])
    unit_row, unit_text, unit = labelled_unit(lines, context.units)
    named = () if unit_text else named_units([*lines, tab], context.units, context.book.catalogue)
    return Title(read_period(lines), read_period([tab]), table.sheet.name, unit, unit_text, unit_row, named)


def sheet_as_title(name: str) -> tuple[tuple[str, ...], ...]:
    """The line of title that the name of a sheet makes, none where a program gave it (Sheet1, 表1)."""
    return () if _GIVEN_BY_PROGRAM.fullmatch(name.strip()) else ((name,),)


def _line(row: Row | Iterable[str]) -> str:
    """The different cells of a row as one text, two spaces between; a merged title counts once."""
    cells = [half_width(cell[:LONGEST_LINE]).replace("\n", "  ").strip() for cell in list(row)[:MOST_CELLS]]
    return western_year("  ".join(dict.fromkeys(cell for cell in cells if cell)))[:LONGEST_LINE]
