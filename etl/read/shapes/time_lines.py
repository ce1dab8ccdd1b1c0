"""Lines of a single word above the rows that they speak for: 本月 and 累计, 上年同期, 计划 and 实际."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from domain.finding import Finding
from domain.months import read_year
from domain.numbers import read_figure
from domain.text import name_key
from domain.units import UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import ONLY_THIS_MONTH, is_month_without_day, unnumbered
from etl.read.locate.rows import total_word
from etl.read.locate.time_words import LONGEST, TimeWords
from etl.read.open.sheet import Row, cell_at


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
