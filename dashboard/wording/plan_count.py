"""Counts how a board's targets stand: one count for page, strip, deck, bulletin and written report.

A KPI without a target counts as watched, reported or not, so that 待报 is the same number everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.board.board import Board
from dashboard.wording.format import year_and_month
from domain.catalogue import LampState
from domain.kpi.lamp import GREEN, RED, WAITING, WATCH, YELLOW
from domain.kpi.progress import Progress
from domain.units import UNBOUNDED

# One character for each lamp that calls for action.
COLOURS = {RED: "红", YELLOW: "黄"}


@dataclass(frozen=True)
class PlanCount:
    """The number of targets by lamp.

    `partial`: lit, but a unit or month is missing; `behind_partial`: the red and yellow ones among these.
    `owes_more`: figures without a target are missing too, or those of a limit that is exceeded without them.
    """

    by_lamp: Counter[LampState]
    partial: int
    behind_partial: int
    owes_more: bool
    year_is_over: bool

    @property
    def planned(self) -> int:
        """All of them."""
        return sum(self.by_lamp.values())

    @property
    def green(self) -> int:
        """Those that are met so far."""
        return self.by_lamp[GREEN]

    @property
    def waiting(self) -> int:
        """Those without a figure of the month."""
        return self.by_lamp[WAITING]

    @property
    def unjudged(self) -> int:
        """Those that cannot be judged yet."""
        return self.by_lamp[WATCH]

    @property
    def behind(self) -> int:
        """Red and yellow ones."""
        return sum(self.by_lamp[lamp] for lamp in LampState if lamp.calls_for_action)

    @property
    def mostly_waits(self) -> bool:
        """Whether half of the targets or more wait."""
        return bool(self.planned) and 2 * self.waiting >= self.planned

    @property
    def is_complete(self) -> bool:
        """Whether nothing is owed or missing; only then may a sentence speak of all."""
        return not (self.waiting or self.unjudged or self.partial or self.owes_more)

    @property
    def colours(self) -> str:
        """：4红5黄, or （红灯） if all are of one colour."""
        found = self._behind_by_colour
        if len(found) > 1:
            return "：" + "".join(f"{number}{colour}" for colour, number in found)
        return self.lamps

    @property
    def lamps(self) -> str:
        """（红灯4项、黄灯5项）, or （红灯） if all are of one colour."""
        found = self._behind_by_colour
        told = (f"{colour}灯{number}项" if len(found) > 1 else f"{colour}灯" for colour, number in found)
        return f"（{'、'.join(told)}）"

    @property
    def _behind_by_colour(self) -> list[tuple[str, int]]:
        lit = [lamp for lamp in LampState if lamp.calls_for_action and self.by_lamp[lamp]]
        return [(COLOURS[lamp], self.by_lamp[lamp]) for lamp in lit]


def plan_count(board: Board) -> PlanCount:
    """The count of a board."""
    planned = [each for each in board.progress if each.target is not None]
    lacking = [each for each in planned if each.lamp.is_lit and not each.is_complete]
    partial = [each for each in lacking if not each.over_limit]
    besides = (each for each in board.progress if each.target is None and board.is_used(each))
    return PlanCount(
        by_lamp=Counter(each.lamp for each in planned),
        partial=len(partial),
        behind_partial=sum(each.lamp.calls_for_action for each in partial),
        owes_more=partial != lacking or any(each.missing_units or each.partial_months for each in besides),
        year_is_over=board.as_of.month == 12,
    )


def lamps_counted(progress: Iterable[Progress]) -> dict[str, int]:
    """The number of KPIs with each lamp, worst first; a KPI without a target is watched, reported or not."""
    lit = Counter(each.lamp if each.target is not None else WATCH for each in progress)
    return {lamp: lit[lamp] for lamp in LampState if lit[lamp]}


def outside_life(board: Board) -> str:
    """已停用（2023年5月止） of a unit that does not exist in the as-of month; otherwise ""."""
    life = board.progress[0].life if board.progress else UNBOUNDED
    return "" if life.has(board.as_of) else life.outside_in_words(board.as_of)


def headline_of(count: PlanCount) -> str:
    """9项未达要求：4红5黄，1项待报; 29项目标25项待报，已报4项达标; at most 20 characters."""
    if not count.planned:
        return "暂无可评价的年度目标"
    if count.behind and count.behind == count.behind_partial:
        waiting = f"，{count.waiting}项待报" if count.waiting else "，尚未报全"
        return f"{count.behind}项暂未达要求{waiting}"
    if count.behind:
        missed = "年度目标" if count.year_is_over else "要求"
        waiting = f"，{count.waiting}项待报" if count.waiting else ""
        return f"{count.behind}项未达{missed}{count.colours}{waiting}"
    return _none_behind(count)


def _none_behind(count: PlanCount) -> str:
    if count.waiting == count.planned:
        return f"{count.planned}项目标待报，暂不能评价"
    if count.waiting:
        met = "暂达标" if count.partial else "达标"
        known = f"，已报{count.green}项{met}" if count.green else "，暂不能评价"
        return f"{count.planned}项目标{count.waiting}项待报{known}"
    if not count.green:
        return f"{count.planned}项目标暂不评价"
    if count.unjudged:
        return f"{count.green}项目标达标，{count.unjudged}项暂不评价"
    if count.partial:
        return f"{count.green}项目标暂达要求，{count.partial}项未报全"
    if count.owes_more:
        return f"{count.green}项目标达标，其他数据未报齐"
    if count.planned == 1:
        return "1项目标已达到" if count.year_is_over else "1项目标符合进度"
    return f"{count.planned}项目标{'均已达到' if count.year_is_over else '均符合进度'}"


def what_becomes_of_it(*, is_open: bool) -> str:
    """What becomes of a lamp whose figures are incomplete; those of a closed month do not come any more."""
    return "报齐后重新判断" if is_open else "按已报数判断"


def count_sentence(board: Board, *, is_open: bool = True) -> str:
    """截至2023年6月，29项年度目标中，19项达到要求，9项未达要求（红灯4项、黄灯5项），1项待报。

    `is_open`: whether missing figures of the month may still come.
    """
    then = what_becomes_of_it(is_open=is_open)
    count, when = plan_count(board), f"截至{year_and_month(board.as_of)}，"
    if not count.planned:
        gone = outside_life(board)
        return f"{when}本单位{gone}，不作评价。" if gone else f"{when}尚无年度目标，各项指标只作监测。"
    if count.is_complete and count.green == count.planned > 1:
        return f"{when}{count.planned}项年度目标均达到要求。"
    if count.is_complete and count.behind == count.planned > 1:
        return f"{when}{count.planned}项年度目标均未达要求{count.lamps}。"
    if count.waiting == count.planned:
        return f"{when}{count.planned}项年度目标待报，暂不能评价。"
    so_far_met = "暂" if count.green and count.partial - count.behind_partial == count.green else ""
    so_far_missed = "暂" if count.behind == count.behind_partial else ""
    told = [
        f"{count.green}项{so_far_met}达到要求" if count.green else "",
        f"{count.behind}项{so_far_missed}未达要求{count.lamps}" if count.behind else "",
        f"{count.waiting}项待报" if count.waiting else "",
        f"{count.unjudged}项暂不评价" if count.unjudged else "",
    ]
    if count.green == count.planned:
        also = f"，其中{count.partial}项" if count.partial < count.planned else "；以上各项"
        rest = f"{also}数据尚未报全，{then}。" if count.partial else "。"
        return f"{when}{count.planned}项年度目标{'暂' if count.partial else ''}达到要求{rest}"
    said = f"{when}{count.planned}项年度目标中，{'，'.join(filter(None, told))}"
    return f"{said}；{_of_partial(count)}数据尚未报全，{then}。" if count.partial else f"{said}。"


def _of_partial(count: PlanCount) -> str:
    """未达要求的2项和达到要求的7项中的3项; 以上各项 if that is all that is lit."""
    if count.partial == count.green + count.behind:
        return "以上各项"
    met = count.partial - count.behind_partial
    parts = (_part("未达要求", count.behind_partial, count.behind), _part("达到要求", met, count.green))
    return "和".join(filter(None, parts))


def _part(which: str, partial: int, lit: int) -> str:
    """未达要求的3项; 未达要求的3项中的2项."""
    if not partial:
        return ""
    return f"{which}的{lit}项" if partial == lit else f"{which}的{lit}项中的{partial}项"
