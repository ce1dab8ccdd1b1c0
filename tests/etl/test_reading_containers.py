"""Whatever a table is saved in, its figures are the same."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.etl.containers import CONTENT, as_ods, as_spreadsheet_xml, ods_of
from tests.etl.sheets import (
    TABLE,
    as_html,
    as_text,
    as_xls,
    drawn_xls,
    drawn_xlsx,
    errors,
    figures,
    findings,
    read,
)
from tests.etl.xlsb import as_xlsb

DRAFT = [["单位", "受理工单数"], ["局机关", 7.0]]
TYPED = [[float(cell) if cell.isdecimal() else cell or None for cell in row] for row in TABLE]
MAKERS: dict[str, Callable[..., bytes]] = {
    "Excel 2003 XML": as_spreadsheet_xml,
    "ods": as_ods,
    "xlsb": as_xlsb,
}
NAMES = ["月报.xls", "月报.xlsx", "月报.et", "月报.csv"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", MAKERS)
def test_a_table_gives_the_same_figures_in_every_container(kind: str, name: str) -> None:
    for table in (TABLE, TYPED):
        file = read(MAKERS[kind]({"热线": table}), name)
        assert findings(file) == []
        assert figures(file) == figures(read(as_text(TABLE)))


def test_a_table_of_wps_is_read_like_an_old_workbook() -> None:
    assert figures(read(as_xls(TABLE), "月报.et")) == figures(read(as_text(TABLE)))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_hidden_sheet_is_passed_over_in_every_container(kind: str) -> None:
    file = read(MAKERS[kind]({"热线": TYPED, "旧稿": DRAFT}, hidden=["旧稿"]))
    assert figures(file) == figures(read(as_text(TABLE)))
    assert [(one.code, one.value) for one in findings(file)] == [("hidden_sheet", "旧稿")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312", "gb18030"])
def test_the_xml_of_2003_is_read_in_every_encoding(encoding: str) -> None:
    file = read(as_spreadsheet_xml({"热线": TYPED}, encoding=encoding), "月报.xls")
    assert figures(file) == figures(read(as_text(TABLE)))


SHOWN: list[tuple[str, list[list[Any]], str]] = [
    ("Excel 2003 XML", [["6月", (3, '0"件"')], [(6, '0"月"'), (3, "0")]], "2023-06"),
    (
        "ods",
        [[(6, "6月"), (3, "3件")], [(6, "6月份"), (3, "3.0")], [(202306, "2023年06月"), (3, "3")]],
        "2023-06",
    ),
    ("xlsb", [[(6.0, '0"月"'), (3.0, '0"件"')], [(6.0, '0"月份"'), 3.0]], "2023-06"),
]


@pytest.mark.parametrize(("kind", "rows", "month"), SHOWN, ids=[kind for kind, *_ in SHOWN])
def test_a_number_shown_with_words_is_read_as_shown(kind: str, rows: list[list[Any]], month: str) -> None:
    for number, figure in rows:
        sheet = [["2023年热线", None, None], ["月份", "单位", "受理工单数"], [number, "局机关", figure]]
        file = read(MAKERS[kind]({"表": sheet}))
        assert errors(file) == []
        assert figures(file) == {("tickets_received", "office", month): (3, "")}


@pytest.mark.parametrize("cell", [(1, "100%"), (12345, "1万件起"), (12000, "12"), (3.5, "4件")], ids=str)
def test_a_number_shown_as_another_is_no_figure_in_ods(cell: tuple[float, str]) -> None:
    file = read(as_ods({"表": [["月份", "单位", "受理工单数"], ["2023-06", "局机关", cell]]}))
    codes = {(12000, "12"): [], (3.5, "4件"): ["not_whole"], (1, "100%"): ["wrong_unit"]}
    expected = codes.get(cell, ["not_a_number"])
    assert [code for code, *_ in errors(file)] == expected


@pytest.mark.parametrize("kind", ["Excel 2003 XML", "ods"])
def test_a_clock_is_refused_in_every_container(kind: str) -> None:
    def sheet(month: datetime) -> list[list[Any]]:
        return [["月份", "单位", "受理工单数"], [month, "局机关", 3.0]]

    file = read(MAKERS[kind]({"表": sheet(datetime(2023, 5, 31, 16))}))
    assert errors(file) == [("bad_month", 2, "月份")]
    file = read(MAKERS[kind]({"表": sheet(datetime(2023, 6, 1))}))
    assert list(figures(file)) == [("tickets_received", "office", "2023-06")]


def test_merged_cells_errors_and_hidden_rows_are_read_in_xlsb() -> None:
    rows = [["2023年热线", None, None], ["月份", "单位", "受理工单数"], ["6月", "局机关", "#REF!"]]
    file = read(as_xlsb({"表": rows}, hidden_rows=[2], hidden_columns=[2], merges=[(0, 0, 0, 2)]))
    assert [(one.code, one.value) for one in findings(file)] == [
        ("hidden_rows", None),
        ("hidden_rows", None),
        ("not_a_number", "#REF!"),
    ]


XML_OF_2003 = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table>
<Column/><Column ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="3"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">
<B>2023</B>年热线</ss:Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">月份</Data></Cell><Cell><Data
 ss:Type="String">单位</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="String">受理工单数</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String">6月</Data></Cell><Cell><Data
 ss:Type="String">局机关</Data></Cell>
<Cell ss:Index="4" ss:Formula="=1+2"><Data ss:Type="Number">3</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">执法大队</Data></Cell><Cell ss:Index="4"
 ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_places_merges_and_hidden_rows_are_read_in_the_xml_of_2003() -> None:
    file = read(XML_OF_2003)
    assert figures(file) == {("tickets_received", "office", "2023-06"): (3, "")}
    assert [(one.code, one.row) for one in findings(file)] == [
        ("hidden_rows", 4),
        ("hidden_rows", None),
        ("not_a_number", 5),
    ]


ODS = """<table:table table:name="表" table:style-name="ta1">
<table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>
<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="3"
 office:value-type="string">
