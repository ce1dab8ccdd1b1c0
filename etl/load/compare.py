"""Compare staged data with the warehouse to find the changes that a load would make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import duckdb
import pandas as pd
import pyarrow as pa

from domain.catalogue import Catalogue
from domain.units import Unit
from etl.warehouse.statements import statement

FIGURE_KEY = ("dataset", "indicator", "unit", "month")
NEW = {"value": "new", "approximate": "new_approximate", "word": "new_word"}
FRAME_COLUMNS = (
    "table_number",
    *FIGURE_KEY,
    "old",
    "new",
    "old_approximate",
    "new_approximate",
    "old_word",
    "new_word",
    "kind",
    "row",
    "column",
)
RECORD_COLUMNS = ("table_number", "dataset", "key", "old", "new", "kind", "row")


@dataclass(frozen=True)
class Changes:
    """The number of figures (or rows of records) that a table adds, changes, keeps and withdraws."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return self.added + self.changed + self.unchanged + self.withdrawn

    @property
    def is_nothing_new(self) -> bool:
        """Whether the load would not change the warehouse."""
        return self.total == self.unchanged

    def as_json(self) -> dict[str, int]:
        """The counts as `check --json` prints them."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "withdrawn": self.withdrawn,
        }


@dataclass(frozen=True)
class FigureOrder:
    """How people read changes: by month, unit and column, units and columns in this order, others last."""

    units: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def sorted(self, changes: pd.DataFrame) -> pd.DataFrame:
        """The changes in this order. Takes a frame with month, unit and indicator."""
        places = pd.DataFrame(
            {
                "month": changes["month"],
                "unit": _places(changes["unit"], self.units),
                "code": changes["unit"],
                "column": _places(changes["indicator"], self.columns),
            }
        )
        return changes.loc[places.sort_values([*places], kind="stable").index].reset_index(drop=True)


def figure_order(catalogue: Catalogue, units: Iterable[Unit]) -> FigureOrder:
    """The order of these units and of the catalogue's columns."""
    columns = (column.id for dataset in catalogue.monthly for column in dataset.columns)
    return FigureOrder(tuple(unit.unit for unit in units), tuple(columns))


def _places(values: pd.Series, order: tuple[str, ...]) -> pd.Series:
    return values.map({value: place for place, value in enumerate(order)})


@dataclass(frozen=True)
class FigureChanges:
    """The changes that the figures of a file would make.

    `staged`: the figures, see etl/check/staging.py. `standing`: the figures that are not plain additions;
    columns cell, old, old_approximate, old_word, kind. `order`: in which the frame lists them.
    """

    staged: pa.Table
    standing: pd.DataFrame
    order: FigureOrder

    def counts(self, table_number: int) -> pd.Series:
        """The number of figures of each kind of change, in one table of the file."""
        mine = self.staged.column("table_number").to_numpy() == table_number
        counts = self.standing.loc[mine[self.standing["cell"]], "kind"].value_counts()
        return pd.concat([counts, pd.Series({"added": mine.sum() - counts.sum()})])

    def equals(self, other: FigureChanges) -> bool:
        """Whether both would change the same figures in the same way."""
        return self.staged.equals(other.staged) and self.standing.equals(other.standing)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Every figure, in order; computed on first access.

        Columns: table_number, dataset, indicator, unit, month, old, new, old_approximate, new_approximate,
        old_word, new_word, kind (added, changed, unchanged, withdrawn), row, column. old and new are NaN
        if there is no value.
        """
        texts = {field.name: _plain(self.staged.column(field.name)) for field in self.staged.schema}
        frame = pa.table(texts).to_pandas().rename(columns=NEW).merge(self.standing, how="left", on="cell")
        frame = frame.fillna({"kind": "added"}).astype({"kind": "str", "old_approximate": "boolean"})
        return self.order.sorted(frame[list(FRAME_COLUMNS)])


def compare_figures(
    connection: duckdb.DuckDBPyConnection, staged: pa.Table, order: FigureOrder
) -> FigureChanges:
    """The changes that the figures staged on this connection would make."""
    return FigureChanges(staged, connection.execute(statement("compare_figures")).df(), order)


def no_record_changes() -> pd.DataFrame:
    """The empty frame of `compare_records`, if no records are staged."""
    return pd.DataFrame(columns=list(RECORD_COLUMNS))


def compare_records(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The change by each staged target, task, unit, note or annual figure, ordered by dataset and key.

    Columns: table_number, dataset, key (the row's key as text), old, new (short texts), kind, row.
    """
    return connection.execute(statement("compare_records")).df()


def count_changes(figures: FigureChanges, records: pd.DataFrame, table_number: int) -> Changes:
    """Count the changes of one table of the file."""
    of_records = records.loc[records["table_number"] == table_number, "kind"].value_counts()
    counts = figures.counts(table_number).add(of_records, fill_value=0)
    return Changes(**{kind: int(counts.get(kind, 0)) for kind in Changes().as_json()})


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Decode dictionary-encoded texts, and convert days to the type pandas uses."""
    if pa.types.is_dictionary(column.type):
        return column.cast(pa.string())
    return column.cast(pa.timestamp("us")) if pa.types.is_date(column.type) else column
