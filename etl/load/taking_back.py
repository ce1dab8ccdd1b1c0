"""Foresee what becomes of the current figures and records when a load is undone, or an undone one redone."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from etl.load.compare import figure_order
from etl.warehouse.directory import read_directory
from etl.warehouse.statements import statement


@dataclass(frozen=True)
class TakingBack:
    """What an undo or redo of `load` would do.

    `figures`: every figure of the load in the order of a preview; columns dataset, indicator, unit, month,
    old, new, old_word, new_word, kind (added, changed, unchanged, withdrawn), old_load, new_load.
    `records`: every other row of the load; columns old_load, new_load.
    """

    load: int
    figures: pd.DataFrame = field(repr=False)
    records: pd.DataFrame = field(repr=False)


def foresee(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, load: int) -> TakingBack:
    """What an undo of the load would do; of an undone load, what a redo would do."""
    order = figure_order(catalogue, read_directory(connection).units)
    figures = connection.execute(statement("taking_back"), {"load": load}).df()
    records = connection.execute(statement("taking_back_records"), {"load": load}).df()
    return TakingBack(load, order.sorted(figures), records)
