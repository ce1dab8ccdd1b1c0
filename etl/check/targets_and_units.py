"""Check targets and units: nothing outside a unit's life counts, and closed months keep their targets."""

from collections.abc import Iterator
from typing import Any

import duckdb

from domain.catalogue import Catalogue
from domain.finding import Finding
from domain.months import add_months, format_month, month_words
from domain.units import Life
from etl.check.staging import Staged
from etl.check.state import figure_words
from etl.warehouse.directory import read_unit_names
from etl.warehouse.statements import statement


def check_records(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, staged: Staged
) -> Iterator[tuple[int, Finding]]:
    """Table number and finding of each staged target or unit that may not be loaded or needs a look."""
    if "targets" in staged.records:
        yield from _frozen_targets(connection, catalogue)
        yield from _targets_outside_life(connection)
    if "units" in staged.records:
        yield from _figures_left_out(connection)


def _targets_outside_life(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Finding]]:
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


def _figures_left_out(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, Finding]]:
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


def _frozen_targets(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue
) -> Iterator[tuple[int, Finding]]:
    """Table number and error of each staged target that would change the target of a closed month."""
    cursor = connection.execute(statement("check_frozen_targets"))
    columns = [column[0] for column in cursor.description or ()]
    for values in cursor.fetchall():
        row = dict(zip(columns, values, strict=True))
        yield row["table_number"], Finding("frozen_period", _frozen_message(catalogue, row), row["row"])


def frozen_target_differences(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> list[Finding]:
    """Errors if an undo or redo, already recorded on the connection, changes the target of a closed month."""
    rows = connection.execute(statement("frozen_target_differences")).fetchall()
    names = read_unit_names(connection)
    found = []
    for id, unit, old, new, first, through in rows:
        kpi = catalogue.kpi_named(id)
        whose = f"{names.get(unit, unit)}的“{kpi.name if kpi else id}”目标"
        what = f"{whose}由 {figure_words(old)} 变为 {figure_words(new)}"
        message = (
            f"{month_words(through)}及以前已封账，此操作会使{what}；"
            f"确需如此请先由法规科解封（python -m etl unfreeze {format_month(first)}）"
        )
        found.append(Finding("frozen_period", message))
    return found


def _frozen_message(catalogue: Catalogue, row: dict[str, Any]) -> str:
    kpi = catalogue.kpi_named(row["kpi"])
    through = row["frozen_through"]
    coming = format_month(add_months(through, 1))
    is_new = row["old"] is None
    changed = "新增或改动" if is_new else "改动"
    way = "年内新增请" if is_new else "年内调整请保留原目标，另加一行，"
    return (
        f"{month_words(through)}及以前已封账，“{kpi.name if kpi else row['kpi']}”的目标不能{changed}；"
        f"{way}在生效年月填 {coming} 或以后的月份，"
        f"确需更正已封账的月份请先解封（python -m etl unfreeze {format_month(row['first_month'])}）"
    )
