"""Classify the value columns of a crossed table by header: unit, month, totals, skipped columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.finding import Finding
from domain.months import hides_another_year, may_be_a_span, read_month, with_year
from domain.numbers import read_figure
from domain.text import name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import HeaderCell, is_month_header, period_of
from etl.read.locate.header_index import PASSED_OVER
from etl.read.locate.header_meaning import COUNTED_OTHERWISE
from etl.read.locate.label_columns import LabelColumns
from etl.read.locate.month_column import month_explainer
from etl.read.locate.result import Context
from etl.read.locate.rows import total_word
from etl.read.locate.time_words import TimeWords
from etl.read.locate.title import Title
from etl.read.locate.title_month import mismatch_finding
from etl.read.open.sheet import cell_at
from etl.read.shapes.alike_columns import (
    ValueColumn,
    different,
    nearest_label,
    without_misfits,
    without_parts,
)
from etl.read.shapes.month_and_unit import code_of, unit_explainer, year_in_view, year_of_dates

CUMULATIVE = "累计"
ROWS_TO_LOOK_AT = 2000
_OWN = re.compile("本级|本部")  # a parent's own figures, not those of a unit below it
_LIKE_A_MONTH = re.compile(r"[0-9]{1,4} *月份?|(?:19|20)[0-9]{2}[-/.年]?[0-9]{1,2}月?")


@dataclass(frozen=True)
class ColumnLayout:
    """The columns of figures and totals, the skipped places, and the findings on the columns.

    `say_month` and `say_unit`: whether the header gives months and units, correct or not.
    """

    columns: tuple[ValueColumn, ...]
    aside: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()
    say_month: bool = False
    say_unit: bool = False

    @property
    def figures(self) -> list[ValueColumn]:
        """The columns of figures."""
        return [column for column in self.columns if not column.total]


@dataclass(frozen=True)
class ClassifiedColumns:
    """Value columns, classified by header, and the places of unread columns."""

    columns: tuple[ValueColumn, ...]
    aside: tuple[int, ...]
    unknown: tuple[int, ...]
    findings: tuple[Finding, ...]


def read_across(table: FoundTable, labels: LabelColumns, title: Title, context: Context) -> ColumnLayout:
    """Classify each column of the table."""
    if not table.header.headings:
        places = [place for place, key in enumerate(table.header.keys) if key and place not in labels.places]
        return ColumnLayout(
            tuple(ValueColumn(place) for place in places), findings=tuple(_nameless(table, places))
        )
    found = _sorted(table, labels, title, context)
    whole, parts = without_parts(table, found.columns)
    complete, unsaid = _complete(whole)
    fitting, misfits = without_misfits(table, complete, context)
    columns, same = different(table, fitting)
    not_read = _not_read(table, sorted([*found.unknown, *unsaid, *parts]), parts, columns, context)
    otherwise = [_counted_otherwise(table, place) for place in misfits]
    mismatch = mismatch_finding(title, [one.month for one in columns], "表头")
    said = [*found.findings, *([mismatch] if mismatch else [])]
    unsure = _unsure_years(table, complete, year_in_view(title, context))
    findings = [*said, *_other_years(table, complete), *unsure, *same, *otherwise, *not_read]
    return ColumnLayout(
        columns=tuple(columns),
        aside=tuple(sorted(found.aside)),
        findings=tuple(replace(one, row=table.header.row + 1) for one in findings),
        say_month=any(one.month for one in columns) or any(one.code == "bad_month" for one in findings),
        say_unit=any(one.first("unit") for one in table.header.headings),
    )


def _sorted(table: FoundTable, labels: LabelColumns, title: Title, context: Context) -> ClassifiedColumns:
    """Classify the columns that are not labels; 累计 is skipped if there is no month beside it."""
    columns, aside, unknown, findings = [], [], [], []
    for place, heading in enumerate(table.header.headings):
        if place in labels.places:
            continue
        column, finding = _column(place, heading, title, context)
        if finding:
            findings.append(finding)
        elif column and (name := _unknown_unit(table, heading, context)) and _has_figures(table, place):
            explained = unit_explainer(context.units)(name)
            findings.append(Finding("unknown_unit", explained, None, table.header.cells[place], name))
        elif _is_aside(heading) and not (column and column.total):
            aside.append(place)
        elif column:
            columns.append(column)
        else:
            unknown.append(place)
    if not any(column.month for column in columns):
        aside += [column.place for column in columns if column.total == CUMULATIVE]
        columns = [column for column in columns if column.total != CUMULATIVE]
    return ClassifiedColumns(tuple(columns), tuple(aside), tuple(unknown), tuple(findings))


def _is_aside(heading: HeaderCell) -> bool:
    """Whether a column holds 累计, 上年同期 and the like, or 年度目标."""
    return heading.is_aside or (heading.kind == "label" and period_of(heading.text) == "other")


def _column(
    place: int, heading: HeaderCell, title: Title, context: Context
) -> tuple[ValueColumn | None, Finding | None]:
    """The value column that the header levels describe, or an error in its month; neither if unknown."""
    year = year_in_view(title, context)
    text = _without_unit(heading.first("month"), context)
    month = read_month(with_year(heading.year, text) if heading.year else text, year) if text else None
    if month is None and heading.year and read_month(text):
        return None, _two_years(heading.year, text)
    is_copied = hides_another_year(text, year_of_dates([text], title, context))
    month = None if is_copied or may_be_a_span(text) else month
    bad = text if text and not month else heading.text
    if month is None and (is_month_header(bad) or _LIKE_A_MONTH.fullmatch(name_key(bad))):
        return None, Finding("bad_month", month_explainer(context, year)(bad), None, bad, bad)
    unit = code_of(heading.first("unit"), context.units) if heading.first("unit") else None
    total = _total_of(heading)
    says = month or unit or total or heading.figure or heading.kind in ("this", "quantity")
    return (ValueColumn(place, heading.figure, month, unit, total) if says else None), None


def _unknown_unit(table: FoundTable, heading: HeaderCell, context: Context) -> str:
    """The unknown name below a parent's in a header: another unit, whose figures are not the parent's.

    With an indicator below it, it may be a group of indicators, unless a known unit is beside it.
    """
    kinds = [word.kind for word in heading.words]
    depth = len(kinds) - kinds[::-1].index("unit") if "unit" in kinds else 0
    below = list(zip(heading.texts, kinds, strict=True))[depth:]
    words = TimeWords(table)
    unknown = [text for text, kind in below if kind == "unknown" and not words.is_this(text)]
    if not depth or not unknown or _OWN.search(name_key(unknown[0])):
        return ""
    parent = context.units.find(heading.texts[depth - 1])
    beside = any(
        one.texts[:depth] == heading.texts[:depth]
        and [word.kind for word in one.words][depth:][:1] == ["unit"]
        for one in table.header.headings
    )
    is_parent = parent is not None and bool(context.units.children(parent.unit))
    return unknown[0] if is_parent and (beside or "figure" not in kinds[depth:]) else ""


def _two_years(year: str, text: str) -> Finding:
    message = f"上面写的是“{year}”，这一格却是“{text}”，年份不一致；请改成一致"
    return Finding("bad_month", message, None, text, text)


def _without_unit(text: str, context: Context) -> str:
    """A month header without the counting unit after it: 6月（万件）."""
    return text if is_month_header(text) or not text else context.header_index.key(text)


def _total_of(heading: HeaderCell) -> str:
    """The total word in a column's header (合计, 小计, 总计 or 累计); "" if none."""
    word = total_word(heading.first("total"), with_beginning=True)
    ends = name_key(heading.text).endswith(CUMULATIVE)
    return word or (CUMULATIVE if ends and not heading.first("month") else "")


