"""提请研究: what a meeting is asked to decide, one line each: measures, overdue tasks, missing figures."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.case_words import in_cases
from dashboard.wording.format import first_few
from dashboard.wording.headline import headlines
from dashboard.wording.key_points import leading, mentioned_first
from dashboard.wording.narrative import what_it_takes
from dashboard.wording.owed_words import noted_gaps, requests, to_check, unassigned_items
from dashboard.wording.plan_count import plan_count
from dashboard.wording.story import Story
from domain.kpi.progress import Progress
from domain.months import format_month

MATTERS_ASKED, NAMES_SHOWN = 4, 4


def asks(story: Story) -> tuple[str, ...]:
    """The lines, the worst matter first; missing figures come first while half of the targets wait."""
    measures = [_measure(story, each) for each in mentioned_first(story, leading(story))[:MATTERS_ASKED]]
    late, owed, doubted = _late_tasks(story), _owed(story), to_check(story)
    doubted = f"{doubted}。" if doubted else ""
    waits = plan_count(story.board).mostly_waits
    ordered = [owed, *measures, late, doubted] if waits else [*measures, late, doubted, owed]
    return tuple(filter(None, ordered))


def _measure(story: Story, each: Progress) -> str:
    """满意率累计94.1%，低于目标95%，下半年须达95.9%以上：请办公室提出措施。"""
    kpi = story.kpi(each)
    cases = in_cases(story.catalogue, kpi, each)
    finding = f"{kpi.short_name}{cases}" if cases else headlines(kpi, each, None)[0] + noted_gaps(story, each)
    needed = what_it_takes(story.catalogue, kpi, each, beside_plan=True)
    said = "，".join(filter(None, (finding, needed)))
    reason = "" if story.is_explained(each) else "说明原因，"
    wanted = "提出下年度安排" if each.year_is_over else "提出措施"
    return f"{said}：请{each.owner or '责任单位'}{reason}{wanted}。"


def _late_tasks(story: Story) -> str:
    late = [task for task in story.tasks if task.is_overdue(story.last_day)]
    if not late:
        return ""
    titles = first_few((f"“{task.title}”" for task in late), NAMES_SHOWN, "项")
    units = dict.fromkeys(story.name_of(task.unit) for task in late if task.unit)
    return f"{titles}到期未完成：请{first_few(units, NAMES_SHOWN) or '责任单位'}明确办结日期。"


def _owed(story: Story) -> str:
    """6月数据未报齐：请公路养护中心补报。乙中心3月学法培训未报：请补报，报齐后重新判断。"""
    asked, month = requests(story), format_month(story.board.as_of)
    told = [
        f"{gap.when}{gap.what if gap.kpis else '数据'}未报齐：请{_units(story, gap.units)}补报"
        for gap in asked
        if month in gap.months
    ]
    earlier = [f"{_units(story, gap.units)}{gap.when}{gap.items}" for gap in asked if month not in gap.months]
    if earlier and not told:
        told = [f"{'、'.join(earlier)}未报：请补报，报齐后重新判断"]
    unassigned = unassigned_items(story.catalogue, story.board)
    told += [f"{unassigned}设有目标，尚未明确填报单位：请研究明确"] if unassigned else []
    return f"{'；'.join(told)}。" if told else ""


def _units(story: Story, units: Sequence[str]) -> str:
    return first_few(map(story.name_of, units), NAMES_SHOWN)
