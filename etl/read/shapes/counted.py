"""The counting units of a table's figures: each column's own unit compared with the units the file states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.catalogue import Column, CountingUnit
from domain.numbers import Measure, measure_of
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import HeaderCell
from etl.read.locate.header_index import COUNTING_UNIT_HEADERS
from etl.read.locate.label_columns import MOST_COLUMNS, ROWS_TO_LOOK_AT, LabelColumns
from etl.read.locate.result import Context
from etl.read.locate.stated_unit import (
    listed_units,
    read_unit,
    said_by_levels,
    said_over,
    units_in_header,
    units_in_titles,
)
from etl.read.locate.title_time import title_line
from etl.read.locate.title_unit import signature_rows
from etl.read.open.sheet import Row, cell_at
from etl.read.shapes.alike_columns import nearest_label

IN_HEADER = "表头写的单位是"
IN_ROW = "这一行写的单位是"
IN_TITLE = "标题或说明里写的单位是"


@dataclass(frozen=True)
class UnitStatement:
    """A counting unit that the file states, and the words that describe its location."""

    unit: CountingUnit
    where: str


@dataclass(frozen=True)
class Counted:
    """The measures of a table's columns; `title` holds the units stated by the lines around the table."""

    measures: dict[str, Measure]
    title: tuple[UnitStatement, ...] = ()
    known: dict[tuple[str, tuple[UnitStatement, ...]], tuple[Measure, str]] = field(default_factory=dict)

    def measure(self, column: Column, own: Sequence[UnitStatement] = ()) -> tuple[Measure, str]:
        """The measure of this column's cells if the file states `own`, and the error in it ("" if none)."""
        asked = (column.id, tuple(own))
        if asked not in self.known:
            self.known[asked] = stated_measure(self.measures[column.id], asked[1], self.title)
        return self.known[asked]


@dataclass(frozen=True)
class Counting:
    """The counting units of a crossed table: the units that rows and headers state, by place.

    `by_row`: the rows hold the indicators, so what they state comes before what stands over the figures.
    """

    counted: Counted
    rows: Mapping[int, tuple[UnitStatement, ...]] = field(default_factory=dict)
    over: Mapping[int, tuple[UnitStatement, ...]] = field(default_factory=dict)
    by_row: bool = False

    def measure(self, column: Column, row: int, place: int) -> tuple[Measure, str]:
        """The measure of one cell, and the error in it ("" if none)."""
        down, across = self.rows.get(row, ()), self.over.get(place, ())
        nearer, farther = (down, across) if self.by_row else (across, down)
        measure = self.counted.measures[column.id]
        more = farther if not nearer else [said for said in farther if _speaks_for(said.unit, measure)]
        return self.counted.measure(column, (*nearer, *more))


def stated_measure(
    measure: Measure, own: Sequence[UnitStatement], general: Sequence[UnitStatement]
) -> tuple[Measure, str]:
    """The measure with the stated unit, and the error in it ("" if none).

    `own` units are stated for these figures, `general` units for the whole table; a general unit applies only
    to columns of its own family.
    """
    if misfit := next((said for said in own if not measure.fits(said.unit)), None):
        return measure, measure.refusal(misfit.unit, misfit.where)
    heard = [*own, *(said for said in general if _speaks_for(said.unit, measure))]
    if bare := next((said for said in general if not said.unit.base and not own), None):
        word = bare.unit.text
        text = f"{bare.where}“{word}”，看不出是哪些指标的单位；请写全（如“{word}份”），或写在表头里"
        return measure, text
    if other := next((said for said in heard if said.unit.scale != heard[0].unit.scale), None):
        one = heard[0]
        text = f"{one.where}“{one.unit.text}”，{other.where}“{other.unit.text}”，两处不一致；请改成一致"
        return measure, text
    return (replace(measure, stated=heard[0].unit, where=heard[0].where), "") if heard else (measure, "")


def _speaks_for(unit: CountingUnit, measure: Measure) -> bool:
    """Whether a title's unit applies to this measure: it belongs to its family and is not a general unit."""
    is_any = unit.base in measure.units.general
    return bool(unit.base) and bool(measure.kept.base) and not is_any and measure.fits(unit)


def counted(table: FoundTable, context: Context) -> Counted:
    """How the columns of a table's dataset are counted, and what its title, its tab and its notes state."""
    return counted_columns(table, context.columns(table.dataset), context)


def counted_columns(table: FoundTable, columns: Sequence[Column], context: Context) -> Counted:
    """The counting units for columns of any dataset."""
    units = context.header_index.counting_units
    measures = {column.id: measure_of(units, column, columns) for column in columns}
    return Counted(measures, said_in_titles(table, context))


def said_in_titles(table: FoundTable, context: Context) -> tuple[UnitStatement, ...]:
    """What the lines above a table, the name of its sheet and the notes below it state."""
    lines = [title_line(row) for row in (*table.title_rows, [table.sheet.name])]
    lines += [title_line(row) for row in signature_rows(table).values()]
    units = context.header_index.counting_units
    return _all_said((*units_in_titles(lines, units), *_over_labels(table, context)), IN_TITLE)


