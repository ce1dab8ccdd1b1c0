"""Recognise a unit column under an ambiguous header: 受理单位, 主办单位, 科室."""

from collections.abc import Iterator
from dataclasses import replace

from etl.read.locate.header import Header
from etl.read.locate.header_index import HeaderIndex
from etl.read.locate.rows import is_note, total_word
from etl.read.open.sheet import Sheet

CELLS_LOOKED_AT = 5000


def with_unit_column(sheet: Sheet, header: Header, header_index: HeaderIndex) -> Header:
    """Treat an ambiguous header (受理单位, …) as the unit's if all cells below are known units.

    Only beside figures, if no column has a unit header and exactly one candidate exists.
    """
    named = {header_index.key(text) for text in header_index.catalogue.unit_column.perhaps}
    places = [place for place, key in enumerate(header.keys) if key in named]
    if not places or not _has_figures(header, header_index):
        return header
    has_own = not header_index.unit_keys.isdisjoint(header.keys)
    if has_own and not _states_counting_units(sheet, header, header_index):
        return header
    holding = [place for place in places if _holds_units(sheet, header, place, header_index)]
    if len(holding) != 1:
        return header
    unit = header_index.key(header_index.catalogue.unit_column.name)
    keys = tuple(unit if place == holding[0] else key for place, key in enumerate(header.keys))
    return replace(header, keys=keys)


def _has_figures(header: Header, header_index: HeaderIndex) -> bool:
    """Whether the table holds figures: indicators in its header or in a column."""
    return bool(header.indicator_columns) or not header_index.figures.keys().isdisjoint(header.keys)


def _states_counting_units(sheet: Sheet, header: Header, header_index: HeaderIndex) -> bool:
    """Whether the column 单位 beside indicators holds counting units, not reporting units."""
    places = [place for place, key in enumerate(header.keys) if key in header_index.unit_keys]
    texts = [text for place in places for text in _texts(sheet, header, place)]
    return bool(header.indicator_columns) and all(header_index.counting_units.read(text) for text in texts)


def _holds_units(sheet: Sheet, header: Header, place: int, header_index: HeaderIndex) -> bool:
    """Whether every cell below a header, except notes and totals, is a known unit."""
    texts = set(_texts(sheet, header, place))
    return bool(texts) and all(map(header_index.units.find, texts))


def _texts(sheet: Sheet, header: Header, place: int) -> Iterator[str]:
    for cells in sheet.rows[header.row + 1 : header.row + 1 + CELLS_LOOKED_AT]:
        text = cells[place].strip() if place < len(cells) else ""
        if text and not total_word(text, with_beginning=True) and not is_note(cells):
            yield text
