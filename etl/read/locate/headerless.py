"""Filled columns without a header of their own: beside the others, or below a header merged over several."""

from collections.abc import Iterable, Iterator

from domain.catalogue import CountingUnits
from domain.finding import Finding
from domain.numbers import read_figure
from etl.read.locate.find_table import FoundTable
from etl.read.open.sheet import cell_at


def columns_without_header(
    table: FoundTable, places: Iterable[int], units: CountingUnits
) -> Iterator[Finding]:
    """A warning for each of these places with cells and no header.

    Below a merged header, cells count that are not merged too; figures other than 0 there are an error,
    because it is not sure in which of its columns the header's figures are.
    """
    first_of = _merged_from(table)
    for place in places:
        if table.header.keys[place]:
            continue
        own = _own_cells(table, place, first_of.get(place))
        if place in first_of and any(map(_is_amount, own)):
            header = table.header.cells[first_of[place]]
            message = f"这个表头合并了几列，第 {place + 1} 列也有数，不能确定哪一列是它的数；请给每一列写表头"
            yield Finding("ambiguous_column", message, table.header.row + 1, header, None)
        elif own and not (place in first_of and all(map(units.read, own))):
            message = f"第 {place + 1} 列有内容而没有表头，没有读取"
            yield Finding("unknown_column", message, table.header.row + 1, None, None, "warning")


def _is_amount(text: str) -> bool:
    figure = read_figure(text)
    return figure.kind == "figure" and figure.value != 0


def _merged_from(table: FoundTable) -> dict[int, int]:
    """Place → the first column of the header that is merged over it."""
    header = table.header
    return {
        place: merge.left
        for merge in table.sheet.merges
        if merge.top <= header.row <= merge.bottom
        for place in range(merge.left + 1, min(merge.right, header.width) + 1)
    }


def _own_cells(table: FoundTable, place: int, first: int | None) -> set[str]:
    """The different texts below a place, without those that repeat the cell of the header's first column."""
    cells = ((cell_at(row, place).strip(), cell_at(row, first).strip()) for row in table.body)
    return {text for text, before in cells if text and text != before}
