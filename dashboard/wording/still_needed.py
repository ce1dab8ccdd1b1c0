"""What a target still requires, for a table column: 还需6次，月均1次; 下半年须达95.9%以上."""

from __future__ import annotations

from dashboard.wording.case_words import in_cases
from dashboard.wording.distance_words import required_text, short_by
from dashboard.wording.format import NOTHING, number
from dashboard.wording.narrative import is_done, narrative_kind
from dashboard.wording.rest_of_year import rest_of_year
from domain.catalogue import Catalogue, Kpi
from domain.kpi.lamp import TO_ACT_ON, WATCH
from domain.kpi.progress import Progress


def still_needed(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """What is still to be done this year; — if nothing is, or if nothing can be said yet."""
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
    said = in_cases(catalogue, kpi, progress) if progress.year_is_over else rest_of_year(kpi, progress)
    return said if said and progress.lamp in TO_ACT_ON else NOTHING


def _of_ceiling(kpi: Kpi, progress: Progress, left: float) -> str:
    if left < 0:
        return f"已超{number(-left, kpi.counting_unit)}"
    if progress.year_is_over:
        return NOTHING
    return f"至多再有{number(left, kpi.counting_unit)}" if left else "不得再发生"


def _of_sum(kpi: Kpi, progress: Progress, left: float) -> str:
    size = number(left, kpi.counting_unit, "约" if progress.approximate else "")
    monthly = progress.required_per_month
    if monthly is None:
        return f"全年{short_by(kpi, progress)}"
    if monthly < 1 or progress.as_of.endswith("-11"):
        return f"还需{size}"
    return f"还需{size}，月均{required_text(progress)}{kpi.counting_unit}"
