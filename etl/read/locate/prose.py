"""Detect a written report uploaded as a table: sentences, and no cell with a figure."""

import re
from collections.abc import Sequence

from domain.finding import Finding
from domain.numbers import read_figure
from etl.read.open.foreign_kind import WRITTEN
from etl.read.open.sheet import Row, Sheet

ROWS_LOOKED_AT = 200
CELLS_LOOKED_AT = 50
LONGEST = 5000
_SENTENCE = re.compile(
    r"[\u4e00-\u9fff]{3}[。；]$|[\u4e00-\u9fff][^。]{6,}。|[\u4e00-\u9fff]{4,}[0-9]+(?:\.[0-9]+)?[\u4e00-\u9fff]"
)
MESSAGE = f"这像是一篇文字材料，不是表格，没有读到一行一行的数；请把其中的数填入填报模板后再报{WRITTEN}"


def prose_finding(sheets: Sequence[Sheet]) -> Finding | None:
    """The error for a file of prose; None for a table that is merely unknown."""
    rows = [row for sheet in sheets for row in sheet.rows[:ROWS_LOOKED_AT] if any(map(str.strip, row))]
    sentences = sum(1 for row in rows if _SENTENCE.search(_line(row)))
    has_figures = any(map(_holds_figures, rows))
    is_prose = bool(rows) and not has_figures and 3 * sentences >= len(rows)
    return Finding("unknown_dataset", MESSAGE) if is_prose else None


def _line(row: Row) -> str:
    """Join the cells of a row into a line, because a comma in the text may have split it."""
    return "，".join(dict.fromkeys(cell.strip() for cell in row[:CELLS_LOOKED_AT]))[:LONGEST]


def _holds_figures(row: Row) -> bool:
    return any(cell.strip() and read_figure(cell).kind == "figure" for cell in row[:CELLS_LOOKED_AT])
