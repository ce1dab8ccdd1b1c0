"""A page's figures as CSV that Excel opens without garbling and without running anything."""

import csv
import io
from collections.abc import Iterable, Iterator

import pandas as pd

from dashboard.kpi.board import Board
from dashboard.ui.series import Series
from etl.catalogue import Kpi
from etl.month import format_month
from etl.neutral import neutral_row

BYTE_ORDER_MARK = "\ufeff"
FIGURES = {
    "value": "当月",
    "last_year": "上年同月",
    "numerator": "分子",
    "denominator": "分母",
    "cumulative": "累计",
    "expected": "应完成",
}
HEADER = ("单位", "指标", "计量单位", "月份", *FIGURES.values(), "年度目标")


def figures_csv(kpis: Iterable[Kpi], board: Board, unit_name: str) -> bytes:
    """A row for each KPI and month of the year up to as-of, numbers unrounded, blank where not reported."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for kpi in kpis:
        writer.writerows(neutral_row([unit_name, *row]) for row in _rows(Series(kpi, board)))
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8")


def _rows(series: Series) -> Iterator[list[object]]:
    kpi, year = series.kpi, series.frame()
    known = year[(year["position"] > 0) & (year["month"] <= series.board.as_of)].copy()
    if kpi.kind != "sum":
        known["cumulative"] = float("nan")
    if kpi.kind != "rate":
        known[["numerator", "denominator"]] = float("nan")
    for month, *figures in known[["month", *FIGURES]].itertuples(index=False):
        numbers = [None if pd.isna(figure) else figure for figure in figures]
        yield [kpi.name, kpi.counting_unit, format_month(month), *numbers, series.progress.target]
