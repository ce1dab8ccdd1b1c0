"""Check targets and unit tables against the lives of units: nothing outside a life counts."""

from collections.abc import Iterator
from typing import Any

import duckdb

from domain.finding import Finding
from domain.months import month_words
from domain.units import Life
from etl.warehouse.directory import read_unit_names
from etl.warehouse.statements import statement


def targets_outside_life(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Finding]]:
    """Table number and error of each staged target of a year in which its unit does not exist."""
    for row in _rows(connection, "check_target_life"):
        life = "停用" if row["end_month"] and row["year"] > row["end_month"].year else "启用"
        when = row["end_month"] if life == "停用" else row["start_month"]
        span = f"{month_words(when)}后停用" if life == "停用" else f"自{month_words(when)}起启用"
        message = (
            f"“{row['name']}”{span}{_merged(row)}，{row['year']}年没有它的月报，目标无从评价；"
            f"请把目标设在接替它的单位上，或删去这一行；如{life}年月有误，请先更正单位表"
        )
        yield row["table_number"], Finding("outside_unit_life", message, row["row"], "单位", row["name"])


def figures_left_out(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Finding]]:
    """Table number and warning of each staged unit that has figures outside its new life."""
    for row in _rows(connection, "check_closed_units"):
        life = Life(row["start_month"], row["end_month"])
        first, last = month_words(row["first_month"]), month_words(row["last_month"])
        months = first if first == last else f"{first}至{last}"
        message = (
            f"“{row['name']}”{life.outside_in_words(row['last_month'])}{_merged(row)}，"
            f"但{months}已有它的 {row['figures']:,} 个数，这些数将不再计入；"
            "请核对年月，属实的请把这些数改报在接替它的单位名下"
        )
        finding = Finding("outside_unit_life", message, row["row"], "单位", row["name"], "warning")
        yield row["table_number"], finding


def _merged(row: dict[str, Any]) -> str:
    return f"，已并入“{row['successor_name']}”" if row["successor"] and row["end_month"] else ""


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a statement, with the names of unit and successor."""
    cursor = connection.execute(statement(name))
    columns = [column[0] for column in cursor.description or ()]
    found = [dict(zip(columns, values, strict=True)) for values in cursor.fetchall()]
    if not found:
        return
    names = read_unit_names(connection)
    for row in found:
        successor = row["successor"]
        yield row | {
            "name": names.get(row["unit"], row["unit"]),
            "successor_name": names.get(successor, successor),
        }
