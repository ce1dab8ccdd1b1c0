"""Stage the tables read from a file in temporary tables on a warehouse connection."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from domain.catalogue import ANNUAL_FIGURES, Catalogue
from etl.read.locate.result import TidyTable
from etl.warehouse.statements import statement

MOST_DAYS = 1 << 20  # exceeds every day number, so that a series and a day fit in one number
_TEXTS = pa.dictionary(pa.int32(), pa.string())
_READ = pa.schema(
    [
        ("table_number", pa.int32()),
        ("indicator", _TEXTS),
        ("unit", _TEXTS),
        ("month", pa.date32()),
        ("value", pa.float64()),
        ("approximate", pa.bool_()),
        ("word", _TEXTS),
        ("withdrawn", pa.bool_()),
        ("row", pa.int32()),
        ("column", _TEXTS),
        ("text", _TEXTS),
    ]
)


def _figures_in(tables: Sequence[TidyTable]) -> pa.Table:
    """Every figure as read, table by table, with dictionary-encoded texts; `table_number` counts from 0."""
    parts = [_part(number, table.figures) for number, table in enumerate(tables) if len(table.figures)]
    return pa.concat_tables(parts).unify_dictionaries().combine_chunks() if parts else _READ.empty_table()


def _with_series(figures: pa.Table, catalogue: Catalogue) -> tuple[pa.Table, pa.Table]:
    """The figures with `dataset`, `series` and `reporter`, and the series: the pairs of indicator and unit.

    Columns of the series: series, reporter (the pairs of dataset and unit), dataset, indicator, unit. Numbers
    count from 0.
    """
    indicators, units = _column(figures, "indicator"), _column(figures, "unit")
    datasets = _datasets(indicators.dictionary, catalogue)
    numbers, indicator, unit = _pairs(indicators.indices.to_numpy(), units.indices.to_numpy())
    reporter, _, _ = _pairs(datasets.indices.to_numpy()[indicator], unit)
    series = pa.table(
        {
            "series": pa.array(np.arange(len(unit)), pa.int32()),
            "reporter": pa.array(reporter, pa.int32()),
            "dataset": datasets.take(pa.array(indicator)),
            "indicator": indicators.dictionary.take(pa.array(indicator)),
            "unit": units.dictionary.take(pa.array(unit)),
        }
    )
    figures = figures.append_column("series", pa.array(numbers, pa.int32()))
    figures = figures.append_column("reporter", pa.array(reporter[numbers], pa.int32()))
    return figures.append_column("dataset", datasets.take(indicators.indices)), series


def _first_of_each(figures: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The first figure of each indicator, unit and month, and the repetitions in later tables.

    The first figures get a column `cell`, their index. Repetitions within a table are found when it is read.
    """
    keys = _column(figures, "series").to_numpy().astype(np.int64) * MOST_DAYS
    keys += _column(figures, "month").cast(pa.int32()).to_numpy()
    if not pd.Series(keys).duplicated().any():
        return _with_cell(figures), figures.slice(0, 0)
    places = {name: _column(figures, name).to_numpy() for name in ("table_number", "row")}
    columns = _column(figures, "column").cast(pa.string()).to_numpy(zero_copy_only=False)
    ordered = pd.DataFrame({"key": keys, **places, "column": columns}).sort_values(
        ["key", "table_number", "row", "column"]
    )
    again = ordered.duplicated("key").to_numpy()
    first_table = ordered.groupby("key", sort=False)["table_number"].transform("first")
    elsewhere = again & (first_table != ordered["table_number"]).to_numpy()
    order = ordered.index.to_numpy()
    firsts = figures.take(pa.array(np.sort(order[~again])))
    return _with_cell(firsts), figures.take(pa.array(order[elsewhere]))


def _part(number: int, frame: pd.DataFrame) -> pa.Table:
    columns = {name: _array(frame[name]) for name in _READ.names if name != "table_number"}
    columns["table_number"] = pa.array(np.full(len(frame), number), pa.int32())
    columns["value"] = pa.array(frame["value"].to_numpy(), mask=frame["withdrawn"].to_numpy(dtype=bool))
    return pa.table({name: columns[name].cast(_READ.field(name).type) for name in _READ.names})


def _array(values: pd.Series) -> pa.Array:
    if isinstance(values.dtype, pd.CategoricalDtype):
        texts = pa.array(values.cat.categories, pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(values.cat.codes, pa.int32()), texts)
    return pa.array(values)


def _column(figures: pa.Table, name: str) -> pa.Array:
    """A column as a single chunk."""
    return figures.column(name).combine_chunks()


