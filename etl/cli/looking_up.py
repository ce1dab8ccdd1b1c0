"""catalogue, units, history, missing: what is defined, known, loaded, and still owed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import pandas as pd

from domain.catalogue import Catalogue, Column, Direction, Kpi, load_catalogue
from domain.months import format_month, month_words
from etl.cli.console import DONE, say, say_json
from etl.cli.options import (
    JSON,
    MonthOption,
)
from etl.export.unit_list import unit_lines, units_json
from etl.load.history import LOAD_STATES, read_history
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue
from etl.warehouse.directory import read_directory
from etl.warehouse.submissions import missing_json, missing_lines, month_to_chase, read_completeness

DIRECTIONS = {
    Direction.HIGHER: "越高越好",
    Direction.LOWER: "越低越好",
    Direction.NEUTRAL: "监测，不设目标",
}


@click.command("catalogue", help="各类报表的列和各项指标；同时检查目录是否有误。")
@JSON
@click.pass_obj
def catalogue_command(warehouse: Warehouse, as_json: bool) -> int:
    catalogue = current_catalogue(warehouse)
    if as_json:
        say_json(_catalogue_json(catalogue))
        return DONE
    for dataset in catalogue.datasets:
        say(f"{dataset.id}　{dataset.title}")
        for column in dataset.columns:
            unit = f"（{column.counting_unit}）" if column.counting_unit else ""
            aliases = f"　又名：{'、'.join(column.aliases)}" if column.aliases else ""
            say(f"  {column.id}　{column.name}{unit}{aliases}")
    say("指标")
    for kpi in catalogue.kpis:
        say(f"  {kpi.id}　{kpi.name}　{kpi.formula}　{DIRECTIONS[kpi.direction]}")
    say(f"目录无误：{len(catalogue.datasets)} 类报表，{len(catalogue.kpis)} 项指标。")
    return DONE


def _catalogue_json(catalogue: Catalogue) -> dict[str, Any]:
    datasets = [
        {
            "dataset": dataset.id,
            "title": dataset.title,
            "kind": dataset.kind,
            "columns": [_column_json(column) for column in dataset.columns],
        }
        for dataset in catalogue.datasets
    ]
    return {"datasets": datasets, "kpis": [_kpi_json(kpi) for kpi in catalogue.kpis]}


def _column_json(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "name": column.name,
        "counting_unit": column.counting_unit or None,
        "aliases": list(column.aliases),
        "whole": column.in_whole_numbers,
    }


def _kpi_json(kpi: Kpi) -> dict[str, Any]:
    return {
        "kpi": kpi.id,
        "name": kpi.name,
        "dataset": kpi.dataset,
        "kind": kpi.kind,
        "formula": kpi.formula,
        "indicators": list(kpi.indicators),
        "counting_unit": kpi.counting_unit or None,
        "direction": kpi.direction,
        "scope": kpi.scope,
        "owner": kpi.owner,
        "source": kpi.source,
    }


@click.command(help="所有单位：代码、名称、上级、别名、曾用名、填报内容、启用和停用年月、并入单位。")
@JSON
@click.pass_obj
def units(warehouse: Warehouse, as_json: bool) -> int:
    catalogue = load_catalogue()
    with warehouse.read() as connection:
        directory = read_directory(connection)
    if as_json:
        say_json(units_json(directory))
    else:
        for line in unit_lines(directory, catalogue):
            say(line)
    return DONE


@click.command(help="历次导入。")
@JSON
@click.pass_obj
def history(warehouse: Warehouse, as_json: bool) -> int:
    with warehouse.read() as connection:
        loads = read_history(connection)
    if as_json:
        say_json(history_json(loads))
    else:
        for line in history_lines(loads):
            say(line)
    return DONE


def history_json(loads: pd.DataFrame) -> list[dict[str, Any]]:
    """The loads, oldest first. Takes the frame of `read_history`."""
    return [
        {
            "load": int(row["load"]),
            "loaded_at": row["loaded_at"].isoformat(timespec="seconds"),
            "loaded_by": row["loaded_by"],
            "file": row["file"],
            "sha256": row["sha256"],
            "datasets": list(row["datasets"]),
            "first_month": _month(row["first_month"]),
            "last_month": _month(row["last_month"]),
            "rows": int(row["rows"]),
            "figures": int(row["figures"]),
            "changes": {kind: int(row[kind]) for kind in ("added", "changed", "unchanged", "withdrawn")},
            "note": row["note"],
            "state": row["state"],
        }
        for row in loads.to_dict("records")
    ]


def history_lines(loads: pd.DataFrame) -> Iterator[str]:
    """A line for each load, oldest first."""
    if loads.empty:
        yield "还没有导入过数据。"
    for row in loads.to_dict("records"):
        months = _months(row["first_month"], row["last_month"])
        note = f" 说明：{row['note']}" if row["note"] else ""
        yield (
            f"{row['load']} {row['loaded_at']:%Y-%m-%d %H:%M} {row['loaded_by']} {row['file']}{months}"
            f" {row['rows']} 行 {row['figures']} 项（新增 {row['added']}，变更 {row['changed']}，"
            f"不变 {row['unchanged']}，撤销 {row['withdrawn']}） {LOAD_STATES[row['state']]}{note}"
        )


def _months(first: Any, last: Any) -> str:
    if pd.isna(first):
        return ""
    return f" {month_words(first)}" if first == last else f" {month_words(first)}～{month_words(last)}"


def _month(month: Any) -> str | None:
    return None if pd.isna(month) else format_month(month)


@click.command(help="某月尚未报送或没有报全的单位。")
@click.option("--month", type=MonthOption(), help="月份；不写则为刚过去的月份")
@JSON
@click.pass_obj
def missing(warehouse: Warehouse, month: date | None, as_json: bool) -> int:
    catalogue = current_catalogue(warehouse)
    with warehouse.read() as connection:
        chased = month or month_to_chase(connection)
        completeness = read_completeness(connection, catalogue, chased)
    if as_json:
        say_json(missing_json(completeness))
    else:
        for line in missing_lines(completeness, catalogue, chased):
            say(line)
    return DONE
