"""Which lamp a KPI shows. The thresholds are the catalogue's (lamps.toml), never this module's."""

from __future__ import annotations

from domain.catalogue import Direction, LampRule, LampState
from domain.process_limits import TOLERANCE

GREEN, YELLOW, RED = LampState.GREEN, LampState.YELLOW, LampState.RED
WATCH, WAITING = LampState.WATCH, LampState.WAITING
TO_ACT_ON = (RED, YELLOW)


def judge(
    rule: LampRule, direction: Direction, year_to_date: float, expected: float, target: float
) -> LampState:
    """green, yellow or red for the year to date against what is due; docs/rules.md §3."""
    if rule.basis == "ceiling":
        return _first_kept(
            at_most(year_to_date, rule.green * expected), at_most(year_to_date, rule.yellow * target)
        )
    # Measures are compared multiplied out, so that nothing is divided by an E or T of 0.
    if rule.basis == "attainment":
        measure, scale = year_to_date, expected
    else:
        ahead = year_to_date - expected
        measure = -ahead if direction is Direction.LOWER else ahead
        scale = target if rule.basis == "points" else 1.0
    return _first_kept(at_least(measure, rule.green * scale), at_least(measure, rule.yellow * scale))


def at_least(number: float, bound: float) -> bool:
    """number >= bound, but for the noise of binary fractions."""
    return number >= bound - TOLERANCE * max(1.0, abs(bound))


def at_most(number: float, bound: float) -> bool:
    """number <= bound, but for the noise of binary fractions."""
    return number <= bound + TOLERANCE * max(1.0, abs(bound))


def is_off_target(value: float | None, target: float | None, lower_is_better: bool) -> bool:
    """Whether a month's figure misses the target; False where either is missing."""
    if value is None or target is None:
        return False
    return value > target + TOLERANCE if lower_is_better else value < target - TOLERANCE


def _first_kept(green: bool, yellow: bool) -> LampState:
    if green:
        return GREEN
    return YELLOW if yellow else RED
