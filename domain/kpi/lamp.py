"""Choose the lamp of a KPI. Thresholds come from the catalogue (lamps.toml), never from this module."""

from __future__ import annotations

from domain.catalogue import Direction, LampRule, LampState
from domain.process_limits import TOLERANCE

GREEN, YELLOW, RED = LampState.GREEN, LampState.YELLOW, LampState.RED
WATCH, WAITING = LampState.WATCH, LampState.WAITING
BEST, *_, WORST = LampState.lit()


def judge(
    rule: LampRule, direction: Direction, year_to_date: float, expected: float, target: float
) -> LampState:
    """Compare the year to date with the amount due; docs/rules.md §3."""

    def reaches(lamp: LampState, bound: float) -> bool:
        if rule.basis == "ceiling":
            return at_most(year_to_date, bound * (expected if lamp is BEST else target))
        return at_least(measure, bound * scale)

    measure, scale = _measured(rule, direction, year_to_date, expected, target)
    return next((lamp for lamp, bound in rule.bounds.items() if reaches(lamp, bound)), WORST)


def _measured(
    rule: LampRule, direction: Direction, year_to_date: float, expected: float, target: float
) -> tuple[float, float]:
    """What is compared with a bound, and the scale of the bound: no division, because E or T may be 0."""
    if rule.basis == "attainment":
        return year_to_date, expected
    ahead = year_to_date - expected
    return (-ahead if direction.wants_less else ahead), (target if rule.basis == "points" else 1.0)


def at_least(number: float, bound: float) -> bool:
    """number >= bound, within floating-point tolerance."""
    return number >= bound - TOLERANCE * max(1.0, abs(bound))


def at_most(number: float, bound: float) -> bool:
    """number <= bound, within floating-point tolerance."""
    return number <= bound + TOLERANCE * max(1.0, abs(bound))


def is_off_target(value: float | None, target: float | None, lower_is_better: bool) -> bool:
    """Whether a month's figure misses the target; False if either is missing."""
    if value is None or target is None:
        return False
    return value > target + TOLERANCE if lower_is_better else value < target - TOLERANCE
