"""Input and output of reading: options, context, tidy tables, and the file as a whole."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from domain.catalogue import Column
from domain.finding import Finding
from domain.units import UnitDirectory
from etl.read.locate.header_index import HeaderIndex

FIGURE_COLUMNS = (
    "indicator",
    "unit",
    "month",
    "value",
    "approximate",
    "word",
    "withdrawn",
    "row",
    "column",
    "text",
)
UNREAD_COLUMNS = ("unit", "month", "header", "indicator", "row")


def nothing_unread() -> pd.DataFrame:
    """An empty frame with the columns of `TidyTable.unread`."""
    return pd.DataFrame(columns=list(UNREAD_COLUMNS), dtype=object)


@dataclass(frozen=True)
class ReadOptions:
    """Options given for the file. Columns take precedence over the title, the title over the options."""

    dataset: str | None = None
    year: int | None = None
    month: date | None = None
    unit: str | None = None
    blank_is_zero: bool = False
    today: date = field(default_factory=date.today)


@dataclass(frozen=True)
class BadRow:
    """A data row with errors: its cells as written, and every reason that prevents loading."""

    row: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class TidyTable:
    """One table of a file.

    `figures` (monthly datasets): indicator, unit (code), month (date), value (float, NaN if withdrawn),
    approximate (bool), word (余 约 近 多 +, "" if exact), withdrawn (bool), row, column (header as in the
    file), text (cell as written); rows with errors still give their readable figures.
    `records` (targets, tasks, units, notes): the ids of the data contract as columns, and row.
    `rows` counts data rows, without totals and notes. `title_lines` and `header` are the cells above the data
    as written: with the cells of `bad_rows` they form a file that can be corrected and loaded again.
    `unread`: unread figures in a table that lacks an expected column: etl/read/shapes/unread_columns.py.
    `unknown_units`: the table's unit names, if no unit is known yet (etl/read/read_tables.py).
    An error whose row is not in `bad_rows` concerns the whole table and cannot be skipped.
    """

    dataset: str | None
    sheet: str
    rows: int
    figures: pd.DataFrame
    records: pd.DataFrame
    findings: tuple[Finding, ...] = ()
    title_lines: tuple[tuple[str, ...], ...] = ()
    header: tuple[str, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    unknown_units: tuple[str, ...] = ()
    told_no_units: bool = False
    unread: pd.DataFrame = field(default_factory=nothing_unread)


@dataclass(frozen=True)
class ReadFile:
    """All of one file. `encoding` is None for a workbook; `findings` concern the whole file."""

    encoding: str | None
    tables: tuple[TidyTable, ...]
    findings: tuple[Finding, ...] = ()


def no_figures() -> pd.DataFrame:
    """An empty frame with the columns of figures."""
    return pd.DataFrame({column: pd.Series(dtype=object) for column in FIGURE_COLUMNS})


@dataclass(frozen=True)
class Context:
    """The context of reading: known headers, known units, the options, and the name of the file."""

    header_index: HeaderIndex
    units: UnitDirectory
    options: ReadOptions
    file: str = ""

    def columns(self, dataset: str) -> tuple[Column, ...]:
        """The columns of a dataset, in the catalogue's order."""
        return self.header_index.catalogue.dataset(dataset).columns
