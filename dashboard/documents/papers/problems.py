"""What the board says is wrong, as sentences of the report, and what the plan has to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.board.records import Task
from dashboard.documents.papers.report_text import ReportText
from dashboard.documents.papers.traced_writer import DUE, MONTH, TARGET, TracedWriter
from dashboard.documents.report_data import ReportData
from dashboard.wording.format import month_name
from dashboard.wording.narrative import narrative_kind
from dashboard.wording.process_words import signal_reading
from domain.kpi.lamp import TO_ACT_ON
from domain.kpi.progress import Progress

RATES_SHOWN = 3
_PLACE_KPI, _PLACE_GAP, _PLACE_UNIT, _PLACE_TASK = "{指标}", "{差距}", "{单位}", "{任务}"


@dataclass(frozen=True)
class Problem:
    """One kind of problem: the statement that opens it, the facts, and what is planned about it."""

    statement: str
    facts: tuple[str, ...]
    plans: tuple[str, ...]


def find_problems(material: ReportData, text: ReportText, pen: TracedWriter) -> tuple[Problem, ...]:
    """Lamps that are not green, signals of concern, units apart, overdue tasks, missing reports."""
    found = (
        _behind(material, text, pen),
        _signals(material, text, pen),
        _uneven(material, text, pen),
        _tasks(material, text),
        _gaps(material, text),
    )
    return tuple(problem for problem in found if problem is not None)


def _behind(material: ReportData, text: ReportText, pen: TracedWriter) -> Problem | None:
    if not material.attention:
        return None
    year_is_over = material.as_of.month == 12
    facts = tuple(_fact(material, each, pen) for each in material.attention)
    plans = tuple(_plan(material, each, text, pen) for each in material.attention)
    statement = text.problems.behind_year if year_is_over else text.problems.behind
    return Problem(statement, facts, plans)


def _fact(material: ReportData, each: Progress, pen: TracedWriter) -> str:
    """One KPI behind its plan, in a sentence of its own: 口径 are never mixed."""
    kpi = material.kpi(each)
    nothing = kpi.kind == "sum" and each.year_to_date == 0 and kpi.direction == "higher"
    so_far, gap = "" if nothing else pen.to_date(each), each.gap or 0.0
    done = f"{kpi.short_name}尚未开展" if nothing else f"{kpi.short_name}完成{so_far}"
    target = pen.plan(each, each.target, TARGET)
    told = narrative_kind(kpi)
    if told == "rate":
        return f"{kpi.name}{so_far}，低于目标{target}，相差{pen.distance(each, gap)}。"
    if told == "stock":
        return f"{kpi.name}{so_far}，超出控制数{target}，多{pen.distance(each, gap)}。"
    if told == "lower":
        return f"{kpi.name}{so_far}，全年控制数{target}，按进度多{pen.distance(each, gap)}。"
    if material.as_of.month == 12:
        return f"{done}，年度目标{target}，少{pen.distance(each, gap)}。"
    due = pen.plan(each, each.expected_to_date, DUE)
    return f"{done}，按计划应完成{due}，少{pen.distance(each, gap)}。"


def _plan(material: ReportData, each: Progress, text: ReportText, pen: TracedWriter) -> str:
    """What is planned about one KPI: a ceiling is kept to, anything else is caught up with."""
    kpi = material.kpi(each)
    words = text.plan.ceiling if narrative_kind(kpi) in ("stock", "lower") else text.plan.behind
    left = _what_is_left(material, each, pen)
    return words.replace(_PLACE_KPI, kpi.short_name).replace(_PLACE_GAP, left)


def _what_is_left(material: ReportData, each: Progress, pen: TracedWriter) -> str:
    """What reaching the year's target asks for."""
    kpi = material.kpi(each)
    if kpi.kind == "rate" or each.target is None or each.year_to_date is None:
        return f"达到目标{pen.plan(each, each.target, TARGET)}"
    if narrative_kind(kpi) in ("stock", "lower"):
        return f"{'压减到' if kpi.kind == 'stock' else '全年控制在'}{pen.plan(each, each.target, TARGET)}以内"
    left = max(0.0, each.target - each.year_to_date)
    return f"距年度目标还差{pen.distance(each, left)}"


