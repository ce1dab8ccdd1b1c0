"""Parse the cells of one indicator into figures; each different text is parsed only once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_args

import numpy as np
import pandas as pd
import pyarrow as pa

from domain.catalogue import Column
from domain.finding import Finding
from domain.numbers import CellError, CellKind, Figure, Measure, explain, read_figure
from etl.read.locate.result import FIGURE_COLUMNS, no_figures
from etl.read.open.coded import Coded, coded, constant, joined

_CODES = {kind: code for code, kind in enumerate(get_args(CellKind))}
_FIGURE, _BLANK, _WITHDRAWN = 0, 1, 2
_ERRORS: tuple[CellError, ...] = get_args(CellError)
_FIRST_ERROR = _CODES[_ERRORS[0]]
MOST_SCALED = 10  # conversions in one column that get a warning each


@dataclass(frozen=True)
class Block:
    """Cells of one indicator, all arrays of one length, in the order of the file.

    `rows`: row as Excel counts; `headers`: the header over each cell; `texts`: as written; `months` (date)
    and `units` (code): None if unreadable: such a cell is checked but gives no figure;
    `kinds`, `values`, `words`, `notes`: see `Figure`, the kind as its place in a list of kinds.
    """

    column: Column
    rows: np.ndarray
    headers: Coded
    texts: Coded
    months: np.ndarray
    units: np.ndarray
    kinds: np.ndarray
    values: np.ndarray
    words: np.ndarray
    notes: Coded

    @property
    def reported(self) -> np.ndarray:
        """Which cells are filled, readable or not."""
        return self.kinds != _BLANK

    @property
    def bad(self) -> np.ndarray:
        """Which cells are unreadable."""
        return self.kinds > _WITHDRAWN

    def select(self, wanted: np.ndarray) -> "Block":
        """The block with only the cells of a mask."""
        if wanted.all():
            return self
        arrays = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "column"}
        return Block(self.column, **{name: array[wanted] for name, array in arrays.items()})


def object_array(values: Sequence[Any] | np.ndarray) -> np.ndarray:
    """The values as an array of Python objects."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def read_each(texts: Sequence[Any] | np.ndarray, read: Callable[[Any], Any]) -> np.ndarray:
    """Call `read(text)` once for each different text; return the results for all texts."""
    known = coded(texts)
    results = np.empty(len(known.different), dtype=object)
    for place, text in enumerate(known.different):
        results[place] = read(text)
    return results[known.codes]


def make_block(
    column: Column,
    rows: np.ndarray,
    headers: Sequence[str] | str,
    texts: Sequence[str] | np.ndarray,
    months: np.ndarray,
    units: np.ndarray,
    measures: Measure | Sequence[Measure],
) -> Block:
    """Parse every text as a figure of this column; header and measure are shared or one per cell."""
    cells = coded(texts)
    over = constant(headers, len(cells)) if isinstance(headers, str) else coded(headers)
    read, codes = _read_cells(column, cells, measures)
    kinds = np.array([_CODES[figure.kind] for figure in read], dtype=np.int8)
    values = np.array([figure.value for figure in read], dtype=float)
    words = np.array([figure.word for figure in read], dtype=object)
    notes = constant("", len(cells))
    if any(figure.note for figure in read):
        notes = Coded(codes, np.array([figure.note for figure in read], dtype=object))
    return Block(column, rows, over, cells, months, units, kinds[codes], values[codes], words[codes], notes)


def _read_cells(
    column: Column, cells: Coded, measures: Measure | Sequence[Measure]
) -> tuple[list[Figure], np.ndarray]:
    """The figure of each different pair of text and measure, and the index of each cell into them."""
    if isinstance(measures, Measure):
        return [read_figure(text, measures, column.in_whole_numbers) for text in cells.different], cells.codes
    each = coded(measures)
    pairs = cells.codes.astype(np.int64) * len(each.different) + each.codes
    codes, different = pd.factorize(pairs)
    asked = [divmod(int(pair), len(each.different)) for pair in different]
    read = [
        read_figure(cells.different[text], each.different[one], column.in_whole_numbers)
        for text, one in asked
    ]
    return read, codes


