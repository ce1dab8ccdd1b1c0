"""The history of loads: list loads and their changes; undo and redo a load, and foresee what that changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import pandas as pd

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.months import format_month, month_words
from domain.people import LOCAL_MANAGER, Action, Person
from etl.check.staging import unstage
from etl.check.state import figure_text
from etl.check.targets_and_units import frozen_target_differences
from etl.load.compare import compare_records, figure_order
from etl.warehouse import RollbackQuietly, Warehouse
from etl.warehouse.as_of import as_of_event
from etl.warehouse.directory import read_directory, read_unit_names
from etl.warehouse.kept_sums import kept_in_step
from etl.warehouse.operation_record import keep_head, note
from etl.warehouse.people import Signature, allow, refuse, sign
from etl.warehouse.statements import statement

LOAD_STATES = {"active": "有效", "undone": "已撤销"}


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


def read_load_changes(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, load: int) -> pd.DataFrame:
    """The changes a load made when it was loaded, per figure; do not use the connection for anything else.

    In the order of a preview. Columns: dataset, indicator, unit, month, old, new, old_approximate,
    new_approximate, old_word, new_word, kind. Raises UnknownLoadError.
    """
    order = figure_order(catalogue, read_directory(connection).units)
    as_of_event(connection, _event_of(connection, load) - 1)
    return order.sorted(connection.execute(statement("load_changes"), {"load": load}).df())


def read_load_records(connection: duckdb.DuckDBPyConnection, load: int) -> pd.DataFrame:
    """The changes a load made to targets, tasks, units, notes and annual figures.

    Do not use the connection for anything else. Columns: those of `compare_records`.
    Raises UnknownLoadError.
    """
    as_of_event(connection, _event_of(connection, load) - 1)
    unstage(connection)
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
    person: Person = LOCAL_MANAGER,
) -> Change:
    """Undo one load, so that earlier loads apply again.

    Raises UnknownLoadError, NotAllowedError, WarehouseError. `person` is who asks for it.
    """
    return _record(warehouse, catalogue, load, "undone", sign(person, by, why, at))


def redo(
    warehouse: Warehouse,
    catalogue: Catalogue,
    load: int,
    *,
    by: str | None = None,
    why: str = "",
    at: datetime | None = None,
    person: Person = LOCAL_MANAGER,
) -> Change:
    """Redo an undone load. Raises UnknownLoadError, NotAllowedError, WarehouseError."""
    return _record(warehouse, catalogue, load, "redone", sign(person, by, why, at))


NOTED_AS = {"undone": "undo", "redone": "redo"}


def _record(warehouse: Warehouse, catalogue: Catalogue, load: int, kind: str, signature: Signature) -> Change:
    person, about = signature.person, f"第{load}次导入"
    _allow(warehouse, load, kind, person)
    result = _change(warehouse, catalogue, load, kind, signature)
    if result.status == "refused":
        refuse(warehouse, person, NOTED_AS[kind], f"{about}：{result.findings[0].message}", signature.by)
    elif result.status == "ok":
        note(warehouse, NOTED_AS[kind], signature.by, person.source, signature.with_why(about))
    return result


def _allow(warehouse: Warehouse, load: int, kind: str, person: Person) -> None:
    """Only who made the load, and only where every unit in it is still theirs; a manager always."""
    if not person.is_known:
        return
    with warehouse.read() as connection:
        _state_of(connection, load)
        _, _, loaded_by = connection.execute(statement("original"), {"load": load}).fetchone() or [None] * 3
        units = connection.execute(statement("units_of_load"), {"load": load}).fetchall()
        directory = read_directory(connection)
    about, noted_as = f"第{load}次导入", NOTED_AS[kind]
    allow(warehouse, person, Action.OWN_LOAD, about, loaded_by=loaded_by, noted_as=noted_as)
    for (unit,) in units:
        action = Action.PLAN if unit is None else Action.REPORT
        line = () if unit is None else directory.line(unit)
        allow(warehouse, person, action, about, unit_line=line, noted_as=noted_as)


def _change(warehouse: Warehouse, catalogue: Catalogue, load: int, kind: str, signature: Signature) -> Change:
    result = Change("unchanged")
    with warehouse.write() as connection:
        if _state_of(connection, load) == ("undone" if kind == "undone" else "active"):
            raise RollbackQuietly
        connection.execute(statement("this_load"), {"load": load})
        with kept_in_step(connection, catalogue, "loaded"):
            _write_event(connection, load, kind, signature)
        frozen = (*_frozen_findings(connection, catalogue), *frozen_target_differences(connection, catalogue))
        if findings := (*frozen, *_orphan_findings(connection)):
            result = Change("refused", findings)
            raise RollbackQuietly
        keep_head(connection, warehouse)
        result = Change("ok")
    return result


def _write_event(connection: duckdb.DuckDBPyConnection, load: int, kind: str, signature: Signature) -> None:
    event = (connection.execute(statement("next_numbers")).fetchone() or (1,))[0]
    what = {"event": event, "load": load, "kind": kind}
    connection.execute(statement("insert_load_event"), {**what, **signature.parameters})
    connection.execute(statement("refresh_latest_value"))


FROZEN_TOLD = 5


def _frozen_findings(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Finding]:
    """The first figures of closed months that would change, and how many there are."""
    rows = connection.execute(statement("frozen_differences")).fetchall()
    names, told = read_unit_names(connection), list[str]()
    for indicator, unit, month, old, new in rows[:FROZEN_TOLD]:
        change = f"由{figure_text(old)}{'' if old is None else ' '}变为{figure_text(new)}"
        figure = f"{names.get(unit, unit)}的“{catalogue.column(indicator).name}”"
        told.append(f"{month_words(month)}已封账，此操作会使{figure}{change}")
    if len(rows) > FROZEN_TOLD:
        told.append(f"已封账的月份共有 {len(rows):,} 个数会变动，以上是前 {FROZEN_TOLD} 个")
    # Opening the first of these months opens all later ones.
    first = format_month(rows[0][2]) if rows else ""
    way = f"确需如此请先由法规科解封（python -m etl unfreeze {first}）"
    return [Finding("frozen_period", f"{said}；{way}") for said in told]


def _orphan_findings(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    rows = connection.execute(statement("orphan_units")).fetchall()
    return [
        Finding(
            "unknown_unit",
            f"此操作后单位表中没有“{name}”（{unit}），但仍有它的{what}；请先撤销那些导入，或改为导入更正后的单位表",
        )
        for unit, name, what in rows
    ]


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


@dataclass(frozen=True)
class TakingBack:
    """What an undo or redo of `load` would do.

    `figures`: every figure of the load in the order of a preview; columns dataset, indicator, unit, month,
    old, new, old_word, new_word, kind (added, changed, unchanged, withdrawn), old_load, new_load.
    `records`: every other row of the load; columns old_load, new_load. `closed`: how many of the figures
    would change in a closed month, so that it is refused.
    """

    load: int
    figures: pd.DataFrame = field(repr=False)
    records: pd.DataFrame = field(repr=False)
    closed: int = 0


def foresee(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, load: int) -> TakingBack:
    """What an undo of the load would do; of an undone load, what a redo would do."""
    order = figure_order(catalogue, read_directory(connection).units)
    figures = connection.execute(statement("taking_back"), {"load": load}).df()
    records = connection.execute(statement("taking_back_records"), {"load": load}).df()
    (through,) = connection.execute(statement("frozen_through")).fetchone() or (None,)
    months = pd.to_datetime(figures.loc[figures["kind"] != "unchanged", "month"])
    closed = int((months <= pd.Timestamp(through)).sum()) if through is not None else 0
    return TakingBack(load, order.sorted(figures), records, closed)
