"""Load a confirmed preview in one transaction: exactly the preview, or nothing."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from domain.catalogue import Catalogue
from domain.finding import is_error
from domain.people import LOCAL_MANAGER, Action, Person
from etl.check.own_units import own_units_only
from etl.check.staging import stage
from etl.load.preview import Preview, Request, preview, preview_on
from etl.warehouse import RollbackQuietly, Warehouse, operation_record
from etl.warehouse.definitions import keep_definitions
from etl.warehouse.kept_files import ORIGINALS
from etl.warehouse.kept_sums import kept_in_step
from etl.warehouse.people import Signature, allow, refuse, sign
from etl.warehouse.statements import statement

events = logging.getLogger("etl.events")


@dataclass(frozen=True)
class Outcome:
    """The outcome of a load.

    `status`: `ok`; `unchanged` (nothing new, no load); `refused` by the checks; `moved`: the warehouse has
    changed since the preview and the outcome would differ, so the new `preview` must be confirmed. `load` is
    the number of the load, if there is one.
    """

    status: str
    preview: Preview
    load: int | None = None


def load(
    warehouse: Warehouse,
    catalogue: Catalogue,
    confirmed: Preview,
    *,
    by: str | None = None,
    note: str = "",
    at: datetime | None = None,
    person: Person = LOCAL_MANAGER,
) -> Outcome:
    """Load a confirmed preview, as far as `person` may. Raises NotAllowedError, WarehouseError."""
    now = allow(warehouse, person, Action.UPLOAD, confirmed.file)
    signature = sign(now, by, note, at)
    outcome = _outcome(warehouse, catalogue, confirmed, signature)
    if outcome.status == "refused":
        refuse(warehouse, now, "load", f"{confirmed.file}：{_first_error(outcome.preview)}", signature.by)
    elif outcome.load is not None:
        what = "、".join(catalogue.title(dataset) for dataset in _datasets(outcome.preview))
        remark = f"。备注：{signature.why}" if signature.why else ""
        detail = f"第{outcome.load}次导入：{confirmed.file}（{what}）{remark}"
        operation_record.note(warehouse, "load", signature.by, now.source, detail)
    return outcome


def _outcome(warehouse: Warehouse, catalogue: Catalogue, confirmed: Preview, signature: Signature) -> Outcome:
    if confirmed.status != "ok":
        return Outcome(confirmed.status, confirmed)
    begun, outcome = time.perf_counter(), Outcome("moved", confirmed)
    with warehouse.write() as connection:
        current = _current_preview(connection, warehouse, catalogue, confirmed, signature.person)
        if current.status != "ok" or not current.same_outcome(confirmed):
            outcome = Outcome("moved" if current.status == "ok" else current.status, current)
            raise RollbackQuietly
        # A load that fails after this leaves a file that no load refers to, as a kill would. It is harmless,
        # and removing it could break another load of the same file.
        warehouse.files(ORIGINALS).keep([current.request.content])
        number = store(connection, catalogue, current, signature)
        keep_definitions(connection, catalogue)
        operation_record.keep_head(connection, warehouse)
        outcome = Outcome("ok", current, number)
    _tell(outcome, begun)
    return outcome


def _tell(outcome: Outcome, begun: float) -> None:
    tables = outcome.preview.tables
    data = {
        "load": outcome.load,
        "outcome": outcome.status,
        "datasets": sorted({table.dataset for table in tables if table.dataset}),
        "figures": sum(table.figures for table in tables),
        "ms": round(1000 * (time.perf_counter() - begun), 1),
    }
    events.info("", extra={"event": "load", "data": data})


def load_file(
    warehouse: Warehouse,
    catalogue: Catalogue,
    request: Request,
    *,
    by: str | None = None,
    note: str = "",
    at: datetime | None = None,
    person: Person = LOCAL_MANAGER,
) -> Outcome:
    """Load a file without a confirmed preview, as the command line does; the checks still apply."""
    outcome = Outcome("moved", preview(warehouse, catalogue, request, person=person))
    while outcome.status == "moved":
        outcome = load(warehouse, catalogue, outcome.preview, by=by, note=note, at=at, person=person)
    return outcome


def _current_preview(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    catalogue: Catalogue,
    confirmed: Preview,
    person: Person,
) -> Preview:
    """The preview on the state to be written, staged on the connection, as the person may load it now."""
    base = warehouse.version()
    foreign = own_units_only(connection, person, catalogue, confirmed.staged)
    if foreign or base != confirmed.base:
        return preview_on(connection, base, catalogue, confirmed.request, person=person)
    stage(connection, confirmed.staged)
    return confirmed


def _first_error(preview: Preview) -> str:
    findings = [*preview.findings, *(finding for table in preview.tables for finding in table.findings)]
    return next((finding.message for finding in findings if is_error(finding)), "")


def store(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, current: Preview, signature: Signature
) -> int:
    """Write the figures and records of a staged preview; return the number of the load."""
    event, number = connection.execute(statement("next_numbers")).fetchone() or (1, 1)
    connection.execute(statement("this_load"), {"load": number})
    with kept_in_step(connection, catalogue, "staged"):
        connection.execute(statement("insert_load"))
        if current.staged.records:
            connection.execute(statement("insert_load_records"))
        connection.execute(statement("insert_load_record"), _record(current, (event, number), signature))
    return int(number)


def _record(current: Preview, numbers: tuple[int, int], signature: Signature) -> dict[str, Any]:
    """The record of a load; `numbers` are those of its event and of the load."""
    return {
        "load": numbers[1],
        "event": numbers[0],
        "loaded_at": signature.at,
        "loaded_by": signature.by,
        "file": current.file,
        "sha256": current.request.sha256,
        "datasets": _datasets(current),
        "rows": sum(table.rows for table in current.tables),
        "figures": sum(table.figures for table in current.tables),
        "added": sum(table.changes.added for table in current.tables),
        "changed": sum(table.changes.changed for table in current.tables),
        "unchanged": sum(table.changes.unchanged for table in current.tables),
        "withdrawn": sum(table.changes.withdrawn for table in current.tables),
        "note": signature.why,
    }


def _datasets(current: Preview) -> Sequence[str]:
    """The datasets in a load, in the order of its changes."""
    datasets = [*current.staged.datasets, *current.record_changes["dataset"].unique()]
    return list(dict.fromkeys(map(str, datasets)))
