"""What a whole board says: the one line over it, the paragraph below, and who is ahead and who lags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from dashboard.board.attention import attention, shortfall
from dashboard.board.board import Board
from dashboard.board.signals import Signal
from dashboard.wording.format import amount, first_few, year_and_month
from dashboard.wording.lamp_words import reason
from dashboard.wording.process_words import signal_reading
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress

WORST_SHOWN, UNITS_SHOWN = 3, 5
SIGNALS_FIRST_TO_LAST = ("concern", "high", "low", "improvement")


def board_headline(board: Board) -> str:
    """6项未达时序，其中3项严重滞后: at most 20 characters."""
    lit = Counter(each.lamp for each in board.progress)
    red, behind = lit[lamps.RED], lit[lamps.RED] + lit[lamps.YELLOW]
    year_is_over = board.as_of.month == 12
    if not behind:
        met = "均已达到" if year_is_over else "均符合进度"
        return f"{lit[lamps.GREEN]}项目标{met}" if lit[lamps.GREEN] else "暂无可评价的年度目标"
    missed = f"{behind}项未达{'年度目标' if year_is_over else '时序'}，"
    if not red:
        return f"{missed}无严重滞后"
    return missed + ("均严重滞后" if red == behind else f"其中{red}项严重滞后")


def board_reading(board: Board, signals: Mapping[str, Signal], catalogue: Catalogue) -> tuple[str, ...]:
    """The board in two or three sentences: the count of lamps, the furthest behind, the signals."""
    sentences = [_count(board), _furthest(board, signals, catalogue), _signals(board, signals, catalogue)]
    return tuple(sentence for sentence in sentences if sentence)


def units_headline(kpi: Kpi, progress: Sequence[Progress], names: Mapping[str, str]) -> str:
    """One KPI across units: 综合执法大队89.6%，离目标最远; volumes are not ranked."""
    judged = [each for each in progress if each.lamp in (lamps.RED, lamps.YELLOW, lamps.GREEN)]
    if not judged:
        return f"{kpi.short_name}各单位未设目标"
    behind = [each for each in judged if each.lamp in lamps.TO_ACT_ON]
    if not behind:
        return f"{len(judged)}个单位{kpi.short_name}均符合要求"
    worst = max(behind, key=lambda each: shortfall(each, kpi.direction))
    value = amount(worst.year_to_date, kpi.kind, kpi.counting_unit, worst.word)
    alone, first = _how_far(kpi, worst)
    return f"{names.get(worst.unit, worst.unit)}{value}，{first if len(behind) > 1 else alone}"


def _how_far(kpi: Kpi, progress: Progress) -> tuple[str, str]:
    """How it is said of a unit that it is behind: the only one, and the furthest of several."""
    if kpi.direction == "lower":
        return "超控制数", "超出最多"
    if kpi.kind == "sum" and not progress.year_is_over:
        return "落后于时序", "落后时序最多"
    return ("未达年度目标" if kpi.kind == "sum" else "未达目标"), "离目标最远"


def compare_reading(boards: Sequence[Board], names: Mapping[str, str]) -> str:
    """Who lags and who is ahead, in words: units by how many of their targets are behind."""
    behind = {board.unit: _count_of(board, *lamps.TO_ACT_ON) for board in boards}
    judged = [board.unit for board in boards if _count_of(board, lamps.GREEN) or behind[board.unit]]
    if not judged:
        return "各单位均未设年度目标，暂无可比较的进度。"
    lagging = sorted((unit for unit in judged if behind[unit]), key=lambda unit: -behind[unit])
    fewest = min(behind[unit] for unit in judged)
    ahead = [unit for unit in judged if behind[unit] == fewest]
    clauses = []
    if lagging:
        uneven = 0 < fewest < behind[lagging[0]]
        clauses.append(_lagging([unit for unit in lagging if not uneven or unit not in ahead], behind, names))
        if uneven:
            each = "各" if len(ahead) > 1 else ""
            clauses[0] += f"，最少的是{_named(ahead, names)}，{each}{fewest}项"
    if not fewest:
        clauses.append(f"全部达到要求的：{_named(ahead, names)}")
    return "；".join(clauses) + "。"


def _lagging(units: Sequence[str], behind: Mapping[str, int], names: Mapping[str, str]) -> str:
    """未达要求的：乙站3项，甲队、丙所各1项; of many units the first, and how many there are."""
    shown = units if len(units) <= UNITS_SHOWN else units[:WORST_SHOWN]
    told = []
    for count, alike in groupby(shown, key=behind.__getitem__):
        own = [names.get(unit, unit) for unit in alike]
        told.append(f"{'、'.join(own)}{'各' if len(own) > 1 else ''}{count}项")
    if len(shown) < len(units):
        told.append(f"共{sum(map(bool, behind.values()))}个单位")
    return f"未达要求的：{'，'.join(told)}"


def _named(units: Sequence[str], names: Mapping[str, str]) -> str:
    return first_few((names.get(unit, unit) for unit in units), WORST_SHOWN)


def _count(board: Board) -> str:
    with_target = sum(each.target is not None for each in board.progress)
    if not with_target:
        return f"截至{year_and_month(board.as_of)}，尚无年度目标，各项指标只作监测。"
    words = {lamps.GREEN: "符合要求", lamps.YELLOW: "滞后", lamps.RED: "严重滞后", lamps.WAITING: "待报"}
    lit = Counter(each.lamp for each in board.progress if each.target is not None)
    counted = [f"{lit[lamp]}项{word}" for lamp, word in words.items() if lit[lamp]]
    rest = f"截至{year_and_month(board.as_of)}，{with_target}项有年度目标的指标中，"
    return rest + "，".join(counted) + "。"


def _furthest(board: Board, signals: Mapping[str, Signal], catalogue: Catalogue) -> str:
    behind = [each for each in attention(board, signals, catalogue) if each.lamp in lamps.TO_ACT_ON]
    if not behind:
        return ""
    told = [
        f"{catalogue.kpi(each.kpi).short_name}（{reason(catalogue, each)}）" for each in behind[:WORST_SHOWN]
    ]
    return f"最需关注的是{'、'.join(told)}。"


def _signals(board: Board, signals: Mapping[str, Signal], catalogue: Catalogue) -> str:
    """The months that are no mere noise: those of concern first; of the volumes only the headline ones."""
    flagged = sorted(
        (
            kpi
            for kpi in (catalogue.kpi(each.kpi) for each in board.progress if each.lamp != lamps.WAITING)
            if kpi.id in signals
            and signals[kpi.id].chart.variation in SIGNALS_FIRST_TO_LAST
            and (kpi.headline or kpi.direction != "neutral")
        ),
        key=lambda kpi: SIGNALS_FIRST_TO_LAST.index(signals[kpi.id].chart.variation),
    )
    if not flagged:
        return "各项指标本月均在正常波动范围内。" if _has_limits(signals) else ""
    told = [f"{kpi.short_name}（{signal_reading(kpi, signals[kpi.id].chart)}）" for kpi in flagged]
    return f"出现异常波动的有{first_few(told, WORST_SHOWN, '项')}。"


def _has_limits(signals: Mapping[str, Signal]) -> bool:
    return any(signal.chart.lower is not None for signal in signals.values())


def _count_of(board: Board, *lit: str) -> int:
    return sum(each.lamp in lit for each in board.progress)
