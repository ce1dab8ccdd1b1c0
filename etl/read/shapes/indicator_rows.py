"""Classify the rows of a crossed table: indicator, unit and month of each, and the rows to skip."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.catalogue import Column
from domain.finding import Finding
from domain.numbers import read_figure
from domain.text import limited, name_key
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import HeaderClassifier, RowAside, unnumbered
from etl.read.locate.label_columns import LabelColumns
from etl.read.locate.result import Context
from etl.read.locate.rows import is_note, total_word
from etl.read.open.sheet import Row, cell_at
from etl.read.shapes.alike_columns import nearest_label
from etl.read.shapes.counted import UnitStatement, group_unit, said_by_row, unit_columns, unknown_unit
from etl.read.shapes.sections import Section, lacking_keys, next_section, section_name
from etl.read.shapes.value_columns import ColumnLayout


@dataclass(frozen=True)
class Line:
    """One indicator in one row: place in the body, label column, and the unit and month given by the row.

    `unit` and `month` are the cells as written, or the section row above; `total` is the word of a total;
    `said` are the counting units that the row states.
    """

    place: int
    label: int
    column: Column
    unit: str
    month: str
    total: str = ""
    said: tuple[UnitStatement, ...] = ()


@dataclass(frozen=True)
class RowLayout:
    """The lines of a table, the skipped rows, the findings on other rows, and the last section."""

    lines: tuple[Line, ...]
    aside: tuple[RowAside, ...]
    findings: tuple[Finding, ...]
    section: Section

    @property
    def figures(self) -> list[Line]:
        """The lines of figures, without totals."""
        return [line for line in self.lines if not line.total]


@dataclass(frozen=True)
class RowReader:
    """Reads one row at a time, from the label columns and the figure columns beside each indicator column."""

    table: FoundTable
    labels: LabelColumns
    context: Context
    words: HeaderClassifier
    units: Mapping[int, int]
    values: Mapping[int, Sequence[int]]
    columns: Mapping[str, Column]
    nearest: Callable[[str], list[str]]

    def read(self, place: int, section: Section) -> Iterator[Line | RowAside | Finding]:
        """Classify the row at this place in the body, for each column of indicators."""
        cells, number = self.table.body[place], place + self.table.first_row
        for label, own in self.values.items():
            text = _label(cells, label, self.words, self.values)
            column = self.columns.get(self.words.figure(text))
            if _is_aside(cells, self.labels, text, self.words):
                name = text if self.labels.period is None else cell_at(cells, self.labels.period)
                yield from (RowAside(name, number),) if _says(cells, own, text) else ()
            elif column and not _is_merged(cells, text, own):
                said, problem = self._counted(cells, label, text)
                yield from (self._unknown_unit(problem, label, cells, number),) if problem else ()
                yield _line(place, label, column, self._said(cells, section), said)
            elif problem := group_unit(cells, self.context):
                yield Finding("wrong_unit", problem, number, cell_at(self.table.header.cells, label), text)
            elif _says(cells, own, text) and not total_word(text, True) and not is_note(cells):
                yield self._unknown_row(label, text, number)

    def _said(self, cells: Row, section: Section) -> Section:
        """The unit and month of a row: from its own columns, else from its section."""
        unit, month = self.labels.unit, self.labels.month
        return Section(
            section.unit if unit is None else cell_at(cells, unit),
            section.month if month is None else cell_at(cells, month),
        )

    def _counted(self, cells: Row, label: int, text: str) -> tuple[tuple[UnitStatement, ...], str]:
        """The counting units that a row states, in its label and beside it; and the error in them, if any."""
        beside = cell_at(cells, self.units.get(label))
        return said_by_row((text, beside), self.context), unknown_unit(beside, self.context)

    def _unknown_unit(self, problem: str, label: int, cells: Row, row: int) -> Finding:
        place = self.units[label]
        header = cell_at(self.table.header.cells, place)
        return Finding("wrong_unit", problem, row, header, cell_at(cells, place))

    def _unknown_row(self, label: int, text: str, row: int) -> Finding:
        header = cell_at(self.table.header.cells, label)
        if not text.strip():
            return Finding("bad_value", "这一行有数据而没有指标名称", row, header, text)
        near = self.nearest(unnumbered(name_key(text)))
        hint = f"；相近的指标：{'、'.join(near)}" if near else ""
        return Finding("unknown_column", f"不认识这一行的指标，没有读取{hint}", row, header, text, "warning")


def read_down(
    table: FoundTable,
    labels: LabelColumns,
    across: ColumnLayout,
    context: Context,
    classifier: HeaderClassifier,
) -> RowLayout:
    """Every line of the table, row by row."""
    reader = _row_reader(table, labels, across, context, classifier)
    lacking = lacking_keys(labels, across)
    end = _end_of_figures(table, across)
    section = Section()
    found: list[Line | RowAside | Finding] = []
    for place, cells in enumerate(table.body):
        if not any(text.strip() for text in cells) or _repeats_header(table, cells):
            continue
        begun = next_section(cells, section, lacking, classifier, context.units) if place < end else None
        if begun:
            section = begun
        else:
            found.extend(reader.read(place, section))
    return RowLayout(
        tuple(_without_groups([one for one in found if isinstance(one, Line)], table)),
        tuple(one for one in found if isinstance(one, RowAside)),
        tuple(one for one in found if isinstance(one, Finding)),
        section,
    )


def _row_reader(
    table: FoundTable,
    labels: LabelColumns,
    across: ColumnLayout,
    context: Context,
    classifier: HeaderClassifier,
) -> RowReader:
    by_id = {column.id: column for column in context.columns(table.dataset)}
    meanings = context.header_index.meanings[table.dataset]
    columns = {key: by_id[id] for key, id in meanings.items() if id in by_id}
    values = {label: _values_of(table, across, label) for label in table.header.indicator_columns}
    nearest = limited(lambda text: context.header_index.nearest_columns(text, [table.dataset]))
    units = unit_columns(table, labels, values, context)
    return RowReader(table, labels, context, classifier, units, values, columns, nearest)


def _end_of_figures(table: FoundTable, across: ColumnLayout) -> int:
    """The place in the body of the last row with figures: a row below it cannot be a section row."""
    places = [one.place for one in across.columns]
    rows = range(len(table.body) - 1, -1, -1)
    return next((row for row in rows if _says(table.body[row], places, "")), 0)


def _is_merged(cells: Row, label: str, places: Sequence[int]) -> bool:
    """Whether the row's label is merged across its figure cells: 一、受理 above the rows of its group."""
    return any(cell_at(cells, place).strip() == label.strip() for place in places)


