"""catalogue and originals: look up the definitions, and take out the original files."""

from pathlib import Path
from typing import Any

import click
import duckdb

from domain.catalogue import Catalogue, Column, Direction, Kpi
from domain.text import visible
from etl.cli.console import DONE, UNUSABLE, say, say_error, say_json
from etl.cli.options import JSON
from etl.current_catalogue import current_catalogue
from etl.load.history import read_history
from etl.warehouse import Warehouse
from etl.warehouse.originals import take_original

LONGEST_NAME = 200  # in bytes; file systems allow 255 with the number before it
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
        say_json(_as_json(catalogue))
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


def _as_json(catalogue: Catalogue) -> dict[str, Any]:
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


@click.command("originals", help="取出导入过的原始文件；不写编号则为全部。")
@click.argument("loads", nargs=-1, type=int, metavar="[编号…]")
@click.option(
    "-o", "target", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="写入的文件夹"
)
@click.pass_obj
def originals_command(warehouse: Warehouse, loads: tuple[int, ...], target: Path) -> int:
    with warehouse.read() as connection:
        wanted = _wanted(connection, loads)
    try:
        target.mkdir(parents=True, exist_ok=True)
        lost = [file for load, file in wanted if not _take_out(warehouse, target, load, file)]
    except OSError as error:
        raise click.BadParameter(f"不能写入 {target}：{error.strerror}", param_hint="-o") from error
    say(f"{len(wanted) - len(lost)} 份原始文件已写入 {target}")
    for file in lost:
        say_error(f"{file}：原始文件缺失或被改动，请用备份恢复")
    return UNUSABLE if lost else DONE


def _wanted(connection: duckdb.DuckDBPyConnection, loads: tuple[int, ...]) -> list[tuple[int, str]]:
    """Number and file name of each requested load."""
    known = {int(row["load"]): row["file"] for row in read_history(connection).to_dict("records")}
    for load in loads:
        if load not in known:
            raise click.BadParameter(
                f"没有编号为 {load} 的导入，编号见 python -m etl history", param_hint="编号"
            )
    return [(load, known[load]) for load in (loads or known)]


def _take_out(warehouse: Warehouse, target: Path, load: int, file: str) -> bool:
    """Write one original under the load's number and its own name; never overwrite a different file."""
    content = take_original(warehouse, load)
    if content is None:
        return False
    path, number = target / f"{load:04d}-{_plain_name(file)}", 1
    while path.exists() and path.read_bytes() != content:
        number += 1
        path = target / f"{load:04d}-{number}-{_plain_name(file)}"
    path.write_bytes(content)
    return True


def _plain_name(file: str) -> str:
    """The last part of a file's name as file systems allow it."""
    last = visible(file.replace("\\", "/").rsplit("/", 1)[-1])
    while len(last.encode("utf-8")) > LONGEST_NAME:
        stem, dot, kind = last.rpartition(".")
        last = f"{stem[:-1]}{dot}{kind}" if stem and len(kind) < 10 else last[:-1]
    plain = "".join("_" if char in '<>:"|?*' or ord(char) < 32 else char for char in last)
    return plain.strip(". ") or "original"
