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
    for merge in table.sheet.merges:
        is_one_cell = merge.top == merge.bottom and merge.left == merge.right
        if is_one_cell or not table.header.row < merge.top < len(table.sheet.rows):
            continue
        text = cell_at(table.sheet.rows[merge.top], merge.left)
        figure = read_figure(text)
        if figure.kind != "figure" or not figure.value:
            continue
        given = _given(merge, text, table, tidied)
        if len(given) > 1:
            row, header = given[0]
            message = (
                f"这个数的单元格是合并的，{len(given)} 处都按 {text.strip()} 记；如是几处合计的数，请拆开填写"
            )
            yield Finding("double_count", message, row, header, text, "warning")


def _given(merge: Merge, text: str, table: FoundTable, tidied: TidyTable) -> list[tuple[int, str]]:
    """Row and header of each figure that a merged area gives."""
    headers = set(table.header.cells[merge.left : merge.right + 1])
    rows = tidied.figures["row"].between(merge.top + 1, merge.bottom + 1)
    alike = tidied.figures["column"].isin(headers) & (tidied.figures["text"] == text)
    found = tidied.figures[rows & alike]
    return [(int(row), header) for row, header in zip(found["row"], found["column"], strict=True)]
