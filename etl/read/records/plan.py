"""Build a target's plan over the year from its 时序 and its filled months or quarters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

from domain.catalogue import Kpi
from domain.kpi.pace import CUSTOM, EVEN, MONTHS_A_STEP, PROFILE_WORDS
from etl.read.records.plan_columns import LAST_MONTH, SPANS

TOLERANCE = 1e-9
OWN_AMOUNTS = "各格像是各月自己的数，合计等于年度目标；各月要填自年初起的计划累计数，逐月不减"


class PlanConflictError(Exception):
    """Planned figures contradict each other, the target or the 时序; `column` is the column to report."""

    def __init__(self, message: str, column: str) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True)
class Plan:
    """The profile of a target and, if it is custom, its twelve cumulative figures.

    `assumed`: the assumption to report, "" if none was made.
    """

    profile: str
    figures: tuple[float, ...] | None = None
    assumed: str = ""


def read_plan(kpi: Kpi, target: float, profile: str | None, cells: Mapping[str, float]) -> Plan:
    """Build the plan of a target. `profile`: the 时序, None if blank; `cells`: the filled figures.

    Raises PlanConflictError.
    """
    if not cells:
        if profile == CUSTOM:
            raise PlanConflictError(
                "时序为“自定”，而各月没有填计划累计数；请填写1月至12月，或改填“按月均分”“按季”“按半年”",
                "profile",
            )
        return Plan(profile or EVEN)
    figures = _figures(cells, target)
    if profile in MONTHS_A_STEP:
        _agree(kpi, target, profile, figures, cells)
        return Plan(profile)
    return Plan(CUSTOM, figures, _assumed(kpi, target, profile, figures, cells))


def _figures(cells: Mapping[str, float], target: float) -> tuple[float, ...]:
    """The twelve cumulative figures, in the only reading in which they never fall and end at the target."""
    found: dict[tuple[float, ...], None] = {}
    conflict = None
    for as_amounts in (False, True):
        try:
            found[_checked(_marks(cells, as_amounts), cells, target)] = None
        except PlanConflictError as error:
            conflict = conflict or error
    if len(found) == 1:
        return next(iter(found))
    if _are_ambiguous(cells):
        last = _last(cells)
        raise PlanConflictError(
            f"各季度的数加起来不等于年度目标 {target:.10g}，最后一个也不等于它，"
            "看不出是各季度自己的数还是累计数",
            last,
        )
    assert conflict is not None
    raise conflict


def _marks(cells: Mapping[str, float], as_amounts: bool) -> dict[int, float]:
    """Month → cumulative figure, from all filled cells; `as_amounts`: quarters and 下半年 are amounts."""
    marks: dict[int, float] = {}
    for id in sorted(cells, key=_order):
        span = SPANS[id]
        value = cells[id]
        if as_amounts and span.start is not None:
            value += _level(marks, span.start)
        if abs(marks.setdefault(span.end, value) - value) > TOLERANCE:
            raise PlanConflictError(
                f"至{span.end}月的计划累计数有两个：{marks[span.end]:.10g} 和 {value:.10g}", id
            )
    return marks


def _order(id: str) -> tuple[int, bool]:
    """Sort key: earlier months first; within a month, the cumulative figure first."""
    return SPANS[id].end, SPANS[id].start is not None


def _level(marks: Mapping[int, float], month: int) -> float:
    """The cumulative figure at the end of a month, held level from the last given month."""
    known = [end for end in marks if end <= month]
    return marks[max(known)] if known else 0.0


def _checked(marks: Mapping[int, float], cells: Mapping[str, float], target: float) -> tuple[float, ...]:
    """Check the marks and return the twelve figures, held level between the given months."""
    ends = sorted(marks)
    names = {SPANS[id].end: id for id in cells}
    if abs(marks[ends[-1]] - target) > TOLERANCE:
        raise PlanConflictError(_not_the_target(marks, ends[-1], target), names[ends[-1]])
    for before, after in pairwise(ends):
        if marks[after] < marks[before] - TOLERANCE:
            falls = f"计划累计数不能减少：{before}月 {marks[before]:.10g}，{after}月 {marks[after]:.10g}"
            raise PlanConflictError(falls, names[after])
    return tuple(_level(marks, month) for month in range(1, LAST_MONTH + 1))


def _not_the_target(marks: Mapping[int, float], last: int, target: float) -> str:
    if abs(sum(marks.values()) - target) < TOLERANCE:
        return OWN_AMOUNTS
    if last < LAST_MONTH:
        return f"只填到{last}月的 {marks[last]:.10g}，不等于年度目标 {target:.10g}；请补上12月"
    return f"12月的计划累计数是 {marks[last]:.10g}，应等于年度目标 {target:.10g}"


def _are_ambiguous(cells: Mapping[str, float]) -> bool:
    return any(SPANS[id].start is not None for id in cells)


def _last(cells: Mapping[str, float]) -> str:
    return max(cells, key=lambda id: SPANS[id].end)


def _agree(
    kpi: Kpi, target: float, profile: str, figures: Sequence[float], cells: Mapping[str, float]
) -> None:
    """Check that a given 时序 and the filled figures agree in every filled month."""
    for month in sorted({SPANS[id].end for id in cells}):
        due = _due(kpi, target, profile, month)
        if abs(figures[month - 1] - due) > TOLERANCE:
            words = PROFILE_WORDS[profile]
            filled = f"时序写“{words}”，至{month}月应为 {due:.10g}，而表中是 {figures[month - 1]:.10g}"
            cure = f"照所填的数请改填“自定”，照“{words}”请清空各月"
            raise PlanConflictError(f"{filled}；{cure}", "profile")


def _due(kpi: Kpi, target: float, profile: str, month: int) -> float:
    step = MONTHS_A_STEP[profile]
    share = Fraction(repr(float(target))) * (month // step * step) / LAST_MONTH
    return float(floor(share) if kpi.in_whole_numbers else share)


def _assumed(
    kpi: Kpi, target: float, profile: str | None, figures: Sequence[float], cells: Mapping[str, float]
) -> str:
    """The assumption made in reading the figures, for the user; "" if none."""
    ends = sorted({SPANS[id].end for id in cells})
    rising = [month for month in ends if month == 1 or figures[month - 1] != figures[month - 2]]
    told = "、".join(f"{month}月 {figures[month - 1]:.10g}" for month in rising or ends)
    parts = []
    if profile is None:
        parts.append(f"没有写时序，按“自定”读取，计划累计数为：{told}")
    if len(ends) < LAST_MONTH and (profile is None or not _by_quarter(cells)):
        parts.append("没填的月份与前一个已填的月份相同")
    if not kpi.works_towards_target and any(abs(each - target) > TOLERANCE for each in figures):
        parts.append(f"“{kpi.name}”不按各月计划评价，亮灯仍以年度目标为准")
    return "；".join(parts)


def _by_quarter(cells: Mapping[str, float]) -> bool:
    """Whether all figures are for quarters or halves, so that the months between have no plan."""
    return not any(id in cells for id in (f"plan_{month}" for month in range(1, LAST_MONTH + 1)))
