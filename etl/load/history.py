"""The history of loads: list loads and their changes; undo and redo a load."""

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.months import format_month, month_words
from etl.check.targets import frozen_target_differences
from etl.load.compare import compare_records
from etl.warehouse import RollbackQuietly, Warehouse
from etl.warehouse.as_of import as_of_event
from etl.warehouse.signature import user_name
from etl.warehouse.statements import statement


class UnknownLoadError(LookupError):
    """There is no load with this number."""


@dataclass(frozen=True)
class Change:
    """The result of an undo, redo, freeze or unfreeze: `ok`, `unchanged` (no effect) or `refused`."""

    status: str
    findings: tuple[Finding, ...] = ()


def read_history(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every load, oldest first.

    Columns: load, loaded_at, loaded_by, file, sha256, datasets (list), first_month, last_month, rows,
    figures, added, changed, unchanged, withdrawn, note, state ('active' or 'undone').
    """
    return connection.execute(statement("history")).df()


def read_journal(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every event, oldest first: loads, undos, redos, freezes, unfreezes.

    Columns: event, kind ('loaded', 'undone', 'redone', 'frozen', 'unfrozen'), load, file, month,
    recorded_at, recorded_by, why.
    """
    return connection.execute(statement("journal")).df()


def read_load_changes(connection: duckdb.DuckDBPyConnection, load: int) -> pd.DataFrame:
    """The changes a load made when it was loaded, per figure; do not use the connection for anything else.

    Columns: dataset, indicator, unit, month, old, new, old_approximate, new_approximate, old_word, new_word,
    kind. Raises UnknownLoadError.
    """
    as_of_event(connection, _event_of(connection, load) - 1)
    return connection.execute(statement("load_changes"), {"load": load}).df()


def read_load_records(connection: duckdb.DuckDBPyConnection, load: int) -> pd.DataFrame:
    """The changes a load made to targets, tasks, units, notes and annual figures.

    Do not use the connection for anything else. Columns: those of `compare_records`.
    Raises UnknownLoadError.
    """
    as_of_event(connection, _event_of(connection, load) - 1)
    connection.execute(statement("unstage"))
    connection.execute(statement("stage_records"))
    connection.execute(statement("this_load"), {"load": load})
    connection.execute(statement("restage_records"))
    return compare_records(connection)


def undo(
    warehouse: Warehouse,
    catalogue: Catalogue,
    load: int,
    *,
    by: str | None = None,
    why: str = "",
    at: datetime | None = None,
) -> Change:
    """Undo one load, so that earlier loads apply again. Raises UnknownLoadError, WarehouseError."""
    return _record(warehouse, catalogue, load, "undone", (by or user_name(), why, at or datetime.now()))


def redo(
    warehouse: Warehouse,
    catalogue: Catalogue,
    load: int,
    *,
    by: str | None = None,
    why: str = "",
    at: datetime | None = None,
) -> Change:
    """Redo an undone load. Raises UnknownLoadError, WarehouseError."""
    return _record(warehouse, catalogue, load, "redone", (by or user_name(), why, at or datetime.now()))


def _record(
    warehouse: Warehouse, catalogue: Catalogue, load: int, kind: str, signature: tuple[str, str, datetime]
) -> Change:
    result = Change("unchanged")
    with warehouse.write() as connection:
        if _state_of(connection, load) == ("undone" if kind == "undone" else "active"):
            raise RollbackQuietly
        _write_event(connection, load, kind, signature)
        frozen = (*_frozen_findings(connection, catalogue), *frozen_target_differences(connection, catalogue))
        if findings := (*frozen, *_orphan_findings(connection)):
            result = Change("refused", findings)
            raise RollbackQuietly
        result = Change("ok")
    return result


def _write_event(
    connection: duckdb.DuckDBPyConnection, load: int, kind: str, signature: tuple[str, str, datetime]
) -> None:
    by, why, at = signature
    event = (connection.execute(statement("next_numbers")).fetchone() or (1,))[0]
    connection.execute(
        statement("insert_load_event"),
        {"event": event, "load": load, "kind": kind, "at": at, "by": by, "why": why},
    )
    connection.execute(statement("this_load"), {"load": load})
    connection.execute(statement("refresh_latest_value"))


def _frozen_findings(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Finding]:
    rows = connection.execute(statement("frozen_differences")).fetchall()
    names = {unit: name for unit, name, _ in connection.execute(statement("unit_names")).fetchall()}
    return [
        Finding(
            "frozen_period",
            f"{month_words(month)}已封账，此操作会使{names.get(unit, unit)}的"
            f"“{catalogue.column(indicator).name}”"
            f"由 {_words(old)} 变为 {_words(new)}；确需如此请先由法规科解封"
            f"（python -m etl unfreeze {format_month(month)}）",
        )
        for indicator, unit, month, old, new in rows
    ]


def _orphan_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    rows = connection.execute(statement("orphan_units")).fetchall()
    return [
        Finding(
            "unknown_unit",
            f"此操作后单位表中没有“{name}”（{unit}），但仍有它的{what}；请先撤销那些导入，或改为导入更正后的单位表",
        )
        for unit, name, what in rows
    ]


def _words(value: float | None) -> str:
    return "空" if value is None else f"{value:g}"


def _event_of(connection: duckdb.DuckDBPyConnection, load: int) -> int:
    row = connection.execute(statement("event_of_load"), {"load": load}).fetchone()
    if row is None:
        raise UnknownLoadError(f"没有编号为 {load} 的导入。")
    return int(row[0])


def _state_of(connection: duckdb.DuckDBPyConnection, load: int) -> str:
    row = connection.execute(statement("state_of_load"), {"load": load}).fetchone()
    if row is None:
        raise UnknownLoadError(f"没有编号为 {load} 的导入。")
    return str(row[0])
