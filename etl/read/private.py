"""What this system may not hold: classified papers, and data about persons."""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from domain.finding import Finding
from domain.text import half_width, without_spaces
from etl.read.locate.rows import is_note
from etl.read.open.columns import any_cell
from etl.read.open.sheet import FileContent, Row, Sheet

PERSONAL_HEADERS = frozenset({"姓名", "身份证号", "联系电话", "住址"})
MOST_NAMED = 1000
SHORTEST = 11  # digits of a mobile number

_CLASSIFIED = re.compile(r"(绝密|机密|秘密) *★")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
    r"[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9.])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])")
_OF_PERSONS = ((_IDENTITY, "身份证号"), (_MOBILE, "手机号码"))
_DIGITS = re.compile(r"[0-9０-９]{4}")


def find_classified(file: FileContent, name: str) -> Finding | None:
    """An error where a mark of classification stands anywhere in the file, its name included."""
    for sheet in file.sheets:
        for place in map(int, np.flatnonzero(any_cell(sheet.rows, lambda cell: "★" in cell))):
            if found := _CLASSIFIED.search(half_width("\t".join(sheet.rows[place]))):
                return _classified(found[0], place + 1)
    if found := _CLASSIFIED.search(name):
        return _classified(found[0], None)
    return _classified(file.mark, None) if file.mark else None


def _classified(mark: str, row: int | None) -> Finding:
    message = "文件带有密级标志；本系统不得存放涉密内容，文件没有保存，请按保密规定处理"
    return Finding("classified", message, row, None, mark)


def find_in_prose(lines: Iterable[str], name: str) -> Finding | None:
    """The first mark of classification, identity or mobile number in a written report or its file's name."""
    if found := _CLASSIFIED.search(name):
        return _classified(found[0], None)
    for number, line in enumerate(map(half_width, lines), start=1):
        if found := _CLASSIFIED.search(line):
            return _classified(found[0], number)
        for pattern, what in _OF_PERSONS:
            if found := pattern.search(line):
                message = f"文中有{what}；本系统只存汇总数，不存个人信息，请删去后再传"
                return _personal(message, number, None, found[0][:3] + "*" * 8)
    return None


def find_personal(sheet: Sheet, header_row: int | None) -> list[Finding]:
    """An error for each identity number, mobile number and personal column in the sheet's table.

    Without a header (`header_row` counted from 0) the whole sheet is looked through: it would be kept too.
    """
    header = sheet.rows[header_row] if header_row is not None else ()
    found = [
        _personal("本系统只存汇总数，不存个人信息；请删去这一列", number + 1, cell, None)
        for number, row in _possible_headers(sheet, header_row)
        for cell in row
        if without_spaces(cell) in PERSONAL_HEADERS
    ]
    first = 0 if header_row is None else header_row
    for place in np.flatnonzero(any_cell(sheet.rows[first:], lambda cell: len(cell) >= SHORTEST)):
        if len(found) >= MOST_NAMED:
            break
        number = first + int(place)
        found.extend(_in_row(sheet.rows[number], number + 1, header))
    return found


def _possible_headers(sheet: Sheet, header_row: int | None) -> Iterator[tuple[int, Row]]:
    if header_row is not None:
        yield header_row, sheet.rows[header_row]
        return
    for number, row in enumerate(sheet.rows[:12]):
        if sum(1 for cell in row if cell.strip()) > 1:
            yield number, row


def _in_row(row: Row, number: int, header: Row) -> Iterator[Finding]:
    """The findings of one row; a note below the table may name a telephone."""
    suspects = [place for place, cell in enumerate(row) if len(cell) >= SHORTEST and _DIGITS.search(cell)]
    if not suspects or is_note(row):
        return
    for place in suspects:
        text = half_width(row[place])
        column = header[place] if place < len(header) else None
        for pattern, what in _OF_PERSONS:
            if match := pattern.search(text):
                message = f"单元格里有{what}；本系统只存汇总数，不存个人信息，请删去"
                yield _personal(message, number, column, match[0][:3] + "*" * 8)
                break


def _personal(message: str, row: int, column: str | None, value: str | None) -> Finding:
    return Finding("personal_data", message, row, column, value)
