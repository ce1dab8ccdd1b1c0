"""start, backup, restore and verify: the warehouse as a whole."""

from datetime import date
from pathlib import Path

import click

from domain.catalogue import load_catalogue
from etl.cli.console import DONE, REFUSED, UNUSABLE, say, say_error
from etl.cli.options import BY, WHY, is_unnamed_sample, name_warehouse, own_warehouse
from etl.current_catalogue import brought_along
from etl.warehouse import Warehouse
from etl.warehouse.backup import SUFFIX, BackupError, backup, restore
from etl.warehouse.choice import begin_office, office
from etl.warehouse.daily_backup import back_up_daily, faults_in
from etl.warehouse.definition_check import misfits
from etl.warehouse.verify import verify

FIRST_STEPS = "请依次导入：一、单位表（python -m etl template units 可得模板）；二、年度目标；三、当月数据。"


@click.command(help="启用本单位自己的、空的数据仓库。")
@click.pass_obj
def start(warehouse: Warehouse) -> int:
    own = office() if is_unnamed_sample(warehouse) else warehouse
    begun = begin_office(warehouse, own)
    say(f"{'已启用' if begun else '已有'}本单位的数据仓库：{own.folder}")
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
    say(f"数据仓库 {warehouse.folder} 已备份到 {target}")
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
    say(f"数据仓库 {warehouse.folder} 已备份到 {kept.file}，核验无误。")
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
            f"数据仓库 {warehouse.folder} 有 {len(faults)} 处问题。"
            "数据损坏的，请用 python -m etl restore 备份文件 恢复。"
        )
        return UNUSABLE
    say(f"数据仓库 {warehouse.folder} 完好：现行数据与历史一致，原始文件齐全。")
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
