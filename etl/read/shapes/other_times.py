"""Leave out rows of other times, named so by month or unit, by a column of times, or by a line above.

Such a line is a single word that speaks for the rows below: 本月 or 累计, 上年同期, 计划 or 实际.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from domain.finding import Finding
from domain.months import read_year
from domain.numbers import read_figure
from domain.text import name_key
from domain.units import UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import (
    ONLY_THIS_MONTH,
    HeaderClassifier,
    RowAside,
    is_month_without_day,
    rows_aside_finding,
    unnumbered,
)
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.rows import total_word
from etl.read.locate.time_words import LONGEST, OTHER_PERIOD, TimeWords, groups_months
from etl.read.locate.title import read_title
from etl.read.open.coded import column_texts
from etl.read.open.sheet import Row, cell_at
from etl.read.shapes.assemble import in_order
from etl.read.shapes.month_and_unit import year_in_view

SEARCHED_COLUMNS = 20
MOST_LABELS = 5000  # a column with more different texts holds remarks


@dataclass(frozen=True)
class OtherTimes:
    """The rows left out, named by the word that says so, and the errors in lines."""

    aside: tuple[RowAside, ...] = ()
    findings: tuple[Finding, ...] = ()


def without_other_times(table: FoundTable, context: Context) -> tuple[FoundTable, OtherTimes]:
    """The table with rows of other times blank, and these rows."""
    labels = _Labels(table, context)
    if not labels.may_say_times:
        return table, OtherTimes()
    year = year_in_view(read_title(table, context), context)
    classifier = HeaderClassifier(context.header_index)

    def is_indicator(text: str) -> bool:
        return bool(classifier.figure(text))

    # A line between rows with months of their own is a total left blank, and no heading of the rows below.
    lines = NO_LINES if labels.give_months else read_time_lines(table, context.units, year, is_indicator)
    rows, aside = list(table.sheet.rows), []
    for number in range(table.header.row + 1, len(rows)):
        word = labels.of_row(rows[number]) or lines.above.get(number, "")
        if word and number not in lines.lines:
            aside.append(RowAside(word, number + 1))
        if word or number in lines.lines:
            rows[number] = ()
    left_out = OtherTimes(tuple(aside), (*lines.findings, *labels.left_blank()))
    return replace(table, sheet=replace(table.sheet, rows=rows)), left_out


def with_other_times(table: TidyTable, left_out: OtherTimes) -> TidyTable:
    """Add the findings on the rows left out to the table."""
    warning = [rows_aside_finding(left_out.aside)] if left_out.aside else []
    more = [*left_out.findings, *warning]
    return replace(table, findings=tuple(in_order([*more, *table.findings], table.header))) if more else table


@dataclass(frozen=True)
class _Labels:
    """The columns of a table that may hold labels, and what they say of times."""

    table: FoundTable
    context: Context

    @property
    def may_say_times(self) -> bool:
        """Whether any label is the word of another time, or a year."""
        words = TimeWords(self.table)
        short = (text for texts in self._texts.values() for text in texts if len(text) < LONGEST)
        return any(words.is_other(text) or read_year(text) for text in short)

    @property
    def give_months(self) -> bool:
        """Whether the rows have months of their own."""
        return self._month_column is not None

    @property
    def _month_column(self) -> int | None:
        months = self.context.header_index.spellings(self.table.dataset, "month")
        return next((place for place, key in enumerate(self.table.header.keys) if key in months), None)

    def of_row(self, row: Row) -> str:
        """The word of another time in a row's labels; "" if none."""
        named = (cell_at(row, place).strip() for place in self._named)
        word = next(
            (text for text in named if len(text) < LONGEST and OTHER_PERIOD.fullmatch(name_key(text))), ""
        )
        words = TimeWords(self.table)
        others = (cell_at(row, place).strip() for place in self._of_times)
        return word or next((text for text in others if words.is_other(text)), "")

    def left_blank(self) -> Iterator[Finding]:
        """An error for each row of figures with no word in a column of times, below another time's word."""
        header, body = self.table.header, self.table.body
        figures = [place for place, key in enumerate(header.keys) if key in self.context.header_index.figures]
        first = min((*header.indicator_columns, *figures), default=0)
        for place in (place for place in self._of_times if place < first):
            above = ""
            for number, row in enumerate(body, start=self.table.first_row):
                text = cell_at(row, place).strip()
                above = text or above
                if not text and TimeWords(self.table).is_other(above) and has_figures(row):
                    message = f"这一格空着，看不出这一行是不是“{above}”的数；请逐行写明"
                    yield Finding("bad_month", message, number, header.cells[place], text)

    @cached_property
    def _texts(self) -> dict[int, list[str]]:
        """The different texts of each column without figures, by place."""
        header, figures = self.table.header, self.context.header_index.figures
        found = {}
        for place, key in enumerate(header.keys[:SEARCHED_COLUMNS]):
            over = header.headings[place] if place < len(header.headings) else None
            if key not in figures and not (over and (over.figure or over.first("month"))):
                texts = column_texts(self.table.body, place).present
                if len(texts) <= MOST_LABELS:
                    found[place] = [text.strip() for text in texts if text.strip()]
        return found

    @cached_property
    def _named(self) -> list[int]:
        """The columns of months and units beside figures by column."""
        index, dataset = self.context.header_index, self.table.dataset
        keys = index.spellings(dataset, "month") | index.spellings(dataset, "unit")
        is_list = bool(self.table.header.indicator_columns)
        return [] if is_list else [place for place in self._texts if self.table.header.keys[place] in keys]

    @cached_property
    def _of_times(self) -> list[int]:
        """The other columns that hold nothing but words of times; quarters beside months only group them."""
        words, header = TimeWords(self.table), self.table.header
        remarks = self.context.header_index.remarks
        found = []
        for place, texts in self._texts.items():
            is_label = place in self._named or place in header.indicator_columns
            if not is_label and header.keys[place] not in remarks:
                said = [text for text in texts if not total_word(text, with_beginning=True)]
                groups = self._month_column not in (None, place) and self._group_months(said)
                found += [place] if words.hold_times(said) and not groups else []
        return found

    def _group_months(self, texts: Sequence[str]) -> bool:
        """Whether there are quarters among these words of times, and none of them says 本月 or a month."""
        return any(map(groups_months, texts)) and all(map(TimeWords(self.table).is_other, texts))


