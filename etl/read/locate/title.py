"""Find month, year and reporting unit in a table's title, sheet name, cover and signature."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from domain.months import as_entered
from domain.units import Unit, UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context
from etl.read.locate.time_words import TimeWords, is_other_time, is_plan
from etl.read.locate.title_time import NOTHING, TitlePeriod, read_period, title_line
from etl.read.locate.title_unit import (
    MAKER,
    UnitLabel,
    known_reporters,
    labelled_units,
    named_units,
    one_named,
    reporter,
    reporters_in,
    rival,
    signature_labels,
)
from etl.read.open.sheet import Row, Sheet

MOST_LINES = 20
LONGEST_LINE = 40
_NUMBER = "[0-9一二三四五六七八九十]{1,3}"
_DAY = re.compile(rf"[0-9]{{4}}\s*[-/.年]\s*{_NUMBER}\s*[-/.月]\s*{_NUMBER}\s*[日号]?")
_MONTH_ALONE = re.compile(rf"[(（]?[0-9]{{4}}\s*[-/.年]\s*{_NUMBER}\s*月?[)）]?")


def cover_lines(sheets: Sequence[Sheet], tables: Collection[str]) -> tuple[Row, ...]:
    """The lines with year and reporter on the first sheet, if it is a cover: not in `tables` (by name)."""
    if len(sheets) < 2 or sheets[0].name in tables:
        return ()
    lines = [row for row in sheets[0].rows[: MOST_LINES * 5] if title_line(row)]
    if len(lines) > MOST_LINES:
        return ()
    years = [row for row in lines if read_cover([row]).years]
    return (*years, *((said,) for row in lines if row not in years for said in reporters_in(row)))


def read_cover(rows: Sequence[Row]) -> TitlePeriod:
    """The years in a cover's lines; ignores sentences and the day or month of printing."""
    lines = [_DAY.sub(" ", title_line(row)).strip() for row in rows]
    kept = [line for line in lines if len(line) <= LONGEST_LINE and "。" not in line]
    said = read_period(line for line in kept if not _MONTH_ALONE.fullmatch(line))
    return TitlePeriod(years=said.years) if said.years else NOTHING


