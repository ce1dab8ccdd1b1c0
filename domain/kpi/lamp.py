"""How much of the annual target is due by a month, and which lamp follows.

Thresholds come from the catalogue (lamps.toml), never from this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from domain.catalogue import Direction, Kind, LampRule, LampState
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


EVEN, QUARTERLY, HALF_YEARLY, CUSTOM = "even", "quarterly", "half_yearly", "custom"
PROFILE_WORDS = {EVEN: "按月均分", QUARTERLY: "按季", HALF_YEARLY: "按半年", CUSTOM: "自定"}
MONTHS_A_STEP = {EVEN: 1, QUARTERLY: 3, HALF_YEARLY: 6}
# Large enough for all targets of a large bureau's year; the board of every month looks them up again.
PLANS_KEPT = 20_000


@dataclass(frozen=True)
class Target:
    """An annual target. `plan` holds the twelve planned cumulative figures of the profile custom.

    `effective`: the month from which it counts, None from January; `before`: the target that counted until
    then, None if there was none.
    """

    target: float
    profile: str = EVEN
    plan: tuple[float, ...] = ()
    source: str = ""
    owner: str = ""
    illustrative: bool = False
    effective: date | None = None
    before: Target | None = None

    def at(self, month: date) -> Target | None:
        """The target that counts in a month: itself, or the one before it; None before the first."""
        if self.effective is None or month >= self.effective:
            return self
        return self.before.at(month) if self.before else None


@lru_cache(maxsize=PLANS_KEPT)
def expected_to_date(
    kind: Kind, direction: Direction, in_whole_numbers: bool, target: Target, month: int
) -> float:
    """The part of the annual target that is due by the end of `month` (1 to 12); docs/rules.md §3.

    For a rate or a stock it is the target itself. For a sum with direction lower it is the even share,
    rounded up. Otherwise the profile decides; whole-number figures are rounded down, because nobody
    holds 0.83 of a meeting.
    """
    if not kind.adds_up:
        return target.target
    exact = _exact(target.target)
    if direction.wants_less:
        share = exact * month / 12
        return float(ceil(share) if in_whole_numbers else share)
    if target.profile == CUSTOM:
        return target.plan[month - 1]
    step = MONTHS_A_STEP[target.profile]
    share = exact * (month // step * step) / 12
    return float(floor(share) if in_whole_numbers else share)


def required_per_month(year_to_date: float | None, target: float, month: int) -> float | None:
    """The amount each remaining month must bring to reach the target; with direction lower, may bring.

    None after December or if nothing was reported this year; 0 if the target is met or used up.
    """
    if month >= 12 or year_to_date is None:
        return None
    return max(0.0, target - year_to_date) / (12 - month)


def _exact(number: float) -> Fraction:
    """The decimal number as written (1.2, not the nearest binary fraction), so that rounding is exact."""
    return Fraction(int(number)) if number == int(number) else Fraction(repr(float(number)))
