"""Find what an xlsx sheet shows besides its values, from the text of its XML.

Hidden parts, numbers displayed with words, and what is struck out or raised: a whole cell by its style,
part of a text by its runs.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from xml.etree import ElementTree

from domain.text import raised, struck_out
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


SHARED_TEXTS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?si>)", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r\b[^>]*>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)<")
_STRUCK = re.compile(rb"<(?:\w+:)?strike\b(?![^>]*\bval=[\"'](?:0|false)[\"'])")
_RAISED = re.compile(rb"<(?:\w+:)?vertAlign\b[^>]*\bval=[\"'](?:superscript|subscript)[\"']")
_SHARED = re.compile(rb"\bt=[\"']s[\"']")

Place = tuple[bytes, int]


def has_marks(data: bytes) -> bool:
    """Whether a part of the workbook may strike out or raise text."""
    return b"strike" in data or b"vertAlign" in data


def marked_texts(shared: bytes) -> dict[int, str]:
    """Number of a shared text → the text with marks, for those of which a part is struck out or raised."""
    if not has_marks(shared):
        return {}
    items = enumerate(found[1] or b"" for found in _ITEM.finditer(shared))
    return {number: text for number, item in items if has_marks(item) and (text := _marked(item))}


def struck_styles(styles: bytes) -> frozenset[int]:
    """The numbers of the cell styles whose font is struck out."""
    if b"strike" not in styles:
        return frozenset()
    try:
        root = ElementTree.fromstring(styles)
    except ElementTree.ParseError:
        return frozenset()
    fonts = next((one for one in root.iter() if _name(one) == "fonts"), ())
    formats = next((one for one in root.iter() if _name(one) == "cellXfs"), ())
    struck = {str(number) for number, font in enumerate(fonts) if any(map(_strikes, font))}
    return frozenset(number for number, one in enumerate(formats) if one.get("fontId") in struck)


def marked_cells(data: bytes, prefix: bytes, texts: Mapping[int, str]) -> Iterator[tuple[Place, str]]:
    """The cells of a sheet whose text is in part struck out or raised, and their text with marks."""
    if texts:
        for found in re.finditer(
            rb"<%bc\b([^>]*[^/>])>\s*<%bv\b[^>]*>([0-9]{1,9})<" % (prefix, prefix), data
        ):
            text = texts.get(int(found[2])) if _SHARED.search(found[1]) else None
            place = _PLACE.search(found[1]) if text else None
            if text and place:
                yield (place[1], int(place[2])), text
    if has_marks(data):
        for found in re.finditer(rb"<%bc\b([^>]*)>\s*<%bis>(.*?)</%bis>" % ((prefix,) * 3), data, re.DOTALL):
            place, text = _PLACE.search(found[1]), _marked(found[2])
            if text and place:
                yield (place[1], int(place[2])), text


def struck_cells(data: bytes, prefix: bytes, styles: frozenset[int]) -> Iterator[Place]:
    """The cells with something in them whose style is struck out."""
    if not styles:
        return
    for found in re.finditer(rb"<%bc\b([^>]*[^/>])>" % prefix, data):
        style = _STYLE.search(found[1])
        place = _PLACE.search(found[1]) if style and int(style[1]) in styles else None
        if place:
            yield place[1], int(place[2])


def _marked(item: bytes) -> str:
    """The text of runs with marks; "" without any."""
    parts, is_marked = [], False
    for run in _RUN.findall(item):
        text = unescape(b"".join(_TEXT.findall(run)).decode("utf-8", "replace"))
        mark = struck_out if _STRUCK.search(run) else raised if _RAISED.search(run) else None
        is_marked |= mark is not None
        parts.append(mark(text) if mark else text)
    return "".join(parts) if is_marked else ""


def _strikes(part: ElementTree.Element) -> bool:
    return _name(part) == "strike" and part.get("val") not in ("0", "false")
