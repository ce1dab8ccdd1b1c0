"""Headlines: one for a whole board, and one for a KPI across units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isclose

from dashboard.board.attention import shortfall
from dashboard.board.board import Board
from dashboard.wording.case_words import in_cases
from dashboard.wording.format import amount, month_name
from dashboard.wording.plan_count import headline_of, outside_life, plan_count
from dashboard.wording.unit_words import is_new, is_ranked
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress


def board_headline(board: Board) -> str:
    """9项未达要求：4红5黄, at most 20 characters; 已停用（2023年5月止） of a unit that is no more."""
    count = plan_count(board)
    return headline_of(count) if count.planned else outside_life(board) or headline_of(count)


def units_headline(
    catalogue: Catalogue, kpi: Kpi, progress: Sequence[Progress], names: Mapping[str, str]
) -> str:
    """One KPI across units: 综合执法大队89.6%，离目标最远; volumes are not ranked.

    Units that are equally far are counted. While a unit owes its figure, or one that is behind has few cases
    or began within the year, no unit is called the furthest. While one owes, nothing is said of all units.
    """
    planned = [each for each in progress if each.target is not None]
    judged = [each for each in planned if each.lamp.is_lit]
    owing = sum(each.lamp == lamps.WAITING or not each.is_complete for each in planned)
    if not judged:
        state = "待报" if owing else "暂不评价" if planned else "未设目标"
        return f"{kpi.short_name}各单位{state}"
    settled = [each for each in judged if not each.unsettled]
    behind = [each for each in settled if each.lamp.calls_for_action]
    if not settled:
        return f"{kpi.short_name}各单位尚未报全"
    if not behind:
        return _none_behind(kpi, len(settled), len(planned), owing)
    ranked = [each for each in behind if is_ranked(catalogue, kpi, each)]
    worst = max(ranked or behind, key=lambda each: shortfall(each, kpi.direction))
    value = amount(worst.year_to_date, kpi.kind, kpi.counting_unit, worst.word)
    alone, first = _how_far(kpi, worst)
    if not ranked:
        return _unranked(catalogue, kpi, behind, names, alone)
    alike = sum(isclose(shortfall(each, kpi.direction), shortfall(worst, kpi.direction)) for each in ranked)
    if alike > 1:
        return f"{alike}个单位{kpi.short_name}同样{alone}"
    told = first if 1 < len(behind) == len(ranked) and not owing else alone
    return f"{names.get(worst.unit, worst.unit)}{value}，{told}"


def _unranked(
    catalogue: Catalogue, kpi: Kpi, behind: Sequence[Progress], names: Mapping[str, str], alone: str
) -> str:
    """道路运输服务中心1件中1件超期; several units are counted, because none of them is the furthest."""
    if len(behind) > 1:
        return f"{len(behind)}个单位{kpi.short_name}{alone}"
    only = behind[0]
    began = f"（{month_name(only.life.start)}启用）" if only.life.start and is_new(only) else ""
    state = f"{amount(only.year_to_date, kpi.kind, kpi.counting_unit, only.word)}{began}，{alone}"
    return names.get(only.unit, only.unit) + (in_cases(catalogue, kpi, only) or state)


def _none_behind(kpi: Kpi, judged: int, planned: int, owing: int) -> str:
    if owing:
        return f"已报的{judged}个单位{kpi.short_name}达到要求"
    if judged < planned or judged == 1:
        return f"{judged}个单位{kpi.short_name}达到要求"
    return f"{judged}个单位{kpi.short_name}均符合要求"


def _how_far(kpi: Kpi, progress: Progress) -> tuple[str, str]:
    """How to say that a unit is behind: as the only one, and as the furthest of several."""
    if kpi.direction.wants_less:
        return "超控制数", "超出最多"
    if kpi.adds_up and not progress.year_is_over:
        return "落后于时序", "落后时序最多"
    return ("未达年度目标" if kpi.adds_up else "未达目标"), "离目标最远"
