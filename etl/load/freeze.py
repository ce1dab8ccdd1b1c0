"""Close and open months: a closed month cannot be changed until it is opened again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import EntryPoint

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.months import add_months, first_of_month, month_words
from domain.people import LOCAL_MANAGER, Action, Person
from etl.load.history import Change
from etl.warehouse import RollbackQuietly, Warehouse
from etl.warehouse.as_of import frozen_through
from etl.warehouse.definitions import keep_definitions
from etl.warehouse.operation_record import keep_head, note
from etl.warehouse.people import Signature, allow, refuse, sign
from etl.warehouse.statements import statement

# Unit, KPI and result as JSON, for every KPI that belongs to the unit.
Result = tuple[str, str, str]
Results = Callable[[duckdb.DuckDBPyConnection, Catalogue, date], Sequence[Result]]

# etl cannot judge figures. The caller of `freeze` passes a function that does: the page its own, the command
# line `month_results`. It is named as an entry point, because etl does not import the board.
MONTH_RESULTS_ENTRY_POINT = EntryPoint(
    "results", "dashboard.board.month_results:month_results", "etl.results"
)


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
    months = months_to_close(connection, month, closed)
    return {month: closing.results(connection, closing.catalogue, month) for month in months}


def months_to_close(
    connection: duckdb.DuckDBPyConnection, month: date, closed: date | None
) -> tuple[date, ...]:
    """The open months up to `month`, from the first with a figure; `month` itself in any case."""
    parameters = {"closed": closed, "month": month}
    rows = connection.execute(statement("months_to_close"), parameters).fetchall()
    return tuple(month for (month,) in rows)


def keep_closed(
    connection: duckdb.DuckDBPyConnection,
    closing: Closing | None,
    results: Mapping[date, Sequence[Result]],
) -> None:
    """Store definitions and results with the freeze that was just written."""
    if closing is None:
        return
    keep_definitions(connection, closing.catalogue)
    rows = [(month, *result) for month, of_month in results.items() for result in of_month]
    frame = pd.DataFrame(rows, columns=["month", "unit", "kpi", "result"])
    connection.register("closed_result", frame.astype({"unit": "str", "kpi": "str", "result": "str"}))
    connection.execute(statement("insert_frozen_results"))
    connection.unregister("closed_result")


def freeze(
    warehouse: Warehouse,
    month: date,
    *,
    by: str | None = None,
    why: str = "",
    at: datetime | None = None,
    closing: Closing | None = None,
    person: Person = LOCAL_MANAGER,
) -> Change:
    """Close a month and all before it; refused for a month that has not begun.

    Raises NotAllowedError, WarehouseError. `person` is who asks for it.
    `closing` provides definitions, and the results of each month that this closes; they are stored. The
    targets and units of that time are in the history (etl/warehouse/as_of.py). A month closed without it
    shows the current state.
    """
    allow(warehouse, person, Action.CLOSE, month_words(month))
    signature = sign(person, by, why, at)
    if month > first_of_month(signature.at.date()):
        finding = Finding("future_month", f"{month_words(month)}还没有到，不能封账")
        refuse(warehouse, person, "freeze", finding.message, signature.by)
        return Change("refused", (finding,))
    return _record(warehouse, month, "frozen", signature, closing)


def unfreeze(
    warehouse: Warehouse,
    month: date,
    *,
    by: str | None = None,
    why: str = "",
    person: Person = LOCAL_MANAGER,
) -> Change:
    """Open a month and all later months. Raises NotAllowedError, WarehouseError."""
    allow(warehouse, person, Action.CLOSE, month_words(month), noted_as="unfreeze")
    return _record(warehouse, month, "unfrozen", sign(person, by, why))


def _record(
    warehouse: Warehouse,
    month: date,
    kind: str,
    signature: Signature,
    closing: Closing | None = None,
) -> Change:
    result = Change("unchanged")
    with warehouse.write() as connection:
        closed = frozen_through(connection)
        if _is_so(closed, month, kind):
            raise RollbackQuietly
        results = worked_out(connection, closing, month, closed)
        _write_event(connection, month, kind, signature)
        keep_closed(connection, closing, results)
        keep_head(connection, warehouse)
        result = Change("ok")
    if result.status == "ok":
        action, detail = "freeze" if kind == "frozen" else "unfreeze", signature.with_why(month_words(month))
        note(warehouse, action, signature.by, signature.person.source, detail)
    return result


def _is_so(through: date | None, month: date, kind: str) -> bool:
    closed = through is not None and month <= through
    return closed if kind == "frozen" else not closed


def _write_event(connection: duckdb.DuckDBPyConnection, month: date, kind: str, signature: Signature) -> None:
    event = (connection.execute(statement("next_numbers")).fetchone() or (1,))[0]
    connection.execute(
        statement("insert_freeze_event"),
        {
            "event": event,
            "month": month,
            "kind": kind,
            "through": month if kind == "frozen" else add_months(month, -1),
            **signature.parameters,
        },
    )
