"""history, undo, redo, freeze and unfreeze: what was done, and taking it back or closing it."""

from datetime import date

import click

from etl.catalogue import load_catalogue
from etl.commands.console import DONE, REFUSED, say, say_json
from etl.commands.history_report import history_json, history_lines
from etl.commands.shared import BY, JSON, WHY, Month, name_warehouse
from etl.freeze import freeze, unfreeze
from etl.history import Change, UnknownLoadError, read_history, redo, undo
from etl.month import month_words
from etl.warehouse import Warehouse


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


@click.command("undo", help="撤销一次导入，此前的数据重新生效。")
@click.argument("load", type=int, metavar="编号")
@BY
@WHY
@click.pass_obj
def undo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    try:
        change = undo(warehouse, load_catalogue(), load, by=by, why=why)
    except UnknownLoadError as error:
        raise _unknown(error) from error
    return _tell(warehouse, change, f"导入 {load} 已撤销。", f"导入 {load} 早已撤销。")


@click.command("redo", help="恢复一次已撤销的导入。")
@click.argument("load", type=int, metavar="编号")
@BY
@WHY
@click.pass_obj
def redo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    try:
        change = redo(warehouse, load_catalogue(), load, by=by, why=why)
    except UnknownLoadError as error:
        raise _unknown(error) from error
    return _tell(warehouse, change, f"导入 {load} 已恢复。", f"导入 {load} 没有被撤销。")


@click.command("freeze", help="封账：某月及以前各月不再改动。")
@click.argument("month", type=Month(), metavar="YYYY-MM")
@BY
@WHY
@click.pass_obj
def freeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    change = freeze(warehouse, month, by=by, why=why)
    return _tell(
        warehouse, change, f"{month_words(month)}及以前各月已封账。", f"{month_words(month)}早已封账。"
    )


@click.command("unfreeze", help="解封：某月及以后各月重新可以改动。")
@click.argument("month", type=Month(), metavar="YYYY-MM")
@BY
@WHY
@click.pass_obj
def unfreeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    change = unfreeze(warehouse, month, by=by, why=why)
    return _tell(
        warehouse, change, f"{month_words(month)}及以后各月已解封。", f"{month_words(month)}没有封账。"
    )


def _unknown(error: UnknownLoadError) -> click.BadParameter:
    return click.BadParameter(f"{error}编号见 python -m etl history", param_hint="编号")


def _tell(warehouse: Warehouse, change: Change, done: str, nothing_new: str) -> int:
    """Say what became of a change; its exit status."""
    for finding in change.findings:
        say(f"{finding.message} ({finding.code})")
    if change.status == "refused":
        return REFUSED
    say(done if change.status == "ok" else nothing_new)
    name_warehouse(warehouse, False)
    return DONE
