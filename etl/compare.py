"""Compares what was read from a file with what the warehouse holds: what a load would change."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from etl.statements import statement


@dataclass(frozen=True)
class Changes:
    """How many figures (of records: rows) a table adds, changes, keeps, withdraws."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.added + self.changed + self.unchanged + self.withdrawn

    @property
    def is_nothing_new(self) -> bool:
        """Whether the warehouse would be the same after the load."""
        return self.total == self.unchanged

    def as_json(self) -> dict[str, int]:
        """The counts as `check --json` prints them."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "withdrawn": self.withdrawn,
        }


def compare_figures(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What each staged figure would change, ordered by dataset, indicator, unit, month.

    Columns: table_number, dataset, indicator, unit, month, old, new, old_approximate, new_approximate,
    old_word, new_word, kind (added, changed, unchanged, withdrawn), row, column. old and new are NaN where
    there is none.
    """
    return connection.execute(statement("compare_figures")).df()


def compare_records(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What each staged target, task, unit, note or annual figure would change, ordered by dataset and key.

    Columns: table_number, dataset, key (the row's key as text), old, new (short texts), kind, row.
    """
    return connection.execute(statement("compare_records")).df()


def count_changes(figures: pd.DataFrame, records: pd.DataFrame, table_number: int) -> Changes:
    """The changes of one table of the file."""
    kinds = pd.concat(
        [frame.loc[frame["table_number"] == table_number, "kind"] for frame in (figures, records)]
    )
    counts = kinds.value_counts()
    return Changes(**{kind: int(counts.get(kind, 0)) for kind in Changes().as_json()})
