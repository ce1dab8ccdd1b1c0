"""The message of an XmR chart in one line, the same below a chart, on a slide and in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import TypeGuard

from dashboard.board.signals import Signal
from dashboard.wording.format import amount, month_name, number
from domain.catalogue import Catalogue, Kpi
from domain.kpi.process import Assurance, Point, ProcessChart, SignalName, Variation
from domain.kpi.progress import Progress
from domain.months import add_months, format_month
from domain.process_limits import LEAST_MEAN, NoLimits

JUDGEMENT = {Variation.IMPROVEMENT: "，向好", Variation.CONCERN: "，需关注"}
TOWARDS_TARGET = {
    Assurance.PASS: "按近月水平，能够完成年度目标",
    Assurance.FAIL: "按近月水平，难以完成年度目标",
    Assurance.INCONSISTENT: "按近月水平，能否完成年度目标还不确定",
}
WITHIN_YEARS_LIMIT = {
    Assurance.PASS: "按近月水平，能够控制在年度控制数内",
    Assurance.FAIL: "按近月水平，难以控制在年度控制数内",
    Assurance.INCONSISTENT: "按近月水平，能否控制住还不确定",
}
WITHIN_LIMIT = {
    Assurance.PASS: "按近月水平，能够稳定控制在控制数内",
    Assurance.FAIL: "按近月水平，难以控制在控制数内",
    Assurance.INCONSISTENT: "按近月水平，能否控制住不稳定",
}
AT_LEVEL = {
    Assurance.PASS: "按近月水平，能够稳定达标",
    Assurance.FAIL: "按近月水平，难以达标",
    Assurance.INCONSISTENT: "按近月水平，能否达标不稳定",
}


def is_about_month(signal: Signal | None, progress: Progress) -> TypeGuard[Signal]:
    """Whether a signal is about the as-of month: it has limits, and the month is complete."""
    if signal is None or signal.chart.lower is None or not signal.chart.points:
        return False
    is_of_month = format_month(signal.chart.points[-1].month) == progress.as_of
    return is_of_month and not progress.missing_units


def movement_reading(kpi: Kpi, progress: Progress, signal: Signal | None) -> str:
    """The signal_reading of the as-of month if the month is unusual; otherwise ""."""
    if not is_about_month(signal, progress) or signal.chart.variation is Variation.COMMON:
        return ""
    return signal_reading(kpi, signal.chart)


def signal_reading(kpi: Kpi, chart: ProcessChart) -> str:
    """One line on the last month: "近7个月均高于均值，属持续性变化"; "" if there are no months."""
    if not chart.points:
        return ""
    if chart.lower is None or chart.upper is None:
        return _why_no_limits(kpi, chart)
    reading = _signal_of_last(kpi, chart)
    return reading + JUDGEMENT.get(chart.variation, "")


def _why_no_limits(kpi: Kpi, chart: ProcessChart) -> str:
    match chart.no_limits:
        case NoLimits.RARE_EVENTS:
            return f"月均不足1{kpi.counting_unit}，不判断波动"
        case NoLimits.FEW_CASES:
            return "每月件数少，不判断波动"
    return "不足12个月，暂不判断波动"


def assurance_reading(kpi: Kpi, signal: Signal) -> str:
    """Whether the process at its current level reaches the target, as a sentence; "" if it is unclear."""
    if signal.assurance is None:
        return ""
    if kpi.direction.wants_less:
        return (WITHIN_YEARS_LIMIT if kpi.adds_up else WITHIN_LIMIT)[signal.assurance]
    return (TOWARDS_TARGET if kpi.adds_up else AT_LEVEL)[signal.assurance]


def run_of_last(points: Sequence[Point], centre: float) -> int:
    """How many consecutive points up to the last are on its side of the centre."""
    above = points[-1].value > centre
    side = takewhile(
        lambda point: (point.value > centre) == above and point.value != centre, reversed(points)
    )
    return sum(1 for _ in side)


def months_outside(chart: ProcessChart) -> int:
    """How many months in a row up to the last are beyond its limit: an old level is not news."""
    above = chart.points[-1].value > (chart.centre or 0.0)
    beyond = takewhile(
        lambda point: point.signal == "outside" and (point.value > (chart.centre or 0.0)) == above,
        in_a_row(chart.points),
    )
    return sum(1 for _ in beyond)


def in_a_row(points: Sequence[Point]) -> Iterator[Point]:
    """The points back from the last as long as no month lies between them."""
    for place, point in enumerate(reversed(points)):
        if point.month != add_months(points[-1].month, -place):
            return
        yield point


def steps_of_last(points: Sequence[Point]) -> int:
    """How many consecutive steps up to the last go in its direction."""
    steps = [later.value - earlier.value for earlier, later in pairwise(points)]
    return sum(1 for _ in takewhile(lambda step: step * steps[-1] > 0, reversed(steps)))


def _signal_of_last(kpi: Kpi, chart: ProcessChart) -> str:
    last, centre = chart.points[-1], chart.centre or 0.0
    above = last.value > centre
    match last.signal:
        case SignalName.OUTSIDE:
            limit = amount(chart.upper if above else chart.lower, kpi.kind, kpi.counting_unit)
            edge = f"高于{limit}的上限" if above else f"低于{limit}的下限"
            run = months_outside(chart)
            when = f"连续{run}个月" if run > 1 else month_name(last.month)
            return f"{when}{edge}，超出正常波动"
        case SignalName.TREND:
            steps = steps_of_last(chart.points)
            upward = last.value > chart.points[-2].value
            return f"连续{steps}个月{'上升' if upward else '下降'}，属持续性变化"
        case SignalName.TWO_OF_THREE:
            return f"近3个月有2个月以上接近{'上限' if above else '下限'}，可能在变化"
        case SignalName.SHIFT:
            run = run_of_last(chart.points, centre)
            return f"近{run}个月均{'高' if above else '低'}于均值，属持续性变化"
    return f"{month_name(last.month)}在正常波动范围内"


TOO_WIDE = "波动大，暂难预计"
# Beside a chart there is room for six characters.
TOO_WIDE_SHORT = "波动大难预计"
# A range wider than this share of the target, on both sides of it, says nothing about reaching it.
WIDE_SHARE = 2 / 3
# A range of one or two cases is worth saying, however small the target is.
LEAST_WIDTH = 2


def swings_too_widely(progress: Progress) -> bool:
    """Whether the forecast's range leaves the result of the year open; False without a forecast.

    A range entirely below or above the target gives an answer, however wide it is. Without a target the
    range is compared with its middle.
    """
    low, high, target = progress.forecast_low, progress.forecast_high, progress.target
    if low is None or high is None or progress.year_is_over:
        return False
    if target is not None and not low < target <= high:
        return False
    measure = target if target is not None else progress.forecast or 0.0
    return high - low > max(WIDE_SHARE * measure, LEAST_WIDTH)


def is_seldom(kpi: Kpi, progress: Progress) -> bool:
    """Whether work is done less than once a month: its dates are planned, the past foretells nothing."""
    if not (kpi.works_towards_target and kpi.in_whole_numbers) or progress.forecast is None:
        return False
    coming = progress.forecast - (progress.year_to_date or 0.0)
    return coming < LEAST_MEAN * (12 - int(progress.as_of[5:]))


def year_end(kpi: Kpi, progress: Progress) -> str:
    """8（5—11）; 波动大，暂难预计; "" without a forecast, of seldom work, and after the end of the year."""
    if progress.forecast is None or progress.year_is_over or is_seldom(kpi, progress):
        return ""
    if swings_too_widely(progress):
        return TOO_WIDE
    middle, low, high = (
        number(round(value) if kpi.in_whole_numbers and value is not None else value)
        for value in (progress.forecast, progress.forecast_low, progress.forecast_high)
    )
    return middle if low == high == middle else f"{middle}（{low}—{high}）"


def over_the_whole(catalogue: Catalogue, kpi: Kpi, values: Iterable[float | None]) -> str:
    """线索整改率单月超过100%：已整改线索数含以前月份转入的，达标与否以累计为准。 Otherwise "".

    `values` are the rate's months, as shares of 1.
    """
    if not kpi.is_share or not any(value is not None and value > 1 for value in values):
        return ""
    counted = "、".join(catalogue.column(term.indicator).name for term in kpi.numerator)
    return f"{kpi.name}单月超过100%：{counted}含以前月份转入的，达标与否以累计为准。"
