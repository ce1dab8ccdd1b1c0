"""Find hidden parts of an xlsx sheet and numbers displayed with words, from the text of its XML."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from etl.read.open.number_format import BUILT_IN, says_something
from etl.read.open.workbook import Tally

STYLES = "xl/styles.xml"
# A row of no height and a column of no width can't be seen either: some programs hide them so.
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']|\b(?:ht|width)=[\"']0(?:\.0+)?[\"']")
_MAY_HIDE = (b"hidden=", b' ht="0', b' width="0')
_NUMBER_OF_ROW = re.compile(rb"\br=[\"']([0-9]{1,8})[\"']")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,8})[\"']")
_STYLE = re.compile(rb"\bs=[\"']([0-9]{1,9})[\"']")
_SPAN = re.compile(rb"\b(min|max)=[\"']([0-9]{1,8})[\"']")
_NO_NUMBER = re.compile(rb"\bt=[\"'](?:s|str|inlineStr|b|e|d)[\"']")


def formats_with_words(styles: bytes) -> dict[int, str]:
    """Cell style number → number format, for formats that display more than the number."""
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return {}
    codes = dict(BUILT_IN)
    for element in root.iter():
        if _name(element) == "numFmt" and (element.get("numFmtId") or "").isdecimal():
            codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
    cell_formats = next((one for one in root.iter() if _name(one) == "cellXfs"), ())
    named = {number: codes.get(_id(one), "") for number, one in enumerate(cell_formats)}
    return {number: code for number, code in named.items() if says_something(code)}


def note_what_is_hidden(data: bytes, prefix: bytes, tally: Tally) -> None:
    """Record the hidden rows and columns of a sheet in the tally."""
    if any(sign in data for sign in _MAY_HIDE):
        tally.hidden_rows.extend(_hidden_rows(data, prefix))
        tally.hidden_columns.extend(_hidden_columns(data, prefix))


def formatted_cells(data: bytes, prefix: bytes, formats: dict[int, str]) -> Iterator[tuple[bytes, int, str]]:
    """Column letters, row (from 1) and format of each number displayed with words."""
    if not formats:
        return
    for found in re.finditer(rb"<%bc\b([^>]*[^/>])>" % prefix, data):
        style = _STYLE.search(found[1])
        code = formats.get(int(style[1])) if style else None
        place = _PLACE.search(found[1]) if code else None
        if code and place and not _NO_NUMBER.search(found[1]):
            yield place[1], int(place[2]), code


def _hidden_rows(data: bytes, prefix: bytes) -> Iterator[int]:
    row = -1
    for found in re.finditer(rb"<%brow\b([^>]*)>" % prefix, data):
        number = _NUMBER_OF_ROW.search(found[1])
        row = int(number[1]) - 1 if number else row + 1
        if _HIDDEN.search(found[1]):
            yield row


def _hidden_columns(data: bytes, prefix: bytes) -> Iterator[range]:
    for found in re.finditer(rb"<%bcol\b([^>]*)>" % prefix, data):
        if _HIDDEN.search(found[1]):
            ends = {name: int(number) for name, number in _SPAN.findall(found[1])}
            yield range(ends.get(b"min", 1) - 1, ends.get(b"max", 0))


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _id(cell_format: ElementTree.Element) -> int:
    text = cell_format.get("numFmtId") or ""
    return int(text) if text.isdecimal() else 0
