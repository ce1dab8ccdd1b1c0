"""Open workbooks and web pages in a separate process, so that a hostile file does no harm."""

import json
from dataclasses import dataclass, field
from typing import Any

from domain.finding import FindingCode
from etl.child_process import BusyError, ChildError, ChildTimeoutError, run_child
from etl.read.open.html_file import looks_like_markup
from etl.read.open.persons import NOBODY, Persons
from etl.read.open.plain_text import find_control
from etl.read.open.sheet import FileContent, Merge, Sheet, TooLargeError, UnreadableError

LARGEST_AREA = 10_000_000
PASSWORD = (
    "工作簿设有打开密码，无法读取；请用 Excel 或 WPS 打开后去掉密码（文件—信息—保护工作簿），另存后再报"
)
TOO_WIDE = "工作表“{}”的范围过大（{} 行 × {} 列）；请删去末尾多余的行和列后再报"


# A sheet a unit or a sheet a month of several years is as many as an office has.
MOST_SHEETS = 400
TOO_MANY_SHEETS = f"工作表超过 {MOST_SHEETS} 个；请分成几个文件再报"


class RefusedError(Exception):
    """The workbook is not opened; `code` is unreadable or too_large."""

    def __init__(self, code: FindingCode, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Seen:
    """Content outside the cells: a mark of classification or "", and personal numbers."""

    mark: str = ""
    persons: Persons = NOBODY

    def __or__(self, other: "Seen") -> "Seen":
        return Seen(self.mark or other.mark, self.persons | other.persons)


@dataclass
class Tally:
    """Facts about one sheet that its values do not show: its extent (from 1), faults, formats, hidden parts.

    `faults`: (row, column) from 0 → the text of the error, a formula without a value, or a text with marks
    around the parts that are struck out or raised. `struck`: the cells struck out as a whole.
    `formats`: likewise → the number format of a number displayed with words (see number_format).
    `hidden_rows` and `hidden_columns` count from 0; `merges` is set if the library does not report them.
    """

    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    struck: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    merges: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Extend the sheet to a cell, counted from 1."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)

    def refuse_if_too_wide(self, name: str) -> None:
        """Raise RefusedError if the sheet, with the blanks between its cells, would take too much memory."""
        if self.rows * self.columns > LARGEST_AREA:
            raise RefusedError("too_large", TOO_WIDE.format(name, self.rows, self.columns))


@dataclass(frozen=True)
class RawSheet:
    """One sheet as opened: values of any type ("" if blank), merged areas not yet filled.

    `merges`: first row, first column, last row, last column, from 0.
    `visibility`: "", "hidden" or "very hidden".
    """

    name: str
    rows: list[list[Any]]
    merges: list[list[int]]
    tally: Tally
    visibility: str = ""


ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECONDS_TO_OPEN = 15  # of processor time
# By the clock: on a busy machine a large honest workbook takes several times its processor time.
LONGEST_WAIT = 90


def is_workbook(content: bytes) -> bool:
    """Whether the content (not the name) is a workbook, or a web page saved as one."""
    return content.startswith((*ZIP_MARKS, OLE_MARK)) or looks_like_markup(content)


def read_workbook(content: bytes) -> FileContent:
    """The sheets of a workbook or web page, every cell as text. Raises UnreadableError or TooLargeError."""
    answer = _ask_child(content)
    if "too_large" in answer:
        raise TooLargeError(answer["too_large"])
    if "unreadable" in answer:
        raise UnreadableError(answer["unreadable"])
    sheets = tuple(
        Sheet(
            sheet["name"],
            sheet["rows"],
            tuple(Merge(*area) for area in sheet["merges"]),
            visibility=sheet["visibility"],
            hidden_rows=tuple(sheet["hidden_rows"]),
            hidden_columns=tuple(sheet["hidden_columns"]),
        )
        for sheet in answer["sheets"]
    )
    for sheet in sheets:
        _refuse_control(sheet)
    persons = Persons(*answer["persons"])
    return FileContent(answer["encoding"], sheets, mark=answer["mark"], persons=persons)


def _ask_child(content: bytes) -> dict[str, Any]:
    """Run etl.read.open.open_workbook on this content; a crash of it becomes UnreadableError."""
    try:
        answer = run_child("etl.read.open.open_workbook", content=content, seconds=LONGEST_WAIT)
    except BusyError as error:
        raise TooLargeError(str(error)) from error
    except ChildTimeoutError as error:
        raise TooLargeError("工作簿太大或过于复杂，未能及时打开；请删去无关的工作表后再报") from error
    except ChildError as error:
        raise UnreadableError("工作簿已损坏，无法打开；请用 Excel 或 WPS 打开后另存为 xlsx 再报") from error
    return json.loads(answer)


def _refuse_control(sheet: Sheet) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        if find_control("".join(row)):
            message = f"工作表“{sheet.name}”第 {number} 行含有控制字符；请清除后再报"
            raise UnreadableError(message, number)