def _complete(columns: Sequence[ValueColumn]) -> tuple[list[ValueColumn], list[int]]:
    """The columns that give the same keys as the others, and the places of columns that do not.

    累计 is a total only beside months of one year.
    """
    figures = [column for column in columns if not column.total]
    month, unit = any(one.month for one in figures), any(one.unit for one in figures)
    years = {one.month.year for one in figures if one.month}
    kept, unsaid = [], []
    for column in columns:
        lacks = (month and not column.month) or (unit and not column.unit)
        if column.total == CUMULATIVE and len(years) != 1:
            continue
        if lacks and not column.total:
            unsaid.append(column.place)
        else:
            kept.append(column)
    return kept, unsaid


def _nameless(table: FoundTable, places: Sequence[int]) -> Iterator[Finding]:
    """An error if several figure columns without headers are beside the indicators."""
    labels = [nearest_label(table, place) for place in places]
    if len(set(labels)) < len(labels):
        message = "没有表头而有几列数字，不能确定哪一列是当月数；请补上表头"
        yield Finding("missing_column", message, table.header.row + 2)


def _other_years(table: FoundTable, columns: Sequence[ValueColumn]) -> Iterator[Finding]:
    """An error for each month without a year if months beside it name a year other than the title's."""
    months = [column for column in columns if column.month and not column.total]
    alone = [one for one in months if not _names_year(table.header.headings[one.place])]
    others = {one.month.year for one in months if one not in alone and one.month}
    for column in alone:
        if column.month and others - {column.month.year}:
            cell = table.header.cells[column.place]
            yield Finding(
                "bad_month", "旁边的月份写明了别的年份，这一列没有年份；请写明年份", None, cell, cell
            )