def _over_labels(table: FoundTable, context: Context) -> Iterable[CountingUnit]:
    """The units in the headers of label columns: 指标（万份）, 单位（万份）, or only 万份."""
    units, header = context.header_index.counting_units, table.header
    over = header.headings or [None] * len(header.cells)
    for place, cell in enumerate(header.cells):
        heading = over[place] if place < len(over) else None
        is_figures = heading.figure if heading else header.keys[place] in context.header_index.figures
        is_label = (
            place in header.indicator_columns
            or context.header_index.key(cell) in context.header_index.label_keys
        )
        if not is_figures and (is_label or read_unit(cell, units)):
            yield from units_in_header(cell, units)


def said_in_header(text: str, context: Context) -> tuple[UnitStatement, ...]:
    """What one header cell states."""
    return _all_said(units_in_header(text, context.header_index.counting_units), IN_HEADER)


def said_by_header(table: FoundTable, place: int, context: Context) -> tuple[UnitStatement, ...]:
    """What the header over a column of one indicator states."""
    return _all_said(said_over(table.header, place, context.header_index.counting_units), IN_HEADER)


def said_by_heading(heading: HeaderCell, context: Context) -> tuple[UnitStatement, ...]:
    """The units stated by the header levels of a column; the lowest level first."""
    return _all_said(said_by_levels(heading, context.header_index.counting_units), IN_HEADER)


def said_over_values(heading: HeaderCell, context: Context) -> tuple[UnitStatement, ...]:
    """The units in a header above figures of several indicators; there 件数 only means 数量."""
    units = context.header_index.counting_units
    return _all_said((unit for text in heading.texts for unit in units_in_header(text, units)), IN_HEADER)


def said_by_row(texts: Iterable[str], context: Context) -> tuple[UnitStatement, ...]:
    """The units stated by a row's label and by its 计量单位 cell."""
    units = context.header_index.counting_units
    return _all_said((unit for text in texts for unit in units_in_header(text, units)), IN_ROW)


def unit_column(table: FoundTable, taken: Iterable[int], context: Context) -> int | None:
    """The column of counting units beside the indicators, None without one; `taken` are other labels."""
    places = [place for place, cell in enumerate(table.header.cells) if heads_units(cell, context)]
    return next((place for place in places if place not in set(taken)), None)


def heads_units(cell: str, context: Context) -> bool:
    """Whether a header means a column of counting units: 计量单位."""
    return context.header_index.key(cell) in COUNTING_UNIT_HEADERS


def group_unit(cells: Row, context: Context) -> str:
    """The reason to refuse a section row that states a scale (一、宣传（万份）); "" for any other row."""
    different = {cell.strip() for cell in cells} - {""}
    if len(different) != 1:
        return ""
    scaled = [
        one for one in units_in_header(different.pop(), context.header_index.counting_units) if one.scale > 1
    ]
    return f"这里写着“{scaled[0].text}”，不能确定管到哪几行；请写在各指标名称后面" if scaled else ""


def unknown_unit(text: str, context: Context) -> str:
    """The error of a 计量单位 cell that does not hold a unit; "" if there is none."""
    units = context.header_index.counting_units
    if not text.strip() or units_in_header(text, units) or read_unit(text, units):
        return ""
    return f"认不出计量单位“{text.strip()}”，不能确定这一行怎么计数；请改成指标的计量单位，或留空"


def _all_said(units: Iterable[CountingUnit], where: str) -> tuple[UnitStatement, ...]:
    return tuple(UnitStatement(unit, where) for unit in dict.fromkeys(units))


def unit_columns(
    table: FoundTable, labels: LabelColumns, values: Mapping[int, Iterable[int]], context: Context
) -> dict[int, int]:
    """For each column of indicators, the column of counting units beside it, if any."""
    taken = {*labels.places, *(place for places in values.values() for place in places)}
    places = [place for place in range(min(_width(table), MOST_COLUMNS)) if place not in taken]
    found = [place for place in places if _holds_units(table, place, context)]
    beside: dict[int, int] = {}
    for place in found:
        label = nearest_label(table, place)
        if label is not None:
            beside.setdefault(label, place)
    before = [place for place in found if nearest_label(table, place) is None]
    return {**{label: place for label in values for place in before[:1]}, **beside}


def _holds_units(table: FoundTable, place: int, context: Context) -> bool:
    """Whether a column holds counting units: by its header, or because every cell is one."""
    units = context.header_index.counting_units
    if context.header_index.key(cell_at(table.header.cells, place)) in COUNTING_UNIT_HEADERS:
        return True
    texts = {cell_at(row, place).strip() for row in table.body[:ROWS_TO_LOOK_AT]} - {""}
    return bool(texts) and all(listed_units(text, units) for text in texts)


def _width(table: FoundTable) -> int:
    return max(len(table.header.cells), max((len(row) for row in table.body[:ROWS_TO_LOOK_AT]), default=0))
