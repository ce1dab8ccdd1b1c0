"""What the board's commands share: options in Chinese, mistakes as one line, output that opens in Excel."""

from __future__ import annotations

import csv
import difflib
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click
import duckdb

from etl.catalogue import Catalogue, CatalogueError, Kpi, load_catalogue
from etl.directory import read_directory
from etl.month import parse_month
from etl.neutral import neutral
from etl.units import Unit
from etl.warehouse import WarehouseError, find_warehouse

BYTE_ORDER_MARK = "\ufeff"
UNREADABLE = "数据仓库无法读取：请检查文件夹的权限和磁盘，运行 python -m etl verify 核对，必要时从备份恢复。"


class MonthOption(click.ParamType):
    """A month as YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_month(value)
        except ValueError:
            self.fail(f"“{value}”不是月份，应写作 2023-06", param, ctx)


class YearOption(click.ParamType):
    """A year of four digits."""

    name = "YYYY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if len(text) == 4 and text.isascii() and text.isdigit() and int(text):
            return int(text)
        self.fail(f"“{value}”不是年度，应写作 2023", param, ctx)


class FormatOption(click.ParamType):
    """One of the output formats."""

    name = "table|csv|json"
    choices = ("table", "csv", "json")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        self.fail(f"没有“{value}”这种格式，可选：{'、'.join(self.choices)}", param, ctx)


def format_option(command: Any) -> Any:
    """--format table|csv|json."""
    return click.option(
        "--format", "form", type=FormatOption(), default="table", help="输出格式，默认 table"
    )(command)


@contextmanager
def opened_warehouse(context: click.Context) -> Iterator[tuple[duckdb.DuckDBPyConnection, Catalogue]]:
    """A reading connection to the warehouse the command line names, and the catalogue.

    What makes them unusable becomes one message and exit status 3.
    """
    named: Path | None = context.find_root().params.get("warehouse")
    try:
        catalogue = load_catalogue()
        with find_warehouse(named).read() as connection:
            yield connection, catalogue
    except (WarehouseError, CatalogueError) as error:
        raise WarehouseRefusal(str(error)) from error
    except (duckdb.IOException, duckdb.CatalogException, OSError) as error:
        raise WarehouseRefusal(UNREADABLE) from error


class Refusal(click.ClickException):
    """Wrong usage, as a message for the user."""

    exit_code = 2


class WarehouseRefusal(click.ClickException):
    """The warehouse can't be used: why, and what to do."""

    exit_code = 3


def find_unit(connection: duckdb.DuckDBPyConnection, text: str) -> Unit:
    """The unit of this code, name or alias; a Refusal that names the nearest ones where there is none."""
    units = read_directory(connection)
    unit = units.find(text)
    if unit is None:
        raise Refusal(f"没有单位“{text}”{_perhaps(units.nearest(text))}")
    return unit


def find_kpi(catalogue: Catalogue, text: str) -> Kpi:
    """The KPI of this id or name; a Refusal that names the nearest ones where there is none."""
    kpi = catalogue.kpi_named(text)
    if kpi is None:
        known = [name for each in catalogue.kpis for name in (each.id, each.name)]
        raise Refusal(f"没有指标“{text}”{_perhaps(difflib.get_close_matches(text, known, n=3, cutoff=0.4))}")
    return kpi


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as CSV that Excel opens with the right characters and without running a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([plain_cell(cell) for cell in row] for row in rows)
    write_out(BYTE_ORDER_MARK + buffer.getvalue())


def write_out(text: str) -> None:
    """Text to a screen in the screen's own encoding, to a file or a pipe always in UTF-8."""
    if sys.stdout.isatty():
        click.echo(text, nl=False)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))


def plain_cell(cell: Any) -> Any:
    """The cell as a spreadsheet may have it: 6 for 6.0, and no text that would be taken for a formula."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return neutral(cell) if isinstance(cell, str) else cell


def _perhaps(nearest: Sequence[str]) -> str:
    return f"，相近的有：{'、'.join(nearest)}" if nearest else ""
