"""Shared by all commands: parameter types, common options, and choosing the warehouse to write to."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click
import duckdb

from domain.catalogue import load_catalogue
from domain.months import format_month, parse_month, read_month
from domain.text import visible
from domain.units import Unit
from etl.cli.console import say, say_error
from etl.warehouse import Warehouse, choice
from etl.warehouse.directory import read_directory


class MonthOption(click.ParamType):
    """A month as YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_month(value)
        except ValueError:
            right = format_month(read_month(str(value)) or date.today())
            self.fail(f"“{value}”不是这里的月份写法，应写作 {right}。", param, ctx)


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


def together(*options: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Combine several options into one decorator."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class Words(click.ParamType):
    """A text for people to read, without characters that are not seen or turn it around."""

    name = "TEXT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return visible(str(value))


YEAR = click.IntRange(1949, 2199)
BY = click.option("--by", type=Words(), metavar="WHO", help="经办人；不写则为本机用户名")
WHY = click.option("--why", type=Words(), default="", metavar="TEXT", help="原因")
JSON = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取")
READING = together(
    click.argument("files", nargs=-1, required=True, metavar="FILE…"),
    click.option("--dataset", type=DatasetId(), help="数据集，表头不能确定时用"),
    click.option("--year", type=YEAR, metavar="Y", help="年份，表中只写月份时用"),
    click.option("--month", type=MonthOption(), help="月份，表中没有月份列时用"),
    click.option("--unit", metavar="U", help="单位，表中没有单位列时用"),
    click.option("--blank-is-zero", is_flag=True, help="空格均为零，按零报告上报"),
)


def is_unnamed_sample(warehouse: Warehouse) -> bool:
    """Whether the command would write to the sample although the user did not name it."""
    context = click.get_current_context(silent=True)
    explicit = context.find_root().params.get("warehouse") if context else None
    return choice.is_unnamed_sample(warehouse, explicit)


def own_warehouse(warehouse: Warehouse) -> Warehouse:
    """The warehouse to load into; instead of an unnamed sample, the office's, created if needed."""
    if not is_unnamed_sample(warehouse):
        return warehouse
    own = choice.office()
    if choice.begin_office(warehouse, own):
        say_error(f"已启用本单位的数据仓库：{own.place}（示例数据不受影响）")
    return own


def not_the_sample(warehouse: Warehouse) -> None:
    """Raise a usage error if the sample would be changed although the user did not name it."""
    if is_unnamed_sample(warehouse):
        raise click.UsageError(
            "还没有本单位的数据仓库，示例数据只在指名时改动："
            f"请先执行 python -m etl start，或写明 --warehouse {warehouse.place}"
        )


def name_warehouse(warehouse: Warehouse, as_json: bool) -> None:
    """Print which warehouse was written to, and whether it is only the sample."""
    kind = "示例数据仓库" if warehouse.is_sample else "数据仓库"
    (say_error if as_json else say)(f"{kind}：{warehouse.place}")


def find_unit(connection: duckdb.DuckDBPyConnection, text: str) -> Unit:
    """The unit of this code, name or alias; wrong usage that names the nearest ones where there is none."""
    units = read_directory(connection)
    unit = units.find(text)
    if unit is None:
        raise click.BadParameter(f"没有单位“{text}”{perhaps(units.nearest(text))}。", param_hint="--unit")
    return unit


def perhaps(nearest: Sequence[str]) -> str:
    """，相近的有：甲、乙; "" if no name is similar."""
    return f"，相近的有：{'、'.join(nearest)}" if nearest else ""
