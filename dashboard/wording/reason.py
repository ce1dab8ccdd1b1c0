"""Why a lamp shows what it shows, in one short line for people."""

from __future__ import annotations

from datetime import date

from dashboard.wording.format import amount, month_name, percent, points
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.series import Total


def reason(
    catalogue: Catalogue,
    kpi: Kpi,
    as_of: date,
    to_date: Total,
    expected: float | None,
    annual: float | None,
    lamp: str,
) -> str:
    """One line: "应完成 6，实际 4，完成时序 67%" for a sum, the distance to the target for a rate."""
    if lamp == lamps.WAITING:
        return f"{month_name(as_of)}未报送"
    if lamp == lamps.WATCH or to_date.value is None or expected is None or annual is None:
        return _nothing_to_judge(catalogue, kpi, annual)
    if kpi.kind == "rate":
        return _rate(to_date.value, annual)
    actual = amount(to_date.value, kpi.kind, word=to_date.word)
    if kpi.kind == "stock":
        return f"控制数 {amount(annual, kpi.kind)}，目前 {actual}"
    if kpi.direction == "lower":
        return (
            f"全年控制数 {amount(annual, kpi.kind)}，至本月不超过 {amount(expected, kpi.kind)}，实际 {actual}"
        )
    if not expected:
        return f"按时序尚无应完成量，实际 {actual}"
    pace = round(to_date.value / expected * 100)
    if lamp != lamps.GREEN:
        pace = min(pace, 99)  # 99.6 % is not yet all of it
    return f"应完成 {amount(expected, kpi.kind)}，实际 {actual}，完成时序 {pace:,}%"


def _rate(value: float, annual: float) -> str:
    """A rate against its target; rounding must not make a missed target look met."""
    distance = value - annual
    words = "" if abs(distance) < lamps.TOLERANCE else f"{'高' if distance > 0 else '差'}{points(distance)}"
    return "，".join(part for part in (f"目标 {percent(annual)}", f"实际 {percent(value)}", words) if part)


def _nothing_to_judge(catalogue: Catalogue, kpi: Kpi, annual: float | None) -> str:
    if kpi.direction == "neutral":
        return "监测指标，不设目标"
    if annual is None:
        return "未设年度目标"
    names = "、".join(catalogue.column(term.indicator).name for term in kpi.denominator)
    return f"本年{names}为 0，暂不评价"