def _signals(material: ReportData, text: ReportText, pen: TracedWriter) -> Problem | None:
    if not material.concerns:
        return None
    facts, plans = [], []
    for each in material.concerns:
        kpi = material.kpi(each)
        reading = signal_reading(kpi, material.signals[each.kpi].chart).removesuffix("，需关注")
        facts.append(f"{kpi.name}{pen.quote(reading, each, MONTH)}。")
        plans.append(text.plan.signals.replace(_PLACE_KPI, kpi.name))
    return Problem(text.problems.signals, tuple(facts), tuple(plans))


def _uneven(material: ReportData, text: ReportText, pen: TracedWriter) -> Problem | None:
    """The rates in which units lie furthest apart, the units with the most lamps that are not green."""
    apart = list(_rates_apart(material))[:RATES_SHOWN]
    if not apart:
        return None
    facts: list[str] = []
    behind: dict[str, None] = {}
    for worst, best in apart:
        name = material.kpi(worst).name
        behind[material.name_of(worst.unit)] = None
        facts.append(
            f"{name}最低的{material.name_of(worst.unit)}为{pen.to_date(worst)}，"
            f"最高的{material.name_of(best.unit)}为{pen.to_date(best)}。"
        )
    plan = text.plan.uneven.replace(_PLACE_UNIT, "、".join(behind))
    return Problem(text.problems.uneven, tuple(facts), (plan,))


def _rates_apart(material: ReportData) -> Iterator[tuple[Progress, Progress]]:
    """Worst and best unit of each rate that a unit has not reached, the widest apart first."""
    pairs = []
    for kpi in material.catalogue.kpis:
        known = [
            each
            for board in material.unit_boards
            for each in board.progress
            if each.kpi == kpi.id and each.year_to_date is not None and each.target is not None
        ]
        if kpi.kind == "rate" and len(known) > 1:
            worst, best = _ends(known)
            if worst.lamp in TO_ACT_ON:
                pairs.append((worst, best))
    yield from sorted(pairs, key=lambda pair: (pair[0].year_to_date or 0) - (pair[1].year_to_date or 0))


def _ends(known: Sequence[Progress]) -> tuple[Progress, Progress]:
    ordered = sorted(known, key=lambda each: each.year_to_date or 0.0)
    return ordered[0], ordered[-1]


def _tasks(material: ReportData, text: ReportText) -> Problem | None:
    if not material.overdue:
        return None
    facts = tuple(f"{_task(material, task)}。" for task in material.overdue)
    names = "、".join(f"“{task.title}”" for task in material.overdue)
    return Problem(text.problems.tasks, facts, (text.plan.tasks.replace(_PLACE_TASK, names),))


def _task(material: ReportData, task: Task) -> str:
    unit = material.name_of(task.unit) if task.unit else material.unit_name
    due = f"，应于{task.due.year}年{task.due.month}月{task.due.day}日前完成" if task.due else ""
    return f"“{task.title}”由{unit}负责{due}"


def _gaps(material: ReportData, text: ReportText) -> Problem | None:
    """Reports of the as-of month that have not come, and KPIs with months that nobody reported."""
    if not material.owed:
        return None
    month = month_name(material.as_of)
    facts: list[str] = []
    names: dict[str, None] = {}
    for owed in material.owed:
        unit, title = material.name_of(owed.unit), material.catalogue.dataset(owed.dataset).title
        names[unit] = None
        blank = "、".join(material.catalogue.column(column).name for column in owed.blank)
        facts.append(f"{unit}{month}{title}{f'未报全，缺{blank}' if owed.is_part else '未报'}。")
    plan = text.plan.gaps.replace(_PLACE_UNIT, "、".join(names))
    return Problem(text.problems.gaps, tuple(facts), (plan,))