def _unsure_years(
    table: FoundTable, columns: Sequence[ValueColumn], in_view: int | None
) -> Iterator[Finding]:
    """An error for each bare number above a month that may be a figure or is not the year of the title."""
    headings = [table.header.headings[column.place] for column in columns if column.month]
    bare = sorted({int(one.year) for one in headings if one.year.isdecimal()})
    is_sure = bare == list(range(bare[0], bare[-1] + 1)) and in_view in (None, *bare) if bare else True
    for number in () if is_sure else bare:
        message = f"月份上面的“{number}”不能确定是年份还是数；如是年份，请写成 {number}年，并与标题一致"
        yield Finding("bad_month", message, None, str(number), str(number))


def _names_year(heading: HeaderCell) -> bool:
    """Whether a column's month has a year, in its own header cell or above it."""
    return bool(heading.year) or read_month(heading.first("month")) is not None


def _counted_otherwise(table: FoundTable, place: int) -> Finding:
    return Finding("unknown_column", COUNTED_OTHERWISE, None, table.header.cells[place], None, "warning")


def _not_read(
    table: FoundTable,
    places: Sequence[int],
    parts: Sequence[int],
    columns: Sequence[ValueColumn],
    context: Context,
) -> Iterator[Finding]:
    """Findings on unread columns: an error if figures of a unit would be lost; `parts` divide a unit's."""
    units_across = any(column.unit for column in columns) or not columns
    explain = unit_explainer(context.units)
    for place in places:
        heading, cell = table.header.headings[place], table.header.cells[place]
        has_figures = _has_figures(table, place)
        if not heading.words and has_figures:
            message = f"第 {place + 1} 列有内容而没有表头，没有读取"
            yield Finding("unknown_column", message, None, None, None, "warning")
        elif units_across and heading.kind == "unknown" and has_figures and place not in parts:
            yield Finding("unknown_unit", explain(heading.text), None, cell, heading.text)
        elif _is_worth_a_word(heading) and (
            has_figures or place > min(table.header.indicator_columns, default=0)
        ):
            yield Finding("unknown_column", "不认识这一列，没有读取", None, cell, None, "warning")


def _has_figures(table: FoundTable, place: int) -> bool:
    rows = table.body[:ROWS_TO_LOOK_AT]
    return any(read_figure(cell_at(row, place)).kind == "figure" for row in rows)


def _is_worth_a_word(heading: HeaderCell) -> bool:
    """Whether an unread column may matter to somebody, so that it needs a warning."""
    return bool(heading.words) and heading.words[-1].key not in PASSED_OVER and heading.kind != "label"
