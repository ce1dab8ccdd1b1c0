"""Written reports made to use up time or memory: refused soon, in a child process, while others go on."""

import io
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from docx import Document

from domain.catalogue import load_catalogue
from etl.written_report import read_report as reader
from etl.written_report.read_report import read_report
from tests.etl.desk import Desk, hotline

PARAGRAPH = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
CELL = b"<w:tc>%s" + PARAGRAPH + b"</w:tc>"
MERGED = CELL % (b'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', "执法".encode())
GOES_ON = CELL % (b"<w:tcPr><w:vMerge/></w:tcPr>", b"")


def word(body: bytes, **parts: bytes) -> bytes:
    """A Word document with this XML in its body, and more parts."""
    plain, made = io.BytesIO(), io.BytesIO()
    Document().save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<w:sectPr", body + b"<w:sectPr", 1))
        for name, content in parts.items():
            target.writestr(f"word/media/{name}", content)
    return made.getvalue()


def entities(body: bytes) -> bytes:
    """The document with nested entities, of which the last would be 10^10 characters long."""
    declared = b"".join(
        b'<!ENTITY a%d "%b">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 11)
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(body))) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            head, mark, rest = source.read(name).partition(b"?>")
            doctype = b'<!DOCTYPE a [<!ENTITY a0 "x">' + declared + b"]>"
            target.writestr(name, head + mark + (doctype if name == "word/document.xml" else b"") + rest)
    return made.getvalue()


BOMBS: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "190 MB of text": (lambda: word(PARAGRAPH % (b"x" * 190) * 900_000), {"too_large"}),
    "850,000 paragraphs": (lambda: word(PARAGRAPH % b"x" * 850_000), {"too_large"}),
    "pictures that unpack to 300 MB": (lambda: word(b"", a=bytes(300_000_000)), {"too_large"}),
    "tables in tables": (lambda: word(b"<w:tbl><w:tr><w:tc>" * 5000), {"unreadable"}),
    "entities in entities": (lambda: entities(PARAGRAPH % b"&a10;"), {"unreadable", ""}),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_a_report_that_would_use_up_time_or_memory_is_refused(kind: str) -> None:
    make, codes = BOMBS[kind]
    content, begun = make(), time.monotonic()
    reading = read_report(content, load_catalogue())
    assert reading.figures == ()
    assert {finding.code for finding in reading.findings} or {""} <= codes
    assert time.monotonic() - begun < reader.SECONDS + 10


def test_a_cell_that_claims_to_span_two_thousand_million_columns_is_one_cell() -> None:
    span = b'<w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
    row = b"<w:tbl><w:tr>" + CELL % (span, "办理案件12件".encode()) + b"</w:tr></w:tbl>"
    begun = time.monotonic()
    (figure,) = read_report(word(row), load_catalogue()).figures
    assert (figure.value, figure.unit) == (12, "件")
    assert time.monotonic() - begun < 10


def test_an_honest_table_of_800_merged_rows_is_read_fast() -> None:
    rows = b"".join(
        b"<w:tr>"
        + (GOES_ON if row % 8 else MERGED)
        + CELL % (b"", "走访群众%d人次".encode() % row)
        + b"</w:tr>"
        for row in range(800)
    )
    begun = time.monotonic()
    reading = read_report(word(b"<w:tbl>" + rows + b"</w:tbl>"), load_catalogue())
    assert [figure.value for figure in reading.figures] == list(range(800))
    assert reading.opening.count("执法") == min(100, reading.opening.count("\n") // 8 + 1)
    assert time.monotonic() - begun < 8


def test_pages_go_on_while_reports_that_take_too_long_are_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "SECONDS", 2)
    desk.load(hotline("2023-06,甲大队,100,90"))
    slow = ("办理案件12件、" * 40_000).encode()
    with ThreadPoolExecutor(3) as pool:
        begun = time.monotonic()
        readings = [pool.submit(read_report, slow, load_catalogue()) for _ in range(3)]
        waits = []
        while not all(one.done() for one in readings):
            asked = time.monotonic()
            assert len(desk.figures()) == 2
            waits.append(time.monotonic() - asked)
        took = time.monotonic() - begun
    codes = [finding.code for one in readings for finding in one.result().findings]
    assert codes == ["too_large"] * 3
    assert max(waits) < 1
    assert took < 15
