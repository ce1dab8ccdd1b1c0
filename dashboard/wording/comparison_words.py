"""The year to date compared with last year's: in a sentence, and signed in tables and cards.

What a written report said of a year stands beside it; only whole years are compared.
"""

from __future__ import annotations

from dashboard.board.loaded_records import AnnualRecord
from dashboard.wording.format import amount, change, change_in_words
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
    """Whether only some units or months are compared with last year: others lack a figure in either year."""
    compared = progress.comparable_to_date
    return compared is not None and (progress.incomplete or compared != progress.year_to_date)


NO_COMPARISON = "是全年数，不与今年前{month}个月相比"


def annual_sentence(record: AnnualRecord, kpi: Kpi, progress: Progress) -> str:
    """What the written report of last year or this year says about a KPI, beside this year's figure.

    A part of this year is never compared with the whole of last year.
    """
    is_last_year = record.year < progress.year
    told = amount(record.value, kpi.kind, kpi.counting_unit, record.word)
    words = f"{'上年' if is_last_year else '本年'}全年（年度总结）{told}"
    month = int(progress.as_of[5:7])
    if month < 12:
        return f"{words}（{NO_COMPARISON.format(month=month)}）" if is_last_year else words
    if not _is_complete(progress):
        return words
    total = amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)
    if not is_last_year:
        return f"{words}，各月累计{total}"
    return f"{words}，今年全年{total}{_changed(record, kpi, progress)}"


def _is_complete(progress: Progress) -> bool:
    """Whether all twelve months of this year are complete."""
    return progress.year_to_date is not None and progress.is_complete


def _changed(record: AnnualRecord, kpi: Kpi, progress: Progress) -> str:
    """，增长4.5%; "" if one of the two is approximate."""
    if record.word or progress.approximate:
        return ""
    said = change_in_words(progress.year_to_date, record.value, kpi.kind, kpi.counting_unit)
    return f"，{said}" if said else ""
