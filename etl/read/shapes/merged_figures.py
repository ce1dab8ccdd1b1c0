"""Figures in merged cells: every cell of the area has the figure, so a sum over them counts it repeatedly."""

from collections.abc import Iterator
from dataclasses import replace

from domain.finding import Finding
from domain.numbers import read_figure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import TidyTable
from etl.read.open.sheet import Merge, cell_at


def with_merged_figures_told(table: FoundTable, tidied: TidyTable) -> TidyTable:
    """The tidy table with a warning for each merged cell that gives more than one figure other than 0."""
    told = tuple(_told(table, tidied))
    return replace(tidied, findings=(*tidied.findings, *told)) if told else tidied


def _told(table: FoundTable, tidied: TidyTable) -> Iterator[Finding]:
    by_row: dict[int, list[tuple[str, str]]] = {}
    for merge in table.sheet.merges:
        if _is_one_figure(merge, table) or not table.header.row < merge.top < len(table.sheet.rows):
            continue
        text = cell_at(table.sheet.rows[merge.top], merge.left)
        figure = read_figure(text)
        if figure.kind != "figure" or not figure.value:
            continue
        by_row = by_row or _by_row(tidied)
        given = _given(merge, text, table, by_row)
        if len(given) > 1:
            row, header = given[0]
            message = (
                f"这个数的单元格是合并的，{len(given)} 处都按 {text.strip()} 记；如是几处合计的数，请拆开填写"
            )
            yield Finding("double_count", message, row, header, text, "warning")


def _is_one_figure(merge: Merge, table: FoundTable) -> bool:
    """Whether a merged area is within one row and below at most one header."""
    headers = [header for header in table.header.cells[merge.left : merge.right + 1] if header.strip()]
    return merge.top == merge.bottom and len(headers) <= 1


def _by_row(tidied: TidyTable) -> dict[int, list[tuple[str, str]]]:
    """Row → header and text of each of its figures."""
    found: dict[int, list[tuple[str, str]]] = {}
    columns = (tidied.figures[name].tolist() for name in ("row", "column", "text"))
    for row, header, text in zip(*columns, strict=True):
        found.setdefault(row, []).append((header, text))
    return found


def _given(
    merge: Merge, text: str, table: FoundTable, by_row: dict[int, list[tuple[str, str]]]
) -> list[tuple[int, str]]:
    """Row and header of each figure that a merged area gives."""
    headers = set(table.header.cells[merge.left : merge.right + 1])
    rows = range(merge.top + 1, min(merge.bottom + 1, len(table.sheet.rows)) + 1)
    return [
        (row, header)
        for row in rows
        for header, said in by_row.get(row, ())
        if header in headers and said == text
    ]