def blanks_as_zero(block: Block, where: np.ndarray) -> Block:
    """Set empty cells to zero where the mask is true; 无数据 and similar words stay blank."""
    empty = read_each(block.texts, lambda text: not text.strip()).astype(bool) & where
    kinds = np.where(empty, _FIGURE, block.kinds).astype(np.int8)
    values = np.where(empty, 0.0, block.values)
    arrays = (block.rows, block.headers, block.texts, block.months, block.units)
    return Block(block.column, *arrays, kinds, values, block.words, block.notes)


def given_figures(block: Block) -> Block:
    """The cells that give or withdraw a figure, with a known unit and month."""
    says = (block.kinds == _FIGURE) | (block.kinds == _WITHDRAWN)
    return block.select(says & pd.notna(block.units) & pd.notna(block.months))


def figures_frame(blocks: Sequence[Block]) -> pd.DataFrame:
    """The figures of all blocks (columns: see `TidyTable.figures`), ordered by row and column.

    Repeated texts are stored as categories, because a large file has millions of figures.
    """
    given = [block for block in map(given_figures, blocks) if len(block.rows)]
    if not given:
        return no_figures()
    order = np.argsort(np.concatenate([block.rows for block in given]), kind="stable")
    return pd.DataFrame(_figure_columns(given, order), columns=list(FIGURE_COLUMNS), copy=False)


def _figure_columns(blocks: Sequence[Block], order: np.ndarray) -> dict[str, Any]:
    """The columns of the figures frame: concatenate the cells of all blocks, then reorder them."""

    def numbers(name: str) -> np.ndarray:
        return np.concatenate([getattr(block, name) for block in blocks])[order]

    def values(name: str) -> Coded:
        return joined([getattr(block, name) for block in blocks])[order]

    indicators = joined([constant(block.column.id, len(block.rows)) for block in blocks])[order]
    words = values("words")
    return {
        "indicator": _categories(indicators),
        "unit": _categories(values("units")),
        "month": _dates(values("months")),
        "value": numbers("values"),
        "approximate": (words.different != "")[words.codes],
        "word": _categories(words),
        "withdrawn": numbers("kinds") == _WITHDRAWN,
        "row": numbers("rows"),
        "column": _categories(values("headers")),
        "text": _categories(values("texts")),
    }


def _categories(texts: Coded) -> pd.Categorical:
    return pd.Categorical.from_codes(texts.codes, categories=pd.Index(texts.different))


def _dates(months: Coded) -> pd.api.extensions.ExtensionArray:
    return pd.arrays.ArrowExtensionArray(pa.array(months.different, pa.date32()).take(pa.array(months.codes)))


def block_errors(block: Block) -> Iterator[Finding]:
    """An error for each unreadable cell."""
    column = block.column
    for place in map(int, np.flatnonzero(block.bad)):
        text, error = block.texts[place], _ERRORS[block.kinds[place] - _FIRST_ERROR]
        message = block.notes[place] or explain(error, text, column.counting_unit, column.in_whole_numbers)
        yield Finding(error, message, int(block.rows[place]), block.headers[place], text)


def block_warnings(block: Block) -> Iterator[Finding]:
    """A warning for each approximate figure, and warnings for converted figures."""
    for place in map(int, np.flatnonzero(block.words != "")):
        text, header = block.texts[place], block.headers[place]
        message = f"约数，按 {block.values[place]:.10g} 记，并标明是约数"
        yield Finding("approximate", message, int(block.rows[place]), header, text, "warning")
    yield from _scaled(block)


def _scaled(block: Block) -> Iterator[Finding]:
    """A warning for each of the first figures converted from another scale, and one more for the rest."""
    said = np.array([note != "" for note in block.notes.different], dtype=bool)
    if not said.any():
        return
    places = np.flatnonzero(said[block.notes.codes] & (block.kinds == _FIGURE))
    for number, place in enumerate(map(int, places[: MOST_SCALED + 1])):
        more = f"；以下共 {len(places) - number} 个数同样换算" if number == MOST_SCALED else ""
        header, text = block.headers[place], block.texts[place]
        yield Finding("scaled", block.notes[place] + more, int(block.rows[place]), header, text, "warning")
