"""The problems on the board as three to five paragraphs of the written report, each with planned work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.board.loaded_records import Task
from dashboard.documents.papers.report_text import REST, ReportText
from dashboard.documents.papers.traced_writer import CASES, DUE, TARGET, TracedWriter
from dashboard.documents.report_data import ReportData
from dashboard.wording.case_words import in_cases
from dashboard.wording.distance_words import not_begun
from dashboard.wording.format import first_few, month_name
from dashboard.wording.key_points import leading, mentioned_first
from dashboard.wording.owed_words import (
    earlier_gaps,
    gaps_listed,
    kpis_besides,
    owed_by_unit,
    requests,
    unassigned_items,
)
from domain.kpi.progress import Progress

# Paragraphs in all; kinds of shortfall beyond them share one paragraph.
MOST_PROBLEMS, UNITS_NAMED, TASKS_NAMED = 5, 4, 4
_KPI, _OWNER, _WORK, _GOAL = "{指标}", "{责任}", "{做法}", "{目标}"
_UNIT, _TASK = "{单位}", "{任务}"


@dataclass(frozen=True)
class Problem:
    """One kind of problem: its opening statement, the facts, and the planned work."""

    statement: str
    facts: tuple[str, ...]
    plans: tuple[str, ...]


def find_problems(data: ReportData, text: ReportText, pen: TracedWriter) -> tuple[Problem, ...]:
    """The shortfalls grouped by kind, overdue tasks, and submissions that are owed."""
    besides = [problem for problem in (_tasks(data, text), _gaps(data, text)) if problem is not None]
    kinds = _by_kind(data, MOST_PROBLEMS - len(besides))
    return (*(_shortfall(data, text, pen, kind, items) for kind, items in kinds), *besides)


def _by_kind(data: ReportData, most: int) -> list[tuple[str, list[Progress]]]:
    """The lamps that are behind, by dataset, those of the key points first; the last groups are merged."""
    kinds: dict[str, list[Progress]] = {}
    for each in mentioned_first(data.story, leading(data.story)):
        kinds.setdefault(data.kpi(each).dataset, []).append(each)
    ordered = list(kinds.items())
    if len(ordered) <= most:
        return ordered
    own, rest = ordered[: most - 1], ordered[most - 1 :]
    return [*own, (REST, [each for _, items in rest for each in items])]


def _shortfall(
    data: ReportData, text: ReportText, pen: TracedWriter, kind: str, items: Sequence[Progress]
) -> Problem:
    told = "，".join(_fact(data, each, pen) for each in items)
    units = _units(data, items)
    facts = (f"{told}。", f"主要在{units}。" if units and all(each.is_complete for each in items) else "")
    return Problem(text.problems.kinds[kind], facts, (_work(data, text, kind, items),))


def _fact(data: ReportData, each: Progress, pen: TracedWriter) -> str:
    """集体学法1次（应完成2次）, 信访按期率97.8%（目标100%，46件中1件超期）: one KPI that is behind."""
    kpi = data.kpi(each)
    cases = in_cases(data.catalogue, kpi, each)
    due = f"（{_due(data, each, pen)}{'，' + pen.quote(cases, each, CASES) if cases else ''}）"
    if kpi.works_towards_target and not_begun(kpi, each):
        return f"{kpi.short_name}尚未开展{due}"
    name = kpi.short_name.removesuffix(kpi.counting_unit) or kpi.short_name
    return f"{name}{pen.to_date(each)}{due}"


def _due(data: ReportData, each: Progress, pen: TracedWriter) -> str:
    """目标4次; within the year 应完成2次 for a sum, because its target is due in December.

    A year's limit that still holds is exceeded only by what is allowed so far.
    """
    kpi = data.kpi(each)
    if kpi.uses_up_limit and not each.year_is_over and (each.year_to_date or 0.0) <= (each.target or 0.0):
        allowed = pen.plan(each, each.expected_to_date, DUE)
        return f"至{month_name(each.as_of)}应不超过{allowed}，全年控制数{pen.plan(each, each.target, TARGET)}"
    if kpi.has_limit:
        return f"控制数{pen.plan(each, each.target, TARGET)}"
    if kpi.works_towards_target and not each.year_is_over:
        return f"应完成{pen.plan(each, each.expected_to_date, DUE)}"
    return f"目标{pen.plan(each, each.target, TARGET)}"


def _units(data: ReportData, items: Sequence[Progress]) -> str:
    """The units that are behind on these KPIs; "" if this says nothing (all units, or none has a target)."""
    kpis = {each.kpi for each in items}
    bearing, behind = [], []
    for board in data.unit_boards:
        own = [each for each in board.progress if each.kpi in kpis and each.target is not None]
        bearing += [board.unit] if own else []
        behind += [board.unit] if any(each.lamp.calls_for_action for each in own) else []
    if len(bearing) < 2 or not behind or len(behind) == len(bearing):
        return ""
    return first_few(map(data.name_of, behind), UNITS_NAMED)


def _work(data: ReportData, text: ReportText, kind: str, items: Sequence[Progress]) -> str:
    """The planned work for a kind of problem, named as work and without figures."""
    words = text.plan.behind_year if data.as_of.month == 12 else text.plan.behind
    names = _names(data, items)
    owners = "、".join(dict.fromkeys(each.owner for each in items if each.owner)) or "责任单位"
    filled = words.replace(_WORK, text.plan.work[kind]).replace(_GOAL, _goal(data, text, items))
    filled = filled.replace(_KPI, names)
    return filled.replace(_OWNER, owners)


def _goal(data: ReportData, text: ReportText, items: Sequence[Progress]) -> str:
    """把满意率提上来，把在办工单压到控制数以内: a ceiling is kept, all other targets are caught up with.

    Of a sum it is the pace. A year's limit that still holds is to be kept; one that is used up cannot be.
    """
    ceilings = [each for each in items if data.kpi(each).direction.wants_less]
    paced = [each for each in items if data.kpi(each).works_towards_target]
    raised = [each for each in items if each not in ceilings and each not in paced]
    used_up = [each for each in ceilings if data.kpi(each).uses_up_limit and each.is_done]
    not_over = [each for each in ceilings if data.kpi(each).uses_up_limit and each not in used_up]
    lowered = [each for each in ceilings if each not in used_up and each not in not_over]
    parts = (
        (text.plan.catch_up, raised),
        (text.plan.catch_up_pace, paced),
        (text.plan.ceiling, lowered),
        (text.plan.ceiling_held, not_over),
        (text.plan.used_up, used_up),
    )
    return "，".join(words.replace(_KPI, _names(data, some)) for words, some in parts if some)


def _names(data: ReportData, items: Sequence[Progress]) -> str:
    return "、".join(data.kpi(each).short_name for each in items)


def _tasks(data: ReportData, text: ReportText) -> Problem | None:
    if not data.overdue:
        return None
    facts = tuple(f"{_task(data, task)}。" for task in data.overdue)
    names = first_few((f"“{task.title}”" for task in data.overdue), TASKS_NAMED, "项")
    return Problem(text.problems.tasks, facts, (text.plan.tasks.replace(_TASK, names),))


def _task(data: ReportData, task: Task) -> str:
    unit = data.name_of(task.unit) if task.unit else data.unit_name
    due = f"，应于{task.due.year}年{task.due.month}月{task.due.day}日前完成" if task.due else ""
    return f"“{task.title}”由{unit}负责{due}"


def _gaps(data: ReportData, text: ReportText) -> Problem | None:
    """The submissions that are missing; pressed for is only what is asked for."""
    earlier = earlier_gaps(data.catalogue, data.board)
    besides = kpis_besides(data.story)
    owed = owed_by_unit(data.catalogue, data.owed, data.name_of)
    owed += [f"{data.names_listed(gap.units)}（{gap.items}）" for gap in besides]
    unassigned = unassigned_items(data.catalogue, data.board)
    told = [f"{month_name(data.as_of)}尚未报齐：{'、'.join(owed)}"] if owed else []
    told += [f"此前{gaps_listed(data.catalogue, data.board, data.name_of)}未报"] if earlier else []
    told += [f"{unassigned}设有目标，尚未明确填报单位"] if unassigned else []
    if not told:
        return None
    asked = requests(data.story, most=None)
    units = data.names_listed(unit for gap in asked for unit in gap.units) or "责任单位"
    plans = [text.plan.gaps.replace(_UNIT, units)] if asked else []
    plans += [text.plan.assign.replace(_KPI, unassigned)] if unassigned else []
    return Problem(text.problems.gaps, (f"{'；'.join(told)}。",), tuple(plans))
