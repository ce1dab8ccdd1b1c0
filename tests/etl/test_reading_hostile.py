"""Odd and hostile files: each is read or refused with a reason, none crashes, hangs or fills the memory."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest

from tests.etl.sheets import (
    HEADER,
    ROWS,
    TABLE,
    as_html,
    as_text,
    as_xls,
    as_xlsx,
    errors,
    figures,
    read,
    warnings,
)

WORKBOOK = as_xlsx({"表": TABLE})
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
THOUSANDS = as_xlsx({"表": [["月份"]] * 3000})
MEGABYTE = 1024 * 1024


def changed(
    change: Callable[[bytes], bytes], part: str = SHEET, base: bytes = WORKBOOK, **more: bytes
) -> bytes:
    """A workbook with one part changed and others added."""
    content = io.BytesIO()
    fast = zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with zipfile.ZipFile(io.BytesIO(base)) as old, fast as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == part else data)
        for name, data in more.items():
            new.writestr(f"xl/media/{name}.xml", data)
    return content.getvalue()


def with_rows(rows: bytes) -> bytes:
    return changed(
        lambda sheet: re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", sheet)
    )


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "over 20 MB": (lambda: b"x" * (20 * MEGABYTE + 1), "too_large"),
    "a zip that unpacks to over 200 MB": (lambda: changed(bytes, a=b"0" * (201 * MEGABYTE)), "too_large"),
    "a million and more rows": (lambda: b"a,b\n" * 1_100_000, "too_large"),
    "twenty million commas": (lambda: b"," * 20_000_000, "too_large"),
    "cells in the far corner": (
        lambda: with_rows(
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        ),
        "too_large",
    ),
    "cells far away without a place": (
        lambda: with_rows(
            b"<row>" + b"<c><v>1</v></c>" * 20_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 20_000
        ),
        "too_large",
    ),
    "one sheet under 20,000 names": (
        lambda: changed(
            lambda workbook: re.sub(
                rb"<sheet ([^>]*)/>",
                lambda found: b"".join(
                    b"<sheet " + re.sub(rb'name="[^"]*"', b'name="s%d"' % number, found[1]) + b"/>"
                    for number in range(20_000)
                ),
                workbook,
            ),
            "xl/workbook.xml",
        ),
        "too_large",
    ),
    "five hundred sheets": (lambda: as_xlsx({f"表{number}": TABLE for number in range(500)}), "too_large"),
    "nested entities": (
        lambda: changed(
            lambda sheet: (
                b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + sheet.replace(b"<v>0<", b"<v>&b;<")
            )
        ),
        "unreadable",
    ),
    "one long text in every cell": (
        lambda: changed(
            lambda strings: strings.replace("月份".encode(), "字".encode() * MEGABYTE), STRINGS, THOUSANDS
        ),
        "unreadable",
    ),
    "a broken zip": (lambda: WORKBOOK[: len(WORKBOOK) // 2], "unreadable"),
    "a zip of something else": (lambda: zipped("a.txt", b"hello"), "unreadable"),
    "an old workbook cut off": (lambda: as_xls(TABLE)[:3000], "unreadable"),
    "an old workbook with a cell in the far corner": (
        lambda: as_xls([["月份"], *[[]] * 65_534, [None] * 255 + ["1"]]),
        "too_large",
    ),
    "compound file of nothing": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "unreadable"),
    "NUL bytes": (lambda: as_text(TABLE).encode().replace(b"2023-05", b"2023\0-05", 1), "unreadable"),
    "a control character": (lambda: as_text(TABLE).encode().replace(b"2168", b"21\x0768", 1), "unreadable"),
    "utf-16 without a mark": (lambda: as_text(TABLE).encode("utf-16-le"), "unreadable"),
    "utf-16 cut in the middle of a character": (lambda: as_text(TABLE).encode("utf-16")[:-1], "unreadable"),
    "no encoding at all": (lambda: b"\xff\xff\xff\x80" * 100, "unreadable"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "unreadable"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "unreadable"),
    "a web page that never ends a tag": (lambda: b"<html>" + b"<a href='" * 300_000, "unreadable"),
    "a web page of tables in tables": (lambda: b"<table><tr><td>" * 10_000, "unreadable"),
    "a web page with huge spans": (
        lambda: b"<table>" + b"<tr><td colspan=1000>x</td></tr>" * 10_000,
        "too_large",
    ),
    "a workbook as XML of 2003": (
        lambda: (
            b'<?xml version="1.0"?><Workbook><Worksheet><Table><Row><Cell><Data>1</Data></Cell></Row></Table>'
        ),
        "unreadable",
    ),
    "a web page cut off": (lambda: b"<table><tr>", "unreadable"),
}


def zipped(name: str, data: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_with_a_reason(kind: str) -> None:
    make, code = REFUSED[kind]
    assert [found for found, *_ in errors(read(make()))] == [code]


def test_a_million_formatted_empty_rows_below_a_table_change_nothing() -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(50, 1_000_000))
    file = read(changed(lambda sheet: sheet.replace(b"</sheetData>", rows + b"</sheetData>")))
    assert errors(file) == []
    assert figures(file) == figures(read(WORKBOOK))


def test_the_directory_of_a_zip_is_not_believed() -> None:
    content = bytearray(changed(bytes, a=b"0" * (201 * MEGABYTE)))
    size = (201 * MEGABYTE).to_bytes(4, "little")
    assert content.count(size) == 2
    assert [code for code, *_ in errors(read(bytes(content.replace(size, b"\x10\0\0\0"))))] in (
        ["too_large"],
        ["unreadable"],
    )


def test_fifty_thousand_columns_are_read() -> None:
    header = [*HEADER, *(f"列{number}" for number in range(50_000))]
    file = read(as_text([header, *([*row, *["3"] * 50_000] for row in ROWS)]))
    assert errors(file) == []
    assert len(warnings(file)) == 50_000
    assert len(figures(file)) == 10


def test_fifty_thousand_columns_of_one_meaning_are_each_named() -> None:
    file = read(as_text([["月份", "单位", *["受理工单数"] * 50_000], ["2023-06", "局机关", "1"]]))
    assert [code for code, *_ in errors(file)] == ["ambiguous_column"] * 49_999


def test_cells_of_a_megabyte_are_named_and_cut() -> None:
    rows = [
        ["2023-06", "局机关", "9" * MEGABYTE],
        ["字" * MEGABYTE, "局机关", "1"],
        ["2023-06", "x" * MEGABYTE, "1"],
    ]
    file = read(as_text([["月份", "单位", "受理工单数"], *rows]))
    assert errors(file) == [
        ("too_big", 2, "受理工单数"),
        ("bad_month", 3, "月份"),
        ("unknown_unit", 4, "单位"),
    ]
    assert all(len(one.as_line("月报.csv")) < 200 for one in file.tables[0].findings)


@pytest.mark.parametrize(
    "title", ["年 " * 500_000, "2023" * 300_000, "填报单位：" + " " * MEGABYTE, "1月至" * 300_000]
)
def test_a_title_of_a_megabyte_is_read_past(title: str) -> None:
    assert errors(read(f"{title}\n" + as_text(TABLE))) == []


def test_a_hundred_thousand_rows_are_read_in_one_go() -> None:
    months = [f"{year}-{month:02d}" for year in range(1950, 2022) for month in range(1, 13)]
    rows = (
        [month, unit, number, number]
        for number in range(60)
        for month in months
        for unit in ("局机关", "执法大队")
    )
    file = read(as_text([["月份", "单位", "受理工单数", "办结工单数"], *rows]))
    assert file.tables[0].rows == 60 * 72 * 12 * 2
    assert {code for code, *_ in errors(file)} == {"duplicate_row"}


def test_a_workbook_with_blank_styled_cells_far_below_is_read() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    content = changed(lambda sheet: sheet.replace(b"</sheetData>", far))
    assert len(figures(read(content))) == 10


def test_a_merged_area_of_the_whole_sheet_fills_only_what_is_used() -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1"/></mergeCells>'
    content = changed(lambda sheet: sheet.replace(b"</sheetData>", merged))
    assert [code for code, *_ in errors(read(content))] == ["unknown_dataset"]


def test_a_page_in_mixed_case_with_a_mark_in_front_is_still_a_page() -> None:
    page = "\ufeff<!DOCTYPE HTML>\n" + as_html(TABLE).replace("<table>", "<TABLE BORDER=1>").replace(
        "td>", "TD>"
    )
    assert len(figures(read(page, "月报.xls"))) == 10


def test_a_table_printed_five_hundred_times_side_by_side_is_refused_at_once() -> None:
    header, row = ["月份", "单位", "受理工单数", ""], ["2023-06", "综合执法大队", "1", ""]
    assert "ambiguous_column" in codes(as_text([header * 500, *[row * 500] * 40]))


def test_more_labels_than_anyone_waits_for_are_refused() -> None:
    rows = [["指标", "6月"], ["受理工单数", "1"], *[[f"指标{number % 7}", "1"] for number in range(300_001)]]
    assert codes("2023年12345热线\n" + as_text(rows)) == {"too_large"}


def codes(text: str) -> set[str]:
    """The codes of a file's errors."""
    return {code for code, _, _ in errors(read(text))}
