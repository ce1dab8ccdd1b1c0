"""Writes an xlsb for tests: no library does; [MS-XLSB], inline texts, a style for each number format."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

BOOK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

Cell = (
    str | float | tuple[float, str] | None
)  # a number with its number format; an error is a text like #REF!
ERRORS = {"#DIV/0!": 0x07, "#REF!": 0x17, "#N/A": 0x2A}


def as_xlsb(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    hidden: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_columns: Sequence[int] = (),
    merges: Sequence[tuple[int, int, int, int]] = (),
) -> bytes:
    """A workbook of these sheets; what is hidden or merged is so on each of them."""
    codes = [cell[1] for rows in sheets.values() for row in rows for cell in row if isinstance(cell, tuple)]
    formats = list(dict.fromkeys(codes))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}"/>')
        archive.writestr("xl/workbook.bin", _workbook(list(sheets), hidden))
        relations = "".join(
            f'<Relationship Id="rId{number}" Type="{BOOK}/worksheet" Target="worksheets/sheet{number}.bin"/>'
            for number in range(1, len(sheets) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
        )
        archive.writestr("xl/styles.bin", _styles(formats))
        for number, rows in enumerate(sheets.values(), start=1):
            data = _sheet(rows, formats, hidden_rows, hidden_columns, merges)
            archive.writestr(f"xl/worksheets/sheet{number}.bin", data)
    return content.getvalue()


def _record(kind: int, data: bytes = b"") -> bytes:
    return _seven(kind) + _seven(len(data)) + data


def _seven(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _workbook(names: Sequence[str], hidden: Sequence[str]) -> bytes:
    sheets = b"".join(
        _record(156, struct.pack("<II", name in hidden, number) + _text(f"rId{number}") + _text(name))
        for number, name in enumerate(names, start=1)
    )
    return _record(131) + _record(143) + sheets + _record(144) + _record(132)


def _styles(formats: Sequence[str]) -> bytes:
    codes = b"".join(_record(44, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(formats))
    styles = b"".join(
        _record(47, struct.pack("<HH", 0, number).ljust(16, b"\0"))
        for number in (0, *range(164, 164 + len(formats)))
    )
    return (
        _record(278)
        + _record(615, struct.pack("<I", len(formats)))
        + codes
        + _record(616)
        + _record(617, struct.pack("<I", len(formats) + 1))
        + styles
        + _record(618)
        + _record(279)
    )


def _sheet(
    rows: Sequence[Sequence[Cell]],
    formats: Sequence[str],
    hidden_rows: Sequence[int],
    hidden_columns: Sequence[int],
    merges: Sequence[tuple[int, int, int, int]],
) -> bytes:
    width = max(map(len, rows), default=1)
    parts = [_record(129), _record(148, struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, width - 1))]
    columns = (_record(60, struct.pack("<4IH", place, place, 2560, 0, 1)) for place in hidden_columns)
    parts += [_record(390), *columns, _record(391), _record(145)]
    for number, row in enumerate(rows):
        flags = 0x1000 if number in hidden_rows else 0
        parts.append(_record(0, struct.pack("<IIHHBI", number, 0, 300, flags, 0, 0)))
        parts += [_cell(place, cell, formats) for place, cell in enumerate(row) if cell is not None]
    areas = (
        _record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in merges
    )
    return b"".join([*parts, _record(146), _record(177), *areas, _record(178), _record(130)])


def _cell(place: int, cell: Cell, formats: Sequence[str]) -> bytes:
    style = formats.index(cell[1]) + 1 if isinstance(cell, tuple) else 0
    head = struct.pack("<II", place, style)
    value = cell[0] if isinstance(cell, tuple) else cell
    if isinstance(value, str) and value in ERRORS:
        return _record(3, head + bytes([ERRORS[value]]))
    if isinstance(value, str):
        return _record(6, head + _text(value))
    return _record(5, head + struct.pack("<d", value))
