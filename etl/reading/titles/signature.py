"""The signature below a table (填报单位：… 填报人：…): it says who reports where nothing above does."""

import re
from collections.abc import Iterable

from etl.find_table import FoundTable
from etl.number import read_figure
from etl.reading.opening.sheet import Row
from etl.reading.rows import is_note
from etl.reading.titles.title_line import title_line
from etl.reading.titles.title_unit import UnitLabel, labelled_units
from etl.units import UnitDirectory

MOST_ROWS = 200
MOST_LINES = 10
MOST_CELLS = 200
WHO_REPORTS = ("填报", "报送", "上报", "编报")
_REPORTER = re.compile(rf"(?:{'|'.join(WHO_REPORTS)})(?:单位|部门)[^:]{{0,8}}:\s*[^\s:]+(?= |$)")


def signature_labels(table: FoundTable, units: UnitDirectory) -> list[UnitLabel]:
    """The known units that the notes below a table's last figures name as who reports."""
    lines = {number: title_line(row) for number, row in signature_rows(table).items()}
    return known_reporters(lines.items(), units)


def known_reporters(lines: Iterable[tuple[int | None, str]], units: UnitDirectory) -> list[UnitLabel]:
    """The labels in these lines that ask who reports and name a known unit."""
    labels = labelled_units(lines, units)
    return [label for label in labels if label.unit and label.asked in WHO_REPORTS]


def who_signed(table: FoundTable) -> list[tuple[str, ...]]:
    """What the signature says of who reports, as lines of title."""
    return [(said,) for row in signature_rows(table).values() for said in reporters_in(row)]


def reporters_in(row: Row) -> list[str]:
    """Each 填报单位：… of a row, alone."""
    return [found[0] for found in _REPORTER.finditer(title_line(row))]


def signature_rows(table: FoundTable) -> dict[int, Row]:
    """The notes below the last row with figures, by their number as Excel counts."""
    notes: dict[int, Row] = {}
    lines = 0
    for place in range(len(table.body) - 1, max(len(table.body) - MOST_ROWS, 0) - 1, -1):
        cells = table.body[place]
        filled = [cell for cell in cells[:MOST_CELLS] if cell.strip()]
        lines += bool(filled)
        if filled and is_note(cells):
            notes[place + table.first_row] = cells
        elif lines > MOST_LINES or any(read_figure(cell).kind == "figure" for cell in filled):
            break
    return dict(sorted(notes.items()))
