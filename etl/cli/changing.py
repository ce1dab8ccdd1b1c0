"""undo, redo, freeze, unfreeze: change which figures are in force, and which months are closed."""

from datetime import date

import click

from domain.months import month_words
from etl.cli.console import DONE, REFUSED, say
from etl.cli.options import (
    BY,
    WHY,
    MonthOption,
    name_warehouse,
    not_the_sample,
)
from etl.load.freeze import MONTH_RESULTS_ENTRY_POINT, Closing, freeze, unfreeze
from etl.load.history import Change, UnknownLoadError, redo, undo
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue


@click.command("undo", help="撤销一次导入，此前的数据重新生效。")
@click.argument("load", type=int, metavar="编号")
@BY
@WHY
@click.pass_obj
def undo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    try:
        change = undo(warehouse, current_catalogue(warehouse), load, by=by, why=why)
    except UnknownLoadError as error:
        raise _unknown(error) from error
    return _tell(warehouse, change, f"导入 {load} 已撤销。", f"导入 {load} 早已撤销。")


@click.command("redo", help="恢复一次已撤销的导入。")
@click.argument("load", type=int, metavar="编号")
@BY
@WHY
@click.pass_obj
def redo_command(warehouse: Warehouse, load: int, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    try:
        change = redo(warehouse, current_catalogue(warehouse), load, by=by, why=why)
    except UnknownLoadError as error:
        raise _unknown(error) from error
    return _tell(warehouse, change, f"导入 {load} 已恢复。", f"导入 {load} 没有被撤销。")


@click.command("freeze", help="封账：某月及以前各月不再改动。")
@click.argument("month", type=MonthOption(), metavar="YYYY-MM")
@BY
@WHY
@click.pass_obj
def freeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    closing = Closing(current_catalogue(warehouse), MONTH_RESULTS_ENTRY_POINT.load())
    change = freeze(warehouse, month, by=by, why=why, closing=closing)
    return _tell(
        warehouse, change, f"{month_words(month)}及以前各月已封账。", f"{month_words(month)}早已封账。"
    )


@click.command("unfreeze", help="解封：某月及以后各月重新可以改动。")
@click.argument("month", type=MonthOption(), metavar="YYYY-MM")
@BY
@WHY
@click.pass_obj
def unfreeze_command(warehouse: Warehouse, month: date, by: str | None, why: str) -> int:
    not_the_sample(warehouse)
    change = unfreeze(warehouse, month, by=by, why=why)
    return _tell(
        warehouse, change, f"{month_words(month)}及以后各月已解封。", f"{month_words(month)}没有封账。"
    )


def _unknown(error: UnknownLoadError) -> click.BadParameter:
    return click.BadParameter(f"{error}编号见 python -m etl history", param_hint="编号")


def _tell(warehouse: Warehouse, change: Change, done: str, nothing_new: str) -> int:
    """Print the outcome of a change; return the exit status."""
    for finding in change.findings:
        say(f"{finding.message} ({finding.code})")
    if change.status == "refused":
        return REFUSED
    say(done if change.status == "ok" else nothing_new)
    name_warehouse(warehouse, False)
    return DONE
