"""Store the definitions and KPI results of a month when it is closed."""

from collections.abc import Callable, Sequence
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
    connection: duckdb.DuckDBPyConnection, closing: Closing | None, month: date
) -> Sequence[Result]:
    """The month's results before it is closed; empty if there is no function for them."""
    return closing.results(connection, closing.catalogue, month) if closing else ()


def keep_closed(
    connection: duckdb.DuckDBPyConnection, closing: Closing | None, month: date, results: Sequence[Result]
) -> None:
    """Store definitions and results with the freeze that was just written."""
    if closing is None:
        return
    keep_definitions(connection, closing.catalogue)
    frame = pd.DataFrame(list(results), columns=["unit", "kpi", "result"]).astype("str")
    connection.register("closed_result", frame)
    connection.execute(statement("insert_frozen_results"), {"month": month})
    connection.unregister("closed_result")
