"""Section rows, which set unit or month for the rows below: converted to a column."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.numbers import read_figure
from domain.text import name_key
from domain.units import UnitDirectory
from etl.read.locate.find_table import FoundTable
from etl.read.locate.header_cell import NUMBERED, HeaderClassifier, is_month_without_day, unnumbered
from etl.read.locate.label_columns import LabelColumns
from etl.read.locate.result import Context
from etl.read.locate.rows import is_note
from etl.read.open.sheet import Row
from etl.read.shapes.value_columns import ColumnLayout

LONGEST_NAME = 40
_LIKE_A_UNIT = re.compile(
    "[^:。，,、;；]{1,12}(?:队|科|股|室|所|站|中心|局|(?<!查)处|(?<![督承催交经查])办|镇|乡|街道|公司|机关)"
)


@dataclass(frozen=True)
class LackingColumn:
    """A missing key column: id, header, a test for a certain value, and a test for a likely value."""

    id: str
    header: str
    names: Callable[[str], bool]
    may_name: Callable[[str], bool]


def with_sections(table: FoundTable, context: Context) -> FoundTable:
    """Add a column of units or months if section rows give them; the section rows become blank."""
    for lacking in _may_be_lacking(context):
        if context.header_index.spellings(table.dataset, lacking.id).isdisjoint(table.header.keys):
            end = _end_of_figures(table.body)
            # No signature is a bare month: one below the last figures heads rows that are not filled in yet.
            rows = enumerate(table.body[: end if lacking.id == "unit" else None])
            lines = {place: name for place, row in rows if (name := section_name(row))}
            if any(lacking.names(name) for place, name in lines.items() if place < end):
                table = _with_column(table, lacking, lines, end, context)
    return table


def _may_be_lacking(context: Context) -> tuple[LackingColumn, ...]:
    catalogue = context.header_index.catalogue

    def is_unit(text: str) -> bool:
        return context.units.find(text) is not None

    return (
        LackingColumn(
            "unit", catalogue.unit_column.name, is_unit, lambda text: is_unit(text) or like_a_unit(text)
        ),
        LackingColumn("month", catalogue.month_column.name, is_month_without_day, is_month_without_day),
    )


def _end_of_figures(body: Sequence[Row]) -> int:
    """The place of the last row with figures: a name below it belongs to a signature."""
    places = range(len(body) - 1, -1, -1)
    return next((place for place in places if any(_is_figure(cell) for cell in body[place])), 0)


def _is_figure(cell: str) -> bool:
    return read_figure(cell).kind == "figure"


def section_name(row: Row) -> str:
    """The text of a row with only one text, without 填报单位： and numbering; "" for any other row."""
    different = {text.strip() for text in row} - {""}
    if len(different) != 1:
        return ""
    (text,) = different
    is_name = len(text) <= LONGEST_NAME and read_figure(text).kind == "not_a_number"
    return unnumbered(name_key(text).rpartition(":")[2]) if is_name else ""


def like_a_unit(text: str) -> bool:
    """Whether a text ends like the name of a unit, known or unknown."""
    return _LIKE_A_UNIT.fullmatch(text) is not None


def _with_column(
    table: FoundTable, lacking: LackingColumn, lines: dict[int, str], end: int, context: Context
) -> FoundTable:
    """The table with each section name in a new last column of the rows below it.

    `end`: the last row with figures; a signature below it belongs to no section.
    """
    width = max(table.header.width, len(table.header.cells))
    said = ""
    rows: list[Row] = list(table.sheet.rows[: table.header.row + 1])
    for place, row in enumerate(table.body):
        if place in lines and lacking.may_name(lines[place]):
            said = lines[place]
            rows.append(())
        else:
            is_of_none = place > end and is_note(row) and not _begins_with_unit(row, context.units)
            rows.append(row if is_of_none else _extended(row, said, width))
    header = table.header
    cells = (*header.cells, *[""] * (width - len(header.cells)), lacking.header)
    keys = (*header.keys, *[""] * (width - len(header.keys)), context.header_index.key(lacking.header))
    header = replace(header, cells=cells, keys=keys)
    return replace(table, sheet=replace(table.sheet, rows=rows), header=header)


def _begins_with_unit(row: Row, units: UnitDirectory) -> bool:
    """Whether the first text of a row is a unit, whose name alone may look like a sentence."""
    first = next((cell for cell in row if cell.strip()), "")
    return units.find(first[:LONGEST_NAME]) is not None


def _extended(row: Row, name: str, width: int) -> Sequence[str]:
    """A row with the name appended after its last column; a blank row stays blank."""
    if not any(cell.strip() for cell in row):
        return ()
    return (*row[:width], *[""] * (width - len(row)), name, *row[width:])


@dataclass(frozen=True)
class Section:
    """The unit and month that section rows give to the rows below, as written; "" if none.

    `numbered`: whether the unit's section row begins with a number; its siblings then do too.
    """

    unit: str = ""
    month: str = ""
    numbered: bool = False


def lacking_keys(labels: LabelColumns, across: ColumnLayout) -> frozenset[str]:
    """Which of unit and month are given by neither a column nor the header, so that section rows may."""
    unit = labels.unit is None and not across.say_unit
    month = labels.month is None and not across.say_month
    return frozenset({"unit"} if unit else ()) | frozenset({"month"} if month else ())


def next_section(
    cells: Row, before: Section, lacking: frozenset[str], classifier: HeaderClassifier, units: UnitDirectory
) -> Section | None:
    """The section that begins at a row with only one text; None if none begins.

    A section begins at a text that ends like a unit name, known or unknown. After a first unit section,
    any other text with the same kind of numbering begins one too.
    """
    name = section_name(cells)
    if not name:
        return None
    if "month" in lacking and classifier[name].kind == "month":
        return replace(before, month=name)
    if "unit" not in lacking or classifier.figure(name):
        return None
    is_numbered = any(NUMBERED.match(name_key(text)) for text in cells)
    is_next = bool(before.unit) and is_numbered == before.numbered
    begins = is_next or like_a_unit(name) or units.find(name) is not None
    return replace(before, unit=name, numbered=is_numbered) if begins else None
