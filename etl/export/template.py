"""Templates to fill in, with the headers of the data contract: monthly tables, targets and records."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
import xlsxwriter

from domain.catalogue import Catalogue, Column, Dataset, Kpi
from domain.kpi.series import MonthFigure, total
from domain.months import format_month, month_range
from domain.text import csv_text, escape_formula
from domain.units import UnitDirectory
from etl.export.export import read_figures, read_record_rows, written_figure
from etl.warehouse.definitions import definitions_in_force
from etl.warehouse.directory import read_directory
from etl.warehouse.kpi_figures import read_kpi_figures
from etl.warehouse.statements import statement
from etl.warehouse.submissions import read_submissions
from etl.warehouse.view_scope import read_scope

Cell = str | int | float | None
CHOICES = {
    "profile": ["按月均分", "按季", "按半年", "自定"],
    "illustrative": ["是", "否"],
    "status": ["未启动", "进行中", "已完成"],
}
LAST_ROW = 5000
LONGEST_SHEET_NAME = 31


@dataclass(frozen=True)
class Template:
    """A table to fill in. `rows` has a cell for each of `columns`."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_csv(self) -> bytes:
        """UTF-8 with a byte order mark, as Excel expects."""
        return csv_text([[column.name for column in self.columns], *self.rows]).encode()

    def as_xlsx(self) -> bytes:
        """A workbook with a frozen header row and a comment with the counting unit on each header."""
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
            _write_sheet(book, self)
        return content.getvalue()


def make_template(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    dataset: str,
    year: int,
    *,
    units: Sequence[str] | None = None,
    filled: bool = False,
) -> Template:
    """The template of a dataset for a year.

    A monthly template has a row for each month and unit: `units` (codes), else the units that owe the
    dataset. A target template has a row for each KPI that may have a target. `filled` adds the current
    figures, targets, tasks, units or notes; loading that file changes nothing.
    """
    chosen = catalogue.dataset(dataset)
    if chosen.kind == "targets" and not filled:
        columns = target_columns(chosen)
        rows = target_rows(connection, catalogue, columns, year, units or ())
        return Template(f"{chosen.title}{year}", columns, rows)
    if chosen.kind != "monthly":
        records = tuple(read_record_rows(connection, catalogue, chosen, year)) if filled else ()
        return Template(chosen.title, chosen.columns, records)
    directory = read_directory(connection)
    codes = list(units) if units is not None else _units_that_report(connection, catalogue, chosen, year)
    values = _current(connection, dataset, year) if filled else {}
    if units is None:
        holding = {unit for _, unit, _ in values}
        codes += [one.unit for one in directory.units if one.unit in holding.difference(codes)]
    columns = (catalogue.month_column, catalogue.unit_column, *chosen.columns)
    rows = tuple(
        (
            format_month(month),
            _name_or_code(directory, code),
            *(values.get((column.id, code, month)) for column in chosen.columns),
        )
        for month in month_range(date(year, 1, 1), date(year, 12, 1))
        for code in codes
        if _exists_in(directory, code, month)
    )
    return Template(f"{chosen.title}{year}", columns, rows)


def _units_that_report(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, dataset: Dataset, year: int
) -> list[str]:
    """The units that owe the dataset in the year or have reported it; all units if there are none."""
    rows = connection.execute(statement("units_that_reported"), {"dataset": dataset.id}).fetchall()
    reported = {unit for (unit,) in rows}
    months = month_range(date(year, 1, 1), date(year, 12, 1))
    submissions = read_submissions(connection, catalogue, months)
    owing = {submissions.units[row] for row in np.flatnonzero(submissions.owed(dataset.id).any(axis=1))}
    directory = read_directory(connection)
    codes = [
        unit.unit
        for unit in directory.units
        if unit.unit in owing or (unit.unit in reported and not unit.reports)
    ]
    return codes or [unit.unit for unit in directory.units]


def _exists_in(directory: UnitDirectory, code: str, month: date) -> bool:
    """Whether the unit exists in the month; an unknown one is taken to."""
    unit = directory.by_code(code)
    return unit is None or unit.life.has(month)


def _current(
    connection: duckdb.DuckDBPyConnection, dataset: str, year: int
) -> dict[tuple[str, str, date], Cell]:
    """Each current figure of the year as a clerk writes it, by indicator, unit and month."""
    return {
        (row["indicator"], row["unit"], row["month"].date()): written_figure(row["value"], row["word"])
        for row in read_figures(connection, dataset, year=year).to_dict("records")
    }


def _name_or_code(directory: UnitDirectory, code: str) -> str:
    """A unit's name if it identifies the unit, else its code."""
    unit = directory.by_code(code)
    namesake = directory.find(unit.name) if unit else None
    return unit.name if unit and namesake == unit and escape_formula(unit.name) == unit.name else code


