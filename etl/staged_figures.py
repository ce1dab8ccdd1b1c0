"""The figures of a file's tables as one Arrow table, as they are put beside the warehouse."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.catalogue import Catalogue
from etl.reading.result import TidyTable

MOST_DAYS = 1 << 20  # more than a date takes: a series and a day make one number
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


def read_figures(tables: Sequence[TidyTable]) -> pa.Table:
    """Every figure as read, table by table, texts that repeat kept once; `table_number` counts from 0."""
    parts = [_part(number, table.figures) for number, table in enumerate(tables) if len(table.figures)]
    return pa.concat_tables(parts).unify_dictionaries().combine_chunks() if parts else _READ.empty_table()


def with_series(figures: pa.Table, catalogue: Catalogue) -> tuple[pa.Table, pa.Table]:
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


def first_of_each(figures: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The first figure of each indicator, unit and month, and those that an earlier table has already.

    The first have `cell`, their place, beside. A repetition within one table was found when it was read.
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
    """A column as one piece."""
    return figures.column(name).combine_chunks()


def _pairs(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The number of each pair of numbers, and both halves of each different pair."""
    width = int(second.max(initial=0)) + 1
    numbers, different = pd.factorize(first.astype(np.int64) * width + second)
    return numbers, different // width, different % width


def _datasets(indicators: pa.Array, catalogue: Catalogue) -> pa.DictionaryArray:
    """The dataset of each indicator."""
    dataset_of = {column.id: dataset.id for dataset in catalogue.monthly for column in dataset.columns}
    return pa.array([dataset_of[id] for id in indicators.to_pylist()], pa.string()).dictionary_encode()


def _with_cell(figures: pa.Table) -> pa.Table:
    return figures.append_column("cell", pa.array(np.arange(len(figures)), pa.int32()))
