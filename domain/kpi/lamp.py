"""Choose the lamp of a KPI. Thresholds come from the catalogue (lamps.toml), never from this module."""

from __future__ import annotations

from domain.catalogue import Direction, LampRule, LampState
from domain.process_limits import TOLERANCE

GREEN, YELLOW, RED = LampState.GREEN, LampState.YELLOW, LampState.RED
WATCH, WAITING = LampState.WATCH, LampState.WAITING


def judge(
    rule: LampRule, direction: Direction, year_to_date: float, expected: float, target: float
) -> LampState:
    """Compare the year to date with the amount due: green, yellow or red; docs/rules.md §3."""
    if rule.basis == "ceiling":
        return _first_kept(
            at_most(year_to_date, rule.green * expected), at_most(year_to_date, rule.yellow * target)
        )
    # Compare products instead of quotients, to avoid division by zero when E or T is 0.
    if rule.basis == "attainment":
        measure, scale = year_to_date, expected
    else:
        ahead = year_to_date - expected
        measure = -ahead if direction.wants_less else ahead
        scale = target if rule.basis == "points" else 1.0
    return _first_kept(at_least(measure, rule.green * scale), at_least(measure, rule.yellow * scale))


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


def _first_kept(green: bool, yellow: bool) -> LampState:
    if green:
        return GREEN
    return YELLOW if yellow else RED
