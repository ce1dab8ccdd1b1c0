"""Figures that stand in a table more than once.

Columns of one meaning: parts of a whole, another counting unit, the same column twice. Merged cells: every
cell of the area has the figure, so a sum over them counts it repeatedly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isclose

from domain.finding import Finding
from domain.months import month_words
from domain.numbers import measure_of, read_figure
from etl.read.locate.find_table import FoundTable
from etl.read.locate.result import Context, TidyTable
from etl.read.locate.stated_unit import said_over
from etl.read.open.sheet import Merge, cell_at


@dataclass(frozen=True)
class ValueColumn:
    """A column of figures, or of totals if `total` is set.

    `figure` is the key of its indicator; `month` and `unit` (code) come from the header: "" and None if
    the rows or the title give them.
    """

    place: int
    figure: str = ""
    month: date | None = None
    unit: str | None = None
    total: str = ""


def nearest_label(table: FoundTable, place: int) -> int | None:
    """The indicator column that a figure column belongs to: the nearest to its left."""
    return max((label for label in table.header.indicator_columns if label < place), default=None)


def without_parts(table: FoundTable, columns: Sequence[ValueColumn]) -> tuple[list[ValueColumn], list[int]]:
    """Split off columns under an unknown word (网络) that divides what other columns give whole.

    A total beside them is the whole if it is their sum in every row.
    """
    groups: dict[tuple[object, ...], list[ValueColumn]] = {}
    for column in columns:
        key = (nearest_label(table, column.place), column.figure, column.month, column.unit)
        groups.setdefault(key, []).append(column)
    whole: list[ValueColumn] = []
    parts: list[int] = []
    for same in groups.values():
        rest = [one for one in same if table.header.headings[one.place].kind != "unknown"]
        divided = [one.place for one in same if one not in rest] if rest else []
        has_place = len(rest) == 1 and bool(rest[0].month or rest[0].unit)
        if not (has_place and divided and rest[0].total):
            whole += rest or same
            parts += divided
        elif _is_sum_of(table, rest[0].place, divided):
            whole.append(replace(rest[0], total=""))
            parts += divided
        else:
            whole += same  # a running total, or a part is missing: all are compared as ever
    return sorted(whole, key=lambda one: one.place), parts


def _is_sum_of(table: FoundTable, place: int, parts: Sequence[int]) -> bool:
    """Whether a column is the sum of others in every row that has it."""
    sums = 0
    for row in table.body:
        whole = read_figure(cell_at(row, place))
        if whole.kind != "figure":
            continue
        given = (read_figure(cell_at(row, part)) for part in parts)
        if not isclose(sum(each.value for each in given if each.kind == "figure"), whole.value, abs_tol=1e-9):
            return False
        sums += 1
    return sums > 0


def without_misfits(
    table: FoundTable, columns: Sequence[ValueColumn], context: Context
) -> tuple[list[ValueColumn], list[int]]:
    """Split off columns whose counting unit does not fit if a column of the same meaning fits."""
    groups: dict[tuple[object, ...], list[ValueColumn]] = {}
    for column in columns:
        if column.figure and not column.total:
            groups.setdefault((column.figure, column.month, column.unit), []).append(column)
    misfits: list[int] = []
    for same in (group for group in groups.values() if len(group) > 1):
        bad = [one.place for one in same if not _fits(table, one, context)]
        misfits += bad if len(bad) < len(same) else []
    return [column for column in columns if column.place not in misfits], sorted(misfits)


def _fits(table: FoundTable, one: ValueColumn, context: Context) -> bool:
    id = context.header_index.meanings[table.dataset].get(one.figure)
    column = next((column for column in context.columns(table.dataset) if column.id == id), None)
    units = context.header_index.counting_units
    said = said_over(table.header, one.place, units)
    return column is None or all(map(measure_of(units, column).fits, said))


def different(table: FoundTable, columns: Sequence[ValueColumn]) -> tuple[list[ValueColumn], list[Finding]]:
    """Drop columns with the same meaning as an earlier one; report an error for each."""
    seen: set[tuple[object, ...]] = set()
    kept, findings = [], []
    for column in columns:
        said = (nearest_label(table, column.place), column.figure, column.month, column.unit)
        if column.total or said not in seen:
            kept.append(column)
        else:
            cell = table.header.cells[column.place]
            unit = table.header.headings[column.place].first("unit")
            what = f"都是{month_words(column.month)}" if column.month else f"都是“{(unit or cell).strip()}”"
            findings.append(Finding("duplicate_row", f"有两列{what}；只能有一列", None, cell, cell))
        seen.update(() if column.total else (said,))
    return kept, findings


def with_merged_figures_told(table: FoundTable, tidied: TidyTable) -> TidyTable:
    """The tidy table with a warning for each merged cell that gives more than one figure other than 0."""
    told = tuple(_told(table, tidied))
    return replace(tidied, findings=(*tidied.findings, *told)) if told else tidied


def _told(table: FoundTable, tidied: TidyTable) -> Iterator[Finding]:
    by_row: dict[int, list[tuple[str, str]]] = {}
    for merge in table.sheet.merges:
        if _is_one_figure(merge, table) or not table.header.row < merge.top < len(table.sheet.rows):
            continue
        text = cell_at(table.sheet.rows[merge.top], merge.left)
        figure = read_figure(text)
        if figure.kind != "figure" or not figure.value:
            continue
        by_row = by_row or _by_row(tidied)
        given = _given(merge, text, table, by_row)
        if len(given) > 1:
            row, header = given[0]
            message = (
                f"这个数的单元格是合并的，{len(given)} 处都按 {text.strip()} 记；如是几处合计的数，请拆开填写"
            )
            yield Finding("double_count", message, row, header, text, "warning")


def _is_one_figure(merge: Merge, table: FoundTable) -> bool:
    """Whether a merged area is within one row and below at most one header."""
    headers = [header for header in table.header.cells[merge.left : merge.right + 1] if header.strip()]
    return merge.top == merge.bottom and len(headers) <= 1


def _by_row(tidied: TidyTable) -> dict[int, list[tuple[str, str]]]:
    """Row → header and text of each of its figures."""
    found: dict[int, list[tuple[str, str]]] = {}
    columns = (tidied.figures[name].tolist() for name in ("row", "column", "text"))
    for row, header, text in zip(*columns, strict=True):
        found.setdefault(row, []).append((header, text))
    return found


def _given(
    merge: Merge, text: str, table: FoundTable, by_row: dict[int, list[tuple[str, str]]]
) -> list[tuple[int, str]]:
    """Row and header of each figure that a merged area gives."""
    headers = set(table.header.cells[merge.left : merge.right + 1])
    rows = range(merge.top + 1, min(merge.bottom + 1, len(table.sheet.rows)) + 1)
    return [
        (row, header)
        for row in rows
        for header, said in by_row.get(row, ())
        if header in headers and said == text
    ]
