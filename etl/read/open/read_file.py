"""Read the bytes of a file into sheets of cells. The content decides the format, never the suffix.

A workbook is opened in a child process; a delimited text is split here: delimiter, cells, text guards.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from domain.finding import Finding
from etl.read.open.coded import Coded, ColumnRows
from etl.read.open.foreign_kind import foreign_kind
from etl.read.open.plain_text import decode, guarded_texts, may_be_guarded, unguarded, without_text_guard
from etl.read.open.sheet import FileContent, Row, Sheet, TooLargeError, UnreadableError, refuse_if_too_large
from etl.read.open.workbook import is_workbook, read_workbook

LARGEST_FILE = 20 * 1024 * 1024


def read_file(content: bytes, header_score: Callable[[Iterable[Row]], int]) -> FileContent:
    """The sheets of a workbook, HTML table or delimited text; an unreadable file gives a finding.

    `header_score` counts the known headers in some rows; it decides the delimiter of a text.
    """
    if len(content) > LARGEST_FILE:
        size = len(content) / 1024 / 1024
        return _refused(Finding("too_large", f"文件有 {size:.1f} MB，超过 20 MB；请分成几个文件再报"))
    if said := foreign_kind(content):
        return _refused(Finding("unreadable", f"这{said}"))
    try:
        if is_workbook(content):
            return read_workbook(content)
        return read_text_file(content, header_score)
    except (UnreadableError, TooLargeError) as error:
        return _refused(error.finding())


def _refused(finding: Finding) -> FileContent:
    return FileContent(findings=(finding,))


DELIMITERS = (",", "\t", ";", "，")
LINES_TO_TRY = 40
TEXT_TO_TRY = 1_000_000
ROWS_AT_A_TIME = 20_000
MOST_EVEN_COLUMNS = 200

HeaderScore = Callable[[Iterable[Row]], int]

csv.field_size_limit(64 * 1024 * 1024)  # a cell may be as long as the largest file accepted


def read_text_file(content: bytes, header_score: HeaderScore) -> FileContent:
    """The one sheet of a delimited text file. `header_score` counts the known headers in some rows.

    Raises UnreadableError.
    """
    text, encoding = decode(content)
    delimiter = best_delimiter(text, header_score)
    rows = even_rows(text, delimiter) or split_cells(text, delimiter)
    return FileContent(encoding, (Sheet("", rows, is_text=True),))


def best_delimiter(text: str, header_score: HeaderScore) -> str:
    """The delimiter that yields the most known headers in the first lines; else the most cells."""
    beginning = text[:TEXT_TO_TRY]

    def merit(delimiter: str) -> tuple[int, int]:
        rows = _first_rows(beginning, delimiter)
        return header_score(rows), max(map(len, rows), default=0)

    # Delimiters that do not occur all yield the same rows: the first of them stands for the others.
    absent = [delimiter for delimiter in DELIMITERS if delimiter not in beginning]
    return max((delimiter for delimiter in DELIMITERS if delimiter not in absent[1:]), key=merit)


def even_rows(text: str, delimiter: str) -> ColumnRows | None:
    """The records of a text without quotes, if every line has the same number of cells, two or more.

    None if any line differs or is blank. Gives the same result as `split_cells`, in a fraction of the time
    and memory. Raises TooLargeError.
    """
    if not delimiter.isascii() or any(sign in text for sign in ('"', "\n\n", "\r\r", "\n\r")):
        return None
    names = [str(place) for place, _ in enumerate(next(_records(text, delimiter), ()))]
    if not 1 < len(names) <= MOST_EVEN_COLUMNS:
        return None
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(text.encode()),
            pa.csv.ReadOptions(column_names=names),
            pa.csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    refuse_if_too_large(len(table), len(table) * len(names))
    return ColumnRows(tuple(map(_coded, table.unify_dictionaries().combine_chunks().columns)))


def _coded(column: pa.ChunkedArray) -> Coded:
    texts = column.combine_chunks()
    different = np.array(texts.dictionary.to_pylist(), dtype=object)
    codes = texts.indices.to_numpy()
    inside = guarded_texts(different)
    if not inside:
        return Coded(codes, different)
    merged, different = pd.factorize(np.array([inside.get(text, text) for text in different], dtype=object))
    return Coded(merged[codes], different)


def split_cells(text: str, delimiter: str) -> list[Row]:
    """The records of the text, including blank lines; equal cells share one string to save memory.

    Raises UnreadableError if a quote is never closed, TooLargeError.
    """
    rows: list[Row] = []
    cells = 0
    known: dict[str, str] = {}
    records = _records(text, delimiter)
    clean = without_text_guard if may_be_guarded(text) else None
    try:
        while more := list(islice(records, ROWS_AT_A_TIME)):
            cells += sum(map(len, more))
            refuse_if_too_large(len(rows) + len(more), cells)
            more = [list(map(clean, row)) for row in more] if clean else more
            rows.extend(list(map(known.setdefault, row, row)) for row in more)
    except csv.Error as error:
        row = _good_records(text, delimiter) + 1
        message = f"第 {row} 行以后双引号不成对，不能确定单元格的界限；请核对后再报"
        raise UnreadableError(message, row) from error
    return rows


def _good_records(text: str, delimiter: str) -> int:
    """The number of records before the first error."""
    count = 0
    with suppress(csv.Error):
        for _ in _records(text, delimiter):
            count += 1
    return count


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # rows before the error decide the delimiter; split_cells reports it
        rows.extend(islice(_records(text, delimiter), LINES_TO_TRY))
    return unguarded(rows)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
