"""Inspect an xlsx before it is opened: real size, no XML entities, extent of its sheets, faulty cells."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath
from xml.etree import ElementTree

from etl.read.open.foreign_kind import kind_of_zip
from etl.read.open.ods_file import MIMETYPE
from etl.read.open.persons import identity_in, persons_in_markup
from etl.read.open.plain_text import mark_in
from etl.read.open.workbook import (
    LARGEST_AREA,
    MOST_SHEETS,
    PASSWORD,
    TOO_MANY_SHEETS,
    RefusedError,
    Seen,
    Tally,
)
from etl.read.open.xlsb_check import WORKBOOK, check_xlsb
from etl.read.open.xlsx_shown import (
    SHARED_TEXTS,
    STYLES,
    formats_with_words,
    formatted_cells,
    has_marks,
    marked_cells,
    marked_texts,
    note_what_is_hidden,
    struck_cells,
    struck_styles,
)

LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 20_000
CHUNK = 1 << 20
NEEDED = re.compile(
    r"xl/(?:workbook\.(?:xml|bin)$|styles\.(?:xml|bin)$|_rels/workbook\.(?:xml|bin)\.rels$|worksheets/)"
    r"|content\.xml$|mimetype$|META-INF/manifest\.xml$"
)
WORKBOOKS = frozenset({"xl/workbook.xml", WORKBOOK})
NOT_A_WORKBOOK = "不是 Excel 工作簿，或已损坏（如没有下载完整）；请用 Excel 或 WPS 打开后另存为 xlsx 再报"

_ENTITIES = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_FIRST_ROW_OR_CELL = re.compile(rb"<(\w+:)?(?:row|c)\b")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{0,3})([0-9]{1,8})[\"']")
_IS_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")


def open_zip(content: bytes) -> tuple[dict[str, bytes], Seen]:
    """The parts of a workbook (xlsx, xlsb or ods) by name, and the marks and numbers outside its cells.

    Raises RefusedError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts, seen = _unpack(archive)
            names = archive.namelist()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise RefusedError("unreadable", NOT_A_WORKBOOK) from error
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise RefusedError("unreadable", PASSWORD)
    if not is_ods(parts) and parts.keys().isdisjoint(WORKBOOKS):
        said = kind_of_zip(names, parts.get("mimetype", b""))
        raise RefusedError("unreadable", f"这{said}" if said else NOT_A_WORKBOOK)
    return parts, seen


def is_ods(parts: Mapping[str, bytes]) -> bool:
    """Whether the parts are those of an OpenDocument table."""
    is_table = any(MIMETYPE in parts.get(name, b"") for name in ("mimetype", "META-INF/manifest.xml"))
    return is_table and "content.xml" in parts


def check_xlsx(parts: dict[str, bytes]) -> dict[str, Tally]:
    """Sheet name → its tally, for an xlsx or xlsb. Raises RefusedError."""
    if "xl/workbook.xml" not in parts:
        return check_xlsb(parts)
    tallies = {}
    looks = _Looks.of(parts)
    for name, part in _sheet_parts(parts):
        tallies[name] = _tally(parts.get(part, b""), looks)
        tallies[name].refuse_if_too_wide(name)
    return tallies


def _unpack(archive: zipfile.ZipFile) -> tuple[dict[str, bytes], Seen]:
    """The parts of workbook and sheets by name, and the marks and numbers outside its cells.

    Counts the real unpacked size of every part, because the directory may lie.
    """
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise _too_large()
    left = LARGEST_UNPACKED
    parts: dict[str, bytes] = {}
    seen = Seen()
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
            seen |= _seen_in(entry.filename, data)
        elif entry.filename.lower().endswith(".bin"):
            seen |= Seen(mark_in(data), identity_in(data))
        name = entry.filename.replace("\\", "/")
        if NEEDED.match(name) or (name == SHARED_TEXTS and has_marks(data)):
            parts[name] = data
    return parts, seen


