"""What a process does by itself, on a chart: its mean and its natural limits."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.charts.drawing import Drawing
from dashboard.charts.marks import MarginLabel, level
from dashboard.charts.template import NOTE_INK


@dataclass(frozen=True)
class Limits:
    """Mean and natural limits of the monthly values; a lower limit under zero is not drawn."""

    centre: float
    lower: float
    upper: float

    @property
    def drawn(self) -> tuple[float, ...]:
        """The levels that are drawn: centre, upper and, where it is above zero, lower."""
        return (self.centre, self.upper, *([self.lower] if self.lower > 0 else []))


def drawn_limits(limits: Limits | None) -> tuple[float, ...]:
    """The levels to draw; none without limits."""
    return limits.drawn if limits else ()


def draw_limits(drawing: Drawing, limits: Limits | None) -> None:
    """Dotted limits and a dashed mean."""
    for value, dash in zip(drawn_limits(limits), ("longdash", "dot", "dot"), strict=False):
        level(drawing, value, NOTE_INK, 1, dash)


def limit_labels(limits: Limits | None, text: Callable[[float], str]) -> list[MarginLabel]:
    """均值, 上限 and 下限 for the right margin, hundreds without the decimal that says nothing there."""
    return [
        MarginLabel(value, f"{word} {text(round(value) if value >= 100 else value)}")
        for value, word in zip(drawn_limits(limits), ("均值", "上限", "下限"), strict=False)
    ]
