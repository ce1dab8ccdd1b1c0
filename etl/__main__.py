"""The command line of the warehouse: python -m etl."""

import sys
from contextlib import suppress

import click

from etl.cli import console, loading, looking_up, maintaining, people, taking_out
from etl.warehouse import WarehouseError, find_warehouse


@click.group(cls=console.CalmGroup, help="把月报表导入数据仓库，并管理其历史。")
@click.option("--warehouse", metavar="FOLDER", help="数据仓库所在文件夹，或 ducklake:postgres:…")
@click.pass_context
def etl(context: click.Context, warehouse: str | None) -> None:
    context.obj = find_warehouse(warehouse)
    if context.invoked_subcommand == "restore":
        return
    with suppress(WarehouseError):  # the command that needs the warehouse reports that it is unusable
        if damage := context.obj.damage():
            console.say_error(damage)


for command in (
    loading.check,
    loading.load,
    loading.read_report_command,
    loading.undo_command,
    loading.redo_command,
    loading.freeze_command,
    loading.unfreeze_command,
    looking_up.catalogue_command,
    looking_up.units,
    looking_up.history,
    looking_up.missing,
    taking_out.figures,
    taking_out.template,
    taking_out.originals_command,
    maintaining.start,
    maintaining.backup_command,
    maintaining.restore_command,
    maintaining.verify_command,
    maintaining.recount_command,
    maintaining.merge_command,
    maintaining.copy_command,
    people.people,
    people.log_command,
):
    etl.add_command(command)


if __name__ == "__main__":
    sys.exit(console.run(etl))
