"""Columns of cells in which each different text is stored once, so that large files are read fast."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from etl.read.open.sheet import Row

ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, eq=False)
class Coded(Sequence[Any]):
    """Dictionary-encoded values: value `i` is `different[codes[i]]`. Both are arrays; no value is None."""

    codes: np.ndarray
    different: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: Any) -> Any:
        """The value at an index; for a slice, a mask or indices, those values as Coded."""
        codes = self.codes[place]
        return self.different[codes] if np.ndim(codes) == 0 else Coded(codes, self.different)

    @property
    def present(self) -> np.ndarray:
        """The different values of these places alone: a slice also keeps those that are only outside it."""
        return self.different[pd.unique(self.codes)]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.different[self.codes]


@dataclass(frozen=True, eq=False)
class ColumnRows(Sequence[Row]):
    """Rows of equal length, stored as columns."""

    columns: tuple[Coded, ...]

    def __len__(self) -> int:
        return len(self.columns[0])

    def __getitem__(self, place: Any) -> Any:
        """The row at an index; for a slice, those rows as ColumnRows."""
        if isinstance(place, slice):
            return ColumnRows(tuple(column[place] for column in self.columns))
        return [column[place] for column in self.columns]

    def __iter__(self) -> Iterator[list[str]]:
        for first in range(0, len(self), ROWS_AT_A_TIME):
            some = [np.asarray(column[first : first + ROWS_AT_A_TIME]) for column in self.columns]
            yield from map(list, zip(*some, strict=True))


def coded(values: Sequence[Any] | np.ndarray) -> Coded:
    """Dictionary-encode the values; none may be None."""
    if isinstance(values, Coded):
        return values
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return Coded(*pd.factorize(array))


def constant(value: Any, count: int) -> Coded:
    """One value repeated `count` times."""
    return Coded(np.zeros(count, dtype=np.int8), np.array([value], dtype=object))


def joined(parts: Sequence[Sequence[Any] | np.ndarray]) -> Coded:
    """Concatenate the parts; a part that occurs several times is encoded once."""
    known = {id(part): coded(part) for part in parts}
    found = [known[id(part)] for part in parts]
    codes, different = pd.factorize(np.concatenate([part.different for part in found]))
    starts = np.cumsum([0, *(len(part.different) for part in found)])
    places = [codes[start + part.codes] for start, part in zip(starts, found, strict=False)]
    return Coded(np.concatenate(places), different)


def paired(first: Coded, second: Coded) -> Coded:
    """The values of two columns of one length side by side, as tuples."""
    width = len(second.different)
    codes, places = pd.factorize(first.codes.astype(np.int64) * width + second.codes)
    different = np.empty(len(places), dtype=object)
    for number, place in enumerate(places):
        different[number] = (first.different[place // width], second.different[place % width])
    return Coded(codes, different)


def column_texts(rows: Sequence[Row], place: int) -> Coded:
    """The cells of one column; "" for a row that is too short."""
    if isinstance(rows, ColumnRows):
        return rows.columns[place] if place < len(rows.columns) else constant("", len(rows))
    return coded([row[place] if place < len(row) else "" for row in rows])


def any_cell(rows: Sequence[Row], ask: Callable[[str], Any]) -> np.ndarray:
    """Which rows have a cell for which `ask` is true; called once per different text of a column."""
    if not isinstance(rows, ColumnRows):
        return np.fromiter((any(map(ask, row)) for row in rows), dtype=bool, count=len(rows))
    found = np.zeros(len(rows), dtype=bool)
    for column in rows.columns:
        answers = np.fromiter(map(bool, map(ask, column.different)), dtype=bool, count=len(column.different))
        if answers.any():
            found |= answers[column.codes]
    return found


def last_cell(rows: Sequence[Row], ask: Callable[[str], bool]) -> np.ndarray:
    """Which rows have a last cell for which `ask` is true; False for rows without cells."""
    if isinstance(rows, ColumnRows):
        return any_cell(ColumnRows(rows.columns[-1:]), ask)
    return np.fromiter((bool(row) and ask(row[-1]) for row in rows), dtype=bool, count=len(rows))


def widths(rows: Sequence[Row]) -> np.ndarray:
    """The number of cells in each row."""
    if isinstance(rows, ColumnRows):
        return np.full(len(rows), len(rows.columns))
    return np.fromiter(map(len, rows), dtype=int, count=len(rows))
