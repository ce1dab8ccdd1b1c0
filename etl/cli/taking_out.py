"""figures, missing, template, backup, restore, verify: take data out, and put a backup back."""

from datetime import date
from pathlib import Path

import click
import duckdb

from domain.catalogue import load_catalogue
from etl.cli.console import DONE, REFUSED, UNUSABLE, WRONG_USAGE, say, say_error, say_json
from etl.cli.options import (
    BY,
    JSON,
    WHY,
    YEAR,
    DatasetId,
    MonthOption,
    find_unit,
    is_unnamed_sample,
    name_warehouse,
    own_warehouse,
)
from etl.current_catalogue import brought_along, current_catalogue
from etl.export.export import figures_csv, figures_json, read_figures
from etl.export.template import make_template
from etl.export.unit_list import unit_lines, units_json
from etl.warehouse import Warehouse
from etl.warehouse.backup import SUFFIX, BackupError, backup, restore
from etl.warehouse.choice import begin_office, office
from etl.warehouse.daily_backup import back_up_daily, faults_in
from etl.warehouse.definitions import misfits
from etl.warehouse.directory import read_directory
from etl.warehouse.reporting_duty import missing_json, missing_lines, month_to_chase, read_completeness
from etl.warehouse.verify import verify
from etl.written_report.document import LARGEST_FILE
from etl.written_report.open_report import read_report


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
        found = read_figures(connection, dataset, _code(connection, unit), year)
    if form == "json":
        say_json(figures_json(found))
    else:
        click.echo(figures_csv(found).encode(), nl=False)
    return DONE


@click.command(help="某月尚未报送或没有报全的单位。")
@click.option("--month", type=MonthOption(), help="月份；不写则为刚过去的月份")
@JSON
@click.pass_obj
def missing(warehouse: Warehouse, month: date | None, as_json: bool) -> int:
    catalogue = current_catalogue(warehouse)
    with warehouse.read() as connection:
        chased = month or month_to_chase(connection)
        found = read_completeness(connection, catalogue, chased)
    if as_json:
        say_json(missing_json(found))
    else:
        for line in missing_lines(found, catalogue, chased):
            say(line)
    return DONE


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
        code = _code(connection, unit)
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


@click.command("read-report", help="从工作总结（.txt 或 .docx）里找出工作量数字，不入库。")
@click.argument("file", type=click.Path(path_type=Path))
def read_report_command(file: Path) -> int:
    if not file.is_file():
        say_error(f"找不到文件 {file}。")
        return WRONG_USAGE
    reading = read_report(_at_most(file), load_catalogue())
    for finding in reading.findings:
        say_error(finding.as_line(file.name))
    if reading.findings:
        return REFUSED
    say_json([figure.as_json() for figure in reading.figures])
    return DONE


def _at_most(file: Path) -> bytes:
    """The bytes of a file, and no more of them than show that it is too large."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _code(connection: duckdb.DuckDBPyConnection, text: str | None) -> str | None:
    return None if text is None else find_unit(connection, text).unit


FIRST_STEPS = "请依次导入：一、单位表（python -m etl template units 可得模板）；二、年度目标；三、当月数据。"


@click.command(help="启用本单位自己的、空的数据仓库。")
@click.pass_obj
def start(warehouse: Warehouse) -> int:
    own = office() if is_unnamed_sample(warehouse) else warehouse
    begun = begin_office(warehouse, own)
    say(f"{'已启用' if begun else '已有'}本单位的数据仓库：{own.place}")
    say(FIRST_STEPS)
    return DONE


@click.command(
    "backup",
    help="把整个数据仓库连同原始文件备份为一个文件（zip），如 看板备份.zip；"
    "加 --keep 则每日备份到文件夹，只留最近几份。",
)
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE|FOLDER")
@click.option("--overwrite", is_flag=True, help="已有同名文件时覆盖它")
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help="每日备份：写入文件夹 FOLDER，核验后只留最近 N 份；文件夹中的其他文件不动",
)
@click.pass_obj
def backup_command(warehouse: Warehouse, target: Path, overwrite: bool, keep: int | None) -> int:
    if keep is not None:
        return _back_up_daily(warehouse, target, keep)
    if target.is_dir() or (target.exists() and not overwrite):
        raise click.BadParameter(
            f"已有 {target}，没有备份：请换一个文件名，或加 --overwrite 覆盖它", param_hint="FILE"
        )
    if not target.resolve().parent.is_dir():
        raise click.BadParameter(f"没有文件夹 {target.resolve().parent}", param_hint="FILE")
    backup(warehouse, target)
    say(f"数据仓库 {warehouse.place} 已备份到 {target}")
    if target.suffix.lower() != SUFFIX:
        say(f"在页面上恢复时，请先把文件名改为以 {SUFFIX} 结尾。")
    return DONE


def _back_up_daily(warehouse: Warehouse, folder: Path, keep: int) -> int:
    if not folder.is_dir():
        raise click.BadParameter(f"没有文件夹 {folder}", param_hint="FOLDER")
    try:
        kept = back_up_daily(warehouse, folder, keep, date.today())
    except BackupError as error:
        say_error(str(error))
        return UNUSABLE
    for fault in kept.faults:
        say_error(fault)
    if kept.faults:
        say_error(
            f"新做的备份有 {len(kept.faults)} 处问题，较早的备份一份没有删除。请执行 python -m etl verify。"
        )
        return UNUSABLE
    say(f"数据仓库 {warehouse.place} 已备份到 {kept.file}，核验无误。")
    for path in kept.removed:
        say(f"已删除较早的每日备份 {path.name}")
    return DONE


@click.command("restore", help="从备份文件恢复；现有数据留作上一版本。")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE")
@BY
@WHY
@click.pass_obj
def restore_command(warehouse: Warehouse, source: Path, by: str | None, why: str) -> int:
    if not source.is_file():
        raise click.BadParameter(f"找不到文件 {source}", param_hint="FILE")
    warehouse = own_warehouse(warehouse)
    try:
        restore(warehouse, source, by=by, why=why, beside=load_catalogue().sha256)
    except BackupError as error:
        say_error(str(error))
        return REFUSED
    say(f"已从 {source} 恢复。")
    name_warehouse(warehouse, False)
    return DONE


@click.command(
    "verify",
    help="核验数据仓库：由历史重算并比对，逐一核对原始文件。写明备份文件，则试恢复该备份并核验，现有数据不变。",
)
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False, metavar="[FILE]"
)
@click.pass_obj
def verify_command(warehouse: Warehouse, file: Path | None) -> int:
    if file is not None:
        return _verify_backup(file)
    faults = verify(warehouse)
    with warehouse.read() as connection:
        faults += misfits(connection, brought_along(warehouse, load_catalogue()) or load_catalogue())
    for fault in faults:
        say(fault)
    if faults:
        say(
            f"数据仓库 {warehouse.place} 有 {len(faults)} 处问题。"
            "数据损坏的，请用 python -m etl restore 备份文件 恢复。"
        )
        return UNUSABLE
    say(f"数据仓库 {warehouse.place} 完好：现行数据与历史一致，原始文件齐全。")
    return DONE


def _verify_backup(file: Path) -> int:
    try:
        faults = faults_in(file)
    except BackupError as error:
        faults = [str(error)]
    for fault in faults:
        say(fault)
    if faults:
        say(f"备份 {file} 不能放心使用：请换用另一份备份，并重新备份。")
        return UNUSABLE
    say(f"备份 {file} 完好：已试恢复，现行数据与历史一致，原始文件齐全。现有数据没有改动。")
    return DONE