def _seen_in(name: str, data: bytes) -> Seen:
    """The mark in a part, and personal numbers outside its cells; the cells are searched elsewhere."""
    if name.endswith(("sharedStrings.xml", "content.xml")):
        return Seen(mark_in(data), identity_in(data))
    around = data.rpartition(b"sheetData>")[2] if b"sheetData>" in data else data
    return Seen(mark_in(data), persons_in_markup(around))


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
    sheets = [element for element in workbook.iter() if element.tag.rpartition("}")[2] == "sheet"]
    if len(sheets) > MOST_SHEETS:
        raise RefusedError("too_large", TOO_MANY_SHEETS)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for sheet in sheets:
        id = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
        target = targets.get(id, "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        yield sheet.get("name", ""), part


@dataclass(frozen=True)
class _Looks:
    """How cells are shown: number formats with words and struck-out styles by number, texts with marks."""

    formats: dict[int, str]
    struck: frozenset[int]
    texts: dict[int, str]

    @staticmethod
    def of(parts: Mapping[str, bytes]) -> "_Looks":
        styles = parts.get(STYLES, b"")
        texts = marked_texts(parts.get(SHARED_TEXTS, b""))
        return _Looks(formats_with_words(styles), struck_styles(styles), texts)


def _tally(data: bytes, looks: _Looks) -> Tally:
    """The extent of a sheet, its faulty cells, its hidden parts, and how its cells are shown."""
    tally = Tally()
    prefix = found[1] or b"" if (found := _FIRST_ROW_OR_CELL.search(data)) else b""
    if not _reach_quickly(data, prefix, tally):
        _reach(data, prefix, tally)
    for cell, text in (*_errors(data, prefix), *_formulas_without_value(data, prefix)):
        if reference := _REFERENCE.search(cell):
            place = (int(reference[2]) - 1, column_number(reference[1]) - 1)
            tally.faults[place] = unescape(text.decode("utf-8", "replace"))
    note_what_is_hidden(data, prefix, tally)
    for letters, row, code in formatted_cells(data, prefix, looks.formats):
        tally.formats[row - 1, column_number(letters) - 1] = code
    for (letters, row), marked in marked_cells(data, prefix, looks.texts):
        tally.faults[row - 1, column_number(letters) - 1] = marked
    for letters, row in struck_cells(data, prefix, looks.struck):
        tally.struck.append((row - 1, column_number(letters) - 1))
    return tally


def _reach_quickly(data: bytes, prefix: bytes, tally: Tally) -> bool:
    """A quick upper bound of the extent, including blank cells; works if every cell names its place."""
    letters = re.findall(rb"<%bc r=\"([A-Z]+)" % prefix, data)
    rows = re.findall(rb"<%brow r=\"([0-9]+)\"" % prefix, data)
    cells = data.count(b"<%bc " % prefix) + data.count(b"<%bc>" % prefix)
    if len(letters) != cells or len(rows) != data.count(b"<%brow" % prefix) or not rows:
        return False
    height, width = max(map(int, rows)), max(map(column_number, set(letters)), default=0)
    if height * width > LARGEST_AREA:
        return False
    tally.reach(height, width)
    return True


def _reach(data: bytes, prefix: bytes, tally: Tally) -> None:
    """The exact extent of the non-blank cells, checked one by one."""
    row = column = 0
    for found in re.finditer(rb"<%b(row|c)\b([^>]*)>" % prefix, data):
        reference = _REFERENCE.search(found[2])
        if found[1] == b"row":
            row, column = (int(reference[2]) if reference else row + 1), 0
            continue
        column = column_number(reference[1]) if reference and reference[1] else column + 1
        if not found[2].endswith(b"/"):
            tally.reach(int(reference[2]) if reference else row, column)


def _errors(data: bytes, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and text of every cell with an error."""
    if b't="e"' not in data and b"t='e'" not in data:
        return
    for found in _IS_ERROR.finditer(data):
        opening = data.rfind(b"<%bc" % prefix, 0, found.start())
        start = data.find(b">", found.end())
        end = data.find(b"</%bc>" % prefix, start)
        value = re.search(rb"<%bv>([^<]*)<" % prefix, data[start:end]) if 0 < start < end else None
        yield data[opening:start], value[1] if value else b"#ERROR!"


def _formulas_without_value(data: bytes, prefix: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Attributes and formula of every cell with a formula but no computed value."""
    if b"<%bf" % prefix not in data:
        return
    value = re.compile(rb"<%bv\b[^>]*>[^<]" % prefix)
    for found in re.finditer(rb"<%bf\b[^>]*?(?:/>|>([^<]*)<)" % prefix, data):
        opening = data.rfind(b"<%bc" % prefix, 0, found.start())
        start = data.find(b">", opening, found.start())
        end = data.find(b"</%bc>" % prefix, found.end())
        is_worked_out = _IS_TEXT.search(data, opening, start) or value.search(data, found.end(), end)
        if 0 <= opening < start and not is_worked_out:
            yield data[opening:start], b"=" + (found[1] or b"")


def column_number(letters: bytes) -> int:
    """A as 1, Z as 26, AA as 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
