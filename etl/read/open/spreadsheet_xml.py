"""Read Excel 2003 XML (SpreadsheetML), which other systems save as .xls or .xml."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

from domain.text import raised, struck_out
from etl.read.open.number_format import says_something
from etl.read.open.plain_text import decode
from etl.read.open.sheet import MOST_ROWS, UnreadableError, refuse_if_too_large
from etl.read.open.workbook import RawSheet, Tally

DAMAGED = "这是 Excel 2003 XML 表格，但已损坏，无法打开；请用 Excel 或 WPS 打开后另存为 xlsx 再报"
WIDEST = 16_384
LONGEST_HEAD = 100_000
_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_MARKS = {"S": struck_out, "Sup": raised, "Sub": raised}
_ROOT = re.compile(rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED_FORMATS = {"Percent": "0.00%"}
_HIDDEN = {"SheetHidden": "hidden", "SheetVeryHidden": "very hidden"}


def is_spreadsheet_xml(content: bytes) -> bool:
    """Whether the content is an Excel 2003 XML workbook, in any encoding."""
    return _ROOT.search(content[:LONGEST_HEAD].replace(b"\0", b"")) is not None


def read_spreadsheet_xml(content: bytes) -> list[RawSheet]:
    """The sheets of such a workbook. Raises UnreadableError or TooLargeError."""
    text, _ = decode(content)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise UnreadableError(DAMAGED)
    try:
        return _read(_DECLARATION.sub("", text))
    except (ElementTree.ParseError, ValueError, LookupError, OverflowError) as error:
        raise UnreadableError(DAMAGED) from error


def _read(text: str) -> list[RawSheet]:
    sheets: list[_XmlSheetReader] = []
    formats: dict[str, str] = {}
    struck: set[str] = set()
    for event, element in ElementTree.iterparse(io.BytesIO(text.encode()), events=("start", "end")):
        if event == "start":
            if element.tag == f"{_S}Worksheet":
                sheets.append(_XmlSheetReader(element.get(f"{_S}Name", ""), formats, struck))
        elif element.tag == f"{_S}Style":
            formats.update(_format_of(element))
            struck.update(_struck_in(element))
        elif sheets and sheets[-1].take(element):
            element.clear()
    return [sheet.raw() for sheet in sheets]


def _format_of(style: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """The number format of a style, if it displays more than the number."""
    found = style.find(f"{_S}NumberFormat")
    code = found.get(f"{_S}Format", "") if found is not None else ""
    code = _NAMED_FORMATS.get(code, code)
    if re.search("[0#?]|General|[mM]", code) and says_something(code):
        yield style.get(f"{_S}ID", ""), code


def _struck_in(style: ElementTree.Element) -> Iterator[str]:
    """The name of a style, if its font is struck out."""
    font = style.find(f"{_S}Font")
    if font is not None and font.get(f"{_S}StrikeThrough") == "1":
        yield style.get(f"{_S}ID", "")


def _text_of(data: ElementTree.Element) -> str:
    """The text of a cell, its struck out and raised parts marked."""
    parts = [data.text or ""]
    for one in data:
        mark = _MARKS.get(one.tag.rpartition("}")[2])
        parts += [mark(_text_of(one)) if mark else _text_of(one), one.tail or ""]
    return "".join(parts)


class _XmlSheetReader:
    """Collects the rows of one sheet from a stream of elements."""

    def __init__(self, name: str, formats: dict[str, str], struck: set[str]) -> None:
        self.name = name
        self.formats = formats
        self.struck = struck
        self.rows: list[list[Any]] = []
        self.merges: list[list[int]] = []
        self.tally = Tally()
        self.visibility = ""
        self._cells = 0
        self._column = 0

    def raw(self) -> RawSheet:
        return RawSheet(self.name, self.rows, self.merges, self.tally, self.visibility)

    def take(self, element: ElementTree.Element) -> bool:
        """Process an element at its end tag; return whether it can be discarded."""
        if element.tag == f"{_S}Row":
            self._take_row(element)
            return True
        if element.tag == f"{_S}Column":
            self._take_column(element)
        elif element.tag == f"{_X}Visible":
            self.visibility = _HIDDEN.get((element.text or "").strip(), "")
        return False

    def _take_column(self, element: ElementTree.Element) -> None:
        first = _number(element, "Index", self._column + 1) - 1
        self._column = first + 1 + _number(element, "Span", 0)
        if element.get(f"{_S}Hidden") == "1":
            self.tally.hidden_columns.append(range(first, self._column))

    def _take_row(self, element: ElementTree.Element) -> None:
        row = _number(element, "Index", len(self.rows) + 1) - 1
        refuse_if_too_large(row, 0)
        self.rows.extend([] for _ in range(len(self.rows), row))
        cells: list[Any] = []
        for cell in element.findall(f"{_S}Cell"):
            self._take_cell(cell, row, cells)
        self.rows.append(cells)
        if element.get(f"{_S}Hidden") == "1":
            self.tally.hidden_rows.append(row)
        self._cells += len(cells)
        refuse_if_too_large(len(self.rows), self._cells)

    def _take_cell(self, cell: ElementTree.Element, row: int, cells: list[Any]) -> None:
        column = _number(cell, "Index", len(cells) + 1) - 1
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        if column + across >= WIDEST:
            raise UnreadableError(DAMAGED)
        cells.extend([""] * (column - len(cells)))
        cells.append(self._value(cell, row, column))
        cells.extend([""] * across)
        if across or down:
            self.merges.append([row, column, row + min(down, MOST_ROWS), column + across])

    def _value(self, cell: ElementTree.Element, row: int, column: int) -> Any:
        data = cell.find(f"{_S}Data")
        if data is None:
            formula = cell.get(f"{_S}Formula", "")
            if formula:
                self.tally.faults[row, column] = formula
            return ""
        text, kind = _text_of(data), data.get(f"{_S}Type")
        if not text.strip():
            return ""
        if cell.get(f"{_S}StyleID", "") in self.struck:
            self.tally.struck.append((row, column))
        code = self.formats.get(cell.get(f"{_S}StyleID", ""))
        if code and kind in ("Number", "DateTime"):
            self.tally.formats[row, column] = code
        if kind == "Number":
            return float(text)
        if kind == "Boolean":
            return text.strip() == "1"
        return datetime.fromisoformat(text) if kind == "DateTime" else text


def _number(element: ElementTree.Element, name: str, otherwise: int) -> int:
    """A count from an attribute; ValueError for a number that no workbook can contain."""
    text = element.get(f"{_S}{name}")
    number = int(text) if text is not None else otherwise
    if not 0 <= number <= 2 * MOST_ROWS:
        raise ValueError(name)
    return number
