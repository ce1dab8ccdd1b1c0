"""提请研究: what a meeting is asked to decide, one line each: measures, overdue tasks, missing figures."""

from __future__ import annotations

from dashboard.wording.case_words import in_cases
from dashboard.wording.format import first_few, month_name
from dashboard.wording.headline import headlines
from dashboard.wording.key_points import in_order_told, leading
from dashboard.wording.narrative import what_it_takes
from dashboard.wording.owed_words import gaps_listed
from dashboard.wording.plan_count import plan_count
from dashboard.wording.story import Story
from domain.kpi.progress import Progress
from domain.months import format_month

MATTERS_ASKED, NAMES_SHOWN = 4, 4


def asks(story: Story) -> tuple[str, ...]:
    """The lines, the worst matter first; missing figures come first while half of the targets wait."""
    measures = [_measure(story, each) for each in in_order_told(story, leading(story))[:MATTERS_ASKED]]
    late, owed = _late_tasks(story), _owed(story)
    count = plan_count(story.board)
    waits = bool(count.planned) and 2 * count.waiting >= count.planned
    ordered = [owed, *measures, late] if waits else [*measures, late, owed]
    return tuple(filter(None, ordered))


def _measure(story: Story, each: Progress) -> str:
    """满意率累计94.1%，低于目标95%，下半年须达95.9%以上：请办公室提出措施。"""
    kpi = story.kpi(each)
    cases = in_cases(story.catalogue, kpi, each)
    finding = f"{kpi.short_name}{cases}" if cases else headlines(kpi, each, None)[0]
    needed = what_it_takes(story.catalogue, kpi, each, beside_plan=True)
    said = "，".join(filter(None, (finding, needed)))
    reason = "" if _is_explained(story, each) else "说明原因，"
    wanted = "提出下年度安排" if each.year_is_over else "提出措施"
    return f"{said}：请{each.owner or '责任单位'}{reason}{wanted}。"


def _is_explained(story: Story, each: Progress) -> bool:
    """Whether a unit has written a note on the KPI since it fell behind."""
    return any(
        note.kpi == each.kpi and format_month(note.month) >= (each.since or "") for note in story.notes
    )


def _late_tasks(story: Story) -> str:
    late = [task for task in story.tasks if task.is_overdue(story.last_day)]
    if not late:
        return ""
    titles = first_few((f"“{task.title}”" for task in late), NAMES_SHOWN, "项")
    units = dict.fromkeys(story.name_of(task.unit) for task in late if task.unit)
    return f"{titles}到期未完成：请{first_few(units, NAMES_SHOWN) or '责任单位'}明确办结日期。"


def _owed(story: Story) -> str:
    units = dict.fromkeys(story.name_of(each.unit) for each in story.owed)
    if units:
        return f"{month_name(story.board.as_of)}数据未报齐：请{first_few(units, NAMES_SHOWN)}补报。"
    gaps = gaps_listed(story.catalogue, story.board, story.name_of)
    return f"{gaps}未报：请补报后重新判断。" if gaps else ""
