"""Text files: which encoding, which delimiter, which cells."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator

from etl.finding import Finding
from etl.reading.sheet import FileContent, Row, Sheet

DELIMITERS = (",", "\t", ";", "，")
LINES_TO_TRY = 40

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HeaderScore = Callable[[Iterable[Row]], int]

csv.field_size_limit(64 * 1024 * 1024)  # a cell may be as long as the longest file taken


class UnreadableError(Exception):
    """The content cannot be read; the message says why and what to do, `row` where it is known."""

    def __init__(self, message: str, row: int | None = None) -> None:
        super().__init__(message)
        self.row = row

    def finding(self) -> Finding:
        """The finding that refuses the file."""
        return Finding("unreadable", str(self), self.row)


def decode(content: bytes) -> tuple[str, str]:
    """The text and its encoding: by byte order mark, else strict UTF-8, else strict GB18030.

    Raises UnreadableError when none fits, or when the text holds NUL or another control character.
    """
    marked = [encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if found := find_control(text):
            raise UnreadableError(
                f"第 {found} 行含有控制字符，不是文本表格；请另存为 xlsx 或 CSV 后再报", found
            )
        return text, encoding
    raise UnreadableError("不是 UTF-8、GBK 或 UTF-16 文本，也不是 Excel 工作簿；请另存为 xlsx 或 CSV 后再报")


def find_control(text: str) -> int | None:
    """The line (from 1) of the first control character other than tab and line ends; None without any."""
    found = _CONTROL.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


def read_text_file(content: bytes, header_score: HeaderScore) -> FileContent:
    """The one sheet of a delimited text file. `header_score` says how many known headers some rows hold.

    Raises UnreadableError.
    """
    text, encoding = decode(content)
    rows = split_cells(text, best_delimiter(text, header_score))
    return FileContent(encoding, (Sheet("", rows, is_text=True),))


def best_delimiter(text: str, header_score: HeaderScore) -> str:
    """The delimiter under which the first lines hold the most known headers; else the most cells."""

    def merit(delimiter: str) -> tuple[int, int]:
        rows = _first_rows(text, delimiter)
        return header_score(rows), max(map(len, rows), default=0)

    return max(DELIMITERS, key=merit)


def split_cells(text: str, delimiter: str) -> list[list[str]]:
    """The records of the text, blank lines included. Raises UnreadableError where a quote is never closed."""
    rows: list[list[str]] = []
    try:
        rows.extend(_records(text, delimiter))
    except csv.Error as error:
        row = len(rows) + 1
        raise UnreadableError(
            f"第 {row} 行起双引号不成对，不能确定单元格的界限；请核对后再报", row
        ) from error
    return rows


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in _records(text, delimiter):
            rows.append(row)
            if len(rows) == LINES_TO_TRY:
                break
    except csv.Error:
        pass  # what was read before the fault tells the delimiter; split_cells reports the fault
    return rows


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
