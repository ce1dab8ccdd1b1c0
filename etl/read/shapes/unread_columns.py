"""Find unread columns of figures in a table that lacks an expected column: the report is partial."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from domain.catalogue import Column
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
    reported = list(reports.itertuples(index=False))
    names = ExpectedNames(context.columns(table.dataset), context.header_index.key)
    for place in unread:
        header = table.header.cells[place].strip()[:LONGEST_HEADER]
        nearest = names.nearest(context.header_index.key(header))
        # A header that is more similar to a column of the table says nothing about an absent one.
        indicator = nearest if nearest in absent else None
        for row, unit, month in reported:
            cell = cell_at(table.sheet.rows[row - 1], place)
            if read_figure(cell, in_whole_numbers=False).kind == "figure":
                yield unit, month, header, indicator, row


class ExpectedNames:
    """The names of a dataset's columns, by their letters: a table may have thousands of unknown headers."""

    def __init__(self, columns: Iterable[Column], key: Callable[[str], str]) -> None:
        names = [(column.id, key(name)) for column in columns for name in column.headers]
        self._names = [(id, len(name), difflib.SequenceMatcher(b=name)) for id, name in names]
        self._with_letter: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, (_, name) in enumerate(names):
            for letter, count in Counter(name).items():
                self._with_letter[letter].append((place, count))

    def nearest(self, key: str) -> str | None:
        """The id of the column with the name most similar to a header's key; None if none is similar."""
        best, likeness = None, 0.0
        for place in sorted(self._similar_letters(key)):
            id, _, matcher = self._names[place]
            matcher.set_seq1(key)
            if (found := matcher.ratio()) >= LIKENESS and found > likeness:
                best, likeness = id, found
        return best

    def _similar_letters(self, key: str) -> Iterator[int]:
        """The places of the names that share enough letters; comparing their order takes far longer."""
        shared: Counter[int] = Counter()
        for letter, count in Counter(key).items():
            for place, times in self._with_letter.get(letter, ()):
                shared[place] += min(count, times)
        for place, letters in shared.items():
            if 2 * letters / (len(key) + self._names[place][1]) >= LIKENESS:
                yield place
