"""Units compared in words: the text of a cell, who lags most, and the KPI on which units differ most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dashboard.board.attention import shortfall
from dashboard.board.board import Board
from dashboard.wording.format import amount, percent
from dashboard.wording.lamp_words import lamp_word
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress

LIT = (lamps.RED, lamps.YELLOW, lamps.GREEN)
# A spread below this share of the amount due is not worth saying.
LEAST_SPREAD = 0.02


def lamp_figure(catalogue: Catalogue, progress: Progress) -> str:
    """For a sum its share of the amount due; for other kinds the value; without a value the lamp's word."""
    if progress.year_to_date is None or progress.lamp == lamps.WAITING:
        return lamp_word(catalogue, progress)
    kpi = catalogue.kpi(progress.kpi)
    if kpi.kind == "sum" and kpi.direction == "higher":
        return percent(progress.attainment) if progress.expected_to_date else "未到期"
    return amount(progress.year_to_date, kpi.kind, word=progress.word)


def behind_of(board: Board) -> int:
    """The number of a unit's yellow and red lamps."""
    return sum(each.lamp in lamps.TO_ACT_ON for each in board.progress)


def shared_kpis(catalogue: Catalogue, boards: Iterable[Board], least: int = 2) -> tuple[Kpi, ...]:
    """The KPIs for which at least `least` units have their own target, in catalogue order."""
    boards = tuple(boards)
    planned = [each.kpi for board in boards for each in board.progress if each.target is not None]
    return tuple(kpi for kpi in catalogue.kpis if planned.count(kpi.id) >= least)


def widest_spread(catalogue: Catalogue, boards: Sequence[Board]) -> Kpi | None:
    """The KPI, among those with a target to reach, on which units differ most; None if they are even."""
    shared = (kpi for kpi in shared_kpis(catalogue, boards) if kpi.direction == "higher")
    spreads = {kpi.id: _spread(kpi, boards) for kpi in shared}
    widest = max(spreads, key=lambda kpi: spreads[kpi], default=None)
    return catalogue.kpi(widest) if widest is not None and spreads[widest] >= LEAST_SPREAD else None


def spread_reading(catalogue: Catalogue, boards: Sequence[Board], name_of: Callable[[str], str]) -> str:
    """The KPI on which the units differ most, with the first and last unit; "" if they are even."""
    kpi = widest_spread(catalogue, boards)
    if kpi is None:
        return ""
    ordered = sorted(_judged(kpi, boards), key=lambda each: shortfall(each, kpi.direction))
    first, last = (f"{name_of(each.unit)}{_told(kpi, each)}" for each in (ordered[0], ordered[-1]))
    share = "完成率" if ordered[0].year_is_over else "时序完成率"
    what = f"{kpi.short_name}（{share}）" if kpi.kind == "sum" else kpi.short_name
    return f"单位间差异较大的是{what}：{first}，{last}。"


def _told(kpi: Kpi, progress: Progress) -> str:
    if kpi.kind == "sum":
        return percent(progress.attainment)
    return amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)


def _spread(kpi: Kpi, boards: Sequence[Board]) -> float:
    """From the first to the last, as shares of the amount due; being ahead of the plan adds nothing."""
    far = [max(0.0, shortfall(each, kpi.direction)) for each in _judged(kpi, boards)]
    return max(far) - min(far) if len(far) > 1 else 0.0


def _judged(kpi: Kpi, boards: Sequence[Board]) -> list[Progress]:
    """The units' progress on a KPI that can be compared: a lamp is lit and an amount is due."""
    known = [each for board in boards for each in board.progress if each.kpi == kpi.id]
    return [each for each in known if each.lamp in LIT and each.attainment is not None]
