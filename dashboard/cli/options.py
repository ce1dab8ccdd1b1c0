"""Shared by the commands: options, lookup of KPIs by name, and tables as text or CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import Any
from unicodedata import east_asian_width

import click

from domain.catalogue import Catalogue, Kpi, nearest_kpis
from domain.text import csv_text
from etl.cli.options import perhaps

GAP = "  "
NO_UNITS = "还没有单位：请先导入单位表（python -m etl template units 可得模板）。"


class YearOption(click.ParamType):
    """A year of four digits."""

    name = "YYYY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        if len(text) == 4 and text.isascii() and text.isdigit() and int(text):
            return int(text)
        self.fail(f"“{value}”不是年度，应写作四位数字，如 {date.today().year}。", param, ctx)


class FormatOption(click.ParamType):
    """One of the output formats."""

    name = "table|csv|json"
    choices = ("table", "csv", "json")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self.choices:
            return str(value)
        self.fail(f"没有“{value}”这种格式，可选：{'、'.join(self.choices)}。", param, ctx)


def format_option(command: Any) -> Any:
    """--format table|csv|json."""
    return click.option(
        "--format", "form", type=FormatOption(), default="table", help="输出格式，默认 table"
    )(command)


def find_kpi(catalogue: Catalogue, text: str) -> Kpi:
    """The KPI with this id or name; a UsageError with the nearest names if there is none."""
    kpi = catalogue.kpi_named(text)
    if kpi is None:
        nearest = nearest_kpis(text, catalogue)
        raise click.BadParameter(f"没有指标“{text}”{perhaps(nearest)}。", param_hint="--kpi")
    return kpi


def say_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as CSV, with 6 for 6.0."""
    cells = ([_plain_number(cell) for cell in row] for row in rows)
    click.echo(csv_text(chain([header], cells), line_end="\n"), nl=False)


def _plain_number(cell: Any) -> Any:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def text_table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """The rows as text under their header; `right` marks the columns that are right-aligned numbers."""
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(display_width(line[place]) for line in lines) for place in range(len(header))]
    return "".join(_line(line, widths, right) + "\n" for line in lines)


def display_width(text: str) -> int:
    """The number of terminal columns the text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = []
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        space = " " * (width - display_width(cell))
        padded.append(space + cell if to_right else cell + space)
    return GAP.join(padded).rstrip()
