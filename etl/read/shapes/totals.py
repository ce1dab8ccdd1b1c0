"""Totals (合计, 小计, 总计): kept out of the figures, and checked against the rows they sum."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.catalogue import Column, ColumnKind
from domain.finding import Finding
from etl.read.shapes.block import Block

TOLERANCE = 1e-6  # of the sum: hours have decimals
SUBTOTAL = "小计"
GRAND_TOTALS = ("总计", "共计")


@dataclass(frozen=True)
class TotalRow:
    """A total among the rows (or columns) of a table: its place and its word.

    `more_is_fine`: it may exceed the visible cells, as a year to date beside months after January does.
    `parts`: the places that it names, as 一季度 does; None where they follow from where it stands.
    """

    place: int
    word: str
    more_is_fine: bool = False
    parts: tuple[int, ...] | None = None


def makes_a_sum(column: Column, months: Iterable[date | None]) -> bool:
    """Whether figures of these months add up: a balance adds up only over units, within one month."""
    return column.kind is ColumnKind.FLOW or len({month for month in months if month is not None}) <= 1


def check_totals(
    block: Block, is_data: np.ndarray, totals: Sequence[TotalRow], parts: str = "各行"
) -> Iterator[Finding]:
    """A warning for each total of this indicator that differs from the sum of its cells.

    The block holds one line of cells, or several of equal length in sequence; `is_data` and `totals` describe
    the cells of one line. 小计 sums since the last total, 总计 everything before it, 合计 either;
    a total that stands before its cells sums those after it, and so may each 小计 if the first one does.
    A total with a month or unit of its own may sum only the cells of these, wherever they stand.
    """
    if not totals:
        return
    values = block.values.reshape(-1, len(is_data))
    sums = _running_sum(np.where(is_data & ~np.isnan(values), values, 0.0))
    bad = _running_sum((block.bad.reshape(values.shape) & is_data).astype(float))
    for total in totals:
        if total.parts is not None:
            yield from _check_parts(block, values, total, parts)
    totals = [total for total in totals if total.parts is None]
    for number, total in enumerate(totals):
        spans = _spans(number, totals, len(is_data), is_data)
        expected = [sums[:, end] - sums[:, start] for start, end in spans]
        unsure = np.any([bad[:, end] > bad[:, start] for start, end in spans], axis=0)
        matched = np.any(
            [np.isclose(values[:, total.place], one, rtol=TOLERANCE) for one in expected], axis=0
        )
        matched |= total.more_is_fine & (values[:, total.place] > expected[0])
        said = block.reported.reshape(values.shape)[:, total.place]
        for line in map(int, np.flatnonzero(said & ~matched & ~unsure)):
            place = line * len(is_data) + total.place
            sums_of_line = [float(one[line]) for one in expected]
            start, end = spans[0] if total.word == SUBTOTAL else (0, len(is_data))
            cells = slice(line * len(is_data) + start, line * len(is_data) + end)
            named = _sum_of_the_named(block, place, cells, is_data[start:end])
            nearest = (
                min(sums_of_line, key=lambda one: _distance(one, block, place)) if named is None else named
            )
            if not np.isclose(block.values[place], nearest, rtol=TOLERANCE):
                yield _mismatch(block, place, total.word, nearest, parts)


def _check_parts(block: Block, values: np.ndarray, total: TotalRow, parts: str) -> Iterator[Finding]:
    """A warning for each line in which a total differs from the sum of the cells that it names."""
    bad, said = (one.reshape(values.shape) for one in (block.bad, block.reported))
    places = list(total.parts or ())
    expected = np.nansum(values[:, places], axis=1)
    matched = np.isclose(values[:, total.place], expected, rtol=TOLERANCE) | bad[:, places].any(axis=1)
    for line in map(int, np.flatnonzero(said[:, total.place] & ~matched)):
        place = line * values.shape[1] + total.place
        yield _mismatch(block, place, total.word, float(expected[line]), parts)


def _running_sum(values: np.ndarray) -> np.ndarray:
    """For each line, the sum before each cell, and the sum of all cells."""
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def _sum_of_the_named(block: Block, place: int, cells: slice, is_data: np.ndarray) -> float | None:
    """The sum of these cells of the month or unit that a total names; None if it names none of several.

    A unit that none of the cells has, as the whole bureau, is no part of them.
    """
    alike = is_data.copy()
    for keys in (block.months, block.units):
        named = is_data & (keys[cells] == keys[place])
        if keys[place] is not None and named.any():
            alike &= named
    is_part = alike.any() and not (alike == is_data).all()
    return float(np.nansum(block.values[cells][alike])) if is_part else None


def _distance(expected: float, block: Block, place: int) -> float:
    """How far a sum is from the total that is said; 0 if that is no number, so the first sum is told."""
    value = float(block.values[place])
    return 0.0 if np.isnan(value) else abs(expected - value)


def _mismatch(block: Block, place: int, word: str, expected: float, parts: str) -> Finding:
    row, header, text = int(block.rows[place]), block.headers[place], block.texts[place]
    if block.bad[place] or np.isnan(block.values[place]):
        message = f"{word}不是数字，没有核对；{parts}之和为 {expected:.10g}"
    else:
        value = float(block.values[place])
        message = f"{word}为 {value:.10g}，{parts}之和为 {expected:.10g}，两者不符；以{parts}为准"
    return Finding("total_mismatch", message, row, header, text, "warning")


def _spans(number: int, totals: Sequence[TotalRow], end: int, is_data: np.ndarray) -> list[tuple[int, int]]:
    """The runs of rows that a total may sum, most likely first."""
    total = totals[number]
    last = totals[number - 1].place + 1 if number else 0
    following = totals[number + 1].place if number + 1 < len(totals) else end
    if not is_data[: total.place].any():
        return [(total.place + 1, end), (total.place + 1, following)]
    if total.word == SUBTOTAL:
        leads = totals[0].word == SUBTOTAL and not is_data[: totals[0].place].any()
        return [(last, total.place), *([(total.place + 1, following)] if leads else [])]
    if total.word in GRAND_TOTALS:
        return [(0, total.place)]
    return [(0, total.place), (last, total.place)]
