"""python -m dashboard slides, report, bulletin, workbook: writes the documents of a view, each to one file.

Each command imports its own library, because these are slow to load and kpis and trend do not need them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click
import duckdb

from dashboard.board.board import NoUnitsError
from dashboard.board.loaded_records import ReportPeriod, read_figures
from dashboard.board.period import last_reported_month
from dashboard.cli.options import NO_UNITS, YearOption, find_kpi
from dashboard.documents.report_data import ReportData, read_report_data
from etl.cli.console import say, say_error
from etl.cli.options import MonthOption, find_unit
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue


@dataclass(frozen=True)
class DocumentView:
    """The options of a document command."""

    year: int
    as_of: date | None
    unit: str | None
    output: Path


def view_options(command: Callable[..., None]) -> Any:
    """Add --year, --as-of, --unit and -o to a command, which receives them as a DocumentView."""

    @click.option("--year", type=YearOption(), required=True, help="年度")
    @click.option("--as-of", type=MonthOption(), help="数据截至的月份，默认为当年最后一个有数据的月份")
    @click.option("--unit", help="单位代码、名称或别名；不写为全局")
    @click.option(
        "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="写到的文件"
    )
    @wraps(command)
    def with_view(year: int, as_of: date | None, unit: str | None, output: Path, **rest: Any) -> None:
        command(view=DocumentView(year, as_of, unit, output), **rest)

    return with_view


@click.command()
@view_options
@click.option("--kpi", "kpis", multiple=True, help="为这些指标各出一页，按所写顺序；可写多次")
@click.option("--all-kpis", is_flag=True, help="为每个有数据或有目标的指标各出一页")
@click.pass_obj
def slides(warehouse: Warehouse, view: DocumentView, kpis: tuple[str, ...], all_kpis: bool) -> None:
    """会议幻灯片（pptx），8至9页：要点、亮灯总表、重点事项、单位、任务和提请研究。"""
    from dashboard.documents.slides.deck import every_kpi, make_slides
    from dashboard.documents.slides.template import template_fault

    with opened_view(warehouse, view) as (_, data):
        named = [find_kpi(data.catalogue, kpi).id for kpi in kpis]
        chosen = list(every_kpi(data)) if all_kpis else named or None
        write_file(view.output, make_slides(data, chosen))
    if fault := template_fault():
        say_error(fault)


@click.command()
@view_options
@click.option("--no-annex", is_flag=True, help="不附数字来源表")
@click.pass_obj
def report(warehouse: Warehouse, view: DocumentView, no_annex: bool) -> None:
    """法治政府建设工作总结草稿（docx），年度或半年。"""
    from dashboard.documents.papers.report import make_report

    with opened_view(warehouse, view) as (_, data):
        write_file(view.output, make_report(data, annex=not no_annex))


@click.command()
@view_options
@click.pass_obj
def bulletin(warehouse: Warehouse, view: DocumentView) -> None:
    """月度通报（docx），一页。"""
    from dashboard.documents.papers.bulletin import make_bulletin

    with opened_view(warehouse, view) as (_, data):
        write_file(view.output, make_bulletin(data))


@click.command()
@view_options
@click.pass_obj
def workbook(warehouse: Warehouse, view: DocumentView) -> None:
    """数据工作簿（xlsx）：指标进度、单位、月度数据、导入记录。"""
    from dashboard.documents.workbook.workbook import MOST_FIGURES, make_workbook

    with opened_view(warehouse, view) as (connection, data):
        period = ReportPeriod(data.board.unit, date(view.year, 1, 1), data.as_of)
        write_file(view.output, make_workbook(data, read_figures(connection, period, MOST_FIGURES)))


@contextmanager
def opened_view(
    warehouse: Warehouse, view: DocumentView
) -> Iterator[tuple[duckdb.DuckDBPyConnection, ReportData]]:
    """The data of a view. Raises a UsageError if the view does not exist."""
    if view.as_of is not None and view.as_of.year != view.year:
        raise click.BadParameter(f"应在 {view.year} 年内。", param_hint="--as-of")
    if not view.output.resolve().parent.is_dir() or view.output.is_dir():
        raise click.BadParameter(f"不能写到 {view.output}：请检查文件夹是否存在。", param_hint="-o")
    with warehouse.read() as connection:
        unit = find_unit(connection, view.unit).unit if view.unit is not None else None
        month = view.as_of or last_reported_month(connection, view.year)
        if month is None:
            problem = f"{view.year} 年还没有数据，可用 --as-of 指定月份。"
            raise click.BadParameter(problem, param_hint="--year")
        try:
            data = read_report_data(connection, current_catalogue(warehouse), view.year, month, unit)
        except NoUnitsError as error:
            raise click.UsageError(NO_UNITS) from error
        yield connection, data


def write_file(output: Path, content: bytes) -> None:
    """Write a document and print its path. Raises a BadParameter if it cannot be written."""
    try:
        output.write_bytes(content)
    except OSError as error:
        problem = f"不能写到 {output}：请检查权限，文件是否正被打开。"
        raise click.BadParameter(problem, param_hint="-o") from error
    say(f"已生成：{output}")
