"""The last slides: the 口径 of every figure shown, and the loads behind them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.board.loaded_records import Load
from dashboard.charts.template import NOTE_INK
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides import words
from dashboard.documents.slides.slide_plan import Canvas, Part, SlideKind, SlidePlan, numbered
from dashboard.documents.slides.table import Row, SlideCell, SlideColumn, TablePlan, best_split
from dashboard.wording.format import year_and_month
from domain.catalogue import Kpi
from domain.kpi.progress import Progress

SIZES = (12, 11, 10.5)
_DEFINITIONS = (
    SlideColumn("指标"),
    SlideColumn("口径", 5.2),
    SlideColumn("目标依据", 3.6),
    SlideColumn("导入批次"),
)
_LOADS = (
    SlideColumn("批次"),
    SlideColumn("文件", 2.4),
    SlideColumn("导入时间"),
    SlideColumn("导入人"),
    SlideColumn("数据月份"),
    SlideColumn("说明", 3.0),
)


def annex_slides(data: ReportData, shown: Sequence[Progress], canvas: Canvas) -> tuple[SlidePlan, ...]:
    """The definitions and sources of the deck's figures."""
    definitions = tuple(_definition(data, each) for each in shown)
    loads = tuple(_load_row(load) for load in _loads(data, shown))
    return (
        *_slides(data, canvas, "附：指标口径与目标依据", TablePlan(_DEFINITIONS, definitions)),
        *_slides(data, canvas, "附：数据来源", TablePlan(_LOADS, loads)),
    )


def _slides(data: ReportData, canvas: Canvas, title: str, table: TablePlan) -> tuple[SlidePlan, ...]:
    if not table.rows:
        return ()
    box = canvas.whole_body
    parts = best_split(table, box.width_points, box.height_points, SIZES)
    return numbered(
        SlidePlan(
            kind=SlideKind.ANNEX,
            title=title,
            parts=(Part(title, box, part),),
            footer=words.footer(data, "各指标见口径表，批次见数据来源表"),
            notes="数字均可追溯到导入批次，原始文件在数据填报页下载。",
        )
        for part in parts
    )


def _definition(data: ReportData, each: Progress) -> Row:
    kpi = data.kpi(each)
    numbers = sorted(load.load for load in data.loads_of(kpi))
    return (
        SlideCell(kpi.name, bold=True),
        SlideCell(_scope(kpi)),
        SlideCell(each.source or "—", NOTE_INK),
        SlideCell("、".join(str(number) for number in numbers) or "—", NOTE_INK),
    )


def _scope(kpi: Kpi) -> str:
    """The 口径, preceded by the formula if the KPI is more than one column and the 口径 does not state it."""
    told = kpi.formula in kpi.scope or kpi.formula == kpi.name
    return kpi.scope if told else f"{kpi.formula}；{kpi.scope}"


def _loads(data: ReportData, shown: Sequence[Progress]) -> tuple[Load, ...]:
    kpis = {each.kpi for each in shown}
    numbers = {load.load for each in shown for load in data.loads_of(data.kpi(each))}
    numbers |= {load for kpi, load in data.target_loads if kpi in kpis}
    numbers |= {task.load for task in data.tasks}
    return tuple(load for load in data.loads if load.load in numbers)


def _load_row(load: Load) -> Row:
    return (
        SlideCell(f"第{load.load}号"),
        SlideCell(load.file),
        SlideCell(f"{load.loaded_at:%Y-%m-%d %H:%M}"),
        SlideCell(load.loaded_by or "—"),
        SlideCell(_months(load)),
        SlideCell(load.note or "—", NOTE_INK),
    )


def _months(load: Load) -> str:
    """2023年6月; 2023年1—12月; 2022年11月—2023年2月."""
    first, last = load.first_month, load.last_month
    if first is None or last is None:
        return "—"
    if first == last:
        return year_and_month(first)
    if first.year == last.year:
        return f"{first.year}年{first.month}—{last.month}月"
    return f"{year_and_month(first)}—{year_and_month(last)}"
