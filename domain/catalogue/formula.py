"""A KPI's formula: written with the ids of columns, parsed into terms, shown with their Chinese names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalogue.definition import Column, Term

SUM = r"[+-]?\s*\w+(?:\s*[+-]\s*\w+)*"


@dataclass(frozen=True)
class Formula:
    """Terms of a sum, or of a rate's numerator and denominator."""

    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        return tuple(term.indicator for term in (*self.numerator, *self.denominator))

    def shown(self, columns: Mapping[str, Column]) -> str:
        """The formula as a page shows it; an unknown id is shown unchanged."""
        if not self.denominator:
            return _shown_sum(self.numerator, columns)
        sides = (_shown_sum(side, columns) for side in (self.numerator, self.denominator))
        return " ÷ ".join(f"（{side}）" if " " in side else side for side in sides)


def parse_formula(written: str) -> Formula:
    """Parse `a + b - c` or `a / b`; a side with several terms needs brackets: `a / (a + b)`.

    Raises ValueError with a message for the person who wrote it.
    """
    numerator, slash, denominator = (part.strip() for part in written.partition("/"))
    if not slash:
        return Formula(_parse_sum(numerator))
    sides = [re.fullmatch(rf"\w+|\(\s*{SUM}\s*\)", side) for side in (numerator, denominator)]
    if not all(sides):
        raise ValueError(f"看不懂“{written}”，率应写成：甲 / 乙，或：甲 / (乙 + 丙)")
    return Formula(_parse_sum(numerator.strip("()")), _parse_sum(denominator.strip("()")))


def _parse_sum(side: str) -> tuple[Term, ...]:
    if not re.fullmatch(SUM, side.strip()):
        raise ValueError(f"看不懂“{side}”，应写成：甲 + 乙 - 丙")
    return tuple(Term(name, -1 if sign == "-" else 1) for sign, name in re.findall(r"([+-]?)\s*(\w+)", side))


def _shown_sum(terms: tuple[Term, ...], columns: Mapping[str, Column]) -> str:
    signs = {1: " ＋ ", -1: " − "}
    names = (columns[term.indicator].name if term.indicator in columns else term.indicator for term in terms)
    signed = (signs[term.sign] + name for term, name in zip(terms, names, strict=True))
    return "".join(signed).removeprefix(" ＋ ").strip()
