"""The adjustments of a target within the year, in words: 目标自7月由12次调整为10次."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.wording.format import amount, month_name
from domain.catalogue import Kpi
from domain.kpi.pace import Target
from etl.export.export import PROFILES


def adjustments(kpi: Kpi, target: Target | None) -> str:
    """The adjustments of a target up to now, earliest first; "" if there are none."""
    return "，".join(_adjustments(kpi, target)) if target else ""


def _adjustments(kpi: Kpi, target: Target) -> Iterator[str]:
    before = target.before
    if before is not None:
        yield from _adjustments(kpi, before)
    if target.effective is None:
        return
    word = "控制数" if kpi.direction == "lower" else "目标"
    since, value = f"自{month_name(target.effective)}", _value(kpi, target)
    if before is None:
        yield f"{word}{since}起为{value}"
    elif before.target != target.target:
        yield f"{word}{since}由{_value(kpi, before)}调整为{value}"
    elif (before.profile, before.plan) != (target.profile, target.plan):
        old, new = PROFILES[before.profile], PROFILES[target.profile]
        yield f"时序{since}由{old}调整为{new}" if old != new else f"各月计划{since}有调整"


def _value(kpi: Kpi, target: Target) -> str:
    return amount(target.target, kpi.kind, kpi.counting_unit)