def _pairs(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number the distinct pairs: the number of each pair, and both halves of each distinct pair."""
    width = int(second.max(initial=0)) + 1
    numbers, different = pd.factorize(first.astype(np.int64) * width + second)
    return numbers, different // width, different % width


def _datasets(indicators: pa.Array, catalogue: Catalogue) -> pa.DictionaryArray:
    """The dataset of each indicator."""
    dataset_of = {column.id: dataset.id for dataset in catalogue.monthly for column in dataset.columns}
    return pa.array([dataset_of[id] for id in indicators.to_pylist()], pa.string()).dictionary_encode()


def _with_cell(figures: pa.Table) -> pa.Table:
    return figures.append_column("cell", pa.array(np.arange(len(figures)), pa.int32()))


UNREAD = "unread"
RECORD_COLUMNS = {
    "targets": (
        *("year", "kpi", "unit", "target", "effective"),
        *("profile", "plan", "source", "owner", "illustrative"),
    ),
    "tasks": ("year", "task", "title", "unit", "due", "status", "done_on", "source"),
    "units": ("unit", "name", "parent", "aliases", "reports", "from", "to", "successor", "effective"),
    "notes": ("month", "unit", "kpi", "text"),
    UNREAD: ("dataset", "unit", "month", "header", "indicator"),
    ANNUAL_FIGURES: ("year", "kpi", "unit", "value", "word", "quote", "source"),
}


@dataclass(frozen=True)
class Staged:
    """The data read from a file, ready for staging; built once, usable on several connections.

    `figures`: grain indicator × unit × month; columns as read, and cell (its index), series, dataset.
    `repeated`: figures that repeat those of an earlier table of the file; the same columns without cell.
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

    @property
    def units(self) -> frozenset[str]:
        """The units (codes) of its figures."""
        return frozenset(self.series.column("unit").unique().to_pylist())


def staged(catalogue: Catalogue, tables: Sequence[TidyTable]) -> Staged:
    """The figures and records of a file's tables, ready for staging."""
    figures, series = _with_series(_figures_in(tables), catalogue)
    firsts, repeated = _first_of_each(figures)
    rows = {kind: list(_records(catalogue, tables, kind)) for kind in RECORD_COLUMNS}
    records = {kind: _text_frame(found, RECORD_COLUMNS[kind]) for kind, found in rows.items() if found}
    return Staged(firsts, repeated, series, records)


def unstage(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what was staged on the connection: it shows the warehouse as it is."""
    connection.execute(statement("sums/current_here"))
    connection.execute(statement("unstage"))


def stage(connection: duckdb.DuckDBPyConnection, what: Staged) -> None:
    """Stage figures and records on the connection as staged_figure, staged_series, staged_target, …

    DuckDB reads the Arrow columns in place, without a copy. Anything staged before on this connection is
    dropped.
    """
    unstage(connection)
    connection.register("staged_figure", what.figures)
    connection.register("staged_series", what.series)
    connection.execute(statement("stage_figures"))
    connection.execute(statement("stage_records"))
    for kind, records in what.records.items():
        connection.register(f"incoming_{kind}", records)
        connection.execute(statement(f"stage_{kind}"))
        connection.unregister(f"incoming_{kind}")


def as_if_loaded(connection: duckdb.DuckDBPyConnection, what: Staged) -> None:
    """Make current_figure, current_target, … on this connection show the state after the load.

    Every query on those views, also from the dashboard, then sees the data as if loaded.
    """
    stage(connection, what)
    connection.execute(statement("as_if_loaded"))
    connection.execute(statement("sums/figures_computed_here"))
    if "units" in what.records:
        connection.execute(statement("sums/units_computed_here"))


def _records(
    catalogue: Catalogue, tables: Sequence[TidyTable], kind: str
) -> Iterator[tuple[int | str | None, ...]]:
    """The records of one kind from all tables: table number, row, and each field as text or None."""
    for number, table in enumerate(tables):
        if kind == UNREAD and len(table.unread):
            for record in table.unread.to_dict("records"):
                record["dataset"] = table.dataset
                yield _record(number, record, kind)
        if _kind(catalogue, table) == kind:
            for record in table.records.to_dict("records"):
                yield _record(number, record, kind)


def _record(number: int, record: Mapping[Any, Any], kind: str) -> tuple[int | str | None, ...]:
    fields = (_as_text(record[column]) for column in RECORD_COLUMNS[kind])
    return (number, int(record["row"]), *fields)


def _text_frame(rows: Sequence[tuple[int | str | None, ...]], columns: Sequence[str]) -> pd.DataFrame:
    types = {"table_number": "int64", "row": "int64"} | dict.fromkeys(columns, "str")
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _kind(catalogue: Catalogue, table: TidyTable) -> str | None:
    """The kind of a table of records; None for figures."""
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
