"""Find counting unit columns (计量单位) beside indicators: by header, or because every cell is a unit."""

from collections.abc import Iterable, Mapping

from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_index import COUNTING_UNIT_HEADERS
from etl.read.locate.label_columns import MOST_COLUMNS, ROWS_TO_LOOK_AT, LabelColumns
from etl.read.locate.result import Context
from etl.read.locate.stated_unit import listed_units
from etl.read.open.sheet import cell_at
from etl.read.shapes.value_columns import nearest_label


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