def _sheet_name(title: str) -> str:
    """The title without the characters that Excel forbids in the name of a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:LONGEST_SHEET_NAME].rstrip(" '")


def _write_sheet(book: Any, template: Template) -> None:
    head = book.add_format(
        {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    )
    sheet = book.add_worksheet(_sheet_name(template.title))
    sheet.freeze_panes(1, 2)
    for place, column in enumerate(template.columns):
        sheet.write_string(0, place, escape_formula(column.name), head)
        sheet.set_column(place, place, max(10, 2 * len(column.name) + 2))
        if column.counting_unit:
            sheet.write_comment(0, place, f"计量单位：{column.counting_unit}。没有数据请留空，确为零请填 0。")
        if column.id in CHOICES:
            sheet.data_validation(
                1, place, LAST_ROW, place, {"validate": "list", "source": CHOICES[column.id]}
            )
    for row, cells in enumerate(template.rows, start=1):
        for place, cell in enumerate(cells):
            if isinstance(cell, str):
                sheet.write_string(row, place, escape_formula(cell))
            elif cell is not None:
                sheet.write_number(row, place, cell)


Row = tuple[Cell, ...]
COUNTING_UNIT, LAST_YEAR = Column("counting_unit", "计量单位"), Column("last_year", "上年完成")
MONTHS_OF_A_YEAR = 12
DECIMALS = 6  # twelve times 0.1 hours is written 1.2, not 1.2000000000000002


def target_columns(dataset: Dataset) -> tuple[Column, ...]:
    """The columns to fill in, and two helper columns beside the KPI, which are not read."""
    beside = {"kpi": COUNTING_UNIT, "unit": LAST_YEAR}
    columns = ([column, beside.get(column.id)] for column in dataset.columns)
    return tuple(column for pair in columns for column in pair if column is not None)


def target_rows(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    columns: Sequence[Column],
    year: int,
    units: Sequence[str],
) -> tuple[Row, ...]:
    """A row for each unit (codes; if empty: the whole bureau) and each KPI that may have a target."""
    directory = read_directory(connection)
    root = directory.root.unit if directory.root else ""
    chosen = list(units) or [root]
    done = _last_year(connection, catalogue, year - 1, chosen)
    rows: list[Row] = []
    for unit in chosen:
        name = "" if unit == root else _name_or_code(directory, unit)
        for kpi in _may_have_target(catalogue):
            cells: dict[str, Cell] = {
                "year": year,
                "kpi": kpi.name,
                COUNTING_UNIT.id: "%" if kpi.is_share else kpi.counting_unit,
                "unit": name,
                LAST_YEAR.id: done.get((kpi.id, unit), ""),
            }
            rows.append(tuple(cells.get(column.id) for column in columns))
    return tuple(rows)


def _may_have_target(catalogue: Catalogue) -> tuple[Kpi, ...]:
    return tuple(kpi for kpi in catalogue.kpis if kpi.direction.is_judged)


def _last_year(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, year: int, units: Sequence[str]
) -> dict[tuple[str, str], Cell]:
    """The total of each KPI (id) and unit (code) in a year, counted as on boards, written as clerks do."""
    first, last = date(year, 1, 1), date(year, 12, 1)
    known = {kpi.id: kpi for kpi in definitions_in_force(connection, catalogue, last).kpis}
    pairs = [(kpi, known.get(kpi.id, kpi)) for kpi in _may_have_target(catalogue)]
    figures = read_kpi_figures(connection, [then for _, then in pairs], read_scope(connection, units), last)
    return {
        (now.id, unit): _written(now, then, year, [month for month in months if month.month >= first])
        for now, then in pairs
        for unit in units
        if (months := figures.get((now.id, unit)))
    }


def _written(now: Kpi, then: Kpi, year: int, months: Sequence[MonthFigure]) -> Cell:
    """A year's figure under that year's definition, with remarks on what differs from today's."""
    year_total = total(then.kind, months)
    if year_total.value is None or not _is_one_measure(then, year):
        return ""
    if then.is_share:
        written: Cell = f"{year_total.word}{year_total.value * 100:.1f}%".replace(".0%", "%")
    else:
        written = written_figure(round(year_total.value, DECIMALS), year_total.word)
    remarks = "，".join(_remarks(now, then, year, len(months)))
    return f"{written}（{remarks}）" if remarks else written


def _is_one_measure(then: Kpi, year: int) -> bool:
    """Whether the KPI was defined in the year, and in one counting unit."""
    if then.since > f"{year}-12":
        return False
    before = then.before if then.since > f"{year}-01" else None
    return before is None or (before.kind, before.counting_unit) == (then.kind, then.counting_unit)


def _remarks(now: Kpi, then: Kpi, year: int, months: int) -> Iterator[str]:
    if months < MONTHS_OF_A_YEAR and not then.is_stock:
        yield f"{months}个月"
    if then.since > f"{year}-01":
        yield "年内口径有变"
    if _definition(now) != _definition(then):
        yield "原口径"
    if now.counting_unit != then.counting_unit and not then.is_share:
        yield f"计量单位为{then.counting_unit}"


def _definition(kpi: Kpi) -> tuple[object, ...]:
    return kpi.since, kpi.numerator, kpi.denominator, kpi.counting_unit
