"""Cells that show more than their text: struck out, raised, hidden, a field, lines, another number."""

import io

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from etl.read.read_tables import ReadFile
from tests.etl.containers import CONTENT, as_spreadsheet_xml, ods_of
from tests.etl.sheets import as_html, errors, figures, findings, read, warnings

ROWS = [["月份", "单位", "受理工单数"], ["2023-06", "综合执法大队", "41"], ["2023-06", "局机关", "12"]]
READ = {
    ("tickets_received", "brigade", "2023-06"): (41, ""),
    ("tickets_received", "office", "2023-06"): (12, ""),
}
STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")


def page(*cells: str) -> str:
    """A web page of one unit, from January on, whose figures are shown by these cells."""
    rows = [[f"2023-{month:02d}", "局机关", f"<{month}>"] for month in range(1, len(cells) + 1)]
    text = as_html([ROWS[0], *rows]).replace("td {}", ".k {text-decoration:line-through;}")
    for month, cell in enumerate(cells, start=1):
        text = text.replace(f"<td>&lt;{month}&gt;</td>", cell)
    return text


def xlsx(cell: object, font: Font | None = None) -> bytes:
    """A workbook whose first figure is this cell."""
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["C2"] = cell
    if font:
        book.active["C2"].font = font
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xls(is_whole: bool) -> bytes:
    """An xls whose first figure is struck out as a whole or in part, after texts of several records."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("6月")
    for number, row in enumerate(ROWS):
        for place, text in enumerate([*row, f"说明{number}" * 4000]):
            sheet.write(number, place, text)
    sheet = book.add_sheet("7月")
    for number, row in enumerate(ROWS):
        for place, text in enumerate(row):
            if (number, place) != (1, 2):
                sheet.write(number, place, text.replace("06", "07"))
    struck = xlwt.easyfont("struck_out on")
    if is_whole:
        sheet.write(1, 2, 41, xlwt.easyxf("font: struck_out on"))
    else:
        sheet.write_rich_text(1, 2, (("12", struck), ("15", xlwt.easyfont(""))))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xml(data: str, style: str = "") -> bytes:
    """Excel's XML of 2003 whose first figure has this content."""
    cell = f'<Cell ss:StyleID="k">{data}</Cell>' if style else f"<Cell>{data}</Cell>"
    text = as_spreadsheet_xml({"热线": ROWS}).decode()
    text = text.replace('<Style ss:ID="Default"/>', f'<Style ss:ID="k">{style}</Style>')
    return text.replace('<Cell><Data ss:Type="String">41</Data></Cell>', cell).encode()


def ods(cell: str) -> bytes:
    """An OpenDocument table whose first figure is this cell; styles: k strikes out, h raises."""
    texts = [
        [f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row] for row in ROWS
    ]
    texts[1][2] = cell
    rows = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in texts)
    marks = {"k": 'text-line-through-style="solid"', "h": 'text-position="super 58%"'}
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties style:{mark}/></style:style>'
        for name, mark in marks.items()
    )
    text = CONTENT.format(sheets=f'<table:table table:name="热线">{rows}</table:table>')
    return ods_of(text.replace("</office:automatic-styles>", styles + "</office:automatic-styles>"))


