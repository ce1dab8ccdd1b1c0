"""Read the bytes of a file into sheets of cells. The content decides the format, never the suffix."""

from collections.abc import Callable, Iterable

from domain.finding import Finding
from etl.read.open.foreign_kind import foreign_kind
from etl.read.open.sheet import FileContent, Row, TooLargeError, UnreadableError
from etl.read.open.text_file import read_text_file
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
