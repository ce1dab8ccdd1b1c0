"""The year to date compared with last year's: in a sentence, and signed in tables and cards."""

from __future__ import annotations

from dashboard.wording.format import change, change_in_words
from domain.catalogue import Kpi
from domain.kpi.progress import Progress


def year_on_year(kpi: Kpi, progress: Progress) -> str:
    """同比增长12.3%; 可比月份同比… if only some months can be compared; "" if none can."""
    words = change_in_words(
        progress.comparable_to_date,
        progress.year_ago_to_date,
        kpi.kind,
        kpi.counting_unit,
        about=progress.compares_about,
    )
    return f"{compared_over(progress)}同比{words}" if words else ""


def compared_over(progress: Progress) -> str:
    """What can be compared where something is missing: 已报单位, 可比月份; "" for the whole view."""
    if progress.comparable_to_date is None:
        return ""
    if progress.incomplete:
        return "已报单位"
    in_part = "可比单位" if progress.regrouped else "可比月份"
    return in_part if compared_in_part(progress) else ""


def year_ago_signed(kpi: Kpi, progress: Progress) -> str:
    """The same signed, for tables and cards: +12.3%, 约−2次; — if none can."""
    return change(
        progress.comparable_to_date,
        progress.year_ago_to_date,
        kpi.kind,
        kpi.counting_unit,
        about=progress.compares_about,
    )


def compared_in_part(progress: Progress) -> bool:
    """Whether only some months are compared with last year, because others lack a figure in either year."""
    compared = progress.comparable_to_date
    return compared is not None and compared != progress.year_to_date
