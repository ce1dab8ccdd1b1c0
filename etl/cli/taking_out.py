"""figures, missing and template: export data from the warehouse."""

from datetime import date
from pathlib import Path

import click
import duckdb

from domain.catalogue import load_catalogue
from etl.cli.console import DONE, REFUSED, WRONG_USAGE, say, say_error, say_json
from etl.cli.options import JSON, YEAR, DatasetId, MonthOption, find_unit
from etl.current_catalogue import current_catalogue
from etl.export.export import figures_csv, figures_json, read_figures
from etl.export.template import make_template
from etl.export.unit_list import unit_lines, units_json
from etl.warehouse import Warehouse
from etl.warehouse.completeness import missing_json, missing_lines, month_to_chase, read_completeness
from etl.warehouse.directory import read_directory
from etl.written_report.document import LARGEST_FILE
from etl.written_report.open_report import read_report


@click.command(help="现行数据。")
@click.option("--dataset", type=DatasetId(), help="只要这一类报表")
@click.option("--unit", metavar="U", help="单位的代码、名称或别名")
@click.option("--year", type=YEAR, metavar="Y", help="只要这一年")
@click.option(
    "--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="格式"
)
@click.pass_obj
def figures(warehouse: Warehouse, dataset: str | None, unit: str | None, year: int | None, form: str) -> int:
    with warehouse.read() as connection:
        found = read_figures(connection, dataset, _code(connection, unit), year)
    if form == "json":
        say_json(figures_json(found))
    else:
        click.echo(figures_csv(found).encode(), nl=False)
    return DONE


@click.command(help="某月尚未报送或没有报全的单位。")
@click.option("--month", type=MonthOption(), help="月份；不写则为刚过去的月份")
@JSON
@click.pass_obj
def missing(warehouse: Warehouse, month: date | None, as_json: bool) -> int:
    catalogue = current_catalogue(warehouse)
    with warehouse.read() as connection:
        chased = month or month_to_chase(connection)
        found = read_completeness(connection, catalogue, chased)
    if as_json:
        say_json(missing_json(found))
    else:
        for line in missing_lines(found, catalogue, chased):
            say(line)
    return DONE


@click.command(help="所有单位：代码、名称、上级、别名、曾用名、填报内容、启用和停用年月、并入单位。")
@JSON
@click.pass_obj
def units(warehouse: Warehouse, as_json: bool) -> int:
    catalogue = load_catalogue()
    with warehouse.read() as connection:
        directory = read_directory(connection)
    if as_json:
        say_json(units_json(directory))
    else:
        for line in unit_lines(directory, catalogue):
            say(line)
    return DONE


@click.command(help="填报模板，已填好月份和单位。")
@click.argument("dataset", type=DatasetId())
@click.option("--year", type=YEAR, metavar="Y", help="年份；不写则为今年")
@click.option("--unit", metavar="U", help="只要这一个单位的行")
@click.option("--filled", is_flag=True, help="填入现行数据")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx"]), help="格式；不写则由文件名决定")
@click.option("-o", "target", type=click.Path(path_type=Path), metavar="FILE", help="写入的文件")
@click.pass_obj
def template(
    warehouse: Warehouse,
    dataset: str,
    year: int | None,
    unit: str | None,
    filled: bool,
    form: str | None,
    target: Path | None,
) -> int:
    with warehouse.read() as connection:
        code = _code(connection, unit)
        made = make_template(
            connection,
            current_catalogue(warehouse),
            dataset,
            year or date.today().year,
            units=[code] if code else None,
            filled=filled,
        )
    form = form or ("xlsx" if target and target.suffix.lower() == ".xlsx" else "csv")
    if form == "xlsx" and target is None:
        target = Path(f"{made.title}.xlsx")
    content = made.as_xlsx() if form == "xlsx" else made.as_csv()
    if target is None:
        click.echo(content, nl=False)
    else:
        try:
            target.write_bytes(content)
        except OSError as error:
            raise click.BadParameter(f"不能写入 {target}：{error.strerror}", param_hint="-o") from error
        say(f"模板已写入 {target}")
    return DONE


@click.command("read-report", help="从工作总结（.txt 或 .docx）里找出工作量数字，不入库。")
@click.argument("file", type=click.Path(path_type=Path))
def read_report_command(file: Path) -> int:
    if not file.is_file():
        say_error(f"找不到文件 {file}。")
        return WRONG_USAGE
    reading = read_report(_at_most(file), load_catalogue())
    for finding in reading.findings:
        say_error(finding.as_line(file.name))
    if reading.findings:
        return REFUSED
    say_json([figure.as_json() for figure in reading.figures])
    return DONE


def _at_most(file: Path) -> bytes:
    """The bytes of a file, and no more of them than show that it is too large."""
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _code(connection: duckdb.DuckDBPyConnection, text: str | None) -> str | None:
    return None if text is None else find_unit(connection, text).unit
