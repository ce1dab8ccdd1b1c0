"""start, backup, restore and verify: the warehouse as a whole."""

from pathlib import Path

import click

from domain.catalogue import load_catalogue
from etl.cli.console import DONE, REFUSED, UNUSABLE, say, say_error
from etl.cli.options import BY, WHY, is_unnamed_sample, name_warehouse, own_warehouse
from etl.current_catalogue import brought_along
from etl.warehouse import Warehouse
from etl.warehouse.backup import SUFFIX, BackupError, backup, restore
from etl.warehouse.choice import office
from etl.warehouse.definition_check import misfits
from etl.warehouse.verify import verify

FIRST_STEPS = "请依次导入：一、单位表（python -m etl template units 可得模板）；二、年度目标；三、当月数据。"


@click.command(help="启用本单位自己的、空的数据仓库。")
@click.pass_obj
def start(warehouse: Warehouse) -> int:
    own = office() if is_unnamed_sample(warehouse) else warehouse
    begun = own.begin("office")
    say(f"{'已启用' if begun else '已有'}本单位的数据仓库：{own.folder}")
    say(FIRST_STEPS)
    return DONE


@click.command("backup", help="把整个数据仓库连同原始文件备份为一个文件（zip），如 看板备份.zip。")
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--overwrite", is_flag=True, help="已有同名文件时覆盖它")
@click.pass_obj
def backup_command(warehouse: Warehouse, target: Path, overwrite: bool) -> int:
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


@click.command("verify", help="核验数据仓库：由历史重算并比对，逐一核对原始文件。")
@click.pass_obj
def verify_command(warehouse: Warehouse) -> int:
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
