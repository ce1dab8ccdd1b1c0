"""The reported months of one KPI for one unit, and how months add up to a total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum

ABOUT = "约"


@dataclass(frozen=True)
class MonthFigure:
    """One reported month of a KPI in view. `denominator` is None unless the KPI is a rate.

    `word` is the mark of an approximate figure (余 约 近 多 +), "" where it is exact; `reporters` says how
    many units reported.
    """

    month: date
    numerator: float
    denominator: float | None = None
    approximate: bool = False
    word: str = ""
    reporters: int = 1

    @property
    def value(self) -> float | None:
        """The month's figure; None for a rate whose denominator is 0."""
        return ratio(self.numerator, self.denominator)


@dataclass(frozen=True)
class Total:
    """Several months together; all None where nothing was reported."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    approximate: bool = False
    word: str = ""


def ratio(numerator: float, denominator: float | None) -> float | None:
    """The numerator itself without a denominator, their quotient with one, None when that is 0."""
    if denominator is None:
        return numerator
    return numerator / denominator if denominator else None


def total(kind: str, figures: Iterable[MonthFigure]) -> Total:
    """The months as one figure: a sum adds up, a rate is sum over sum, a stock is its latest month."""
    months = sorted(figures, key=lambda figure: figure.month)
    if kind == "stock":
        months = months[-1:]
    if not months:
        return Total()
    numerator = fsum(figure.numerator for figure in months)
    denominators = [figure.denominator for figure in months if figure.denominator is not None]
    denominator = fsum(denominators) if kind == "rate" else None
    words = {figure.word or ABOUT for figure in months if figure.approximate}
    return Total(
        value=ratio(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        approximate=bool(words),
        word=ABOUT if words and kind == "rate" else shared_word(words),
    )


def shared_word(words: Iterable[str]) -> str:
    """The mark that approximate figures share; 约 where they differ, "" where there are none."""
    different = set(words)
    return different.pop() if len(different) == 1 else (ABOUT if different else "")
