"""What an XmR chart says, in one line: the same under a chart, on a slide and in a document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile

from dashboard.format import amount, month_name
from dashboard.kpi.process import LEAST_POINTS, Point, ProcessChart
from dashboard.kpi.signals import Signal
from etl.catalogue import Kpi

JUDGEMENT = {"improvement": "，向好", "concern": "，需关注"}
ASSURANCE = {
    ("sum", "pass"): "按目前过程水平，能够完成年度目标",
    ("sum", "fail"): "按目前过程水平，难以完成年度目标",
    ("sum", "inconsistent"): "按目前过程水平，能否完成年度目标尚不确定",
    ("lower", "pass"): "按目前过程水平，能够控制在年度控制数内",
    ("lower", "fail"): "按目前过程水平，难以控制在年度控制数内",
    ("lower", "inconsistent"): "按目前过程水平，能否控制住尚不确定",
    ("ceiling", "pass"): "按目前过程水平，能够稳定控制在控制数内",
    ("ceiling", "fail"): "按目前过程水平，难以控制在控制数内",
    ("ceiling", "inconsistent"): "按目前过程水平，时而超出控制数",
    ("level", "pass"): "按目前过程水平，能够稳定达标",
    ("level", "fail"): "按目前过程水平，难以达标",
    ("level", "inconsistent"): "按目前过程水平，时而达标、时而不达标",
}


def signal_reading(kpi: Kpi, chart: ProcessChart) -> str:
    """One line on the last month: "近7个月均高于均值，属持续性变化"; "" where there is no month at all."""
    if not chart.points:
        return ""
    if chart.lower is None or chart.upper is None:
        few = len(chart.points) < LEAST_POINTS
        return "不足12个月，暂不判断波动" if few else f"月均不足1{kpi.counting_unit}，不判断波动"
    reading = _signal_of_last(kpi, chart)
    return reading + JUDGEMENT.get(chart.variation, "")


def assurance_reading(kpi: Kpi, signal: Signal) -> str:
    """Whether the process as it runs reaches the target, as a sentence; "" where nothing can be said."""
    if signal.assurance is None:
        return ""
    names = ("lower", "sum") if kpi.kind == "sum" else ("ceiling", "level")
    return ASSURANCE[names[kpi.direction != "lower"], signal.assurance]


def run_of_last(points: Sequence[Point], centre: float) -> int:
    """How many points up to the last lie on its side of the centre, without a break."""
    above = points[-1].value > centre
    side = takewhile(
        lambda point: (point.value > centre) == above and point.value != centre, reversed(points)
    )
    return sum(1 for _ in side)


def steps_of_last(points: Sequence[Point]) -> int:
    """How many steps up to the last go its way, without a break."""
    steps = [later.value - earlier.value for earlier, later in pairwise(points)]
    return sum(1 for _ in takewhile(lambda step: step * steps[-1] > 0, reversed(steps)))


def _signal_of_last(kpi: Kpi, chart: ProcessChart) -> str:
    last, centre = chart.points[-1], chart.centre or 0.0
    above = last.value > centre
    match last.signal:
        case "outside":
            limit = amount(chart.upper if above else chart.lower, kpi.kind, kpi.counting_unit)
            edge = f"高于上限{limit}" if above else f"低于下限{limit}"
            return f"{month_name(last.month)}{edge}，超出正常波动"
        case "trend":
            steps = steps_of_last(chart.points)
            upward = last.value > chart.points[-2].value
            return f"连续{steps}个月{'上升' if upward else '下降'}，属持续性变化"
        case "two_of_three":
            return f"近3个月有2个月以上接近{'上限' if above else '下限'}，可能在变化"
        case "shift":
            run = run_of_last(chart.points, centre)
            return f"近{run}个月均{'高' if above else '低'}于均值，属持续性变化"
    return f"{month_name(last.month)}在正常波动范围内"
