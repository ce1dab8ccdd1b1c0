"""Detect content that this system must not hold: classified documents and personal data."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from domain.finding import Finding
from domain.text import classification_mark, half_width, without_spaces
from etl.read.locate.header import Header
from etl.read.locate.result import ReadFile
from etl.read.locate.rows import is_note
from etl.read.open.coded import any_cell
from etl.read.open.persons import IDENTITY, MOBILE, masked, without_persons
from etl.read.open.sheet import FileContent, Row, Sheet
from etl.read.private_text import classified, personal

PERSONAL_HEADERS = frozenset({"姓名", "身份证号", "联系电话", "住址"})
MOST_NAMED = 1000
SHORTEST = 11  # digits of a mobile number

_KEPT = "号码没有读取，但会随原文件一起留存；不需要的请先删去"
_DIGITS = re.compile(r"[0-9０-９]{4}")


def find_classified(file: FileContent, name: str) -> Finding | None:
    """An error if the file, including its name, contains a mark of classification."""
    for sheet in file.sheets:
        for place in map(int, np.flatnonzero(any_cell(sheet.rows, lambda cell: "★" in cell))):
            if mark := classification_mark("\t".join(sheet.rows[place])):
                return classified(mark, place + 1)
    if mark := classification_mark(name):
        return classified(mark, None)
    return classified(file.mark, None) if file.mark else None


def find_personal(sheet: Sheet, header: Header | None) -> list[Finding]:
    """Errors for identity numbers anywhere, for mobile numbers and personal columns in the sheet's table.

    A mobile number in a line above or below the table is a warning: it is stored with the original file.
    Without a header the whole sheet is searched, because it would be stored too.
    """
    found = [
        personal("本系统只存汇总数，不存个人信息；请删去这一列", number + 1, cell, None)
        for number, row in _possible_headers(sheet, header)
        for cell in dict.fromkeys(row)
        if without_spaces(cell) in PERSONAL_HEADERS
    ]
    for place in map(int, np.flatnonzero(any_cell(sheet.rows, lambda cell: len(cell) >= SHORTEST))):
        if len(found) >= MOST_NAMED:
            break
        found.extend(_in_row(sheet.rows[place], place, header))
    return found


def find_outside_cells(file: FileContent, found: Iterable[Finding]) -> list[Finding]:
    """Findings in comments, page headers and so on; `found` are those in cells, which are more precise."""
    known = {finding.code for finding in found}
    findings = []
    if file.persons.identity and "personal_data" not in known:
        message = (
            "批注、页眉、文本框或别处（不在单元格里）有身份证号；本系统只存汇总数，不存个人信息，"
            "请删去后另存再报"
        )
        findings.append(personal(message, None, None, file.persons.identity))
    if file.persons.mobile and "contact_kept" not in known:
        message = f"批注、页眉或文本框里有手机号码；{_KEPT}"
        findings.append(Finding("contact_kept", message, None, None, file.persons.mobile, "warning"))
    return findings


def find_in_name(name: str) -> list[Finding]:
    """An error if the file's name contains an identity number, because the name is stored too."""
    found = IDENTITY.search(half_width(name))
    message = "文件名里有身份证号；本系统不存个人信息，请改名后再报"
    return [personal(message, None, None, masked(found[0]))] if found else []


def mask_persons(file: ReadFile) -> ReadFile:
    """The findings without numbers of persons: what else is wrong with such a cell must not show them."""
    if not any(one.code in ("personal_data", "contact_kept") for one in file.findings):
        return file
    tables = (replace(table, findings=tuple(map(_masked, table.findings))) for table in file.tables)
    return replace(file, tables=tuple(tables), findings=tuple(map(_masked, file.findings)))


def _masked(finding: Finding) -> Finding:
    def shown(text: str | None) -> str | None:
        return None if text is None else without_persons(text)

    message, column, value = without_persons(finding.message), shown(finding.column), shown(finding.value)
    return replace(finding, message=message, column=column, value=value)


def _possible_headers(sheet: Sheet, header: Header | None) -> Iterator[tuple[int, Row]]:
    if header is not None:
        yield from ((row, sheet.rows[row]) for row in range(min(header.top, header.row), header.row + 1))
        return
    for number, row in enumerate(sheet.rows[:12]):
        if sum(1 for cell in row if cell.strip()) > 1:
            yield number, row


def _in_row(row: Row, place: int, header: Header | None) -> Iterator[Finding]:
    """The findings in one row; a mobile number outside the table (title, signature) is only a warning."""
    suspects = [column for column, cell in enumerate(row) if len(cell) >= SHORTEST and _DIGITS.search(cell)]
    is_inside = bool(suspects) and _is_in_table(row, place, header)
    seen: set[str] = set()
    for column in suspects:
        if row[column] in seen:
            continue
        seen.add(row[column])
        name = header.cells[column] if header and is_inside and column < len(header.cells) else None
        yield from _in_cell(half_width(row[column]), place + 1, name, is_inside)


def _is_in_table(row: Row, place: int, header: Header | None) -> bool:
    """Whether a row belongs to a table: below the header and not a note; without a header, several cells."""
    if header is not None:
        return place >= header.row and not is_note(row)
    return len({cell.strip() for cell in row} - {""}) > 1 and not is_note(row)


def _in_cell(text: str, row: int, column: str | None, is_inside: bool) -> Iterator[Finding]:
    identity, mobile = IDENTITY.search(text), MOBILE.search(text)
    what = "身份证号" if identity else "手机号码"
    if found := identity or (mobile if is_inside else None):
        message = f"单元格里有{what}；本系统只存汇总数，不存个人信息，请删去"
        yield personal(message, row, column, masked(found[0]))
    elif mobile:
        message = f"表外的这一行有手机号码；{_KEPT}"
        yield Finding("contact_kept", message, row, None, masked(mobile[0]), "warning")
