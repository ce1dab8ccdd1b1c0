"""The query behind a page, here and in pandas: each KPI by month and year to date."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from dashboard.board.board import read_board
from domain.catalogue import load_catalogue
from etl.warehouse import Warehouse

AS_OF = date(2023, 6, 1)


def milliseconds(work: Callable[[], object]) -> float:
    """Processor time of one call of `work`, in milliseconds."""
    before = time.process_time()
    work()
    return 1000 * (time.process_time() - before)


def board_of(folder: Path, unit: str) -> float:
    """The full answer from the warehouse: figures, targets, pace, lamps, and units that have not reported."""
    catalogue = load_catalogue()

    def work() -> None:
        with Warehouse(folder).read() as connection:
            read_board(connection, catalogue, AS_OF.year, AS_OF, unit)

    return milliseconds(work)


def held_figures(folder: Path, unit: str) -> tuple[pd.DataFrame, set[str]]:
    """All figures as a DataFrame and the units in scope: what a pandas page would hold in memory."""
    with Warehouse(folder).read() as connection:
        frame = connection.execute("SELECT indicator, unit, month, value FROM current_figure").df()
        scope = connection.execute(
            "SELECT unit FROM unit_scope WHERE ancestor = $unit", {"unit": unit}
        ).fetchall()
    return frame, {row[0] for row in scope}


def pandas_of(frame: pd.DataFrame, scope: set[str]) -> float:
    """The figures alone, computed in pandas from a frame: by month, and year to date for two years."""

    def work() -> None:
        own = frame[frame["unit"].isin(scope)]
        months = own.groupby(["indicator", "month"])["value"].sum().reset_index()
        same_months = months[months["month"].dt.month <= AS_OF.month]
        same_months.groupby(["indicator", same_months["month"].dt.year])["value"].sum()

    return milliseconds(work)
