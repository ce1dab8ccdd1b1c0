"""Counts how a board's targets stand: one count for page, strip, deck, bulletin and written report.

A KPI without a target counts as watched, reported or not, so that 待报 is the same number everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.board.board import Board
from dashboard.wording.format import year_and_month
from domain.kpi.lamp import GREEN, RED, WAITING, WATCH, YELLOW
from domain.kpi.progress import Progress

# From worst to least, in the order of the count.
COUNTED = (RED, YELLOW, GREEN, WATCH, WAITING)


@dataclass(frozen=True)
class PlanCount:
    """The number of targets: those lit in each colour, those that wait, and those not judged yet.

    `partial`: lit, but a unit or month is missing; `behind_partial`: the red and yellow ones among these.
    `owes_more`: figures without a target are missing too.
    """

    planned: int
    red: int
    yellow: int
    green: int
    waiting: int
    unjudged: int
    partial: int
    behind_partial: int
    owes_more: bool
    year_is_over: bool

    @property
    def behind(self) -> int:
        """Red and yellow ones."""
        return self.red + self.yellow

    @property
    def is_whole(self) -> bool:
        """Whether nothing is owed or missing; only then may a sentence speak of all."""
        return not (self.waiting or self.unjudged or self.partial or self.owes_more)

    @property
    def colours(self) -> str:
        """4红5黄, 4红, 5黄."""
        return (f"{self.red}红" if self.red else "") + (f"{self.yellow}黄" if self.yellow else "")


def plan_count(board: Board) -> PlanCount:
    """The count of a board."""
    planned = [each for each in board.progress if each.target is not None]
    lit = Counter(each.lamp for each in planned)
    partial = [each for each in planned if each.lamp in (RED, YELLOW, GREEN) and _lacks(each)]
    besides = (each for each in board.progress if each.target is None)
    return PlanCount(
        planned=len(planned),
        red=lit[RED],
        yellow=lit[YELLOW],
        green=lit[GREEN],
        waiting=lit[WAITING],
        unjudged=lit[WATCH],
        partial=len(partial),
        behind_partial=sum(each.lamp != GREEN for each in partial),
        owes_more=any(each.missing_units for each in besides),
        year_is_over=board.as_of.month == 12,
    )


def lamps_counted(progress: Iterable[Progress]) -> dict[str, int]:
    """The number of KPIs with each lamp, worst first; a KPI without a target is watched, reported or not."""
    lit = Counter(each.lamp if each.target is not None else WATCH for each in progress)
    return {lamp: lit[lamp] for lamp in COUNTED if lit[lamp]}


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
        return f"{count.behind}项未达{missed}：{count.colours}{waiting}"
    return _none_behind(count)


def _none_behind(count: PlanCount) -> str:
    if count.waiting:
        known = f"，已报{count.green}项达标" if count.green else "，暂不能评价"
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


def count_sentence(board: Board) -> str:
    """截至2023年6月，29项年度目标中，19项达到要求，9项未达要求（红灯4项、黄灯5项），1项待报。"""
    count, when = plan_count(board), f"截至{year_and_month(board.as_of)}，"
    if not count.planned:
        return f"{when}尚无年度目标，各项指标只作监测。"
    if count.is_whole and count.green == count.planned > 1:
        return f"{when}{count.planned}项年度目标均达到要求。"
    if count.waiting == count.planned:
        return f"{when}{count.planned}项年度目标待报，暂不能评价。"
    lit = [(count.red, "红灯"), (count.yellow, "黄灯")]
    colours = "、".join(f"{word}{number}项" for number, word in lit if number)
    told = [
        f"{count.green}项达到要求" if count.green else "",
        f"{count.behind}项未达要求（{colours}）" if count.behind else "",
        f"{count.waiting}项待报" if count.waiting else "",
        f"{count.unjudged}项暂不评价" if count.unjudged else "",
    ]
    said = f"{when}{count.planned}项年度目标中，{'，'.join(filter(None, told))}"
    return f"{said}；{_of_partial(count)}尚未报全，报齐后重新判断。" if count.partial else f"{said}。"


def _of_partial(count: PlanCount) -> str:
    """未达的有2项、达标的有7项."""
    if count.partial == count.green + count.behind:
        return "已报的"
    met = count.partial - count.behind_partial
    parts = (
        f"未达的有{count.behind_partial}项" if count.behind_partial else "",
        f"达标的有{met}项" if met else "",
    )
    return "、".join(filter(None, parts))


def _lacks(progress: Progress) -> bool:
    return bool(progress.missing_units or progress.missing_months)
