"""Units compared in words: each unit's share of targets behind, who lags most, where units differ most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.board.attention import shortfall
from dashboard.board.board import Board
from dashboard.wording.case_words import on_few_cases
from dashboard.wording.distance_words import share_text
from dashboard.wording.format import amount, first_few, number
from dashboard.wording.lamp_words import lamp_word
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress

# A spread below this share of the amount due is not worth saying.
LEAST_SPREAD = 0.02


def names_told(units: Iterable[tuple[str, str, date | None]], as_of: date) -> dict[str, str]:
    """The name of each unit (code, name, last month) by its code; of one that is no more 原西乡所.

    A name that says so itself is left as it is.
    """
    return {
        unit: f"原{name.removeprefix('原')}" if end is not None and end < as_of else name
        for unit, name, end in units
    }


def lamp_figure(catalogue: Catalogue, progress: Progress) -> str:
    """For a sum its share of the amount due; for other kinds the value; without a value the lamp's word.

    A missed rate on few cases shows them: 0/1 where 0% would look like a disaster.
    """
    if progress.year_to_date is None or progress.lamp == lamps.WAITING:
        return lamp_word(catalogue, progress)
    kpi = catalogue.kpi(progress.kpi)
    if kpi.works_towards_target:
        return share_text(progress, progress.attainment) if progress.expected_to_date else "未到期"
    if progress.lamp.calls_for_action and on_few_cases(catalogue, kpi, progress):
        return f"{number(progress.numerator)}/{number(progress.denominator)}"
    return amount(progress.year_to_date, kpi.kind, word=progress.word)


def is_ranked(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> bool:
    """Whether a unit may be compared by it: no rate on few cases, no pace that began before the unit did."""
    return not on_few_cases(catalogue, kpi, progress) and not (kpi.works_towards_target and is_new(progress))


def is_new(progress: Progress) -> bool:
    """Whether the unit began within the year: the even pace of its target counts from January."""
    began = progress.life.start
    return began is not None and began > date(progress.year, 1, 1)


def behind_of(board: Board) -> int:
    """The number of a unit's yellow and red lamps."""
    return sum(each.lamp.calls_for_action for each in board.progress)


def shared_kpis(catalogue: Catalogue, boards: Iterable[Board], least: int = 2) -> tuple[Kpi, ...]:
    """The KPIs for which at least `least` units have their own target, in catalogue order."""
    boards = tuple(boards)
    planned = [each.kpi for board in boards for each in board.progress if each.target is not None]
    return tuple(kpi for kpi in catalogue.kpis if planned.count(kpi.id) >= least)


def widest_spread(catalogue: Catalogue, boards: Sequence[Board]) -> Kpi | None:
    """The KPI, among those with a target to reach, on which units differ most; None if they are even."""
    shared = (kpi for kpi in shared_kpis(catalogue, boards) if kpi.direction.wants_more)
    spreads = {kpi.id: _spread(catalogue, kpi, boards) for kpi in shared}
    widest = max(spreads, key=lambda kpi: spreads[kpi], default=None)
    return catalogue.kpi(widest) if widest is not None and spreads[widest] >= LEAST_SPREAD else None


def spread_reading(catalogue: Catalogue, boards: Sequence[Board], name_of: Callable[[str], str]) -> str:
    """The KPI on which the units differ most, with the first and last unit; "" if they are even."""
    kpi = widest_spread(catalogue, boards)
    if kpi is None:
        return ""
    ordered = sorted(_judged(catalogue, kpi, boards), key=lambda each: shortfall(each, kpi.direction))
    first, last = (f"{name_of(each.unit)}{_shown_value(kpi, each)}" for each in (ordered[0], ordered[-1]))
    share = "完成率" if ordered[0].year_is_over else "时序完成率"
    what = f"{kpi.short_name}（{share}）" if kpi.adds_up else kpi.short_name
    return f"单位间差异较大的是{what}：{first}，{last}。"


def _shown_value(kpi: Kpi, progress: Progress) -> str:
    if kpi.adds_up:
        return share_text(progress, progress.attainment)
    return amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)


def _spread(catalogue: Catalogue, kpi: Kpi, boards: Sequence[Board]) -> float:
    """From the first to the last, as shares of the amount due; being ahead of the plan adds nothing."""
    far = [max(0.0, shortfall(each, kpi.direction)) for each in _judged(catalogue, kpi, boards)]
    return max(far) - min(far) if len(far) > 1 else 0.0


def _judged(catalogue: Catalogue, kpi: Kpi, boards: Sequence[Board]) -> list[Progress]:
    """The units' progress on a KPI that can be compared.

    It is lit, has an amount due, is whole if it adds up, and ranks the unit fairly.
    """
    known = (each for board in boards for each in board.progress if each.kpi == kpi.id)
    lit = (each for each in known if each.lamp.is_lit and each.attainment is not None)
    lit = (each for each in lit if is_ranked(catalogue, kpi, each))
    return [each for each in lit if each.is_complete or not (each.adds_up or each.incomplete)]


UNITS_SHOWN, NAMES_SHOWN = 4, 3
Naming = Callable[[str], str]


@dataclass(frozen=True)
class UnitShare:
    """One unit: the number of targets it answers for, and of those behind, red, waiting or incomplete.

    `in_doubt`: those that are behind so far, but may not be once all have reported.
    """

    unit: str
    borne: int
    behind: tuple[Progress, ...]
    waiting: int
    unjudged: int
    partial: int
    in_doubt: int

    @property
    def judged(self) -> int:
        """How many of its targets have a lamp."""
        return self.borne - self.waiting - self.unjudged

    @property
    def share(self) -> float:
        """The share that is behind, of the targets it answers for."""
        return len(self.behind) / self.borne

    @property
    def red_share(self) -> float:
        """The share that is red."""
        return sum(each.lamp == lamps.RED for each in self.behind) / self.borne

    @property
    def is_complete(self) -> bool:
        """Whether it owes nothing."""
        return not (self.waiting or self.unjudged or self.partial)


