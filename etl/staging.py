"""Puts what was read from a file beside the warehouse, in temporary tables of one connection."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd

from etl.catalogue import Catalogue
from etl.reading.result import FIGURE_COLUMNS, TidyTable, no_figures
from etl.statements import statement

RECORD_COLUMNS = {
    "targets": ("year", "kpi", "unit", "target", "profile", "plan", "source", "owner", "illustrative"),
    "tasks": ("year", "task", "title", "unit", "due", "status", "done_on", "source"),
    "units": ("unit", "name", "parent", "aliases", "reports", "from", "to"),
    "notes": ("month", "unit", "kpi", "text"),
}
INCOMING = (
    "incoming_dataset",
    "incoming_figure",
    "incoming_target",
    "incoming_task",
    "incoming_unit",
    "incoming_note",
)


def stage(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, tables: Sequence[TidyTable]) -> None:
    """Put the tables' figures and records into the temporary tables staged_figure, staged_target, …

    Whatever was staged on this connection before goes away.
    """
    connection.execute(statement("unstage"))
    for name, frame in _incoming(catalogue, tables).items():
        connection.register(name, frame)
    connection.execute(statement("stage_figures"))
    connection.execute(statement("stage_records"))
    for name in INCOMING:
        connection.unregister(name)


def as_if_loaded(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, tables: Sequence[TidyTable]
) -> None:
    """From here on current_figure, current_target, … on this connection show the state after the load.

    Every query that reads those views, those of the dashboard too, then answers "as if loaded".
    """
    stage(connection, catalogue, tables)
    connection.execute(statement("as_if_loaded"))


def _incoming(catalogue: Catalogue, tables: Sequence[TidyTable]) -> dict[str, pd.DataFrame]:
    """The frames that the staging statements read, by name."""
    datasets = [(column.id, dataset.id) for dataset in catalogue.monthly for column in dataset.columns]
    return {
        "incoming_dataset": pd.DataFrame(datasets, columns=["indicator", "dataset"]),
        "incoming_figure": _figures(tables),
        "incoming_target": _records(catalogue, tables, "targets"),
        "incoming_task": _records(catalogue, tables, "tasks"),
        "incoming_unit": _records(catalogue, tables, "units"),
        "incoming_note": _records(catalogue, tables, "notes"),
    }


def _figures(tables: Sequence[TidyTable]) -> pd.DataFrame:
    frames = [
        table.figures[list(FIGURE_COLUMNS)].assign(table_number=number)
        for number, table in enumerate(tables)
        if len(table.figures)
    ]
    return pd.concat(frames, ignore_index=True) if frames else no_figures().assign(table_number=0)


def _records(catalogue: Catalogue, tables: Sequence[TidyTable], kind: str) -> pd.DataFrame:
    """The records of one kind over all tables: every field as text, a blank one missing."""
    columns = RECORD_COLUMNS[kind]
    rows = [
        (number, int(record["row"]), *(_as_text(record.get(column)) for column in columns))
        for number, table in enumerate(tables)
        if _kind(catalogue, table) == kind
        for record in table.records.to_dict("records")
    ]
    types = {"table_number": "int64", "row": "int64"} | dict.fromkeys(columns, "str")
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _kind(catalogue: Catalogue, table: TidyTable) -> str | None:
    """The kind of a table that holds records; None for figures."""
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets}
    return kinds.get(table.dataset or "")


def _as_text(value: Any) -> str | None:
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).lower() if isinstance(value, bool) else str(value)
