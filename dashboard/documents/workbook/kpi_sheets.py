"""The KPI sheets: progress, months, units side by side, definitions, annual figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboard.board.board import Board
from dashboard.board.loaded_records import AnnualRecord
from dashboard.documents.report_data import ReportData
from dashboard.documents.workbook.sheet import OutputSheet, SheetCell
from dashboard.wording.comparison_words import compared_over, year_ago_signed
from dashboard.wording.lamp_words import lamp_in_words, reason
from domain.catalogue import Direction, Kpi
from domain.kpi.progress import Progress
from domain.months import parse_month

PROGRESS_COLUMNS = (
    "指标", "数据集", "单位", "计量单位", "亮灯", "当月", "累计", "约数", "应完成", "年度目标", "时序完成率",
    "全年完成率", "差距", "后续月均需完成", "全年预计", "预计下限", "预计上限", "上月", "上年同月",
    "上年同期", "本年可比累计", "同比", "比较范围", "起始月", "责任单位", "目标依据", "亮灯原因",
    "未报月份", "未报单位", "示例",
)  # fmt: skip
DEFINITION_COLUMNS = (
    "指标", "指标代码", "数据集", "计算", "计量单位", "方向", "口径", "责任单位", "为什么看它", "依据",
)  # fmt: skip
DIRECTIONS = {Direction.HIGHER: "越高越好", Direction.LOWER: "越低越好", Direction.NEUTRAL: "只监测"}


def progress_sheet(data: ReportData) -> OutputSheet:
    """Every KPI of the view."""
    rows = [_progress_row(data, each) for each in data.progress]
    return OutputSheet("指标进度", PROGRESS_COLUMNS, rows)


def units_sheet(data: ReportData) -> OutputSheet:
    """Every KPI with a target, for each unit below."""
    everything = (each for board in data.unit_boards for each in board.progress)
    rows = [_progress_row(data, each) for each in everything if each.target is not None]
    return OutputSheet("单位进度", PROGRESS_COLUMNS, rows, frozen_columns=3)


def lamps_sheet(data: ReportData) -> OutputSheet:
    """One row per KPI, one column per unit: the lamp and its word."""
    boards = (data.board, *data.unit_boards)
    lit = [{each.kpi: each for each in board.progress if each.target is not None} for board in boards]
    kpis = [kpi for kpi in data.catalogue.kpis if any(kpi.id in board for board in lit)]
    rows = [[kpi.name, *(_lamp(data, board.get(kpi.id)) for board in lit)] for kpi in kpis]
    return OutputSheet("单位亮灯", ("指标", *_unique([data.name_of(board.unit) for board in boards])), rows)


def months_sheet(data: ReportData) -> OutputSheet:
    """The year's months of every KPI, the year to date, and what of both years is compared."""
    board = data.board
    compared = ("上年同期", "本年可比累计", "比较范围")
    columns = ("指标", "计量单位", *(f"{month}月" for month in range(1, 13)), "累计", *compared)
    rows = [_month_row(data, board, each) for each in data.progress]
    return OutputSheet("月度汇总", columns, rows, frozen_columns=2)


def definitions_sheet(data: ReportData) -> OutputSheet:
    """The catalogue."""
    rows = [
        (
            kpi.name, kpi.id, data.catalogue.dataset(kpi.dataset).title, kpi.formula,
            kpi.counting_unit or "%", DIRECTIONS[kpi.direction], kpi.scope, kpi.owner, kpi.why, kpi.source,
        )
        for kpi in data.catalogue.kpis
    ]  # fmt: skip
    return OutputSheet("口径", DEFINITION_COLUMNS, rows)


def _progress_row(data: ReportData, each: Progress) -> list[Any]:
    kpi = data.kpi(each)
    said = year_ago_signed(kpi, each)
    return [
        kpi.name,
        data.catalogue.dataset(kpi.dataset).title,
        data.name_of(each.unit),
        kpi.counting_unit or "%",
        _lamp(data, each),
        *_values(kpi, each.month_value, each.year_to_date),
        each.word or ("约" if each.approximate else None),
        *_values(kpi, each.expected_to_date, each.target),
        *(_share(share) for share in (each.attainment, each.completion)),
        *_values(kpi, each.gap, each.required_per_month),
        *_values(kpi, each.forecast, each.forecast_low, each.forecast_high),
        *_values(kpi, each.month_before, each.year_ago_month, each.year_ago_to_date, each.comparable_to_date),
        said if said != "—" else None,
        compared_over(each) or None,
        SheetCell(parse_month(each.since), "month") if each.since else None,
        each.owner,
        each.source,
        reason(data.catalogue, each),
        "；".join(each.missing_months),
        "；".join(data.name_of(unit) for unit in each.missing_units),
        "是" if each.illustrative or data.is_sample(kpi) else "否",
    ]


def _lamp(data: ReportData, progress: Progress | None) -> SheetCell | None:
    if progress is None:
        return None
    star = "（数据不全）" if progress.provisional else ""
    return SheetCell(f"{lamp_in_words(data.catalogue, progress)}{star}", progress.lamp)


def _values(kpi: Kpi, *values: float | None) -> list[Any]:
    """Values in the form of their KPI: rates as percentages."""
    return [_share(value) if kpi.is_share else value for value in values]


def _share(value: float | None) -> SheetCell | None:
    return None if value is None else SheetCell(value, "percent")


def _month_row(data: ReportData, board: Board, each: Progress) -> list[Any]:
    kpi = data.kpi(each)
    known = {figure.month: figure.value for figure in board.figures_of(each.kpi)}
    wanted = [date(board.year, month, 1) for month in range(1, 13)]
    values = [known.get(month) if month <= board.as_of else None for month in wanted]
    return [
        kpi.name, kpi.counting_unit or "%",
        *_values(kpi, *values, each.year_to_date, each.year_ago_to_date, each.comparable_to_date),
        compared_over(each) or None,
    ]  # fmt: skip


def _unique(names: Sequence[str]) -> list[str]:
    """The names made unique, because the headers of a table must differ."""
    return [name if names.index(name) == at else f"{name}（{at}）" for at, name in enumerate(names)]


COLUMNS = (
    "年度",
    "指标",
    "单位",
    "计量单位",
    "全年数",
    "约数",
    "本年累计",
    "总结原文",
    "总结文件",
    "导入批次",
)


def annual_sheet(data: ReportData) -> OutputSheet:
    """The annual figures of last year and this year; 本年累计 is up to the as-of month."""
    to_date = {each.kpi: each.year_to_date for each in data.board.progress}
    rows = [_row(data, record, to_date[record.kpi]) for record in data.annual if record.kpi in to_date]
    return OutputSheet("年度总结数", COLUMNS, rows, frozen_columns=2)


def _row(data: ReportData, record: AnnualRecord, to_date: float | None) -> list[Any]:
    kpi = data.catalogue.kpi(record.kpi)
    return [
        f"{record.year}年",
        kpi.name,
        data.name_of(record.unit),
        kpi.counting_unit or "%",
        _value(kpi, record.value),
        record.word or None,
        _value(kpi, to_date),
        record.quote,
        record.source,
        record.load,
    ]


def _value(kpi: Kpi, value: float | None) -> Any:
    return SheetCell(value, "percent") if kpi.is_share and value is not None else value
