"""What stands under a lamp that is not green: what it takes, the signal, the outlook, the unit's note."""

from collections.abc import Mapping, Sequence

from dashboard.format import first_few, month_name, percent
from dashboard.kpi.progress import Progress
from dashboard.kpi.signals import Signal
from dashboard.reports.narrative import manner, what_it_takes
from dashboard.reports.records import Note
from dashboard.reports.signal_words import assurance_reading, signal_reading
from etl.catalogue import Catalogue, Kpi
from etl.month import format_month

NAMES_SHOWN = 3


def attention_words(
    catalogue: Catalogue,
    kpi: Kpi,
    progress: Progress,
    signal: Signal | None,
    notes: Sequence[Note],
    names: Mapping[str, str],
) -> str:
    """Why and what now, in one line; only what asks for something: no word on what is as usual.

    A unit's note is quoted where it is of the as-of month or of the month the lamp turned.
    """
    clauses = [what_it_takes(catalogue, kpi, progress, beside_plan=True) or _year_over(kpi, progress)]
    if signal is not None and signal.chart.variation != "common":
        clauses.append(signal_reading(kpi, signal.chart))
    if signal is not None and signal.assurance == "fail" and not progress.year_is_over:
        clauses.append(assurance_reading(kpi, signal))
    told = {progress.as_of, progress.since}
    explained = [note for note in notes if note.kpi == kpi.id and format_month(note.month) in told]
    if explained:
        clauses.append(f"{month_name(explained[-1].month)}说明：{explained[-1].text.rstrip('。')}")
    if progress.incomplete:
        missing = first_few((names.get(unit, unit) for unit in progress.missing_units), NAMES_SHOWN)
        clauses.append(f"数据不全，{missing}未报")
    said = "；".join(clause for clause in clauses if clause)
    return f"{said}。" if said else progress.reason + "。"


def _year_over(kpi: Kpi, progress: Progress) -> str:
    """After December nothing can be caught up any more: how much of the year's target was done."""
    if manner(kpi) != "sum" or not progress.year_is_over or progress.completion is None:
        return ""
    return f"全年完成年度目标的{percent(progress.completion)}"
