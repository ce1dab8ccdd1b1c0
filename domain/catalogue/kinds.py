"""Closed lists of the catalogue: kinds of columns and KPIs, which way is better, what a lamp shows."""

from enum import StrEnum


class ColumnKind(StrEnum):
    """Whether a column's months add up: a flow does, a stock (a balance) is handed on from month to month."""

    FLOW = "flow"
    STOCK = "stock"


class Kind(StrEnum):
    """How a KPI's months make a year to date; docs/rules.md §1."""

    SUM = "sum"
    RATE = "rate"
    STOCK = "stock"

    @property
    def adds_up(self) -> bool:
        """Whether months are added up: only then is there a pace, a forecast and a monthly share."""
        return self is Kind.SUM


class Direction(StrEnum):
    """Which way is better; docs/rules.md §2."""

    HIGHER = "higher"
    LOWER = "lower"
    NEUTRAL = "neutral"

    @property
    def is_judged(self) -> bool:
        """Whether more or less of it is an achievement, so that it may have a target."""
        return self is not Direction.NEUTRAL

    @property
    def wants_more(self) -> bool:
        """Whether more is better."""
        return self is Direction.HIGHER

    @property
    def wants_less(self) -> bool:
        """Whether less is better: a target is a ceiling."""
        return self is Direction.LOWER


class LampState(StrEnum):
    """What a lamp shows, from worst to least; docs/rules.md §3."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    WATCH = "watch"
    WAITING = "waiting"

    @property
    def calls_for_action(self) -> bool:
        """Red and yellow."""
        return self in (LampState.RED, LampState.YELLOW)

    @property
    def is_lit(self) -> bool:
        """Whether it shows a colour: something was judged."""
        return self not in (LampState.WATCH, LampState.WAITING)