@dataclass(frozen=True)
class TimeLines:
    """By row from 0: the word of another time above each row of figures; the lines; the errors in lines."""

    above: dict[int, str]
    lines: frozenset[int]
    findings: tuple[Finding, ...]


NO_LINES = TimeLines({}, frozenset(), ())


@dataclass(frozen=True)
class _Place:
    """A place between the rows: the word of another time above it ("" if none), and what was before.

    `has_begun`: whether a line of times was, `has_figures`: a row of figures; `is_in_unit`: whether each unit
    has lines of its own. `open_line`: a line that may be the total of the rows before it, left blank.
    """

    above: str = ""
    has_begun: bool = False
    has_figures: bool = False
    is_in_unit: bool = False
    open_line: int | None = None
    is_unsure: bool = False


def read_time_lines(
    table: FoundTable, units: UnitDirectory, year: int | None, is_entry: Callable[[str], bool]
) -> TimeLines:
    """Read the lines below the header of a table whose rows have no months of their own.

    `year`: that of the table, which a line must not contradict; `is_entry`: whether a word is an indicator.
    """
    words, now = TimeWords(table), _Place()
    above: dict[int, str] = {}
    lines: set[int] = set()
    findings: list[Finding] = []
    for number in range(table.header.row + 1, len(table.sheet.rows)):
        row = table.sheet.rows[number]
        line = _line(row)
        if line:
            now = _after(line, number, now, words, units, is_entry)
            lines |= {number} if now.has_begun and (words.is_other(line) or words.is_this(line)) else set()
            findings += _contradicted(table, number, line, year)
        elif has_figures(row):
            above |= {number: now.above} if now.above else {}
            sums = any(map(total_word, row))
            unsure = now.is_unsure if sums else now.open_line is not None
            now = replace(now, has_figures=True, is_unsure=unsure)
    if now.is_unsure and now.open_line is not None:
        lines.add(now.open_line)
        findings.append(_of_which_rows(table, now.open_line))
    return TimeLines(above, frozenset(lines), tuple(findings))


def _after(
    line: str,
    number: int,
    before: _Place,
    words: TimeWords,
    units: UnitDirectory,
    is_entry: Callable[[str], bool],
) -> _Place:
    """The place below a line of a single word; the name of an entry left blank is no line, but a row."""
    is_other = words.is_other(line)
    if is_other and before.has_figures and not before.has_begun:
        return replace(before, open_line=number, is_unsure=False)
    if is_other or words.is_this(line):
        return replace(before, above=line if is_other else "", has_begun=True)
    is_unit = units.find(line) is not None
    if is_entry(line) or (is_unit and not words.table.header.indicator_columns):
        return replace(before, has_figures=True, open_line=None if is_unit else before.open_line)
    ends = is_month_without_day(line) or (is_unit and before.is_in_unit)
    is_in_unit = before.is_in_unit or (is_unit and not before.has_begun)
    return replace(
        before,
        above="" if ends else before.above,
        has_begun=before.has_begun or is_month_without_day(line),
        is_in_unit=is_in_unit,
        open_line=None if ends or is_unit else before.open_line,
    )


def has_figures(row: Row) -> bool:
    """Whether any cell of a row is a figure."""
    return any(read_figure(cell).kind == "figure" for cell in row)


def _line(row: Row) -> str:
    """The word of a row with only one text, without numbering and colon; "" for any other row."""
    different = {text.strip() for text in row} - {""}
    text = different.pop() if len(different) == 1 else ""
    is_word = len(text) < LONGEST and read_figure(text).kind == "not_a_number"
    return unnumbered(name_key(text).rstrip(":").rpartition(":")[2]) if is_word else ""


def _contradicted(table: FoundTable, number: int, line: str, year: int | None) -> Iterator[Finding]:
    """The error for a line of another year above indicators; above units or months it is no key anyway."""
    said = read_year(line) if table.header.indicator_columns else None
    if year and said and said != year:
        message = f"这一段写的是 {said} 年，与标题或指定的 {year} 年不同；请分成两张表，各写明年份再报"
        yield Finding("bad_month", message, number + 1, cell_at(table.header.cells, 0), line)


def _of_which_rows(table: FoundTable, number: int) -> Finding:
    """The error for a line that may be the heading of the rows below it, or a total left blank."""
    line = _line(table.sheet.rows[number])
    message = (
        f"“{line}”这一行没有数，看不出下面的数是当月数还是“{line}”的数；"
        f"下面是当月数的，请删去这一行，不是的请删去下面各行；{ONLY_THIS_MONTH}"
    )
    return Finding("bad_month", message, number + 1, cell_at(table.header.cells, 0), line)
