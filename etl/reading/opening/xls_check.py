"""A look into an xls before it is opened: reach of its sheets, formulas that went wrong ([MS-XLS])."""

import struct
from collections.abc import Iterator

from etl.reading.opening.compound_file import CompoundFileError, read_streams
from etl.reading.opening.workbook_check import PASSWORD, RefusedError, Tally

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
END_OF_SHEET, SHEET, PASSWORD_FOLLOWS = 0x000A, 0x0085, 0x002F
FORMULA, BOOLEAN_OR_ERROR, MANY_NUMBERS = 0x0006, 0x0205, 0x00BD
CELLS = frozenset({FORMULA, BOOLEAN_OR_ERROR, MANY_NUMBERS, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6})


def check_xls(content: bytes) -> dict[str, Tally]:
    """Sheet name → what was seen; nothing where the file is damaged. Raises RefusedError."""
    try:
        streams = read_streams(content)
        if "EncryptedPackage" in streams:
            raise RefusedError("unreadable", PASSWORD)
        stream = streams.get("Workbook") or streams.get("Book") or b""
        tallies = {name: _tally(stream, offset) for name, offset in _sheets(stream)}
    except (CompoundFileError, struct.error, IndexError, UnicodeDecodeError):
        return {}
    for name, tally in tallies.items():
        tally.refuse_if_too_wide(name)
    return tallies


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet and where its records begin."""
    for kind, data in _records(stream, 0):
        if kind == PASSWORD_FOLLOWS:
            raise RefusedError("unreadable", PASSWORD)
        if kind == SHEET:
            (offset,) = struct.unpack_from("<I", data, 0)
            length, wide = data[6], data[7] & 1
            raw = data[8 : 8 + length * (2 if wide else 1)]
            yield raw.decode("utf-16-le" if wide else "latin-1"), offset


def _tally(stream: bytes, offset: int) -> Tally:
    """How far a sheet's cells reach, and which are faulty."""
    tally = Tally()
    for kind, data in _records(stream, offset):
        if kind not in CELLS:
            continue
        row, column = struct.unpack_from("<HH", data, 0)
        last = struct.unpack_from("<H", data, len(data) - 2)[0] if kind == MANY_NUMBERS else column
        tally.reach(row + 1, last + 1)
        if text := _fault(kind, data):
            tally.faults[row, column] = text
    return tally


def _fault(kind: int, data: bytes) -> str:
    """The error that a cell shows; "" where it shows none."""
    if kind == BOOLEAN_OR_ERROR and data[7]:
        return ERRORS.get(data[6], "#ERROR!")
    if kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        return ERRORS.get(data[8], "#ERROR!")
    return ""


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record up to the end of this part of the stream."""
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + length]
        if kind == END_OF_SHEET:
            return
        offset += 4 + length
