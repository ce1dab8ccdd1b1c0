"""合计, 小计 and 总计 are left out of the figures, and checked against the rows they sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from etl.finding import Finding
from etl.reading.block import Block

TOLERANCE = 1e-6
SUBTOTAL = "小计"
GRAND_TOTALS = ("总计", "共计")


@dataclass(frozen=True)
class Total:
    """A total among the rows (or columns) of a table: its place among them and its word."""

    place: int
    word: str


def check_totals(
    block: Block, is_data: np.ndarray, totals: Sequence[Total], parts: str = "各行"
) -> Iterator[Finding]:
    """A warning for each total of this indicator that differs from the sum of the rows above it.

    小计 sums since the last total, 总计 everything above, 合计 either; one above its rows sums those below.
    """
    if not totals:
        return
    counted = is_data & ~np.isnan(block.values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(counted, block.values, 0.0))])
    bad = np.concatenate([[0], np.cumsum(is_data & block.bad)])
    for number, total in enumerate(totals):
        spans = _spans(number, totals, len(is_data), is_data)
        if any(bad[end] - bad[start] for start, end in spans):
            continue
        expected = [float(sums[end] - sums[start]) for start, end in spans]
        if finding := _compare(block, total, expected, parts):
            yield finding


def _compare(block: Block, total: Total, expected: list[float], parts: str) -> Finding | None:
    place = total.place
    row, header, text = int(block.rows[place]), block.headers[place], block.texts[place]
    if block.bad[place]:
        message = f"{total.word}不是数字，没有核对；{parts}之和为 {expected[0]:.10g}"
        return Finding("total_mismatch", message, row, header, text, "warning")
    value = float(block.values[place])
    if np.isnan(value) or any(abs(value - one) <= TOLERANCE * max(1.0, abs(one)) for one in expected):
        return None
    message = f"{total.word}为 {value:.10g}，{parts}之和为 {expected[0]:.10g}，两者不符；以{parts}为准"
    return Finding("total_mismatch", message, row, header, text, "warning")


def _spans(number: int, totals: Sequence[Total], end: int, is_data: np.ndarray) -> list[tuple[int, int]]:
    """The runs of rows that a total may sum, the likeliest first."""
    total = totals[number]
    last = totals[number - 1].place + 1 if number else 0
    if not is_data[: total.place].any():
        following = totals[number + 1].place if number + 1 < len(totals) else end
        return [(total.place + 1, end), (total.place + 1, following)]
    if total.word == SUBTOTAL:
        return [(last, total.place)]
    if total.word in GRAND_TOTALS:
        return [(0, total.place)]
    return [(0, total.place), (last, total.place)]
