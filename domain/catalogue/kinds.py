"""Enumerations of the catalogue: kind of column, kind of KPI, direction, lamp state.

Other modules ask these properties instead of comparing members. docs/architecture.md says what else a new
member needs.
"""

from __future__ import annotations

from enum import StrEnum


class ColumnKind(StrEnum):
    """Whether a column's months add up: a flow does; a stock (a balance) carries over to the next month."""

    FLOW = "flow"
    STOCK = "stock"


class Direction(StrEnum):
    """Which way is better; docs/rules.md §2."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"

    @property
    def is_judged(self) -> bool:
        """Whether the KPI is an achievement and may have a target."""
        return self is not Direction.NEUTRAL

    @property
    def wants_more(self) -> bool:
        """Whether more is better."""
        return self is Direction.HIGHER

    @property
    def wants_less(self) -> bool:
        """Whether less is better: a target is a ceiling."""
        return self is Direction.LOWER


class Kind(StrEnum):
    """How a KPI's months make a year to date, and how its figures are read; docs/rules.md §1."""

    SUM = "sum"
    RATE = "rate"
    STOCK = "stock"

    @property
    def adds_up(self) -> bool:
        """Whether months add up: only then are there a pace, a forecast and a monthly share."""
        return self is Kind.SUM

    @property
    def is_quotient(self) -> bool:
        """Whether it is one sum divided by another, so that several months are sum over sum."""
        return self is Kind.RATE

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole: written in percent, its distances in percentage points."""
        return self is Kind.RATE

    @property
    def is_stock(self) -> bool:
        """Whether it is a balance: the latest month replaces those before it."""
        return self is Kind.STOCK

    def lamp_bases(self, direction: Direction) -> tuple[str, ...]:
        """The bases of the lamp rules that can judge it; LampRule says what they measure."""
        if self.is_quotient:
            return ("margin", "ceiling") if direction.wants_less else ("margin",)
        return ("ceiling", "points") if direction.wants_less else ("attainment", "points")


class LampState(StrEnum):
    """The state of a lamp, most urgent first; docs/rules.md §3."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    WATCH = "watch"
    WAITING = "waiting"

    @property
    def calls_for_action(self) -> bool:
        """Whether it is red or yellow."""
        return self in (LampState.RED, LampState.YELLOW)

    @property
    def is_lit(self) -> bool:
        """Whether it is red, yellow or green, so that something was judged."""
        return self not in (LampState.WATCH, LampState.WAITING)

    @classmethod
    def lit(cls) -> tuple[LampState, ...]:
        """The states that judge something, the best first: each but the last has a bound in a lamp rule."""
        return tuple(reversed([state for state in cls if state.is_lit]))

    @property
    def urgency(self) -> int:
        """Its place among all states: 0 for red."""
        return list(LampState).index(self)
