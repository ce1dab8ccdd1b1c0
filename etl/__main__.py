"""The command line of the warehouse: python -m etl."""

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from etl import console
from etl.batch import Done, check_files, load_files
from etl.catalogue import Catalogue, load_catalogue
from etl.console import DONE, REFUSED, UNUSABLE, WRONG_USAGE, say, say_error, say_json
from etl.directory import read_directory
from etl.export import figures_csv, figures_json, read_figures
from etl.files import InputFile, NoTableError, find_files, in_loading_order
from etl.freeze import freeze, unfreeze
from etl.history import Change, UnknownLoadError, read_history, redo, undo
from etl.history_report import history_json, history_lines
from etl.load_report import report_json, report_lines
from etl.month import parse_month
from etl.reading.result import ReadOptions
from etl.verify import verify
from etl.warehouse import OFFICE, SAMPLE, Warehouse, find_warehouse

FIRST_STEPS = "请依次导入：一、单位表（python -m etl template units 可得模板）；二、年度目标；三、当月数据。"


class Month(click.ParamType):
    """A month as YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else parse_month(value)
        except ValueError as error:
            raise click.BadParameter(f"月份应写作 2023-06，读到 {value}", ctx, param) from error


class DatasetId(click.ParamType):
    """A dataset by id or title."""

    name = "DATASET"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        datasets = load_catalogue().datasets
        for dataset in datasets:
            if value in (dataset.id, dataset.title):
                return dataset.id
        names = "、".join(f"{dataset.id}（{dataset.title}）" for dataset in datasets)
        raise click.BadParameter(f"没有数据集 {value}，现有：{names}", ctx, param)


def options(*wanted: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Several options as one decorator."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(wanted):
            command = option(command)
        return command

    return decorate


BY = click.option("--by", metavar="WHO", help="经办人；不写则为本机用户名")
WHY = click.option("--why", default="", metavar="TEXT", help="原因")
JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
READING = options(
    click.argument("files", nargs=-1, required=True, metavar="FILE…"),
    click.option("--dataset", type=DatasetId(), help="数据集，表头不能确定时用"),
    click.option("--year", type=click.IntRange(1949, 2199), metavar="Y", help="年份，表中只写月份时用"),
    click.option("--month", type=Month(), help="月份，表中没有月份列时用"),
    click.option("--unit", metavar="U", help="单位，表中没有单位列时用"),
    click.option("--blank-is-zero", is_flag=True, help="空格均为零，按零报告上报"),
)


@click.group(cls=console.CalmGroup, help="把月报表导入数据仓库，并管理其历史。")
@click.option("--warehouse", type=click.Path(path_type=Path), metavar="FOLDER", help="数据仓库所在文件夹")
@click.pass_context
def etl(context: click.Context, warehouse: Path | None) -> None:
    context.obj = find_warehouse(warehouse)


@etl.command(help="启用本单位自己的、空的数据仓库。")
@click.pass_obj
def start(warehouse: Warehouse) -> int:
    own = Warehouse(OFFICE) if warehouse.folder in (OFFICE, SAMPLE) else warehouse
    begun = own.begin("office")
    say(f"{'已启用' if begun else '已有'}本单位的数据仓库：{own.folder}")
    say(FIRST_STEPS)
    return DONE


@etl.command(help="检查表格，不导入。")
@READING
@JSON
@click.pass_obj
def check(warehouse: Warehouse, files: tuple[str, ...], as_json: bool, **reading: Any) -> int:
    catalogue = load_catalogue()
    return _each(
        files,
        as_json,
        catalogue,
        reading["dataset"],
        lambda found: check_files(warehouse, catalogue, found, _read_options(reading)),
    )


@etl.command(help="检查并导入表格；有一处错误则整份不入库。")
@READING
@BY
@click.option("--note", default="", metavar="TEXT", help="本次导入的说明")
@click.option("--skip-bad-rows", is_flag=True, help="有错的行不导入，另存为 CSV；其余照常导入")
@JSON
@click.pass_obj
def load(
    warehouse: Warehouse,
    files: tuple[str, ...],
    by: str | None,
    note: str,
    skip_bad_rows: bool,
    as_json: bool,
    **reading: Any,
) -> int:
    catalogue = load_catalogue()

    def run(found: list[InputFile]) -> Iterable[Done]:
        options = _read_options(reading)
        yield from load_files(
            warehouse, catalogue, found, options, by=by, note=note, skip_bad_rows=skip_bad_rows
        )

    status = _each(files, as_json, catalogue, reading["dataset"], run)
    _name_warehouse(warehouse, as_json)
    return status


@etl.command(help="历次导入。")
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


@etl.command("undo", help="撤销一次导入，此前的数据重新生效。")
@click.argument("load", type=int)
@BY
@WHY
@click.pass_obj
def undo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    try:
        change = undo(warehouse, load_catalogue(), load, by=by, why=why)
    except UnknownLoadError as error:
        raise click.BadParameter(str(error), param_hint="LOAD") from error
    return _tell(warehouse, change, f"导入 {load} 已撤销。", f"导入 {load} 早已撤销。")


@etl.command("redo", help="恢复一次已撤销的导入。")
@click.argument("load", type=int)
@BY
@WHY
@click.pass_obj
def redo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    try:
        change = redo(warehouse, load_catalogue(), load, by=by, why=why)
    except UnknownLoadError as error:
        raise click.BadParameter(str(error), param_hint="LOAD") from error
    return _tell(warehouse, change, f"导入 {load} 已恢复。", f"导入 {load} 没有被撤销。")


@etl.command("freeze", help="封账：某月及以前各月不再改动。")
@click.argument("month", type=Month())
@BY
@WHY
@click.pass_obj
def freeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    change = freeze(warehouse, month, by=by, why=why)
    return _tell(warehouse, change, f"{month:%Y-%m} 及以前各月已封账。", f"{month:%Y-%m} 早已封账。")


@etl.command("unfreeze", help="解封：某月及以后各月重新可以改动。")
@click.argument("month", type=Month())
@BY
@WHY
@click.pass_obj
def unfreeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    change = unfreeze(warehouse, month, by=by, why=why)
    return _tell(warehouse, change, f"{month:%Y-%m} 及以后各月已解封。", f"{month:%Y-%m} 没有封账。")


@etl.command(help="现行数据。")
@click.option("--dataset", type=DatasetId())
@click.option("--unit", metavar="U", help="单位的代码、名称或别名")
@click.option("--year", type=click.IntRange(1949, 2199), metavar="Y")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.pass_obj
def figures(warehouse: Warehouse, dataset: str | None, unit: str | None, year: int | None, form: str) -> int:
    with warehouse.read() as connection:
        found = read_figures(connection, dataset, _unit_code(connection, unit), year)
    if form == "json":
        say_json(figures_json(found))
    else:
        click.echo(figures_csv(found).encode(), nl=False)
    return DONE


@etl.command("verify", help="核验数据仓库：由历史重算并比对，逐一核对原始文件。")
@click.pass_obj
def verify_command(warehouse: Warehouse) -> int:
    faults = verify(warehouse)
    for fault in faults:
        say(fault)
    if faults:
        say(
            f"数据仓库 {warehouse.folder} 有 {len(faults)} 处问题。请用 python -m etl restore 备份文件 恢复。"
        )
        return UNUSABLE
    say(f"数据仓库 {warehouse.folder} 完好：现行数据与历史一致，原始文件齐全。")
    return DONE


def _each(
    files: Iterable[str],
    as_json: bool,
    catalogue: Catalogue,
    dataset: str | None,
    run: Callable[[list[InputFile]], Iterable[Done]],
) -> int:
    """Run over all files, tell what became of each; the worst exit status."""
    status, found, several = DONE, [], False
    for name in files:
        several = several or Path(name).is_dir()
        try:
            found += find_files(Path(name))
        except NoTableError as error:
            say_error(str(error))
            status = WRONG_USAGE
    several = several or len(found) > 1
    objects: list[dict[str, Any]] = []
    for done in run(in_loading_order(found, catalogue, dataset)):
        rejected = str(done.rejected) if done.rejected else None
        if as_json:
            objects += report_json(done.preview, done.status, done.load, rejected)
        else:
            for line in report_lines(done.preview, catalogue, done.status, done.load, rejected):
                say(line)
        status = max(status, REFUSED if done.status == "refused" else DONE)
    if as_json and found:
        say_json(objects if several or len(objects) != 1 else objects[0])
    return status


def _read_options(reading: dict[str, Any]) -> ReadOptions:
    return ReadOptions(today=date.today(), **{key: value for key, value in reading.items() if key != "files"})


def _tell(warehouse: Warehouse, change: Change, done: str, nothing_new: str) -> int:
    """Say what became of a change; its exit status."""
    for finding in change.findings:
        say(f"{finding.message} ({finding.code})")
    if change.status == "refused":
        return REFUSED
    say(done if change.status == "ok" else nothing_new)
    _name_warehouse(warehouse, False)
    return DONE


def _name_warehouse(warehouse: Warehouse, as_json: bool) -> None:
    """Say which warehouse was written to, and whether it is only the sample's."""
    kind = "示例数据仓库" if warehouse.is_sample else "数据仓库"
    (say_error if as_json else say)(f"{kind}：{warehouse.folder}")


def _unit_code(connection: Any, text: str | None) -> str | None:
    """The code of a unit named by code, name or alias; wrong usage where nobody goes by it."""
    if text is None:
        return None
    directory = read_directory(connection)
    unit = directory.find(text)
    if unit is None:
        near = "、".join(directory.nearest(text)) or "（无）"
        raise click.BadParameter(f"没有单位 {text}，相近的有：{near}", param_hint="--unit")
    return unit.unit


if __name__ == "__main__":
    sys.exit(console.run(etl))
