"""A look into an xlsx before it is opened: real size, no entities, reach of its sheets, faulty cells."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape
from posixpath import join, normpath
from xml.etree import ElementTree

from etl.reading.workbook_check import LARGEST_AREA, PASSWORD, RefusedError, Tally

LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 20_000
CHUNK = 1 << 20
NOT_A_WORKBOOK = "不是 Excel 工作簿（xlsx）；请用 Excel 或 WPS 另存为 xlsx 再报"

_ENTITIES = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=[\"']([0-9]{1,8})[\"']")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)\b([^>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{0,3})([0-9]{1,8})[\"']")
_ERROR_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")
_CELL_START = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>[^<]")


def check_xlsx(content: bytes) -> tuple[dict[str, Tally], bytes]:
    """Sheet name → what was seen, and every part's text for a search of marks. Raises RefusedError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _unpack(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise RefusedError("unreadable", NOT_A_WORKBOOK) from error
    if "xl/workbook.xml" not in parts:
        raise RefusedError("unreadable", NOT_A_WORKBOOK)
    tallies = {}
    for name, part in _sheet_parts(parts):
        tallies[name] = _tally(parts.get(part, b""))
        tallies[name].refuse_if_too_wide(name)
    return tallies, b"\n".join(parts.values())


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The XML parts by name; what every part really unpacks to is counted, whatever the directory says."""
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise _too_large()
    left = LARGEST_UNPACKED
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.flag_bits & 1:
            raise RefusedError("unreadable", PASSWORD)
        data = _inflate(archive, entry, left)
        left -= len(data)
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            if any(mark in data for mark in _ENTITIES):
                raise RefusedError(
                    "unreadable", "工作簿里有不该有的实体声明，不能安全打开；请另存为 xlsx 再报"
                )
            parts[entry.filename.replace("\\", "/")] = data
    return parts


def _inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> bytes:
    """One part unpacked. Raises RefusedError once it is larger than `limit`."""
    chunks = []
    with archive.open(entry) as part:
        while chunk := part.read(CHUNK):
            chunks.append(chunk)
            limit -= len(chunk)
            if limit < 0:
                raise _too_large()
    return b"".join(chunks)


def _too_large() -> RefusedError:
    return RefusedError("too_large", "工作簿解开后超过 200 MB；请删去无关的工作表或分成几个文件再报")


def _sheet_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet, by the workbook's own list."""
    try:
        workbook = ElementTree.fromstring(parts["xl/workbook.xml"])
        relations = ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    except ElementTree.ParseError as error:
        raise RefusedError("unreadable", NOT_A_WORKBOOK) from error
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in workbook.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            id = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            target = targets.get(id, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            yield element.get("name", ""), part


def _tally(data: bytes) -> Tally:
    """How far a sheet's cells reach, and which are faulty."""
    tally = Tally()
    _reach(data, tally)
    for cell, text in (*_errors(data), *_formulas_without_value(data)):
        if reference := _REFERENCE.search(cell):
            place = (int(reference[2]) - 1, column_number(reference[1]) - 1)
            tally.faults[place] = unescape(text.decode("utf-8", "replace"))
    return tally


def _reach(data: bytes, tally: Tally) -> None:
    """A quick upper bound where it is small enough, else cell by cell."""
    rows = max((int(row) for row in _ROW.findall(data)), default=0)
    columns = next((most for length, most in ((3, 18278), (2, 702)) if _has_letters(data, length)), 26)
    references = len(re.findall(rb"<(?:\w+:)?c\b[^>]*?\br=", data)) if rows * columns <= LARGEST_AREA else -1
    if references == len(re.findall(rb"<(?:\w+:)?c[\s>/]", data)) and rows:
        tally.reach(rows, columns)
        return
    row = column = 0
    for kind, attributes in _ROW_OR_CELL.findall(data):
        reference = _REFERENCE.search(attributes)
        if kind == b"row":
            row, column = (int(reference[2]) if reference else row + 1), 0
            continue
        column = column_number(reference[1]) if reference and reference[1] else column + 1
        if not attributes.endswith(b"/"):
            tally.reach(int(reference[2]) if reference else row, column)


def _has_letters(data: bytes, length: int) -> bool:
    return re.search(rb"<(?:\w+:)?c\b[^>]*?\br=[\"'][A-Z]{%d}[0-9]" % length, data) is not None


def _errors(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and text of every cell that holds an error."""
    if re.search(rb"\bt=[\"']e[\"']", data):
        yield from _ERROR_CELL.findall(data)


def _formulas_without_value(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and formula of every cell whose formula was never worked out."""
    start = 0
    for formula in _FORMULA.finditer(data):
        opening = max(
            data.rfind(b"<c ", start, formula.start()), data.rfind(b":c ", start, formula.start()) - 8
        )
        cell = list(_CELL_START.finditer(data, max(opening, start), formula.start()))
        end = data.find(b"c>", formula.end())
        start = formula.end()
        if not cell or b't="str"' in cell[-1][1] or _VALUE.search(data, formula.end(), end):
            continue
        yield cell[-1][1], b"=" + (formula[1] or b"")


def column_number(letters: bytes) -> int:
    """A as 1, Z as 26, AA as 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