SOME_YEAR = 2000
_GIVEN_BY_PROGRAM = re.compile(r"(?:(?:sheet|工作表|表|数据|data)\s*[0-9]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """The time and reporter given by the title lines (`above`), the sheet's name (`tab`) and the cover.

    `label` is the text after 填报单位：, above the table or in the signature below; `rival` is another unit
    with an equally strong claim; `named` are units merely mentioned in the lines or the sheet's name.
    `another_time` is the cell or sheet name that is only 上年同期, 计划 or the like; "" if none.
    """

    above: TitlePeriod = NOTHING
    tab: TitlePeriod = NOTHING
    cover: TitlePeriod = NOTHING
    sheet: str = ""
    label: UnitLabel | None = None
    rival: Unit | None = None
    named: tuple[Unit, ...] = ()
    another_time: str = ""

    @property
    def unit(self) -> Unit | None:
        """The reporting unit from a label; None without a label or if its unit is unknown."""
        return self.label.unit if self.label else None

    @property
    def year(self) -> int | None:
        """The year in the lines, else in the sheet's name, else on the cover, if exactly one is named."""
        return next((said.year for said in (self.above, self.tab, self.cover) if said.years), None)

    @property
    def names_month(self) -> bool:
        """Whether the lines or the sheet's name contain a month, with or without a year."""
        return self._period.names_month

    @property
    def months(self) -> tuple[date, ...]:
        """The months with a year."""
        return self._period.months

    @property
    def month_without_year(self) -> str:
        """The month without a year; "" if none."""
        return self._period.alone

    @property
    def part(self) -> str:
        """The words for a span or day that may or may not be a whole month."""
        return self._period.part

    @property
    def days(self) -> str:
        """The words for days within the month that is named."""
        return self._period.days

    @property
    def of_days(self) -> str:
        """The word for a report of less than a month: 周报."""
        return self.above.of_days or self.tab.of_days

    @property
    def cumulative(self) -> str:
        """The words for a year to date (1-10月, 累计)."""
        return self.above.cumulative or self.tab.cumulative

    def month(self, year: int | None) -> date | None:
        """The month in the lines, else in the sheet's name, if exactly one is named; None if they differ.

        `year` completes a month without a year.
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
    def _period(self) -> TitlePeriod:
        """The time in the lines, or in the sheet's name if the lines name neither a month nor a span."""
        silent = not (self.above.names_month or self.above.cumulative or self.above.part)
        return self.tab if silent else self.above


def read_title(table: FoundTable, context: Context) -> Title:
    """Read the rows above the header, the name of the sheet, the cover and the signature."""
    lines = _lines(table, context)
    tab = title_line([table.sheet.name])
    above = labelled_units(enumerate(lines, start=1), context.units)
    named = () if above else named_units([*lines, tab], context.units, context.header_index.catalogue)
    below = _signed(table, reporter(above), named, context)
    label = reporter([*above, *below]) or _on_cover(table, named, context)
    return Title(
        above=read_period(lines),
        tab=read_period([tab]),
        cover=read_cover(table.cover),
        sheet=table.sheet.name,
        label=label,
        rival=_rival(label, [*above, *below], named, table.sheet.name, context.units) if label else None,
        named=named,
        another_time=_another_time(table),
    )


def _another_time(table: FoundTable) -> str:
    """The word of another time; 计划 and 目标 are none where columns say what was done: 本月, 实际."""
    words = TimeWords(table)
    says_done = any(words.is_this(text) for one in table.header.headings for text in one.texts)
    cells = (cell.strip() for row in (*table.title_rows, [table.sheet.name]) for cell in row)
    others = (cell for cell in cells if is_other_time(cell) and not (says_done and is_plan(cell)))
    return next((cell for cell in others if not read_period([title_line([cell])]).cumulative), "")


def _lines(table: FoundTable, context: Context) -> list[str]:
    """The title lines; where no year is seen anywhere, with that of a date whose cell does not show it."""
    rows = table.title_rows
    lines = [title_line(row) for row in rows]
    said = (read_period([*lines, title_line([table.sheet.name])]), read_cover(table.cover))
    if any(one.years for one in said) or context.options.year or context.options.month:
        return lines
    return [title_line(map(as_entered, row)) for row in rows]


def _signed(
    table: FoundTable, above: UnitLabel | None, named: Sequence[Unit], context: Context
) -> list[UnitLabel]:
    """The labels in the signature, for monthly figures only; ignores a unit that signs for its parent."""
    if not _is_monthly(table, context):
        return []
    said = above.unit if above and above.asked not in ("", MAKER) else one_named(named, context.units)
    below = context.units.members(said.unit) if said else ()
    labels = signature_labels(table, context.units)
    return [label for label in labels if label.unit and label.unit.unit not in below]


def _on_cover(table: FoundTable, named: Sequence[Unit], context: Context) -> UnitLabel | None:
    """The label on the cover, for monthly figures whose own sheet names no unit except a letterhead."""
    if not _is_monthly(table, context) or len(named) > 1 or one_named(named, context.units):
        return None
    return reporter(known_reporters([(None, title_line(row)) for row in table.cover], context.units))


def _is_monthly(table: FoundTable, context: Context) -> bool:
    return table.dataset in {dataset.id for dataset in context.header_index.catalogue.monthly}


def _rival(
    label: UnitLabel, labels: Sequence[UnitLabel], named: Sequence[Unit], sheet: str, units: UnitDirectory
) -> Unit | None:
    """Another unit in a label, the title or the sheet's name; the sheet may be named after a parent."""
    other = rival(label, labels) or one_named(named, units)
    if other is None and label.unit and (tab := units.find(sheet)):
        related = tab.unit in units.members(label.unit.unit) or label.unit.unit in units.members(tab.unit)
        other = None if related else tab
    return other if other != label.unit else None


def sheet_as_title(name: str) -> tuple[tuple[str, ...], ...]:
    """The sheet's name as a title line; empty if a program generated the name (Sheet1, 表1)."""
    return () if _GIVEN_BY_PROGRAM.fullmatch(name.strip()) else ((name,),)
