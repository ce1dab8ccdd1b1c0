"""A small program: a workbook's bytes on standard input, its sheets as JSON on standard output.

It runs as a separate process with limited memory, because the library that opens workbooks aborts the whole
process when a damaged file requests more memory than there is.
"""

import io
import json
import sys
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from domain.text import struck_out
from etl.child_process import bound_child
from etl.read.open.html_file import looks_like_markup, read_html_file
from etl.read.open.number_format import as_shown, number_text
from etl.read.open.ods_file import is_flat_ods, read_ods
from etl.read.open.persons import identity_in
from etl.read.open.plain_text import mark_in, unguarded
from etl.read.open.sheet import TooLargeError, UnreadableError, refuse_if_too_large
from etl.read.open.spreadsheet_xml import is_spreadsheet_xml, read_spreadsheet_xml
from etl.read.open.workbook import (
    MOST_SHEETS,
    PASSWORD,
    SECONDS_TO_OPEN,
    TOO_MANY_SHEETS,
    RawSheet,
    RefusedError,
    Seen,
    Tally,
)
from etl.read.open.xls_check import check_xls
from etl.read.open.xlsx_check import check_xlsx, is_ods, open_zip

MEMORY = 700 * 1024 * 1024
MOST_TEXT = 60_000_000
MOST_REMEMBERED = 100_000
DAMAGED = "工作簿已损坏，无法打开；请用 Excel 或 WPS 打开后另存为 xlsx 再报"
TOO_MUCH = "工作簿的内容太多；请删去无关的工作表或分成几个文件再报"

HIDDEN = (
    (python_calamine.SheetVisibleEnum.Hidden, "hidden"),
    (python_calamine.SheetVisibleEnum.VeryHidden, "very hidden"),
)


def main() -> None:
    """Print the answer for the workbook on standard input.

    {"encoding": of a web page, "sheets": [as `sheet_answer` says], "mark": of classification or "",
    "persons": an identity and a mobile number outside the cells or ""},
    or {"unreadable" or "too_large": reason}.
    """
    bound_child(MEMORY, SECONDS_TO_OPEN)
    try:
        answer = open_content(sys.stdin.buffer.read())
    except RefusedError as refused:
        answer = {refused.code: str(refused)}
    except (UnreadableError, TooLargeError) as error:
        answer = {error.finding().code: str(error)}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def open_content(content: bytes) -> dict[str, Any]:
    """The sheets of a workbook or a web page. Raises RefusedError, UnreadableError or TooLargeError."""
    if not looks_like_markup(content):
        return open_workbook(content)
    seen = Seen(mark_in(content), identity_in(content))
    if is_spreadsheet_xml(content):
        return answer_of(read_spreadsheet_xml(content), seen)
    if is_flat_ods(content):
        return answer_of(read_ods(content), seen)
    page = read_html_file(content)
    merges = [[area.top, area.left, area.bottom, area.right] for area in page.merges]
    hidden = [range(place, place + 1) for place in page.hidden_columns]
    raw = RawSheet("", page.rows, merges, Tally(hidden_rows=page.hidden_rows, hidden_columns=hidden))
    return answer_of([raw], seen, page.encoding)


def open_workbook(content: bytes) -> dict[str, Any]:
    """Every worksheet, with merged areas filled and errors in faulty cells. Raises RefusedError."""
    if content.startswith(b"PK"):
        parts, seen = open_zip(content)
        if is_ods(parts):
            return answer_of(read_ods(parts["content.xml"]), seen)
        return _open_by_library(content, check_xlsx(parts), seen)
    return _open_by_library(content, check_xls(content), Seen(mark_in(content), identity_in(content)))


def _open_by_library(content: bytes, tallies: dict[str, Tally], seen: Seen) -> dict[str, Any]:
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = (
            _sheet(workbook, number, tallies)
            for number, sheet in enumerate(workbook.sheets_metadata)
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        )
        return answer_of(sheets, seen)
    except python_calamine.PasswordError as error:
        raise RefusedError("unreadable", PASSWORD) from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise RefusedError("unreadable", DAMAGED) from error


