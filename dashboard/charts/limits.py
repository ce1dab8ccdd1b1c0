"""The mean and natural limits of a process, drawn on a chart."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from dashboard.charts.drawing import Drawing
from dashboard.charts.marks import MarginLabel, level
from dashboard.charts.template import NOTE_INK


@dataclass(frozen=True)
class Limits:
    """Mean and natural limits of the monthly values.

    An impossible limit is not drawn: a lower limit below zero, or an upper limit above `highest`.
    """

    centre: float
    lower: float
    upper: float
    highest: float = inf

    @property
    def drawn(self) -> dict[str, float]:
        """The levels to draw, each with its word: 均值, 上限, 下限."""
        upper = {"上限": self.upper} if self.upper <= self.highest else {}
        lower = {"下限": self.lower} if self.lower > 0 else {}
        return {"均值": self.centre} | upper | lower


def drawn_limits(limits: Limits | None) -> tuple[float, ...]:
    """The levels to draw; empty if there are no limits."""
    return tuple(limits.drawn.values()) if limits else ()


def draw_limits(drawing: Drawing, limits: Limits | None) -> None:
    """Dotted limits and a dashed mean."""
    for word, value in (limits.drawn if limits else {}).items():
        level(drawing, value, NOTE_INK, 1, "longdash" if word == "均值" else "dot")


def limit_labels(limits: Limits | None, text: Callable[[float], str]) -> list[MarginLabel]:
    """均值, 上限 and 下限 for the right margin; values of 100 and more are shown without a decimal."""
    return [
        MarginLabel(value, f"{word} {text(round(value) if value >= 100 else value)}")
        for word, value in (limits.drawn if limits else {}).items()
    ]
