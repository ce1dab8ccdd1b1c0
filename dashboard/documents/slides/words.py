"""Words that appear on every slide in the same form: lamps, footers, sources."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.board.loaded_records import FigureSource
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides.table import SlideCell
from dashboard.wording.format import amount, first_few, year_and_month
from dashboard.wording.lamp_words import lamp_in_words
from domain.catalogue import Kpi
from domain.kpi.progress import Progress
from domain.months import format_month

SAMPLE = "示例数据"
INCOMPLETE = "＊"
NAMES_SHOWN = 3
_SPACE = "　"


def lamp_text(data: ReportData, progress: Progress) -> str:
    """▲ 滞后, with a star if units are missing."""
    return f"{lamp_in_words(data.catalogue, progress)}{INCOMPLETE if progress.unsettled else ''}"


def lamp_cell(data: ReportData, progress: Progress) -> SlideCell:
    """The lamp as a cell in its colours."""
    lamp = data.catalogue.lamp(progress.lamp)
    return SlideCell(lamp_text(data, progress), lamp.cell_text, lamp.cell_ground, bold=True)


def to_date_text(kpi: Kpi, progress: Progress) -> str:
    """The year to date with its approximation mark, without the counting unit."""
    return amount(progress.year_to_date, kpi.kind, word=progress.word)


def footer(data: ReportData, scope: str = "", sample: bool | None = None, unreported: str = "") -> str:
    """数据截至, the unit, 口径, the missing units, 示例."""
    shown = data.has_sample if sample is None else sample
    parts = [
        f"数据截至{year_and_month(data.as_of)}",
        data.unit_name,
        f"口径：{scope}" if scope else "",
        unreported,
        SAMPLE if shown else "",
    ]
    return _SPACE.join(part for part in parts if part)


def unreported_text(data: ReportData, units: Iterable[str]) -> str:
    """未报：公路养护中心; "" if all have reported."""
    names = first_few(map(data.name_of, dict.fromkeys(units)), NAMES_SHOWN)
    return f"未报：{names}" if names else ""


def progress_scope(plans: Iterable[Progress]) -> str:
    """The 口径 of a table of lamps."""
    star = f"；{INCOMPLETE}有单位未报" if any(plan.unsettled for plan in plans) else ""
    return f"累计自1月起，应完成按时序进度计，率为合计÷合计{star}"


def sources_text(data: ReportData, kpi: Kpi) -> str:
    """The source of a KPI's figures: load, file, person, time, months, units."""
    by_load: dict[int, list[FigureSource]] = {}
    for source in data.sources_of(kpi):
        by_load.setdefault(source.load, []).append(source)
    lines = []
    for load in data.loads:
        if load.load in by_load:
            when = f"{load.loaded_at:%Y-%m-%d %H:%M}"
            note = f"，{load.note}" if load.note else ""
            lines.append(
                f"第{load.load}号导入：{load.file}（{when}，{load.loaded_by or '未署名'}{note}）"
                f"，{_months_and_units(data, by_load[load.load])}"
            )
    return "\n".join(lines) or "本年无数据导入"


def _months_and_units(data: ReportData, sources: list[FigureSource]) -> str:
    months = sorted({month for source in sources for month in source.months})
    units = sorted({unit for source in sources for unit in source.units})
    span = format_month(months[0])
    if len(months) > 1:
        span += f"至{format_month(months[-1])}"
    return f"{span}，{data.names_listed(units)}"
