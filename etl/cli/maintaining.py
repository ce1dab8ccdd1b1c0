"""start, backup, restore, verify, recount, merge-files, copy-warehouse: the warehouse as a whole."""

import os
from datetime import date
from pathlib import Path

import click

from domain.catalogue import load_catalogue
from etl.cli.console import DONE, REFUSED, UNUSABLE, say, say_error
from etl.cli.options import (
    BY,
    WHY,
    is_unnamed_sample,
    name_warehouse,
    own_warehouse,
)
from etl.warehouse import Warehouse
from etl.warehouse.backup import SUFFIX, BackupError, backup, restore
from etl.warehouse.choice import begin_office, named_warehouse, office
from etl.warehouse.copy_warehouse import copy_warehouse
from etl.warehouse.current_catalogue import brought_along, current_catalogue, misfits
from etl.warehouse.daily_backup import back_up_daily, faults_in
from etl.warehouse.recount import recount
from etl.warehouse.verify import verify

FIRST_STEPS = "请依次导入：一、单位表（python -m etl template units 可得模板）；二、年度目标；三、当月数据。"
# Pages and loads go first.
RECOUNT_NICENESS = 5


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


@click.command(
    "recount",
    help="指标口径改动后，算好大单位的汇总数，之后各页打开才快；导入可以照常进行。"
    "看板运行时会自动在后台做，通常不必手工执行。",
)
@click.pass_obj
def recount_command(warehouse: Warehouse) -> int:
    if hasattr(os, "nice"):
        os.nice(RECOUNT_NICENESS)
    counted = recount(warehouse, current_catalogue(warehouse), _tell_months)
    say(f"已按现行口径算好 {counted} 个公式的汇总数。" if counted else "汇总数与现行口径一致，不需要重算。")
    return DONE


def _tell_months(done: int, months: int) -> None:
    say(f"正在按新口径重算：{done}/{months} 个月")


@click.command(
    "merge-files",
    help="整理多处共用的数据仓库（ducklake:…）：合并历次导入留下的小文件，删去多日不用的文件。"
    "数据和历史不变；导入等它做完，看板照常。",
)
@click.option(
    "--keep-days",
    type=click.IntRange(0),
    default=30,
    show_default=True,
    metavar="DAYS",
    help="不用的文件保留多少天；不能少于数据库自身备份可能恢复到的天数",
)
@click.pass_obj
def merge_command(warehouse: Warehouse, keep_days: int) -> int:
    files = warehouse.merge_files(keep_days)
    say("已整理：数据文件由{}个变为{}个。".format(*files) if files else "单机数据仓库没有需要整理的文件。")
    return DONE


@click.command(
    "copy-warehouse",
    help="把整个数据仓库（历史、原始文件、操作记录）复制到另一处空的位置并比对；"
    "FROM、TO 为文件夹或 ducklake:postgres:…。原仓库不变。",
)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy_command(source: str, target: str) -> int:
    original, copy = named_warehouse(source), named_warehouse(target)
    differing = copy_warehouse(original, copy)
    for fault in differing:
        say_error(fault)
    if differing:
        say_error(f"复制后有 {len(differing)} 处不一致，请不要使用 {copy.place}；{original.place} 没有改动。")
        return UNUSABLE
    say(f"已把 {original.place} 复制到 {copy.place}，比对一致。")
    return DONE
