"""The same sheet in other containers: Excel's XML of 2003, OpenDocument, MHTML, an encrypted old workbook."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import datetime
from html import escape

from etl.read.open.xls_check import rc4

Cell = str | float | datetime | tuple[float, str] | None  # a number with its number format, or as it is shown

WORKBOOK = """<?xml version="1.0" encoding="{encoding}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40"><Styles><Style ss:ID="Default"/>{styles}</Styles>
{sheets}</Workbook>"""
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:automatic-styles>
<style:style style:name="ta2" style:family="table">
<style:table-properties table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>
</office:document-content>"""
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def as_spreadsheet_xml(
    sheets: dict[str, Sequence[Sequence[Cell]]], hidden: Sequence[str] = (), encoding: str = "utf-8"
) -> bytes:
    """A workbook in Excel's XML of 2003."""
    codes = dict.fromkeys(
        cell[1] for rows in sheets.values() for row in rows for cell in row if isinstance(cell, tuple)
    )
    formats = {code: f"s{number}" for number, code in enumerate(codes)}
    styles = "".join(
        f'<Style ss:ID="{id}"><NumberFormat ss:Format="{escape(code)}"/></Style>'
        for code, id in formats.items()
    )
    parts = []
    for name, rows in sheets.items():
        body = "".join(f"<Row>{''.join(_xml_cell(cell, formats) for cell in row)}</Row>" for row in rows)
        visible = "<x:Visible>SheetHidden</x:Visible>" if name in hidden else ""
        parts.append(
            f'<Worksheet ss:Name="{name}"><Table>{body}</Table>'
            f"<x:WorksheetOptions>{visible}</x:WorksheetOptions></Worksheet>"
        )
    text = WORKBOOK.format(encoding=encoding, styles=styles, sheets="".join(parts))
    return text.encode(encoding)


def _xml_cell(cell: Cell, formats: dict[str, str]) -> str:
    if cell is None:
        return "<Cell/>"
    if isinstance(cell, tuple):
        return f'<Cell ss:StyleID="{formats[cell[1]]}"><Data ss:Type="Number">{cell[0]}</Data></Cell>'
    if isinstance(cell, datetime):
        return f'<Cell><Data ss:Type="DateTime">{cell.isoformat(timespec="milliseconds")}</Data></Cell>'
    kind = "String" if isinstance(cell, str) else "Number"
    return f'<Cell><Data ss:Type="{kind}">{escape(str(cell))}</Data></Cell>'


def as_ods(sheets: dict[str, Sequence[Sequence[Cell]]], hidden: Sequence[str] = ()) -> bytes:
    """A table of OpenDocument."""
    parts = []
    for name, rows in sheets.items():
        body = "".join(
            f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>" for row in rows
        )
        style = "ta2" if name in hidden else "ta1"
        parts.append(f'<table:table table:name="{name}" table:style-name="{style}">{body}</table:table>')
    return ods_of(CONTENT.format(sheets="".join(parts)))


def ods_of(content: str, manifest: str = "") -> bytes:
    """A table of OpenDocument with this content."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f'<manifest media-type="{ODS}">{manifest}</manifest>')
    return packed.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}">'
            "<text:p>6月</text:p></table:table-cell>"
        )
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        )
    value, shown = cell if isinstance(cell, tuple) else (cell, str(cell))
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{escape(shown)}</text:p>'
        "</table:table-cell>"
    )


def encrypted(content: bytes, password: str) -> bytes:
    """An old workbook that says it is encrypted under this password (RC4); the rest is as it was."""
    salt, verifier = bytes(range(16)), bytes(range(100, 116))
    first = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    second = hashlib.md5((first + salt) * 16).digest()[:5]
    key = hashlib.md5(second + bytes(4)).digest()
    check = rc4(key, verifier + hashlib.md5(verifier).digest())
    record = struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + salt + check
    place = content.index(struct.pack("<HHH", 0x0809, 16, 0x0600))  # the first record of the stream
    end = place + 20
    return content[:end] + record + content[end + len(record) :]
