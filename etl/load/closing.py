"""Store the definitions and KPI results of the months that a freeze closes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import EntryPoint

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from etl.warehouse.definitions import keep_definitions
from etl.warehouse.statements import statement

# Unit, KPI and result as JSON, for every KPI that belongs to the unit.
Result = tuple[str, str, str]
Results = Callable[[duckdb.DuckDBPyConnection, Catalogue, date], Sequence[Result]]

# KPIs are computed in a layer above etl, so the caller provides the function. The command line names it as an
# entry point, like the application of a server: etl does not import the board, and a bureau may use another.
JUDGE = EntryPoint("results", "dashboard.board.month_results:month_results", "etl.results")


@dataclass(frozen=True)
class Closing:
    """The definitions in force, and the function that computes the month's results from them."""

    catalogue: Catalogue
    results: Results


def worked_out(
    connection: duckdb.DuckDBPyConnection, closing: Closing | None, month: date, closed: date | None
) -> Mapping[date, Sequence[Result]]:
    """The results of every month that closing `month` will close, computed while those months are open.

    `closed` is the last month closed before. Empty if there is no function that computes results.
    """
    if closing is None:
        return {}
    months = _closed_first_by(connection, month, closed)
    return {each: closing.results(connection, closing.catalogue, each) for each in months}


def _closed_first_by(
    connection: duckdb.DuckDBPyConnection, month: date, closed: date | None
) -> tuple[date, ...]:
    """The open months up to `month`, from the first with a figure; `month` itself in any case."""
    wanted = {"closed": closed, "month": month}
    rows = connection.execute(statement("months_to_close"), wanted).fetchall()
    return tuple(each for (each,) in rows)


def keep_closed(
    connection: duckdb.DuckDBPyConnection,
    closing: Closing | None,
    results: Mapping[date, Sequence[Result]],
) -> None:
    """Store definitions and results with the freeze that was just written."""
    if closing is None:
        return
    keep_definitions(connection, closing.catalogue)
    rows = [(month, *result) for month, found in results.items() for result in found]
    frame = pd.DataFrame(rows, columns=["month", "unit", "kpi", "result"])
    connection.register("closed_result", frame.astype({"unit": "str", "kpi": "str", "result": "str"}))
    connection.execute(statement("insert_frozen_results"))
    connection.unregister("closed_result")
