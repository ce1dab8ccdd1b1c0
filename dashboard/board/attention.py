"""What on a board asks to be looked at, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from dashboard.board.board import Board
from dashboard.board.signals import Signal
from domain.catalogue import Catalogue
from domain.kpi import lamp as lamps
from domain.kpi.process import Variation
from domain.kpi.progress import Progress

CONCERN = Variation.CONCERN
_ORDER = (lamps.RED, lamps.YELLOW)


def attention(board: Board, signals: Mapping[str, Signal], catalogue: Catalogue) -> tuple[Progress, ...]:
    """Red lamps, then yellow ones, then signals of concern; within each the furthest from its due first.

    A KPI that waits for its figures is not among them: it is chased, not judged.
    """
    asking = [
        each
        for each in board.progress
        if each.lamp in _ORDER or (each.lamp != lamps.WAITING and _concerns(each, signals))
    ]
    directions = {each.kpi: catalogue.kpi(each.kpi).direction for each in asking}
    return tuple(sorted(asking, key=lambda each: (_rank(each), -shortfall(each, directions[each.kpi]))))


def shortfall(progress: Progress, direction: str) -> float:
    """How far from what is due, as a share of it: 0.33 for four out of six; for a ceiling, how far over."""
    if progress.attainment is None:
        return inf if progress.lamp in _ORDER else 0.0
    return progress.attainment - 1 if direction == "lower" else 1 - progress.attainment


def _rank(progress: Progress) -> int:
    return _ORDER.index(progress.lamp) if progress.lamp in _ORDER else len(_ORDER)


def _concerns(progress: Progress, signals: Mapping[str, Signal]) -> bool:
    signal = signals.get(progress.kpi)
    return signal is not None and signal.chart.variation == CONCERN
