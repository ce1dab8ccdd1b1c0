"""What is kept of a month when it is closed, beside the fact: its definitions and the results of its KPIs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import EntryPoint

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from etl.warehouse.definitions import keep_definitions
from etl.warehouse.statements import statement

# Unit, KPI and its result as JSON, of every KPI that is the unit's own.
Result = tuple[str, str, str]
Results = Callable[[duckdb.DuckDBPyConnection, Catalogue, date], Sequence[Result]]

# Figures are judged above etl, so whoever closes a month hands in how. The command line names it by an entry
# point, as a server names its application: etl imports nothing of the board, and a bureau may name another.
JUDGE = EntryPoint("results", "dashboard.board.month_results:month_results", "etl.results")


@dataclass(frozen=True)
class Closing:
    """The definitions in force, and how the month's results are worked out under them."""

    catalogue: Catalogue
    results: Results


def worked_out(
    connection: duckdb.DuckDBPyConnection, closing: Closing | None, month: date
) -> Sequence[Result]:
    """The month's results as they stand before it is closed; none where nobody says how."""
    return closing.results(connection, closing.catalogue, month) if closing else ()


def keep_closed(
    connection: duckdb.DuckDBPyConnection, closing: Closing | None, month: date, results: Sequence[Result]
) -> None:
    """Keep them with the freeze that was written just now."""
    if closing is None:
        return
    keep_definitions(connection, closing.catalogue)
    frame = pd.DataFrame(list(results), columns=["unit", "kpi", "result"]).astype("str")
    connection.register("closed_result", frame)
    connection.execute(statement("insert_frozen_results"), {"month": month})
    connection.unregister("closed_result")
