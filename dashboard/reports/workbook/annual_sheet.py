"""The sheet of annual figures: what last year's report says, beside this year so far."""

from __future__ import annotations

from typing import Any

from dashboard.reports.annual import AnnualRecord
from dashboard.reports.material import Material
from dashboard.reports.workbook.sheet import Cell, Sheet
from etl.catalogue import Kpi

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


def annual_sheet(material: Material) -> Sheet:
    """The annual figures of last year and of this one; 本年累计 is up to the as-of month."""
    to_date = {each.kpi: each.year_to_date for each in material.board.progress}
    rows = [
        _row(material, record, to_date[record.kpi]) for record in material.annual if record.kpi in to_date
    ]
    return Sheet("年度总结数", COLUMNS, rows, frozen_columns=2)


def _row(material: Material, record: AnnualRecord, to_date: float | None) -> list[Any]:
    kpi = material.catalogue.kpi(record.kpi)
    return [
        f"{record.year}年",
        kpi.name,
        material.name_of(record.unit),
        kpi.counting_unit or "%",
        _value(kpi, record.value),
        record.word or None,
        _value(kpi, to_date),
        record.quote,
        record.source,
        record.load,
    ]


def _value(kpi: Kpi, value: float | None) -> Any:
    return Cell(value, "percent") if kpi.kind == "rate" and value is not None else value
