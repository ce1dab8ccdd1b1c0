"""Inspect an xlsb before it is opened, like xlsx_check, but from binary records ([MS-XLSB])."""

import struct
from collections.abc import Iterator, Mapping
from posixpath import join, normpath
from xml.etree import ElementTree

from etl.read.open.number_format import BUILT_IN, says_something
from etl.read.open.workbook import RefusedError, Tally
from etl.read.open.xls_check import ERRORS

WORKBOOK = "xl/workbook.bin"
DAMAGED = "工作簿（xlsb）已损坏，无法打开；请用 Excel 或 WPS 打开后另存为 xlsx 再报"
ROW, BLANK, NUMBER, REAL = 0, 1, 2, 5
CELLS = range(BLANK, 12)
CELL_ERROR, FORMULA_NUMBER, FORMULA_ERROR = 3, 9, 11
FORMAT, STYLE, COLUMNS, SHEET, MERGED = 44, 47, 60, 156, 176
CELL_STYLES, END_OF_CELL_STYLES = 617, 618


def check_xlsb(parts: Mapping[str, bytes]) -> dict[str, Tally]:
    """Sheet name → its tally. Raises RefusedError."""
    try:
        formats = _formats_with_words(parts.get("xl/styles.bin", b""))
        tallies = {name: _tally(parts.get(part, b""), formats) for name, part in _sheets(parts)}
    except (struct.error, IndexError, ValueError, ElementTree.ParseError) as error:
        raise RefusedError("unreadable", DAMAGED) from error
    for name, tally in tallies.items():
        tally.refuse_if_too_wide(name)
    return tallies


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet."""
    relations = ElementTree.fromstring(parts.get("xl/_rels/workbook.bin.rels", b"<none/>"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for kind, data in _records(parts[WORKBOOK]):
        if kind == SHEET:
            id, end = _text(data, 8)
            name, _ = _text(data, end)
            target = targets.get(id, "")
            yield name, target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _formats_with_words(styles: bytes) -> dict[int, str]:
    """Cell style number → number format, for formats that display more than the number."""
    codes, named, is_cell_style = dict(BUILT_IN), [], False
    for kind, data in _records(styles):
        if kind == FORMAT:
            codes[struct.unpack_from("<H", data, 0)[0]] = _text(data, 2)[0]
        elif kind in (CELL_STYLES, END_OF_CELL_STYLES):
            is_cell_style = kind == CELL_STYLES
        elif kind == STYLE and is_cell_style:
            named.append(struct.unpack_from("<H", data, 2)[0])
    found = {number: codes.get(code, "") for number, code in enumerate(named)}
    return {number: code for number, code in found.items() if says_something(code)}


def _tally(sheet: bytes, formats: Mapping[int, str]) -> Tally:
    tally, row = Tally(), 0
    for kind, data in _records(sheet):
        if kind == ROW:
            (row,) = struct.unpack_from("<I", data, 0)
            tally.hidden_rows.extend([row] if data[11] & 0x10 else [])
        elif kind in CELLS:
            _note_cell(kind, data, row, formats, tally)
        elif kind == COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<4IH", data, 0)
            tally.hidden_columns.extend([range(first, last + 1)] if flags & 1 else [])
        elif kind == MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", data, 0)
            tally.merges.append(((top, left), (bottom, right)))
    return tally


def _note_cell(kind: int, data: bytes, row: int, formats: Mapping[int, str], tally: Tally) -> None:
    (column,) = struct.unpack_from("<I", data, 0)
    if kind != BLANK:
        tally.reach(row + 1, column + 1)
    if kind in (CELL_ERROR, FORMULA_ERROR):
        tally.faults[row, column] = ERRORS.get(data[8], "#ERROR!")
    elif kind in (NUMBER, REAL, FORMULA_NUMBER):
        code = formats.get(int.from_bytes(data[4:7], "little"))
        if code:
            tally.formats[row, column] = code


def _text(data: bytes, offset: int) -> tuple[str, int]:
    """The text at this offset, and the offset of its end."""
    (length,) = struct.unpack_from("<I", data, offset)
    end = offset + 4 + 2 * length
    if end > len(data):
        raise IndexError(offset)
    return data[offset + 4 : end].decode("utf-16-le", "replace"), end


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record; kind and length are encoded with seven bits per byte."""
    place = 0
    while place < len(stream):
        kind, place = _number(stream, place, 2)
        length, place = _number(stream, place, 4)
        yield kind, stream[place : place + length]
        place += length


def _number(stream: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for count in range(most):
        byte = stream[place]
        number |= (byte & 0x7F) << (7 * count)
        place += 1
        if byte < 0x80:
            break
    return number, place
