"""Puts what was read from a file beside the warehouse, in temporary tables of one connection."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl.catalogue import ANNUAL_FIGURES, Catalogue
from etl.reading.result import FIGURE_COLUMNS, TidyTable
from etl.statements import statement

RECORD_COLUMNS = {
    "targets": ("year", "kpi", "unit", "target", "profile", "plan", "source", "owner", "illustrative"),
    "tasks": ("year", "task", "title", "unit", "due", "status", "done_on", "source"),
    "units": ("unit", "name", "parent", "aliases", "reports", "from", "to"),
    "notes": ("month", "unit", "kpi", "text"),
    ANNUAL_FIGURES: ("year", "kpi", "unit", "value", "word", "quote", "source"),
}


def stage(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, tables: Sequence[TidyTable]) -> None:
    """Put the tables' figures and records into the temporary tables staged_figure, staged_target, …

    Whatever was staged on this connection before goes away.
    """
    connection.execute(statement("unstage"))
    connection.execute(statement("stage_tables"))
    if frames := [_figures(number, table) for number, table in enumerate(tables) if len(table.figures)]:
        connection.register("incoming_dataset", _dataset_of_each_indicator(catalogue))
        figures = pd.concat(frames, ignore_index=True)
        # Arrow hands its columns over as they are; a DataFrame would be read value by value.
        connection.register("incoming_figure", pa.Table.from_pandas(figures, preserve_index=False))
        repeated = figures.duplicated(["indicator", "unit", "month"]).any()
        connection.execute(statement("stage_figures" if repeated else "stage_different_figures"))
        connection.unregister("incoming_figure")
        connection.unregister("incoming_dataset")
    for kind in RECORD_COLUMNS:
        if rows := list(_records(catalogue, tables, kind)):
            connection.register(f"incoming_{kind}", _text_frame(rows, RECORD_COLUMNS[kind]))
            connection.execute(statement(f"stage_{kind}"))
            connection.unregister(f"incoming_{kind}")


def as_if_loaded(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, tables: Sequence[TidyTable]
) -> None:
    """From here on current_figure, current_target, … on this connection show the state after the load.

    Every query that reads those views, those of the dashboard too, then answers "as if loaded".
    """
    stage(connection, catalogue, tables)
    connection.execute(statement("as_if_loaded"))


def _dataset_of_each_indicator(catalogue: Catalogue) -> pd.DataFrame:
    datasets = [(column.id, dataset.id) for dataset in catalogue.monthly for column in dataset.columns]
    return pd.DataFrame(datasets, columns=["indicator", "dataset"])


def _figures(number: int, table: TidyTable) -> pd.DataFrame:
    return table.figures[list(FIGURE_COLUMNS)].assign(table_number=number)


def _records(
    catalogue: Catalogue, tables: Sequence[TidyTable], kind: str
) -> Iterator[tuple[int | str | None, ...]]:
    """The records of one kind over all tables: table number, row, and each field as text or None."""
    for number, table in enumerate(tables):
        if _kind(catalogue, table) == kind:
            for record in table.records.to_dict("records"):
                fields = (_as_text(record[column]) for column in RECORD_COLUMNS[kind])
                yield (number, int(record["row"]), *fields)


def _text_frame(rows: Sequence[tuple[int | str | None, ...]], columns: Sequence[str]) -> pd.DataFrame:
    types = {"table_number": "int64", "row": "int64"} | dict.fromkeys(columns, "str")
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _kind(catalogue: Catalogue, table: TidyTable) -> str | None:
    """The kind of a table that holds records; None for figures."""
    kinds = {dataset.id: dataset.kind for dataset in catalogue.datasets} | {ANNUAL_FIGURES: ANNUAL_FIGURES}
    return kinds.get(table.dataset or "")


def _as_text(value: Any) -> str | None:
    if isinstance(value, list | tuple):
        return ";".join(str(part) for part in value)
    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)) or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).lower() if isinstance(value, bool) else str(value)
