"""Extract the text of a report: a Word document (docx) with its tables in place, or a text file."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from lxml.etree import XMLSyntaxError

from domain.finding import Finding, FindingCode
from domain.text import classification_mark, half_width
from etl.read.open.plain_text import decode
from etl.read.open.sheet import UnreadableError
from etl.written_report.vocabulary import Vocabulary

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_XML = 50 * 1024 * 1024
MOST_PARTS = 5000

_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TOO_LARGE = "文件超过 20 MB，请只留正文"
BROKEN = "Word 文档打不开，可能已损坏或加了密码，请另存后再试"
# Exceptions of zipfile and python-docx for damaged, encrypted and foreign files.
_NOT_A_DOCUMENT = (
    PackageNotFoundError,
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    KeyError,
    ValueError,
    AttributeError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


class ReportError(Exception):
    """The file cannot be read as a report; `finding` says why and what to do."""

    def __init__(self, code: FindingCode, message: str) -> None:
        super().__init__(message)
        self.finding = Finding(code, message)


def read_report_text(content: bytes) -> str:
    """The text, one line per paragraph or table row. Raises ReportError. Goes by content, not by name."""
    if len(content) > LARGEST_FILE:
        raise ReportError("too_large", TOO_LARGE)
    if content.startswith(_OLD_WORD):
        raise ReportError("unreadable", "这是旧版 Word 文件，请另存为 .docx 或 .txt")
    text = _word_text(content) if content.startswith(_ZIP) else _plain_text(content)
    if classification_mark(text):
        raise ReportError("classified", "文中有密级标识，本系统不得处理涉密文件")
    return text


def read_every_line(content: bytes) -> Iterator[str]:
    """All text that is stored with the file, one line per paragraph, including headers, footers, comments and
    deleted words of a Word document. For a file that read_report_text has read; raises ReportError.
    """
    if not content.startswith(_ZIP):
        yield from _plain_text(content).splitlines()
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    for paragraph in parse_xml(parts.read(name)).iter(qn("w:p")):
                        words = paragraph.iter(qn("w:t"), qn("w:delText"))
                        yield "".join(word.text or "" for word in words)
    except _NOT_A_DOCUMENT as error:
        raise ReportError("unreadable", BROKEN) from error


def _plain_text(content: bytes) -> str:
    try:
        return decode(content)[0]
    except UnreadableError as error:
        raise ReportError("unreadable", "不是 Word 文档（.docx），也不是 UTF-8、GBK 文本") from error


def _word_text(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            _refuse_bomb(parts.infolist())
        document = Document(io.BytesIO(content))
        return "\n".join(_lines(document.element.body))
    except _NOT_A_DOCUMENT as error:
        raise ReportError("unreadable", BROKEN) from error


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse what unpacks to more than a document of LARGEST_FILE with pictures does."""
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if (
        len(parts) > MOST_PARTS
        or text > LARGEST_XML
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
    ):
        raise ReportError("too_large", "文件解压后过大，请只留正文")


def _lines(blocks: BaseOxmlElement) -> Iterator[str]:
    """A line per paragraph or table row directly in a body or a cell."""
    for block in blocks:
        if block.tag == qn("w:p"):
            yield _text(block)
        elif block.tag == qn("w:tbl"):
            yield from _rows(block)


def _rows(table: BaseOxmlElement) -> Iterator[str]:
    """Each row's cells on one line; a cell merged over rows or columns once. The grid is not built up."""
    for row in table.iterchildren(qn("w:tr")):
        cells = (cell for cell in row.iterchildren(qn("w:tc")) if not _goes_on(cell))
        yield " ".join(" ".join(_lines(cell)).strip() for cell in cells)


def _goes_on(cell: BaseOxmlElement) -> bool:
    """Whether it continues the cell above it."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _text(paragraph: BaseOxmlElement) -> str:
    """The current text of a paragraph: with tracked insertions, without tracked deletions."""
    return "".join(
        "\n" if piece.tag == qn("w:br") else " " if piece.tag == qn("w:tab") else piece.text or ""
        for piece in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
        if not any(
            above.tag.endswith("}Fallback") or above.tag == qn("w:tabs") for above in piece.iterancestors()
        )
    )


BLANK = "※"
WRAPPED_LINE = 30  # shorter lines without a full stop are headings, not wrapped text

_MARKER = re.compile(
    r"\s*(?:([一二三四五六七八九十]+、)|(\([一二三四五六七八九十]+\))|(\d+[.、](?!\d)|\(\d+\)))"
)
_TITLE = re.compile(r"[^。;]{1,60}")
_SENTENCE = re.compile(r"[^。!?;]{1,2000}[。!?;]*[”’』」)]*")
_END = re.compile(r"[。!?;:][”’』」)]*$")


@dataclass(frozen=True)
class Sentence:
    """`text` as written; `plain` half-width; `blank` with names, dates and so on masked by ※, same length.

    `headings` are those above it, outermost first; `planned`: it is about future work.
    """

    text: str
    plain: str
    blank: str
    headings: tuple[str, ...]
    planned: bool


def read_sentences(text: str, vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Every sentence of the text, in order; a semicolon ends one too."""
    headings: dict[int, str] = {}
    planned_from: int | None = None
    for paragraph in _paragraphs(text):
        plain = same_length(paragraph)
        level, title = _heading(plain, vocabulary)
        if level:
            headings = {depth: name for depth, name in headings.items() if depth < level} | {level: title}
            if planned_from is None or level <= planned_from:
                planned_from = level if _is_plan(title, vocabulary) else None
        yield from _sentences_of(paragraph, tuple(headings.values()), planned_from is not None, vocabulary)


def same_length(text: str) -> str:
    """Half-width text of the same length (removed characters become spaces), so that indices stay valid."""
    return "".join(half_width(sign) or " " for sign in text)


def blank_out(plain: str, vocabulary: Vocabulary) -> str:
    """Mask names, dates, ordinals, document and telephone numbers with ※, so that they give no figure."""
    for pattern in vocabulary.pass_over:
        plain = pattern.sub(lambda found: BLANK * len(found.group()), plain)
    return plain


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs; lines wrapped by a text file are joined."""
    held = ""
    for line in text.splitlines():
        plain = same_length(line)
        if held and (not plain.strip() or _MARKER.match(plain)):
            yield held
            held = ""
        held += line.strip() if held else line
        if len(line) < WRAPPED_LINE or _END.search(plain.strip()):
            yield held
            held = ""
    yield held


def _heading(plain: str, vocabulary: Vocabulary) -> tuple[int, str]:
    """Heading level (1 一、 2 （一） 3 1.) and title; level 0 if the paragraph is not a heading."""
    marker = _MARKER.match(plain)
    if marker:
        title = _TITLE.match(plain, marker.end())
        return marker.lastindex or 0, title.group().strip() if title else ""
    short = plain.strip()
    if short and len(short) < WRAPPED_LINE and not _END.search(short) and _is_plan(short, vocabulary):
        return 1, short
    return 0, ""


def _is_plan(title: str, vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.plan_heading.search(title)) and not vocabulary.work_heading.search(title)


def _sentences_of(
    paragraph: str, headings: tuple[str, ...], planned: bool, vocabulary: Vocabulary
) -> Iterator[Sentence]:
    plain = same_length(paragraph)
    blank = blank_out(plain, vocabulary)
    for found in _SENTENCE.finditer(blank):
        start, end = found.span()
        planned = planned or bool(vocabulary.plan_sentence.match(plain[start:end]))
        yield Sentence(paragraph[start:end], plain[start:end], blank[start:end], headings, planned)
