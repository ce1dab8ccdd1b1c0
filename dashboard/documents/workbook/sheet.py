"""A sheet as values, and how to write it: a table with filters, frozen header, widths, number formats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from dashboard.wording.text_fit import text_width
from domain.catalogue import Catalogue
from domain.text import escape_formula

NARROWEST, WIDEST, WRAPPED_FROM = 7.0, 46.0, 40.0
# The width of a landscape A4 page at about 80 % in Excel's characters; smaller type is hard to read.
PRINTED_WIDTH = 160.0
NUMBER_FORMATS = {
    "whole": "#,##0",
    "decimal": "#,##0.0",
    "percent": "0.0%",
    "month": 'yyyy"年"m"月"',
    "day": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "vcenter"}
TABLE_STYLE = "Table Style Light 1"


@dataclass(frozen=True)
class SheetCell:
    """A value with its own format: a name in NUMBER_FORMATS, or a lamp id for its colours."""

    value: Any
    form: str


@dataclass(frozen=True)
class OutputSheet:
    """One sheet. A cell is text, a number, a date, a SheetCell, or None for blank."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    frozen_columns: int = 1
    notes: tuple[str, ...] = field(default=())


Formats = Mapping[str, Any]


def make_formats(book: Any, catalogue: Catalogue) -> Formats:
    """All formats of a workbook by name, and the header's format."""
    formats = {name: book.add_format(_FONT | {"num_format": form}) for name, form in NUMBER_FORMATS.items()}
    formats["text"] = book.add_format(_FONT)
    formats["wrapped"] = book.add_format(_FONT | {"text_wrap": True})
    formats["head"] = book.add_format(
        _FONT | {"bold": True, "bg_color": "#F5F7FA", "bottom": 1, "bottom_color": "#AEB5BF"}
    )
    for lamp in catalogue.lamps:
        formats[lamp.id] = book.add_format(
            _FONT | {"font_color": lamp.cell_text, "bg_color": lamp.cell_ground, "bold": True}
        )
    return formats


def write_sheet(book: Any, sheet: OutputSheet, formats: Formats) -> None:
    """Write a sheet. Text that looks like a formula is escaped; nothing is ever written as a formula."""
    page = book.add_worksheet(sheet.name)
    widths = [_width(column) for column in sheet.columns]
    for at, column in enumerate(sheet.columns):
        page.write_string(0, at, escape_formula(column), formats["head"])
    for number, row in enumerate(sheet.rows, start=1):
        for at, value in enumerate(row):
            _write(page, number, at, value, formats)
            widths[at] = max(widths[at], _width(value))
    if sheet.rows:
        page.add_table(0, 0, len(sheet.rows), len(sheet.columns) - 1, _table(sheet, formats))
    widths = [min(max(width, NARROWEST), WIDEST) for width in widths]
    for at, width in enumerate(widths):
        page.set_column(at, at, width)
    page.freeze_panes(1, sheet.frozen_columns)
    _print_setting(page, sheet, sum(widths))


def _print_setting(page: Any, sheet: OutputSheet, width: float) -> None:
    """For printing: header and names on every page, a wide sheet on several pages across."""
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.repeat_columns(0, max(sheet.frozen_columns, 1) - 1)
    page.fit_to_pages(max(1, ceil(width / PRINTED_WIDTH)), 0)


def _table(sheet: OutputSheet, formats: Formats) -> dict[str, Any]:
    columns = [
        {"header": escape_formula(column), "header_format": formats["head"]} for column in sheet.columns
    ]
    return {"columns": columns, "style": TABLE_STYLE, "banded_rows": False}


def _write(page: Any, row: int, at: int, value: Any, formats: Formats) -> None:
    form = value.form if isinstance(value, SheetCell) else ""
    value = value.value if isinstance(value, SheetCell) else value
    match value:
        case None | "":
            page.write_blank(row, at, None, formats["text"])
        case str():
            wide = _width(value) > WRAPPED_FROM
            page.write_string(
                row, at, escape_formula(value), formats[form or ("wrapped" if wide else "text")]
            )
        case datetime():
            page.write_datetime(row, at, value, formats[form or "time"])
        case date():
            page.write_datetime(row, at, datetime(value.year, value.month, value.day), formats[form or "day"])
        case _:
            number = float(value)
            form = form or ("whole" if number == int(number) else "decimal")
            page.write_number(row, at, number, formats[form])


def _width(value: Any) -> float:
    """The width that a value needs, in Excel's characters."""
    value = value.value if isinstance(value, SheetCell) else value
    match value:
        case None:
            return 0.0
        case datetime():
            return 17.0
        case date():
            return 12.0
        case int() | float():
            return len(f"{value:,.1f}") + 2.0
    return max(text_width(line, 1.0) for line in str(value).split("\n")) * 1.9 + 3
