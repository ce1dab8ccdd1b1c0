"""The value axis of a native chart: its ends and step, and the natural limits drawn against it."""

from __future__ import annotations

from math import ceil, floor, inf, log10

from dashboard.board.signals import Signal
from dashboard.wording.format import amount
from dashboard.wording.process_words import is_about_month
from domain.catalogue import Kpi
from domain.kpi.process import Variation
from domain.kpi.progress import Progress

Values = tuple[float | None, ...]
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_COUNT_STEPS = (1.0, 2.0, 5.0, 10.0)
HEADROOM = 1.08


def axis_from_zero(values: Values) -> tuple[float, float, float]:
    """Lower end 0, upper end and step of a value axis that holds the values, with some air above."""
    highest = max((value for value in values if value is not None), default=0.0)
    step = max(1.0, round_step(max(highest, 1.0) * HEADROOM / 5, _COUNT_STEPS))
    return 0.0, step * max(2, ceil(highest * HEADROOM / step - 1e-9)), step


def axis_of_rates(values: Values) -> tuple[float, float, float]:
    """Lower end, upper end and step close around the rates, so that their movement is seen."""
    known = [value for value in values if value is not None] or [0.9, 1.0]
    lowest, highest = min(known), max(known)
    step = round_step(max(highest - lowest, 0.04) * 1.3 / 4)
    low = max(0.0, step * floor((lowest - 0.35 * step) / step + 1e-9))
    high = step * ceil((highest + 0.35 * step) / step - 1e-9)
    return low, high if highest > 1.0 else min(high, 1.0), step


def round_step(size: float, steps: tuple[float, ...] = _STEPS) -> float:
    """The next of `steps` × a power of ten at or above `size`."""
    power = 10.0 ** floor(log10(size))
    return next(step * power for step in steps if step * power >= size * (1 - 1e-9))


def limit_levels(kpi: Kpi, progress: Progress, signal: Signal | None) -> dict[str, float]:
    """波动上限 and 波动下限 with their values if the as-of month is unusual; otherwise none.

    An impossible limit is left out: a lower limit below zero, or an upper limit of a rate above 100 %.
    """
    if not is_about_month(signal, progress) or signal.chart.variation is Variation.COMMON:
        return {}
    highest = 1.0 if kpi.is_share else inf
    limits = (("波动上限", signal.chart.upper), ("波动下限", signal.chart.lower))
    drawn = {word: value for word, value in limits if value is not None and 0 < value < highest}
    return {f"{word} {amount(value, kpi.kind)}": round(value, 6) for word, value in drawn.items()}
