"""The rows of a table with the indicators down: which each holds, whose, and which rows are left aside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.catalogue import Column
from etl.find_table import FoundTable
from etl.finding import Finding
from etl.number import read_figure
from etl.reading.context import Context
from etl.reading.headers.heading import NUMBERED, Words, unnumbered
from etl.reading.headers.label_columns import LabelColumns
from etl.reading.nearest import limited
from etl.reading.opening.sheet import Row
from etl.reading.rows import is_note, total_word
from etl.reading.tables.sections import like_a_unit, section_name
from etl.reading.tables.value_columns import Across, cell, nearest_label
from etl.text import name_key


@dataclass(frozen=True)
class Line:
    """One indicator in one row: place in the body, the label column, and what the row says of unit and month.

    `unit` and `month` are the cells as written, or the line of a section above; `total` the word of a total.
    """

    place: int
    label: int
    column: Column
    unit: str
    month: str
    total: str = ""


@dataclass
class Down:
    """The lines of a table; rows left aside (label, number); what is wrong with rows; sections seen."""

    lines: list[Line] = field(default_factory=list)
    aside: list[tuple[str, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unit_sections: bool = False
    month_sections: bool = False
    numbered: bool = False

    @property
    def figures(self) -> list[Line]:
        """The lines of figures, those of totals left out."""
        return [line for line in self.lines if not line.total]


@dataclass
class Section:
    """The unit and month that lines of their own give for the rows below them."""

    unit: str = ""
    month: str = ""


def read_down(
    table: FoundTable, labels: LabelColumns, across: Across, context: Context, words: Words
) -> Down:
    """Every line of the table, row by row."""
    known = context.book.meanings[table.dataset]
    columns = {column.id: column for column in context.columns(table.dataset)}
    nearest = limited(lambda text: context.book.nearest_columns(text, [table.dataset]))
    values = {label: _values_of(table, across, label) for label in table.header.indicator_columns}
    down, section = Down(), Section()
    end = _end_of_figures(table, across)
    for place, cells in enumerate(table.body):
        if not any(text.strip() for text in cells) or _repeats_header(table, cells):
            continue
        if place < end and _is_section(cells, labels, across, context, down, section, words):
            continue
        for label, own in values.items():
            text = _label(cells, label, words, values)
            column = columns.get(known.get(words.figure(text), ""))
            number = place + table.first_row
            if _is_aside(cells, labels, text, words):
                name = text if labels.period is None else cell(cells, labels.period)
                down.aside.extend([(name, number)] if _says(cells, own, text) else [])
            elif column and not _is_merged(cells, text, own):
                down.lines.append(_line(cells, place, label, column, labels, section))
            elif _says(cells, own, text) and not total_word(text, True) and not is_note(cells):
                down.findings.append(_unknown_row(table, label, text, number, nearest))
    down.lines = _without_groups(down.lines, table)
    return down


def _end_of_figures(table: FoundTable, across: Across) -> int:
    """The place in the body of the last row with figures: what stands below is no line of section."""
    places = [one.place for one in across.columns]
    rows = range(len(table.body) - 1, -1, -1)
    return next((row for row in rows if _says(table.body[row], places, "")), 0)


def _is_merged(cells: Row, label: str, places: Sequence[int]) -> bool:
    """Whether the label of a row is merged over its figures: 一、受理 over the rows of its group."""
    return any(cell(cells, place).strip() == label.strip() for place in places)


def _without_groups(lines: list[Line], table: FoundTable) -> list[Line]:
    """The lines without those that are a name alone, where others say the same with figures."""
    alone = {line.place for line in lines if section_name(table.body[line.place])}
    filled = {_said(line) for line in lines if line.place not in alone}
    return [line for line in lines if line.place not in alone or _said(line) not in filled]


def _said(line: Line) -> tuple[int, str, str, str]:
    """What a line is about."""
    return line.label, line.column.id, line.unit, line.month


def _values_of(table: FoundTable, across: Across, label: int) -> list[int]:
    """The columns of figures that belong to a column of indicators."""
    return [one.place for one in across.columns if nearest_label(table, one.place) == label]


def _repeats_header(table: FoundTable, cells: Row) -> bool:
    """Whether a row is the header once more, as on the next page of a printout."""
    above = table.header.cells
    return [text.strip() for text in cells if text.strip()] == [
        text.strip() for text in above if text.strip()
    ]


def _label(cells: Row, label: int, words: Words, values: dict[int, list[int]]) -> str:
    """The label of a row; that to its left where this one says 合计 or 数量 of it."""
    text = cell(cells, label)
    if (
        label - 1 in values
        and not values[label - 1]
        and words[text].kind in ("", "total", "quantity", "this")
    ):
        return cell(cells, label - 1)
    return text


def _is_aside(cells: Row, labels: LabelColumns, text: str, words: Words) -> bool:
    """Whether a row holds 累计, 上年同期 and the like."""
    period = cell(cells, labels.period)
    return words[period].kind == "other" or words[text].kind == "other"


def _says(cells: Row, places: Sequence[int], label: str) -> bool:
    """Whether anything is reported in these columns; a label merged over them is nothing."""
    texts = (cell(cells, place) for place in places)
    return any(text != label and read_figure(text).kind != "blank" for text in texts)


def _line(cells: Row, place: int, label: int, column: Column, labels: LabelColumns, section: Section) -> Line:
    unit = cell(cells, labels.unit) if labels.unit is not None else section.unit
    month = cell(cells, labels.month) if labels.month is not None else section.month
    total = total_word(unit, with_beginning=True) or total_word(month, with_beginning=True)
    return Line(place, label, column, unit, month, total)


def _is_section(
    cells: Row,
    labels: LabelColumns,
    across: Across,
    context: Context,
    down: Down,
    section: Section,
    words: Words,
) -> bool:
    """Whether a row is one text alone that names the unit or the month of the rows below; then it is kept.

    A text alone that ends as a unit's name does is one, known or not; so is, once units head the rows, any
    other that is numbered as they are.
    """
    name = section_name(cells)
    if not name:
        return False
    if labels.month is None and not across.say_month and words[name].kind == "month":
        section.month, down.month_sections = name, True
        return True
    if labels.unit is not None or across.say_unit or words.figure(name):
        return False
    is_numbered = any(NUMBERED.match(name_key(text)) for text in cells)
    is_next = down.unit_sections and is_numbered == down.numbered
    if context.units.find(name) or is_next or like_a_unit(name):
        section.unit, down.unit_sections, down.numbered = name, True, is_numbered
        return True
    return False


def _unknown_row(
    table: FoundTable, label: int, text: str, row: int, nearest: Callable[[str], list[str]]
) -> Finding:
    header = cell(table.header.cells, label)
    if not text.strip():
        return Finding("bad_value", "这一行有数据而没有指标名称", row, header, text)
    near = nearest(unnumbered(name_key(text)))
    hint = f"；相近的指标：{'、'.join(near)}" if near else ""
    return Finding("unknown_column", f"不认识这一行的指标，没有读取{hint}", row, header, text, "warning")
