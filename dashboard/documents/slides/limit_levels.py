"""The natural limits on a slide's chart; drawn only if the slide's words refer to them."""

from __future__ import annotations

from math import inf

from dashboard.board.signals import Signal
from dashboard.wording.format import amount
from dashboard.wording.process_words import tells
from domain.catalogue import Kpi
from domain.kpi.process import Variation
from domain.kpi.progress import Progress


def limit_levels(kpi: Kpi, progress: Progress, signal: Signal | None) -> dict[str, float]:
    """波动上限 and 波动下限 with their values if the as-of month is unusual; otherwise none.

    An impossible limit is left out: a lower limit below zero, or an upper limit of a rate above 100 %.
    """
    if not tells(signal, progress) or signal.chart.variation is Variation.COMMON:
        return {}
    highest = 1.0 if kpi.kind == "rate" else inf
    limits = (("波动上限", signal.chart.upper), ("波动下限", signal.chart.lower))
    drawn = {word: value for word, value in limits if value is not None and 0 < value < highest}
    return {f"{word} {amount(value, kpi.kind)}": round(value, 6) for word, value in drawn.items()}
