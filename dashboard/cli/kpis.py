"""python -m dashboard kpis: the progress of every KPI against its plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import duckdb

from dashboard.board.board import read_boards
from dashboard.board.frozen import units_of_month
from dashboard.board.like_for_like import compare_fairly
from dashboard.board.period import all_units, last_reported_month, root_unit
from dashboard.cli.options import NO_UNITS, YearOption, format_option, say_csv, text_table
from dashboard.wording.comparison_words import compared_over
from dashboard.wording.distance_words import goal_text
from dashboard.wording.format import amount
from dashboard.wording.lamp_words import lamp_in_words, reason
from domain.catalogue import Catalogue
from domain.kpi.progress import Progress
from etl.cli.console import say_error, say_json
from etl.cli.options import MonthOption, find_unit
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue
from etl.warehouse.definitions import definitions_in_force

EVERY_UNIT = "all"
# Boards are read in batches large enough to be fast and small enough to fit in memory.
UNITS_AT_ONCE = 200

JSON_KEYS = (
    "kpi", "unit", "year", "as_of", "month_value", "year_to_date", "approximate", "target",
    "expected_to_date", "attainment", "completion", "lamp", "required_per_month", "forecast",
    "forecast_low", "forecast_high", "year_ago_month", "year_ago_to_date", "missing_months",
    "missing_units", "comparable_to_date",
)  # fmt: skip
CSV_HEADER = (
    "指标代码", "指标", "单位代码", "单位", "年度", "数据截至", "当月", "累计", "约数", "年度目标", "应完成",
    "时序完成率", "全年完成率", "亮灯", "亮灯说明", "原因", "后续月均需完成", "全年预计", "预计下限",
    "预计上限", "上年同月", "上年同期", "本年可比累计", "比较范围", "未报月份", "未报单位",
)  # fmt: skip
TABLE_HEADER = ("指标", "单位", "当月", "累计", "年度目标", "应完成", "亮灯", "原因")
TABLE_RIGHT = (False, False, True, True, True, True, False, False)


@click.command()
@click.option("--year", type=YearOption(), required=True, help="年度")
@click.option("--as-of", type=MonthOption(), help="数据截至的月份，默认为当年最后一个有数据的月份")
@click.option("--unit", help="单位代码、名称或别名；all 为每个单位；不写为全局")
@format_option
@click.pass_obj
def kpis(warehouse: Warehouse, year: int, as_of: date | None, unit: str | None, form: str) -> None:
    """各项指标的进度：累计、应完成、亮灯、预计、同比。"""
    if as_of is not None and as_of.year != year:
        raise click.BadParameter(f"应在 {year} 年内。", param_hint="--as-of")
    catalogue = current_catalogue(warehouse)
    with warehouse.read() as connection:
        month = as_of or last_reported_month(connection, year)
        catalogue = definitions_in_force(connection, catalogue, month)
        units = chosen_units(connection, unit)
        with units_of_month(connection, month or date(year, 1, 1)) as then:
            names = all_units(then)
        judged = list(_progress_of(connection, catalogue, year, month, units, fairly=form != "json"))
    if not units:
        say_error(NO_UNITS)
    if form == "json":
        say_json([as_json(progress) for progress in judged])
    elif form == "csv":
        say_csv(CSV_HEADER, (_csv_row(catalogue, names, progress) for progress in judged))
    else:
        click.echo(_table(catalogue, names, judged), nl=False)


def chosen_units(connection: duckdb.DuckDBPyConnection, text: str | None) -> list[str]:
    """The codes that `--unit` selects: one unit, every unit for `all`, the whole bureau by default."""
    if text is None:
        root = root_unit(connection)
        return [root] if root else []
    if text == EVERY_UNIT:
        return list(all_units(connection))
    return [find_unit(connection, text).unit]


def as_json(progress: Progress) -> dict[str, Any]:
    """The progress with the keys of the data contract."""
    values = {key: getattr(progress, key) for key in JSON_KEYS}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _progress_of(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    year: int,
    month: date | None,
    units: list[str],
    *,
    fairly: bool,
) -> Iterator[Progress]:
    """`fairly` compares incomplete months as pages do; the data contract wants the whole view."""
    for first in range(0, len(units), UNITS_AT_ONCE):
        some = units[first : first + UNITS_AT_ONCE]
        boards = read_boards(connection, catalogue, year, month, some)
        for board in compare_fairly(connection, catalogue, boards) if fairly else boards:
            yield from board.progress


def _csv_row(catalogue: Catalogue, names: dict[str, str], progress: Progress) -> list[Any]:
    return [
        progress.kpi,
        catalogue.kpi(progress.kpi).name,
        progress.unit,
        names.get(progress.unit, progress.unit),
        progress.year,
        progress.as_of,
        progress.month_value,
        progress.year_to_date,
        "是" if progress.approximate else "否",
        progress.target,
        progress.expected_to_date,
        progress.attainment,
        progress.completion,
        progress.lamp,
        lamp_in_words(catalogue, progress),
        reason(catalogue, progress),
        progress.required_per_month,
        progress.forecast,
        progress.forecast_low,
        progress.forecast_high,
        progress.year_ago_month,
        progress.year_ago_to_date,
        progress.comparable_to_date,
        compared_over(progress),
        ";".join(progress.missing_months),
        ";".join(progress.missing_units),
    ]


def _table(catalogue: Catalogue, names: dict[str, str], judged: list[Progress]) -> str:
    rows = [_table_row(catalogue, names, progress) for progress in judged]
    table = text_table(TABLE_HEADER, rows, TABLE_RIGHT)
    return f"数据截至 {judged[0].as_of}\n{table}" if judged else table


def _table_row(catalogue: Catalogue, names: dict[str, str], progress: Progress) -> list[str]:
    kpi = catalogue.kpi(progress.kpi)
    return [
        kpi.name,
        names.get(progress.unit, progress.unit),
        amount(progress.month_value, kpi.kind, kpi.counting_unit, progress.month_word),
        amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word),
        goal_text(kpi, progress.target, kpi.counting_unit),
        goal_text(kpi, progress.expected_to_date, kpi.counting_unit),
        lamp_in_words(catalogue, progress) + ("（数据不全）" if progress.incomplete else ""),
        reason(catalogue, progress),
    ]
