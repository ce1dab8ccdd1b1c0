"""The content of an opened file: sheets of cells, every cell as text.

The child processes that open files import this, so it imports no pandas: that takes half a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.finding import Finding
from etl.read.open.persons import NOBODY, Persons

Row = Sequence[str]
MOST_ROWS = 1_048_576  # as many as Excel has
MOST_CELLS = 6_000_000


class UnreadableError(Exception):
    """The content cannot be read; the message says why and what to do; `row` is set if known."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.row = row

    def finding(self) -> Finding:
        """The finding that refuses the file."""
        return Finding("unreadable", str(self), self.row)


class TooLargeError(Exception):
    """The content exceeds the size limit; the message says what to do."""

    def finding(self) -> Finding:
        """The finding that refuses the file."""
        return Finding("too_large", str(self))


def cell_at(row: Row, place: int | None) -> str:
    """The cell of a row at this place; "" if the row is too short or the place is None."""
    return row[place] if place is not None and place < len(row) else ""


def refuse_if_too_large(rows: int, cells: int) -> None:
    """Raise TooLargeError for more rows than Excel has, or more cells than the memory limit allows."""
    if rows > MOST_ROWS:
        raise TooLargeError(f"超过 {MOST_ROWS} 行；请删去末尾的空行或分成几个文件再报")
    if cells > MOST_CELLS:
        raise TooLargeError(f"超过 {MOST_CELLS // 10_000} 万个单元格；请分成几个文件再报")


@dataclass(frozen=True)
class Merge:
    """One merged area of a sheet, first and last row and column included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows[i]` is row i + 1 as Excel counts; rows may differ in length.

    `is_text`: from a text file, where an extra cell means a stray separator.
    A number displayed with words (`0"月"`) includes these words, as if typed.
    `visibility`: "" for a visible sheet, else "hidden" or "very hidden". Hidden rows and columns (from 0)
    are listed only if they contain something.
    """

    name: str
    rows: Sequence[Row]
    merges: tuple[Merge, ...] = ()
    is_text: bool = False
    visibility: str = ""
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


@dataclass(frozen=True)
class FileContent:
    """The sheets of a file; `encoding` is None for a workbook. After an error in `findings` it is empty.

    `mark`: a mark of classification outside the cells, "" if none; `persons`: personal numbers there.
    """

    encoding: str | None = None
    sheets: tuple[Sheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    mark: str = ""
    persons: Persons = NOBODY
