"""Read OpenDocument tables (.ods and flat XML): cell values with the words displayed around them."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time
from typing import Any
from xml.etree import ElementTree

from domain.text import raised, struck_out
from etl.read.open.number_format import as_text_shows, stored_as_shown
from etl.read.open.sheet import MOST_ROWS, UnreadableError, refuse_if_too_large
from etl.read.open.workbook import RawSheet, Tally

DAMAGED = "这是 ODS 表格，但已损坏，无法打开；请用 WPS 或 LibreOffice 打开后另存为 xlsx 再报"
MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
LONGEST_HEAD = 100_000
WIDEST = 16_384
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{{_NAMESPACE}{name}:1.0}}" for name in ("office", "table", "text", "style")
)
Marks = Mapping[str, Callable[[str], str]]  # style → how its text is marked
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:[0-9]+|#N/A")


def is_flat_ods(content: bytes) -> bool:
    """Whether the content is an OpenDocument table in a single XML file."""
    head = content[:LONGEST_HEAD]
    return b":document" in head and MIMETYPE in head


def read_ods(xml: bytes) -> list[RawSheet]:
    """The sheets of an OpenDocument's content. Raises UnreadableError or TooLargeError."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnreadableError(DAMAGED)
    try:
        return _read(xml)
    except (ElementTree.ParseError, ValueError, LookupError, OverflowError) as error:
        raise UnreadableError(DAMAGED) from error


def _read(xml: bytes) -> list[RawSheet]:
    sheets: list[_OdsSheetReader] = []
    unseen: set[str] = set()
    marks: dict[str, Callable[[str], str]] = {}
    depth = 0  # a table inside a cell of another table is not a sheet
    for event, element in ElementTree.iterparse(io.BytesIO(xml), events=("start", "end")):
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                is_hidden = element.get(f"{_TABLE}style-name", "") in unseen
                sheets.append(_OdsSheetReader(element.get(f"{_TABLE}name", ""), is_hidden, marks))
        elif event == "end" and element.tag == f"{_STYLE}style":
            unseen.update(_hiding(element))
            marks.update(_marking(element))
        elif event == "end" and depth == 1 and sheets[-1].take(element):
            element.clear()
    return [sheet.raw() for sheet in sheets]


def _hiding(style: ElementTree.Element) -> Iterator[str]:
    """The name of a style that hides a sheet."""
    properties = style.find(f"{_STYLE}table-properties")
    if properties is not None and properties.get(f"{_TABLE}display") == "false":
        yield style.get(f"{_STYLE}name", "")


def _marking(style: ElementTree.Element) -> Iterator[tuple[str, Callable[[str], str]]]:
    """The name of a style that strikes out or raises text, and how this is marked."""
    text = style.find(f"{_STYLE}text-properties")
    if text is None:
        return
    lines = {text.get(f"{_STYLE}text-line-through-{one}", "none") for one in ("style", "type")}
    position = text.get(f"{_STYLE}text-position", "").split(" ")[0]
    if lines != {"none"}:
        yield style.get(f"{_STYLE}name", ""), struck_out
    elif position not in ("", "0%"):
        yield style.get(f"{_STYLE}name", ""), raised


class _OdsSheetReader:
    """Collects the rows of one sheet; repeated blank rows and cells are stored as a count."""

    def __init__(self, name: str, is_hidden: bool, marks: Marks) -> None:
        self.name = name
        self._marks = marks
        self.visibility = "hidden" if is_hidden else ""
        self.rows: list[list[Any]] = []
        self.merges: list[list[int]] = []
        self.tally = Tally()
        self._row = 0
        self._column = 0
        self._cells = 0

    def raw(self) -> RawSheet:
        return RawSheet(self.name, self.rows, self.merges, self.tally, self.visibility)

    def take(self, element: ElementTree.Element) -> bool:
        """Process an element at its end tag; return whether it can be discarded."""
        if element.tag == f"{_TABLE}table-row":
            self._take_row(element)
            return True
        if element.tag == f"{_TABLE}table-column":
            last = self._column + _count(element, "number-columns-repeated")
            if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self.tally.hidden_columns.append(range(self._column, last))
            self._column = last
        return False

    def _take_row(self, element: ElementTree.Element) -> None:
        first, times = self._row, _count(element, "number-rows-repeated")
        self._row += times
        cells = self._cells_of(element, first)
        if not cells:
            return
        self._cells += len(cells) * times
        refuse_if_too_large(self._row, self._cells)
        self.rows.extend([] for _ in range(len(self.rows), first))
        self.rows.extend(list(cells) for _ in range(times))
        if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.tally.hidden_rows.extend(range(first, self._row))

    def _cells_of(self, element: ElementTree.Element, row: int) -> list[Any]:
        """The values of a row up to the last non-blank cell."""
        cells: list[Any] = []
        place = 0
        for cell in element:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = _count(cell, "number-columns-repeated")
            value = cell_value(cell, self._marks)
            if value != "" and self._marks.get(cell.get(f"{_TABLE}style-name", "")) is struck_out:
                self.tally.struck.extend((row, column) for column in range(place, min(place + times, WIDEST)))
            if value != "":
                if place + times > WIDEST:
                    raise UnreadableError(DAMAGED)
                cells.extend([""] * (place - len(cells)))
                cells.extend([value] * times)
            self._note_merge(cell, row, place)
            place += times
        return cells

    def _note_merge(self, cell: ElementTree.Element, row: int, place: int) -> None:
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            self.merges.append([row, place, row + down - 1, place + across - 1])


def cell_value(cell: ElementTree.Element, marks: Marks) -> Any:
    """The value of a cell: text, number with the words displayed around it, or day; "" if blank."""
    kind = cell.get(f"{_OFFICE}value-type") or ""
    shown = "\n".join(_text_of(one, marks) for one in cell if one.tag == f"{_TEXT}p")
    if _ERROR.fullmatch(shown.strip()):
        return shown.strip()
    if kind == "date":
        day = datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
        return as_text_shows(day.date().isoformat(), shown) if day.time() == time() else day
    if kind in ("float", "percentage", "currency"):
        return stored_as_shown(float(cell.get(f"{_OFFICE}value", "")), shown)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    formula = cell.get(f"{_TABLE}formula", "")
    if formula and not kind and not shown:
        return formula[formula.find("=") :]
    return shown or cell.get(f"{_OFFICE}string-value", "")


def _text_of(paragraph: ElementTree.Element, marks: Marks) -> str:
    """The text of a paragraph; spaces, line breaks and text of another style are separate elements."""
    parts = [paragraph.text or ""]
    for one in paragraph:
        if one.tag == f"{_TEXT}s":
            parts.append(" " * min(_count(one, "c", _TEXT), 1000))
        elif one.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            parts.append("\n" if one.tag.endswith("line-break") else "\t")
        else:
            mark = marks.get(one.get(f"{_TEXT}style-name", ""))
            parts.append(mark(_text_of(one, marks)) if mark else _text_of(one, marks))
        parts.append(one.tail or "")
    return "".join(parts)


def _count(element: ElementTree.Element, name: str, namespace: str = _TABLE) -> int:
    """A repeat or span count of an element, 1 by default; ValueError for an invalid number."""
    number = int(element.get(f"{namespace}{name}", "1"))
    if not 0 < number <= 2 * MOST_ROWS:
        raise ValueError(name)
    return number
