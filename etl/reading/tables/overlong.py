"""Rows of a text file with more cells than the header: a separator slipped in, and the cells have moved."""

from collections.abc import Iterator

import numpy as np

from etl.find_table import FoundTable
from etl.finding import Finding
from etl.reading.tables.columns import widths
from etl.reading.tables.data_rows import Keyed


def overlong_findings(table: FoundTable, keyed: Keyed) -> Iterator[Finding]:
    """An error for each data row of a text file with more cells than the header: a separator slipped in."""
    if not table.sheet.is_text:
        return
    width = table.header.width
    for place in map(int, np.flatnonzero(keyed.is_data & (widths(table.body) > width))):
        cells = table.body[place]
        if any(cell.strip() for cell in cells[width:]):
            message = (
                f"这一行比表头多出 {len(cells) - width} 格，数据可能错列；数字里的千分位逗号须加双引号或去掉"
            )
            yield Finding("bad_value", message, int(keyed.rows[place]), None, cells[width])
