"""Puts what was read from a file beside the warehouse, in temporary tables of one connection."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from etl.catalogue import ANNUAL_FIGURES, Catalogue
from etl.reading.result import TidyTable
from etl.staged_figures import first_of_each, read_figures, with_series
from etl.statements import statement

RECORD_COLUMNS = {
    "targets": ("year", "kpi", "unit", "target", "profile", "plan", "source", "owner", "illustrative"),
    "tasks": ("year", "task", "title", "unit", "due", "status", "done_on", "source"),
    "units": ("unit", "name", "parent", "aliases", "reports", "from", "to"),
    "notes": ("month", "unit", "kpi", "text"),
    ANNUAL_FIGURES: ("year", "kpi", "unit", "value", "word", "quote", "source"),
}


@dataclass(frozen=True)
class Staged:
    """What was read from a file, as it is put beside the warehouse; made once, put on as many connections.

    `figures`: grain indicator × unit × month; columns as read, and cell (its place), series, dataset.
    `repeated`: figures that an earlier table of the file has already; the same columns without cell.
    `series`: grain indicator × unit; columns series, dataset, indicator, unit.
    `records`: by kind, the fields of each record as text.
    """

    figures: pa.Table
    repeated: pa.Table
    series: pa.Table
    records: Mapping[str, pd.DataFrame]

    @property
    def datasets(self) -> list[str]:
        """The datasets of its figures, in order."""
        return sorted(self.series.column("dataset").unique().to_pylist())

    @property
    def indicators(self) -> frozenset[str]:
        """The indicators of its figures."""
        return frozenset(self.series.column("indicator").unique().to_pylist())


def staged(catalogue: Catalogue, tables: Sequence[TidyTable]) -> Staged:
    """The figures and records of a file's tables, ready to be put beside a warehouse."""
    figures, series = with_series(read_figures(tables), catalogue)
    firsts, repeated = first_of_each(figures)
    rows = {kind: list(_records(catalogue, tables, kind)) for kind in RECORD_COLUMNS}
    records = {kind: _text_frame(found, RECORD_COLUMNS[kind]) for kind, found in rows.items() if found}
    return Staged(firsts, repeated, series, records)


def stage(connection: duckdb.DuckDBPyConnection, what: Staged) -> None:
    """Put figures and records beside the warehouse, as staged_figure, staged_series, staged_target, …

    Arrow's columns are read where they lie, not copied. Whatever was staged on this connection before goes
    away.
    """
    connection.execute(statement("unstage"))
    connection.register("staged_figure", what.figures)
    connection.register("staged_series", what.series)
    connection.execute(statement("stage_figures"))
    connection.execute(statement("stage_records"))
    for kind, records in what.records.items():
        connection.register(f"incoming_{kind}", records)
        connection.execute(statement(f"stage_{kind}"))
        connection.unregister(f"incoming_{kind}")


def as_if_loaded(connection: duckdb.DuckDBPyConnection, what: Staged) -> None:
    """From here on current_figure, current_target, … on this connection show the state after the load.

    Every query that reads those views, those of the dashboard too, then answers "as if loaded".
    """
    stage(connection, what)
    connection.execute(statement("as_if_loaded"))


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