HTML = 'ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"'
A_CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
A_NUMBER = '<table:table-cell table:style-name="k" office:value-type="float" office:value="41">'
UNSURE_ON_A_PAGE = [
    "<td><s>12</s>15</td>",
    "<td><del>12</del><ins>15</ins></td>",
    '<td><i style="text-decoration: line-through">1</i>5</td>',
    '<td><i class="a k">1</i>5</td>',
    '<td style="text-decoration:line-through">41</td>',
    "<td>41<sup>1</sup></td>",
    "<td><p>4</p><p>1</p></td>",
    '<td><input value="41"></td>',
    "<td><select><option>4</option><option selected>1</option></select></td>",
    '<td x:num="12345">1.2百</td>',
]
SEEN_ON_A_PAGE = [
    '<td><span style="display:none">0041</span>41</td>',
    '<td><img style="display:none">41</td>',
    '<td><input type="checkbox">41</td>',
    "<td><b>4</b><font color=red>1</font></td>",
    '<td x:num="41.0">41件</td>',
]
UNSURE = {
    "xlsx: struck": lambda: xlsx(CellRichText(TextBlock(STRUCK, "12"), TextBlock(InlineFont(), "15"))),
    "xlsx: raised": lambda: xlsx(CellRichText("12", TextBlock(RAISED, "1"))),
    "xlsx: struck cell": lambda: xlsx(41, Font(strike=True)),
    "xls: struck": lambda: xls(is_whole=False),
    "xls: struck cell": lambda: xls(is_whole=True),
    "xml: struck": lambda: xml(f'<ss:Data {HTML}><S>12</S><Font>15</Font></ss:Data>'),
    "xml: raised": lambda: xml(f'<ss:Data {HTML}>12<Sup>1</Sup></ss:Data>'),
    "xml: struck cell": lambda: xml('<Data ss:Type="Number">41</Data>', '<Font ss:StrikeThrough="1"/>'),
    "ods: struck": lambda: ods(A_CELL.format('<text:span text:style-name="k">1</text:span>5')),
    "ods: raised": lambda: ods(A_CELL.format('12<text:span text:style-name="h">1</text:span>')),
    "ods: struck cell": lambda: ods(A_NUMBER + "<text:p>41</text:p></table:table-cell>"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSURE)
def test_a_figure_that_does_not_show_as_one_number_is_refused(name: str) -> None:
    assert errors(read(UNSURE[name](), "月报.xls")) == [("not_a_number", 2, "受理工单数")]


def test_it_is_refused_on_a_web_page_too_and_it_is_said_why() -> None:
    found = findings(read(page(*UNSURE_ON_A_PAGE), "月报.xls"))
    assert [one.row for one in found] == list(range(2, 2 + len(UNSURE_ON_A_PAGE)))
    assert {one.code for one in found} == {"not_a_number"}
    assert found[0].value == "〔划去：12〕15"
    assert "删除线" in found[0].message
    assert "上标" in next(one.message for one in found if one.value == "41〔角标：1〕")


def test_what_a_page_shows_is_read_and_nothing_else() -> None:
    read_from_page = figures(read(page(*SEEN_ON_A_PAGE), "月报.xls"))
    assert list(read_from_page.values()) == [(41, "")] * len(SEEN_ON_A_PAGE)


def test_hidden_rows_and_columns_of_a_page_are_read_and_told() -> None:
    text = as_html([[*row[:2], number, row[2]] for number, row in enumerate(ROWS)])
    for number in range(len(ROWS)):
        text = text.replace(f"<td>{number}</td>", f'<td style="display:none">{number}</td>')
    file = read(text.replace("<tr><td>2023-06</td><td>局", "<tr hidden><td>2023-06</td><td>局"), "月报.xls")
    assert figures(file) == READ
    assert [code for code, _, _ in warnings(file)].count("hidden_rows") == 2


def test_a_cell_hidden_beside_others_of_its_column_is_refused() -> None:
    (found,) = findings(read(page("<td hidden>99</td><td>41</td>"), "月报.xls"))
    assert (found.code, "隐藏的单元格" in found.message) == ("unreadable", True)


def test_a_caption_is_a_title() -> None:
    rows = [row[1:] for row in ROWS]
    text = as_html(rows).replace("<table>", "<table><caption>2023年6月热线</caption>")
    assert figures(read(text, "月报.xls")) == READ


def test_a_title_struck_out_names_no_month() -> None:
    text = as_html([row[1:] for row in ROWS], "<s>2023年5月热线</s>")
    assert errors(read(text, "月报.xls")) == [("missing_column", None, "月份")]
    inside = as_html([["<1>"], *(row[1:] for row in ROWS)])
    again = inside.replace("<td>&lt;1&gt;</td>", "<td><s>2023年5月</s>2023年6月热线</td>")
    assert figures(read(again, "月报.xls")) == READ


def task(title: str, code: str = "1") -> ReadFile:
    """A web page with one task."""
    header = ["年度", "任务编号", "任务名称", "责任单位", "完成时限", "状态"]
    text = as_html([header, ["2023", code, title, "局机关", "2023-06-30", "进行中"]])
    return read(text.replace("&lt;", "<").replace("&gt;", ">"), "任务.xls")


def test_a_written_text_has_its_raised_parts_in_the_line_and_nothing_struck_out() -> None:
    assert task("治理1000m<sup>2</sup>").tables[0].records["title"].tolist() == ["治理1000m2"]
    for file in (task("<s>检查</s>治理"), task("治理", "<s>1</s>2"), task("治理", "1<sup>①</sup>")):
        (found,) = findings(file)
        assert (found.code, found.row, "请" in found.message) == ("bad_value", 2, True)


def test_a_header_may_have_a_footnote_or_say_that_it_must_be_filled() -> None:
    headers = ["*单位", "受理工单数<sup>1</sup>", "办结工单数（必填）", "按时办结数①", "★回访数"]
    rows = [["月份", *headers], ["2023-06", "局机关", "5", "4", "3", "2"]]
    text = as_html(rows).replace("&lt;", "<").replace("&gt;", ">")
    assert [value for value, _ in figures(read(text, "月报.xls")).values()] == [5, 4, 3, 2]
