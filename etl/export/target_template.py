"""The template of targets: every KPI that may have a target, with counting unit and last year's value."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from domain.catalogue import Catalogue, Column, Dataset, Kpi
from domain.units import UnitDirectory
from etl.export.export import plain_number
from etl.warehouse.directory import read_directory
from etl.warehouse.statements import statement

Row = tuple[str | int | float | None, ...]
COUNTING_UNIT, LAST_YEAR = Column("counting_unit", "计量单位"), Column("last_year", "上年完成")
MONTHS_OF_A_YEAR = 12


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
    rows: list[Row] = []
    for unit in units or [root]:
        done = _last_year(connection, catalogue, year - 1, unit) if unit else {}
        called = "" if unit == root else _called(directory, unit)
        for kpi in _may_have_target(catalogue):
            cells: dict[str, str | int | float | None] = {
                "year": year,
                "kpi": kpi.name,
                COUNTING_UNIT.id: "%" if kpi.kind == "rate" else kpi.counting_unit,
                "unit": called,
                LAST_YEAR.id: done.get(kpi.id, ""),
            }
            rows.append(tuple(cells.get(column.id) for column in columns))
    return tuple(rows)


def _called(directory: UnitDirectory, code: str) -> str:
    """A unit's name if it identifies the unit, else its code."""
    unit = directory.by_code(code)
    return unit.name if unit and directory.find(unit.name) == unit else code


def _may_have_target(catalogue: Catalogue) -> tuple[Kpi, ...]:
    return tuple(kpi for kpi in catalogue.kpis if kpi.direction != "neutral")


def _last_year(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, year: int, unit: str
) -> dict[str, str | int | float]:
    """The total of each KPI in a year, as a clerk writes it; mentions missing months."""
    kpis = {kpi.id: kpi for kpi in _may_have_target(catalogue)}
    span = {"first": date(year, 1, 1), "last": date(year, 12, 1), "unit": unit}
    rows = connection.execute(statement("last_year_of_kpis"), {**_terms(kpis.values()), **span}).fetchall()
    return {row[0]: written for row in rows if (written := _written(kpis[row[0]], *row[1:])) != ""}


def _terms(kpis: Any) -> Mapping[str, list[Any]]:
    """The columns of each KPI as lists of one length."""
    terms = [
        (kpi.id, term.indicator, term.sign, is_denominator, 1 if kpi.kind == "sum" else len(kpi.indicators))
        for kpi in kpis
        for is_denominator, part in ((False, kpi.numerator), (True, kpi.denominator))
        for term in part
    ]
    names = ("kpi", "indicator", "sign", "is_denominator", "needed")
    return {name: list(values) for name, values in zip(names, zip(*terms, strict=True), strict=True)}


def _written(
    kpi: Kpi, numerator: float, denominator: float | None, last: float, months: int, approximate: bool
) -> str | int | float:
    if kpi.kind == "rate":
        if not denominator:
            return ""
        value: str | int | float = f"{numerator / denominator * 100:.1f}%".replace(".0%", "%")
    else:
        value = plain_number(last if kpi.kind == "stock" else numerator)
    about = "约" if approximate else ""
    partly = f"（{months}个月）" if months < MONTHS_OF_A_YEAR and kpi.kind != "stock" else ""
    return f"{about}{value}{partly}" if about or partly else value
