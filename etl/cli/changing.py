"""history, undo, redo, freeze, unfreeze; recount, merge-files, copy-warehouse: what keeps a warehouse fit."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import pandas as pd

from domain.months import format_month, month_words
from etl.cli.console import DONE, REFUSED, UNUSABLE, say, say_error, say_json
from etl.cli.options import BY, JSON, WHY, MonthOption, name_warehouse, not_the_sample
from etl.current_catalogue import current_catalogue
from etl.load.freeze import MONTH_RESULTS_ENTRY_POINT, Closing, freeze, unfreeze
from etl.load.history import Change, UnknownLoadError, read_history, redo, undo
from etl.warehouse import Warehouse
from etl.warehouse.choice import named_warehouse
from etl.warehouse.copy_warehouse import copy_warehouse
from etl.warehouse.recount import recount

# Pages and loads go first.
RECOUNT_NICENESS = 5
STATES = {"active": "有效", "undone": "已撤销"}


def history_json(loads: pd.DataFrame) -> list[dict[str, Any]]:
    """The loads, oldest first. Takes the frame of `read_history`."""
    return [
        {
            "load": int(row["load"]),
            "loaded_at": row["loaded_at"].isoformat(timespec="seconds"),
            "loaded_by": row["loaded_by"],
            "file": row["file"],
            "sha256": row["sha256"],
            "datasets": list(row["datasets"]),
            "first_month": _month(row["first_month"]),
            "last_month": _month(row["last_month"]),
            "rows": int(row["rows"]),
            "figures": int(row["figures"]),
            "changes": {kind: int(row[kind]) for kind in ("added", "changed", "unchanged", "withdrawn")},
            "note": row["note"],
            "state": row["state"],
        }
        for row in loads.to_dict("records")
    ]


def history_lines(loads: pd.DataFrame) -> Iterator[str]:
    """A line for each load, oldest first."""
    if loads.empty:
        yield "还没有导入过数据。"
    for row in loads.to_dict("records"):
        months = _months(row["first_month"], row["last_month"])
        note = f" 说明：{row['note']}" if row["note"] else ""
        yield (
            f"{row['load']} {row['loaded_at']:%Y-%m-%d %H:%M} {row['loaded_by']} {row['file']}{months}"
            f" {row['rows']} 行 {row['figures']} 项（新增 {row['added']}，变更 {row['changed']}，"
            f"不变 {row['unchanged']}，撤销 {row['withdrawn']}） {STATES[row['state']]}{note}"
        )


def _months(first: Any, last: Any) -> str:
    if pd.isna(first):
        return ""
    return f" {month_words(first)}" if first == last else f" {month_words(first)}～{month_words(last)}"


def _month(month: Any) -> str | None:
    return None if pd.isna(month) else format_month(month)


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
    held, wanted = named_warehouse(source), named_warehouse(target)
    differing = copy_warehouse(held, wanted)
    for fault in differing:
        say_error(fault)
    if differing:
        say_error(f"复制后有 {len(differing)} 处不一致，请不要使用 {wanted.place}；{held.place} 没有改动。")
        return UNUSABLE
    say(f"已把 {held.place} 复制到 {wanted.place}，比对一致。")
    return DONE