<text:p>2023年<text:s/>热线</text:p><office:annotation><text:p>批注</text:p></office:annotation>
</table:table-cell>
<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
</table:table-header-rows>
<table:table-row table:number-rows-repeated="2"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell><text:p>月份</text:p></table:table-cell><table:table-cell>
<text:p>单位</text:p></table:table-cell>
<table:table-cell><text:p>受理工单数</text:p></table:table-cell></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell table:number-rows-spanned="2"
 office:value-type="string"><text:p>6月</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>局机关</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>
</table:table-row>
<table:table-row><table:covered-table-cell/><table:table-cell office:value-type="string">
<text:p>执法大队</text:p></table:table-cell>
<table:table-cell table:formula="of:=[.A1]/0" office:value-type="string" office:string-value="">
<text:p>#DIV/0!</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table>"""


def test_places_merges_and_hidden_rows_are_read_in_ods() -> None:
    file = read(ods_of(CONTENT.format(sheets=ODS)))
    assert figures(file) == {("tickets_received", "office", "2023-06"): (3, "")}
    assert [(one.code, one.row) for one in findings(file)] == [
        ("hidden_rows", 5),
        ("hidden_rows", None),
        ("not_a_number", 6),
    ]


def protected_xlsx(book: Any) -> None:
    book.set_properties({"title": "月报"})
    sheet = book.add_worksheet("热线")
    for number, row in enumerate(TABLE):
        sheet.write_row(number, 0, row)
    sheet.protect("secret")


def protected_xls(book: Any) -> None:
    book.protect = True
    sheet = book.add_sheet("热线")
    sheet.protect = True
    for number, row in enumerate(TABLE):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)


def test_a_protected_workbook_that_is_not_encrypted_is_read() -> None:
    for content in (drawn_xlsx(protected_xlsx), drawn_xls(protected_xls)):
        assert figures(read(content)) == figures(read(as_text(TABLE)))


def test_a_page_in_xml_stays_a_page() -> None:
    page = as_html(TABLE).replace("<html>", '<html xmlns:x="urn:schemas-microsoft-com:office:excel">')
    assert figures(read(page, "月报.xls")) == figures(read(as_text(TABLE)))


BOMBS: dict[str, Callable[[], bytes]] = {
    "rows that repeat": lambda: ods_of(
        as_ods_text(
            "<table:table-row table:number-rows-repeated='1048576'>" + CELL * 100 + "</table:table-row>"
        )
    ),
    "cells that repeat": lambda: ods_of(
        as_ods_text(
            "<table:table-row table:number-rows-repeated='9000'>"
            + CELL.replace("<table:table-cell", "<table:table-cell table:number-columns-repeated='16000'")
            + "</table:table-row>"
        )
    ),
    "a far row": lambda: XML_OF_2003.replace('ss:Index="3"', 'ss:Index="1999999"').encode(),
    "far cells": lambda: (
        XML_OF_2003.replace("<Row><Cell ss:Index", "<Row><Cell ss:Index".join([""] * 1))
        .replace("</Table>", "<Row><Cell ss:Index='16000'><Data>1</Data></Cell></Row>" * 900 + "</Table>")
        .encode()
    ),
}
CELL = "<table:table-cell office:value-type='float' office:value='1'><text:p>1</text:p></table:table-cell>"


def as_ods_text(rows: str) -> str:
    return CONTENT.format(sheets=f"<table:table table:name='表'>{rows}</table:table>")


@pytest.mark.parametrize("kind", BOMBS)
def test_a_small_file_of_too_many_cells_is_refused(kind: str) -> None:
    assert errors(read(BOMBS[kind]()))[0][0] in ("too_large", "unreadable")


@pytest.mark.parametrize(
    "xml", ["<!DOCTYPE a [<!ENTITY b 'cc'>]>", '<!DOCTYPE a SYSTEM "file:///etc/passwd">']
)
def test_no_entity_is_followed(xml: str) -> None:
    for content in (
        XML_OF_2003.replace("<Workbook", xml + "<Workbook").encode(),
        ods_of(as_ods_text("").replace("<office:document-content", xml + "<office:document-content")),
    ):
        assert errors(read(content)) == [("unreadable", None, None)]


def test_a_cell_of_the_xml_of_2003_without_a_number_is_blank() -> None:
    file = read(XML_OF_2003.replace('"Number">3<', '"Number"><'))
    assert [code for code, *_ in errors(file)] == ["not_a_number"]
    assert figures(file) == {}
