"""figures, template, originals: figures and files out of the warehouse."""

from datetime import date
from pathlib import Path

import click
import duckdb

from domain.text import visible
from etl.cli.console import DONE, UNUSABLE, say, say_error, say_json
from etl.cli.options import (
    YEAR,
    DatasetId,
    find_unit,
)
from etl.export.export import figures_csv, figures_json, read_figures
from etl.export.template import make_template
from etl.load.history import read_history
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue
from etl.warehouse.originals import take_original

LONGEST_FILE_NAME = 200  # in bytes; file systems allow 255 with the number before it


@click.command(help="现行数据。")
@click.option("--dataset", type=DatasetId(), help="只要这一类报表")
@click.option("--unit", metavar="U", help="单位的代码、名称或别名")
@click.option("--year", type=YEAR, metavar="Y", help="只要这一年")
@click.option(
    "--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="格式"
)
@click.pass_obj
def figures(warehouse: Warehouse, dataset: str | None, unit: str | None, year: int | None, form: str) -> int:
    with warehouse.read() as connection:
        found = read_figures(connection, dataset, _unit_code(connection, unit), year)
    if form == "json":
        say_json(figures_json(found))
    else:
        click.echo(figures_csv(found).encode(), nl=False)
    return DONE


@click.command(help="填报模板，已填好月份和单位。")
@click.argument("dataset", type=DatasetId())
@click.option("--year", type=YEAR, metavar="Y", help="年份；不写则为今年")
@click.option("--unit", metavar="U", help="只要这一个单位的行")
@click.option("--filled", is_flag=True, help="填入现行数据")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), help="格式；不写则由文件名决定")
@click.option("-o", "target", type=click.Path(path_type=Path), metavar="FILE", help="写入的文件")
@click.pass_obj
def template(
    warehouse: Warehouse,
    dataset: str,
    year: int | None,
    unit: str | None,
    filled: bool,
    form: str | None,
    target: Path | None,
) -> int:
    with warehouse.read() as connection:
        code = _unit_code(connection, unit)
        made = make_template(
            connection,
            current_catalogue(warehouse),
            dataset,
            year or date.today().year,
            units=[code] if code else None,
            filled=filled,
        )
    form = form or ("xlsx" if target and target.suffix.lower() == ".xlsx" else "csv")
    if form == "xlsx" and target is None:
        target = Path(f"{made.title}.xlsx")
    content = made.as_xlsx() if form == "xlsx" else made.as_csv()
    if target is None:
        click.echo(content, nl=False)
    else:
        try:
            target.write_bytes(content)
        except OSError as error:
            raise click.BadParameter(f"不能写入 {target}：{error.strerror}", param_hint="-o") from error
        say(f"模板已写入 {target}")
    return DONE


def _unit_code(connection: duckdb.DuckDBPyConnection, text: str | None) -> str | None:
    return None if text is None else find_unit(connection, text).unit


@click.command("originals", help="取出导入过的原始文件；不写编号则为全部。")
@click.argument("loads", nargs=-1, type=int, metavar="[编号…]")
@click.option(
    "-o", "target", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="写入的文件夹"
)
@click.pass_obj
def originals_command(warehouse: Warehouse, loads: tuple[int, ...], target: Path) -> int:
    with warehouse.read() as connection:
        requested = _requested(connection, loads)
    try:
        target.mkdir(parents=True, exist_ok=True)
        lost = [file for load, file in requested if not _take_out(warehouse, target, load, file)]
    except OSError as error:
        raise click.BadParameter(f"不能写入 {target}：{error.strerror}", param_hint="-o") from error
    say(f"{len(requested) - len(lost)} 份原始文件已写入 {target}")
    for file in lost:
        say_error(f"{file}：原始文件缺失或被改动，请用备份恢复")
    return UNUSABLE if lost else DONE


def _requested(connection: duckdb.DuckDBPyConnection, loads: tuple[int, ...]) -> list[tuple[int, str]]:
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
    while len(last.encode("utf-8")) > LONGEST_FILE_NAME:
        stem, dot, kind = last.rpartition(".")
        last = f"{stem[:-1]}{dot}{kind}" if stem and len(kind) < 10 else last[:-1]
    plain = "".join("_" if char in '<>:"|?*' or ord(char) < 32 else char for char in last)
    return plain.strip(". ") or "original"