def unit_shares(boards: Iterable[Board], name_of: Naming) -> tuple[UnitShare, ...]:
    """The units with targets, the largest share behind first."""
    boards = tuple(boards)
    names = {name_of(board.unit) for board in boards}
    shares = (_share(board, name_of(board.unit), names) for board in boards)
    return tuple(sorted((each for each in shares if each.borne), key=_place))


def by_share(boards: Iterable[Board], name_of: Naming) -> tuple[Board, ...]:
    """The boards in the order of `unit_shares`; units that answer for no target come last."""
    boards = tuple(boards)
    places = {share.unit: place for place, share in enumerate(unit_shares(boards, name_of))}
    return tuple(sorted(boards, key=lambda board: places.get(board.unit, len(places))))


def units_headline_of(boards: Sequence[Board], name_of: Naming) -> str:
    """局机关20项目标6项未达要求: the unit with the largest share behind, or a statement on all units.

    No unit is named if another has a larger share of red lamps.
    """
    shares = unit_shares(boards, name_of)
    if not any(each.judged for each in shares):
        return "各单位目标待报" if shares else "各单位未设年度目标"
    worst = shares[0]
    alike = [each for each in shares if _rank(each) == _rank(worst)]
    if worst.behind and len(alike) > 1:
        return f"{len(alike)}个单位各有{len(worst.behind)}项目标未达要求"
    if any(each.red_share > worst.red_share for each in shares):
        return f"{sum(bool(each.behind) for each in shares)}个单位有目标未达要求"
    if worst.behind:
        return f"{name_of(worst.unit)}{worst.borne}项目标{len(worst.behind)}项未达要求"
    if all(each.is_complete for each in shares):
        return "各单位均达到进度要求" if len(shares) > 1 else f"{name_of(worst.unit)}达到进度要求"
    owing = sum(not each.is_complete for each in shares)
    met = "" if any(each.in_doubt for each in shares) else "已报目标达到要求，"
    return f"{met}{owing}个单位目标数据未报齐"


def units_reading(boards: Sequence[Board], name_of: Naming) -> str:
    """Which units are behind on which share of their targets, which owe figures, and which are on target."""
    shares = unit_shares(boards, name_of)
    if not shares:
        return "各单位均未设年度目标，暂无可比较的进度。"
    told = (
        _behind(shares, name_of),
        _waiting(shares, name_of),
        _partial(shares, name_of),
        _met(shares, name_of),
    )
    said = "；".join(filter(None, told))
    return f"{said}。" if said else "已评价的目标达到要求。"


def _behind(shares: Sequence[UnitShare], name_of: Naming) -> str:
    lagging = [each for each in shares if each.behind]
    if not lagging:
        return ""
    told = [f"{name_of(each.unit)}{len(each.behind)}/{each.borne}项" for each in lagging[:UNITS_SHOWN]]
    more = f"等{len(lagging)}个单位" if len(lagging) > UNITS_SHOWN else ""
    return f"未达要求（占承担目标）：{'，'.join(told)}{more}"


def _waiting(shares: Sequence[UnitShare], name_of: Naming) -> str:
    owing = [f"{name_of(each.unit)}{each.waiting}项" for each in shares if each.waiting]
    return f"待报：{first_few(owing, UNITS_SHOWN)}" if owing else ""


def _partial(shares: Sequence[UnitShare], name_of: Naming) -> str:
    lacking = [name_of(each.unit) for each in shares if each.partial and not (each.behind or each.waiting)]
    return f"尚未报全：{first_few(lacking, UNITS_SHOWN)}" if lacking else ""


def _met(shares: Sequence[UnitShare], name_of: Naming) -> str:
    met = [name_of(each.unit) for each in shares if not each.behind and each.is_complete]
    return f"达到要求：{first_few(met, UNITS_SHOWN)}" if met else ""


def behind_words(share: UnitShare) -> str:
    """20项目标6项未达（30%）; 6项目标达到要求."""
    behind = f"{len(share.behind)}项未达（{share.share:.0%}）" if share.behind else "达到要求"
    return f"{share.borne}项目标{behind}"


def answers_for(progress: Progress, own: str, units: Iterable[str]) -> bool:
    """Whether the unit with this name answers for its target itself, and not another of these units."""
    return progress.owner == own or progress.owner not in set(units)


def _share(board: Board, own: str, names: set[str]) -> UnitShare:
    borne = [each for each in board.progress if each.target is not None and answers_for(each, own, names)]
    behind = tuple(each for each in borne if each.lamp.calls_for_action and not each.unsettled)
    return UnitShare(
        unit=board.unit,
        borne=len(borne),
        behind=behind,
        waiting=sum(each.lamp == lamps.WAITING for each in borne),
        unjudged=sum(each.lamp == lamps.WATCH for each in borne),
        partial=sum(each.lamp.is_lit and not each.is_complete for each in borne),
        in_doubt=sum(each.lamp.calls_for_action and each.unsettled for each in borne),
    )


def _rank(share: UnitShare) -> tuple[float, int]:
    return -share.share, -len(share.behind)


def _place(share: UnitShare) -> tuple[float, int, int]:
    """Its rank; among equals the one with more red lamps comes first."""
    return *_rank(share), -sum(each.lamp == lamps.RED for each in share.behind)