def _without_groups(lines: list[Line], table: FoundTable) -> list[Line]:
    """Drop lines that are only a name if other lines give the same indicator with figures."""
    alone = {line.place for line in lines if section_name(table.body[line.place])}
    filled = {_said(line) for line in lines if line.place not in alone}
    return [line for line in lines if line.place not in alone or _said(line) not in filled]


def _said(line: Line) -> tuple[int, str, str, str]:
    """The indicator, unit and month of a line."""
    return line.label, line.column.id, line.unit, line.month


def _values_of(table: FoundTable, across: ColumnLayout, label: int) -> list[int]:
    """The figure columns that belong to a column of indicators."""
    return [one.place for one in across.columns if nearest_label(table, one.place) == label]


def _repeats_header(table: FoundTable, cells: Row) -> bool:
    """Whether a row repeats the header, as on the next page of a printout."""
    above = table.header.cells
    return [text.strip() for text in cells if text.strip()] == [
        text.strip() for text in above if text.strip()
    ]


def _label(cells: Row, label: int, classifier: HeaderClassifier, values: Mapping[int, Sequence[int]]) -> str:
    """The label of a row; if it is 合计 or 数量, the label to its left."""
    text = cell_at(cells, label)
    if (
        label - 1 in values
        and not values[label - 1]
        and classifier[text].kind in ("", "total", "quantity", "this")
    ):
        return cell_at(cells, label - 1)
    return text


def _is_aside(cells: Row, labels: LabelColumns, text: str, classifier: HeaderClassifier) -> bool:
    """Whether a row holds 累计, 上年同期 and the like."""
    period = cell_at(cells, labels.period)
    return classifier[period].kind == "other" or classifier[text].kind == "other"


def _says(cells: Row, places: Sequence[int], label: str) -> bool:
    """Whether anything is reported in these columns; ignores a label merged across them."""
    texts = (cell_at(cells, place) for place in places)
    return any(text != label and read_figure(text).kind != "blank" for text in texts)


def _line(place: int, label: int, column: Column, said: Section, units: tuple[UnitStatement, ...]) -> Line:
    total = total_word(said.unit, with_beginning=True) or total_word(said.month, with_beginning=True)
    return Line(place, label, column, said.unit, said.month, total, units)
