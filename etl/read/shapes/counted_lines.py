"""Rows of one indicator with different counting units: 群众来访 in 批次 and in 人次."""

from dataclasses import replace

from domain.finding import Finding
from domain.measure import measure_of
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_meaning import COUNTED_OTHERWISE
from etl.read.locate.result import Context
from etl.read.open.sheet import cell_at
from etl.read.shapes.indicator_rows import Line, RowLayout


def without_misfits(down: RowLayout, table: FoundTable, context: Context) -> RowLayout:
    """Drop lines whose unit does not fit if another line with the same meaning fits."""
    groups: dict[tuple[int, str, str, str], list[Line]] = {}
    for line in down.lines:
        groups.setdefault((line.label, line.column.id, line.unit, line.month), []).append(line)
    left_out: set[tuple[int, int]] = set()
    for lines in (lines for lines in groups.values() if len(lines) > 1):
        bad = [line for line in lines if not _fits(line, context)]
        left_out |= {(line.place, line.label) for line in bad} if len(bad) < len(lines) else set()
    if not left_out:
        return down
    findings = [_not_read(table, *where) for where in sorted(left_out)]
    kept = tuple(line for line in down.lines if (line.place, line.label) not in left_out)
    return replace(down, lines=kept, findings=(*down.findings, *findings))


def _fits(line: Line, context: Context) -> bool:
    measure = measure_of(context.header_index.counting_units, line.column)
    return all(measure.fits(said.unit) for said in line.said)


def _not_read(table: FoundTable, place: int, label: int) -> Finding:
    header, text = cell_at(table.header.cells, label), cell_at(table.body[place], label)
    return Finding("unknown_column", COUNTED_OTHERWISE, place + table.first_row, header, text, "warning")
