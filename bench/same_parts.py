"""The contents of both leanest pages, by month and unit: 8 figures with sparklines, 4 charts, 1 table."""

import random
from dataclasses import dataclass

import plotly.graph_objects as go

UNITS = ("bureau", "office", "brigade", "transport")
MONTHS = tuple(range(1, 13))
FIGURES, CHARTS = 8, 4


@dataclass(frozen=True)
class FigureParts:
    """One figure of the page: its name, its twelve months, and how many of them are shown."""

    name: str
    months: tuple[int, ...]
    shown: int

    @property
    def course(self) -> list[int]:
        """The months up to the chosen one."""
        return list(self.months[: self.shown])

    @property
    def total(self) -> int:
        """The sum of the months shown."""
        return sum(self.course)


def figures(month: int, unit: str) -> list[FigureParts]:
    """The page's figures for a unit up to a month, without a file or query, so the page stays lean."""
    made = []
    for number in range(1, FIGURES + 1):
        source = random.Random(f"{unit}{number}")
        made.append(FigureParts(f"指标{number}", tuple(source.randint(20, 90) for _ in MONTHS), month))
    return made


def chart(figure: FigureParts) -> go.Figure:
    """Bars by month and a line for the running sum."""
    sums = [sum(figure.course[: place + 1]) for place in range(figure.shown)]
    months = list(MONTHS[: figure.shown])
    drawn = go.Figure([go.Bar(x=months, y=figure.course), go.Scatter(x=months, y=sums, mode="lines")])
    drawn.update_layout(height=264, showlegend=False, margin={"l": 44, "r": 20, "t": 14, "b": 28})
    return drawn


def table(shown: list[FigureParts]) -> list[dict[str, object]]:
    """One row per figure."""
    return [
        {"指标": each.name, "当月": each.course[-1], "累计": each.total, "月均": each.total // each.shown}
        for each in shown
    ]
