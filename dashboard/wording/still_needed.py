"""What a target still asks for in few words, for a column of a table: 还需6次，月均1次; 满意数差5件."""

from __future__ import annotations

from dashboard.wording.format import NOTHING, number
from dashboard.wording.narrative import is_done, narrative_kind, short_of_rate
from domain.catalogue import Catalogue, Kpi
from domain.kpi.lamp import WATCH
from domain.kpi.progress import Progress


def still_needed(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """What is still to be done this year; — where nothing is, or nothing can be said yet."""
    if progress.target is None or progress.year_to_date is None:
        return _why_not_yet(catalogue, kpi, progress)
    if kpi.kind == "rate":
        return _of_rate(catalogue, kpi, progress)
    left = progress.target - progress.year_to_date
    if kpi.kind == "stock":
        return f"须压减{number(-left, kpi.counting_unit)}" if left < 0 else NOTHING
    if narrative_kind(kpi) == "lower":
        return _of_ceiling(kpi, progress, left)
    return NOTHING if is_done(progress) else _of_sum(kpi, progress, left)


def _why_not_yet(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """参考人数为0，暂不评价: why a rate with a target is only watched."""
    if progress.target is None or progress.lamp != WATCH or kpi.kind != "rate":
        return NOTHING
    return f"{catalogue.column(kpi.denominator[0].indicator).name}为0，暂不评价"


def _of_rate(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    short, part = short_of_rate(progress), catalogue.column(kpi.numerator[0].indicator)
    return f"{part.name}差{number(short, part.counting_unit)}" if short else NOTHING


def _of_ceiling(kpi: Kpi, progress: Progress, left: float) -> str:
    if left < 0:
        return f"已超{number(-left, kpi.counting_unit)}"
    if progress.year_is_over:
        return NOTHING
    return f"至多再有{number(left, kpi.counting_unit)}" if left else "不得再发生"


def _of_sum(kpi: Kpi, progress: Progress, left: float) -> str:
    size, monthly = number(left, kpi.counting_unit), progress.required_per_month
    if monthly is None:
        return f"全年少{size}"
    if monthly < 1 or progress.as_of.endswith("-11"):
        return f"还需{size}"
    return f"还需{size}，月均{number(monthly, kpi.counting_unit)}"
