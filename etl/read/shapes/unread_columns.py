"""Find unread columns of figures in a table that lacks an expected column: the report is partial."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator

import pandas as pd

from domain.numbers import read_figure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import NOT_THIS_MONTH
from etl.read.locate.header_index import PASSED_OVER, YEARS
from etl.read.locate.result import UNREAD_COLUMNS, Context, TidyTable
from etl.read.open.sheet import cell_at

LIKENESS = 0.5
LONGEST_HEADER = 80
_NO_FIGURES = re.compile(
    "编号|序号|代码|编码|排名|名次|位次|电话|手机|传真|邮编|年龄|日期|时间|率$|比$|占比|得分|分值"
)


def unread_columns(table: FoundTable, tidied: TidyTable, context: Context) -> pd.DataFrame:
    """One row per month, unit and unread column that may hold an expected figure.

    Columns: unit, month, header, indicator (the most similar expected column, None if none is similar),
    row.
    """
    unread = list(_unread_places(table, context)) if len(tidied.figures) else []
    absent = _absent(table, context) if unread else []
    rows = _rows(table, tidied, unread, absent, context) if absent else ()
    return pd.DataFrame(rows, columns=list(UNREAD_COLUMNS)).astype({"indicator": object})


def _unread_places(table: FoundTable, context: Context) -> Iterator[int]:
    """The places of unknown headers that may be above figures of the month."""
    header, known = table.header, context.header_index.meanings[table.dataset]
    passed_over = PASSED_OVER | YEARS | {NOT_THIS_MONTH, ""}
    for place, key in enumerate(header.keys[: header.width]):
        if key not in known and key not in passed_over and not _NO_FIGURES.search(key):
            yield place


def _absent(table: FoundTable, context: Context) -> list[str]:
    """The ids of the dataset's columns that the table lacks."""
    known = context.header_index.meanings[table.dataset]
    present = {known[key] for key in table.header.keys if key in known}
    return [column.id for column in context.columns(table.dataset) if column.id not in present]


def _rows(
    table: FoundTable, tidied: TidyTable, unread: Iterable[int], absent: list[str], context: Context
) -> Iterator[tuple[object, ...]]:
    reports = tidied.figures[["row", "unit", "month"]].drop_duplicates("row")
    reports = reports[reports["unit"].notna() & reports["month"].notna()]
    for place in unread:
        header = table.header.cells[place].strip()
        indicator = _nearest(table, header, absent, context)
        for row, unit, month in reports.itertuples(index=False):
            if read_figure(cell_at(table.sheet.rows[row - 1], place), whole=False).kind == "figure":
                yield unit, month, header[:LONGEST_HEADER], indicator, row


def _nearest(table: FoundTable, header: str, absent: Collection[str], context: Context) -> str | None:
    """The absent column most similar to a header; None if none is, or if a present column is more similar."""
    header_index = context.header_index
    key = header_index.key(header[:LONGEST_HEADER])
    likeness = {
        column.id: max(
            difflib.SequenceMatcher(None, key, header_index.key(name)).ratio() for name in column.headers
        )
        for column in context.columns(table.dataset)
    }
    best = max(likeness, key=lambda id: likeness[id])
    return best if best in absent and likeness[best] >= LIKENESS else None
