"""Recognise a unit column under an ambiguous header: 受理单位, 主办单位, 科室."""

from collections.abc import Iterator
from dataclasses import replace

from etl.read.locate.find_table import list_kind
from etl.read.locate.header import Header
from etl.read.locate.header_cell import is_month_without_day
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.rows import is_note, total_word
from etl.read.open.sheet import Row, Sheet

CELLS_LOOKED_AT = 5000


def with_unit_column(sheet: Sheet, header: Header, header_index: HeaderIndex) -> Header:
    """Treat an ambiguous header (受理单位, …) as the unit's if all cells below are known units.

    Only in a table of figures or a list of targets, tasks or notes, if no column has a unit header and
    exactly one candidate exists.
    """
    keys = frozenset(header.keys)
    kind = list_kind(keys, header_index)
    if not kind and not _has_figures(header, header_index):
        return header
    known = header_index.spellings(kind, "unit") if kind else header_index.unit_keys
    candidates = (header_index.perhaps_units | header_index.unit_keys) - known
    places = [place for place, key in enumerate(header.keys) if key in candidates]
    has_own = not known.isdisjoint(keys)
    if not places or (has_own and not _states_counting_units(sheet, header, header_index)):
        return header
    holding = [place for place in places if _holds_units(sheet, header, place, header_index)]
    if len(holding) != 1:
        return header
    named = (min(known) if place == holding[0] else key for place, key in enumerate(header.keys))
    return replace(header, keys=tuple(named))


def _has_figures(header: Header, header_index: HeaderIndex) -> bool:
    """Whether the table holds figures: indicators in its header or in a column."""
    return bool(header.indicator_columns) or not header_index.figures.keys().isdisjoint(header.keys)


def _states_counting_units(sheet: Sheet, header: Header, header_index: HeaderIndex) -> bool:
    """Whether the column 单位 beside indicators holds counting units, not reporting units."""
    places = [place for place, key in enumerate(header.keys) if key in header_index.unit_keys]
    texts = [text for place in places for text in _texts(sheet, header, place)]
    return bool(header.indicator_columns) and all(header_index.counting_units.read(text) for text in texts)


def _holds_units(sheet: Sheet, header: Header, place: int, header_index: HeaderIndex) -> bool:
    """Whether every cell below a header, except notes, totals and months over a section, is a known unit."""
    texts = set(_texts(sheet, header, place))
    return bool(texts) and all(map(header_index.units.find, texts))


def _texts(sheet: Sheet, header: Header, place: int) -> Iterator[str]:
    for cells in sheet.rows[header.row + 1 : header.row + 1 + CELLS_LOOKED_AT]:
        text = cells[place].strip() if place < len(cells) else ""
        if text and not (total_word(text, with_beginning=True) or is_note(cells) or _names_month(cells)):
            yield text


def _names_month(cells: Row) -> bool:
    """Whether a row only names the month of the rows below it."""
    texts = {cell.strip() for cell in cells} - {""}
    return len(texts) == 1 and is_month_without_day(texts.pop())