def answer_of(sheets: Iterable[RawSheet], seen: Seen, encoding: str | None = None) -> dict[str, Any]:
    """The whole answer for a file that was opened."""
    persons = [seen.persons.identity, seen.persons.mobile]
    answers: list[dict[str, Any]] = []
    for sheet in sheets:
        if len(answers) == MOST_SHEETS:
            raise RefusedError("too_large", TOO_MANY_SHEETS)
        answers.append(sheet_answer(sheet))
    return {"encoding": encoding, "sheets": answers, "mark": seen.mark, "persons": persons}


def _sheet(workbook: Any, number: int, tallies: dict[str, Tally]) -> RawSheet:
    sheet = workbook.get_sheet_by_index(number)
    tally = tallies.get(sheet.name, Tally())
    merges = [[*first, *last] for first, last in sheet.merged_cell_ranges or tally.merges]
    visible = workbook.sheets_metadata[number].visible
    visibility = next((word for one, word in HIDDEN if one == visible), "")
    return RawSheet(sheet.name, sheet.to_python(skip_empty_area=False), merges, tally, visibility)


def sheet_answer(raw: RawSheet) -> dict[str, Any]:
    """One sheet of the answer: every cell as text, merged areas filled, text guards removed.

    Hidden rows and columns (from 0) are listed only if they contain something.
    """
    numbers = NumberTexts()
    rows = [
        [
            cell if cell.__class__ is str else numbers[cell] if cell.__class__ is float else cell_text(cell)
            for cell in row
        ]
        for row in raw.rows
    ]
    _put_what_is_shown(rows, raw.tally)
    for top, left, bottom, right in raw.merges:
        _fill(rows, top, left, bottom, right)
    _refuse_if_too_much(rows)
    rows, tally = unguarded(rows), raw.tally
    hidden_rows = [row for row in tally.hidden_rows if row < len(rows) and any(rows[row])]
    width = max(map(len, rows), default=0) if tally.hidden_columns else 0
    places = sorted({place for span in tally.hidden_columns for place in span[:width] if place < width})
    hidden_columns = [place for place in places if any(place < len(row) and row[place] for row in rows)]
    return {
        "name": raw.name,
        "rows": rows,
        "merges": raw.merges,
        "visibility": raw.visibility,
        "hidden_rows": hidden_rows,
        "hidden_columns": hidden_columns,
    }


def _put_what_is_shown(rows: list[list[str]], tally: Tally) -> None:
    """Write errors into their cells, add the displayed words to numbers, and mark what is struck out."""
    for (row, column), code in tally.formats.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column]:
            rows[row][column] = as_shown(rows[row][column], code)
    for (row, column), text in tally.faults.items():
        _put(rows, row, column, text)
    for row, column in tally.struck:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = struck_out(rows[row][column])


class NumberTexts(dict[float, str]):
    """Cache of numbers as text."""

    def __missing__(self, value: float) -> str:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[value] = text = number_text(value)
        return text


def cell_text(value: Any) -> str:
    """The cell's value as a person would type it in a text file."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return _day_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _day_text(value: datetime) -> str:
    """The day, with the time to the second unless it is midnight."""
    second = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    is_midnight = second.time() == time()
    return second.date().isoformat() if is_midnight else second.isoformat(sep=" ")


def _put(rows: list[list[str]], row: int, column: int, text: str) -> None:
    """Set one cell; extend the sheet if necessary."""
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([""] * (column + 1 - len(rows[row])))
    rows[row][column] = text


def _fill(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """Give each cell of a merged area its value, within the used part of the sheet."""
    text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
    if text:
        for row in rows[top : bottom + 1]:
            last = min(right + 1, len(row))
            row[left:last] = [text] * max(0, last - left)


def _refuse_if_too_much(rows: list[list[str]]) -> None:
    """Raise TooLargeError if a sheet is larger than the reader accepts."""
    filled = [cell for row in rows for cell in row if cell]
    refuse_if_too_large(len(rows), len(filled))
    if sum(map(len, filled)) > MOST_TEXT:
        raise TooLargeError(TOO_MUCH)


if __name__ == "__main__":
    main()
