"""A target in words: its adjustments within the year, and what it still requires."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.wording.case_words import in_cases
from dashboard.wording.distance_words import (
    about_above,
    is_asked_as_a_whole,
    required_text,
    rest_of_year,
    roughly,
    short_by,
    still_allowed,
    still_needed_words,
)
from dashboard.wording.format import NOTHING, amount, distance, month_name, number
from domain.catalogue import Catalogue, Kpi
from domain.kpi.lamp import PROFILE_WORDS, WAITING, WATCH, Target
from domain.kpi.progress import Progress


def adjustments(kpi: Kpi, target: Target | None) -> str:
    """The adjustments of a target up to now, earliest first; "" if there are none."""
    return "，".join(_adjustments(kpi, target)) if target else ""


def _adjustments(kpi: Kpi, target: Target) -> Iterator[str]:
    before = target.before
    if before is not None:
        yield from _adjustments(kpi, before)
    if target.effective is None:
        return
    word = "控制数" if kpi.direction.wants_less else "目标"
    since, value = f"自{month_name(target.effective)}", _value(kpi, target)
    if before is None:
        yield f"{word}{since}起为{value}"
    elif before.target != target.target:
        yield f"{word}{since}由{_value(kpi, before)}调整为{value}"
    elif (before.profile, before.plan) != (target.profile, target.plan):
        old, new = PROFILE_WORDS[before.profile], PROFILE_WORDS[target.profile]
        yield f"时序{since}由{old}调整为{new}" if old != new else f"各月计划{since}有调整"


def _value(kpi: Kpi, target: Target) -> str:
    return amount(target.target, kpi.kind, kpi.counting_unit)


def still_needed(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """What is still to be done this year; — if nothing is, or if nothing can be said yet."""
    if progress.lamp == WAITING:
        return NOTHING
    if progress.target is None or progress.year_to_date is None:
        return _why_not_yet(catalogue, kpi, progress)
    if kpi.is_quotient:
        return _of_quotient(catalogue, kpi, progress)
    left = progress.target - progress.year_to_date
    if kpi.is_stock:
        return f"须压减{about_above(progress)}{number(-left, kpi.counting_unit)}" if left < 0 else NOTHING
    if kpi.uses_up_limit:
        return _of_ceiling(kpi, progress, left)
    return NOTHING if progress.is_done else _of_sum(kpi, progress, left)


def _why_not_yet(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """参考人数为0，暂不评价: why a rate with a target is only watched."""
    if progress.target is None or progress.lamp != WATCH or not kpi.is_quotient:
        return NOTHING
    return f"{catalogue.column(kpi.denominator[0].indicator).name}为0，暂不评价"


def _of_quotient(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    if not progress.lamp.calls_for_action:
        return NOTHING
    if progress.year_is_over:
        return in_cases(catalogue, kpi, progress) or _apart(kpi, progress)
    return rest_of_year(catalogue, kpi, progress) or NOTHING


def _apart(kpi: Kpi, progress: Progress) -> str:
    """差5个百分点; 超1.2个百分点 for a limit: how far a year's rate ended from its target."""
    if progress.gap is None:
        return NOTHING
    verb = "超" if kpi.direction.wants_less else "差"
    return f"{verb}{roughly(progress)}{distance(progress.gap, kpi.kind)}"


def _of_ceiling(kpi: Kpi, progress: Progress, left: float) -> str:
    if left < 0:
        return f"已超{about_above(progress)}{number(-left, kpi.counting_unit)}"
    if progress.year_is_over:
        return NOTHING
    return still_allowed(kpi, progress, left)


def _of_sum(kpi: Kpi, progress: Progress, left: float) -> str:
    needed = still_needed_words(kpi, progress, left)
    if progress.required_per_month is None:
        return f"全年{short_by(kpi, progress)}"
    if is_asked_as_a_whole(progress):
        return needed
    return f"{needed}，月均{required_text(kpi, progress)}{kpi.counting_unit}"
