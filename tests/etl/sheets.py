"""Files as clerks and systems save them: the same rows as text, workbook or web page."""

import csv
import html
import io
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
import xlwt

from domain.catalogue import load_catalogue
from domain.finding import Finding
from domain.months import format_month
from domain.units import Unit, UnitDirectory
from etl.read.read_tables import ReadFile, ReadOptions, TidyTable, read_tables

TODAY = date(2024, 3, 20)
UNITS = UnitDirectory(
    [
        Unit("root", "示例局"),
        Unit("brigade", "综合执法大队", "root", ("执法大队",)),
        Unit("office", "局机关", "root"),
    ]
)
Figures = dict[tuple[str, str, str], tuple[float | None, str]]

HEADER = ["月份", "单位", "受理工单数", "办结工单数", "满意数"]
ROWS = [
    ["2023-05", "综合执法大队", "2168", "2000", "7"],
    ["2023-05", "局机关", "12", "", "0"],
    ["2023-06", "综合执法大队", "414", "400", "9"],
    ["2023-06", "局机关", "3", "5", ""],
]
TABLE = [HEADER, *ROWS]


def read(
    content: bytes | str, name: str = "月报.csv", units: UnitDirectory = UNITS, **options: Any
) -> ReadFile:
    """Read a file as a clerk of the sample's units would hand it in, in March 2024."""
    data = content.encode() if isinstance(content, str) else content
    return read_tables(data, name, load_catalogue(), units, ReadOptions(today=TODAY, **options))


def only_table(file: ReadFile) -> TidyTable:
    """The one table of a file without findings about the file as a whole."""
    assert file.findings == ()
    (table,) = file.tables
    return table


def records(file: ReadFile) -> list[dict[str, object]]:
    """The records of the one table, without their row numbers."""
    frame = only_table(file).records
    return frame.drop(columns="row").to_dict("records") if len(frame) else []


def figures(file: ReadFile) -> Figures:
    """(indicator, unit, month) → value and word; a withdrawn figure has None."""
    found: Figures = {}
    for table in file.tables:
        for row in table.figures.to_dict("records"):
            value = None if math.isnan(row["value"]) else row["value"]
            found[row["indicator"], row["unit"], format_month(row["month"])] = (value, row["word"])
    return found


def findings(file: ReadFile) -> list[Finding]:
    """Every finding, of the file and of its tables."""
    return [*file.findings, *(finding for table in file.tables for finding in table.findings)]


def errors(file: ReadFile) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of every error."""
    return [(one.code, one.row, one.column) for one in findings(file) if one.severity == "error"]


def warnings(file: ReadFile) -> list[tuple[str, int | None, str | None]]:
    """Code, row and column of every warning."""
    return [(one.code, one.row, one.column) for one in findings(file) if one.severity == "warning"]


def as_text(rows: Iterable[Sequence[object]], delimiter: str = ",", newline: str = "\n") -> str:
    """The rows as delimited text, quoted where need be."""
    text = io.StringIO()
    rows = list(rows)
    has_breaks = any("\n" in str(cell) for row in rows for cell in row)
    quoting = csv.QUOTE_ALL if has_breaks else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(rows)
    return text.getvalue()


def as_xlsx(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with these sheets; dates as dates, numbers as numbers, text as text."""
    return drawn_xlsx(
        *(lambda book, name=name, rows=rows: _fill(book, name, rows) for name, rows in sheets.items())
    )


def drawn_xlsx(*draw: Callable[[Any], None]) -> bytes:
    """A workbook drawn by functions that take the XlsxWriter workbook."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for one in draw:
            one(book)
    return content.getvalue()


def _fill(book: Any, name: str, rows: Sequence[Sequence[object]]) -> None:
    sheet = book.add_worksheet(name)
    as_date = book.add_format({"num_format": "yyyy-mm"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), as_date)
            elif isinstance(cell, str):
                sheet.write_string(row, column, cell)
            elif cell is not None:
                sheet.write(row, column, cell)


def drawn_xls(draw: Callable[[Any], None]) -> bytes:
    """An old workbook drawn by a function that takes the xlwt workbook."""
    book = xlwt.Workbook()
    draw(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_xls(rows: Sequence[Sequence[object]]) -> bytes:
    """An old workbook of one sheet."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    as_date = xlwt.easyxf(num_format_str="YYYY-MM")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write(row, column, cell, as_date)
            elif cell is not None:
                sheet.write(row, column, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def as_html(rows: Iterable[Sequence[object]], title: str = "") -> str:
    """A web page with one table, as systems save it under the suffix .xls."""
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(str(cell))}</td>' for cell in cells)}</tr>" for cells in rows
    )
    return f"<html><head><style>td {{}}</style></head><body><p>{title}</p><table>{body}</table></body></html>"
