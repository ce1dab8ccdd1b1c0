"""python -m dashboard trend: whether a KPI's last month is a signal, and whether its target will be met."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
import duckdb

from dashboard.board.board import read_board
from dashboard.board.board_inputs import read_months
from dashboard.board.period import root_unit
from dashboard.board.signals import Signal, chart_of, read_signal
from dashboard.cli.options import NO_UNITS, find_kpi, format_option, say_csv, text_table
from dashboard.wording.format import NOTHING, amount
from domain.catalogue import Catalogue, Kpi
from domain.kpi.series import of_one_definition
from domain.months import format_month
from etl.cli.console import say_json
from etl.cli.options import MonthOption, find_unit
from etl.warehouse import Warehouse
from etl.warehouse.current_catalogue import current_catalogue
from etl.warehouse.definitions import at_month

CSV_HEADER = (
    "指标代码", "单位代码", "月份", "数值", "信号", "均值", "下限", "上限", "近下限", "近上限",
    "变化", "达成判断",
)  # fmt: skip
SIGNAL_WORDS = {
    "none": "",
    "outside": "超出控制限",
    "trend": "连续同向",
    "two_of_three": "三点中两点近限",
    "shift": "连续同侧",
}
VARIATION_WORDS = {
    "common": "正常波动", "improvement": "向好", "concern": "需关注", "high": "偏高", "low": "偏低",
}  # fmt: skip
ASSURANCE_WORDS = {
    "pass": "按近月水平能够达到",
    "fail": "按近月水平难以达到",
    "inconsistent": "时达时不达",
}


class TargetOption(click.ParamType):
    """A number, or a percentage as in target files: 98% is 0.98."""

    name = "数值"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value).strip().replace("％", "%")
        try:
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        except ValueError:
            self.fail(f"“{value}”不是数值，应写作 98% 或 0.98。", param, ctx)


@click.command()
@click.option("--kpi", "kpi_name", required=True, help="指标的 id 或名称")
@click.option("--unit", "unit_name", help="单位代码、名称或别名；不写为全局")
@click.option("--from", "first", type=MonthOption(), help="起始月份")
@click.option("--to", "last", type=MonthOption(), help="截止月份")
@click.option("--target", type=TargetOption(), help="月度目标；不写则用年度目标")
@format_option
@click.pass_obj
def trend(
    warehouse: Warehouse,
    kpi_name: str,
    unit_name: str | None,
    first: date | None,
    last: date | None,
    target: float | None,
    form: str,
) -> None:
    """一项指标各月的波动：均值、控制限、信号，以及目标能否达到。"""
    if first and last and first > last:
        raise click.BadParameter("不能晚于 --to。", param_hint="--from")
    catalogue = current_catalogue(warehouse)
    kpi = find_kpi(catalogue, kpi_name)
    with warehouse.read() as connection:
        unit = find_unit(connection, unit_name).unit if unit_name is not None else root_unit(connection)
        if unit is None:
            raise click.UsageError(NO_UNITS)
        signal = read_trend(connection, catalogue, kpi, unit, first, last, target)
    if form == "json":
        say_json(as_json(kpi, unit, signal))
    elif form == "csv":
        say_csv(CSV_HEADER, _csv_rows(kpi, unit, signal))
    else:
        click.echo(_table(kpi, signal), nl=False)


def read_trend(
    connection: duckdb.DuckDBPyConnection,
    catalogue: Catalogue,
    kpi: Kpi,
    unit: str,
    first: date | None,
    last: date | None,
    monthly_target: float | None,
) -> Signal:
    """The signal over the reported months from `first` to `last`.

    Without a monthly target, the annual target of the last reported month's year is judged.
    """
    until = last or date.max
    kpi = next(current for current in at_month(connection, catalogue, until).kpis if current.id == kpi.id)
    months = [figure for figure in read_months(connection, kpi, unit) if figure.month <= until]
    reported = [
        figure for figure in of_one_definition(kpi, until, months) if (first or date.min) <= figure.month
    ]
    if not reported:
        return Signal(chart_of(catalogue, kpi, []), None)
    as_of = reported[-1].month
    progress = read_board(connection, catalogue, as_of.year, as_of, unit, [kpi.id]).of(kpi.id)
    return read_signal(catalogue, kpi, progress, reported, monthly_target)


def as_json(kpi: Kpi, unit: str, signal: Signal) -> dict[str, Any]:
    """The trend with the keys of the data contract; limits are not clipped."""
    chart = signal.chart
    return {
        "kpi": kpi.id,
        "unit": unit,
        "centre": chart.centre,
        "lower": chart.lower,
        "upper": chart.upper,
        "near_lower": chart.near_lower,
        "near_upper": chart.near_upper,
        "variation": chart.variation,
        "assurance": signal.assurance,
        "points": [
            {"month": format_month(point.month), "value": point.value, "signal": point.signal}
            for point in chart.points
        ],
    }


def _csv_rows(kpi: Kpi, unit: str, signal: Signal) -> list[list[Any]]:
    chart = signal.chart
    limits = [chart.centre, chart.lower, chart.upper, chart.near_lower, chart.near_upper]
    judged = [chart.variation, signal.assurance]
    return [
        [kpi.id, unit, format_month(point.month), point.value, point.signal, *limits, *judged]
        for point in chart.points
    ]


def _table(kpi: Kpi, signal: Signal) -> str:
    chart = signal.chart
    shown = {
        name: amount(value, kpi.kind, kpi.counting_unit)
        for name, value in (("均值", chart.centre), ("下限", chart.lower), ("上限", chart.upper))
    }
    summary = "  ".join(f"{name} {value}" for name, value in shown.items())
    verdict = ASSURANCE_WORDS.get(signal.assurance or "", NOTHING)
    rows = [
        [
            format_month(point.month),
            amount(point.value, kpi.kind, kpi.counting_unit),
            SIGNAL_WORDS[point.signal],
        ]
        for point in chart.points
    ]
    table = text_table(("月份", "数值", "信号"), rows, (False, True, False))
    return f"{kpi.name}  {summary}\n变化 {VARIATION_WORDS[chart.variation]}  目标 {verdict}\n{table}"
