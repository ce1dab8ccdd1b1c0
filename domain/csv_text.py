"""Rows as the text of a CSV file. Excel shows its characters correctly and runs no formula in it."""

import csv
import io
from collections.abc import Iterable

from domain.text import escape_row

BYTE_ORDER_MARK = "\ufeff"


def csv_text(rows: Iterable[Iterable[object]], line_end: str = "\r\n") -> str:
    """The rows with a byte order mark, by which Excel knows that this is UTF-8; None is a blank cell."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=line_end).writerows(map(escape_row, rows))
    return BYTE_ORDER_MARK + text.getvalue()
