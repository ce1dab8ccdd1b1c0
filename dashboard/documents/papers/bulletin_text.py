"""The text of the monthly bulletin: lamps, changes, units that lag, late submissions, and requests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.board.lamp_changes import lamp_changes
from dashboard.documents.report_data import ReportData
from dashboard.wording.distance_words import due_text, gap_text, goal_text
from dashboard.wording.format import amount, first_few, month_name
from dashboard.wording.key_points import what_and_why
from dashboard.wording.lamp_words import lamp_in_words
from dashboard.wording.owed_words import gaps_listed, owed_of_month, requests, to_check, unassigned_items
from dashboard.wording.plan_count import count_sentence, plan_count
from dashboard.wording.process_words import signal_reading
from dashboard.wording.unit_words import behind_words, unit_shares, units_reading
from domain.kpi.lamp import WAITING
from domain.kpi.progress import Progress
from domain.months import add_months, format_month
from etl.warehouse.submissions import due_day

NAMES_SHOWN, CHANGES_SHOWN, UNITS_SHOWN, TASKS_SHOWN = 5, 5, 5, 4
INCOMPLETE = "＊"

LampRow = tuple[str, list[str]]


@dataclass(frozen=True)
class BulletinSection:
    """A numbered heading and its paragraphs; the first paragraph follows the heading on the same line."""

    title: str
    paragraphs: tuple[str, ...]


def sections(data: ReportData) -> tuple[BulletinSection, ...]:
    """The sections, numbered in Chinese."""
    counted = count_sentence(data.board, is_open=data.story.month_is_open)
    first, *rest = (counted, *_points(data))
    told = (
        ("本月要点", (first, *rest)),
        ("较上月变化", (_changes(data),)) if data.before else ("需关注的波动", (_sentence(_unusual(data)),)),
        ("单位进度", (_units(data),)),
        ("数据报送", (_late(data),)),
        ("到期任务", (_overdue(data),)),
        ("有关要求", tuple(_asked(data))),
    )
    kept = [(title, paragraphs) for title, paragraphs in told if any(paragraphs)]
    return tuple(
        BulletinSection(f"{ordinal}、{title}", paragraphs)
        for ordinal, (title, paragraphs) in zip("一二三四五六", kept, strict=False)
    )


def _points(data: ReportData) -> tuple[str, ...]:
    """What happened and why. Requests have a section of their own."""
    return what_and_why(data.story)


def lamp_rows(data: ReportData) -> list[LampRow]:
    """The lamps that are not green, worst first: colour and cells for each table row."""
    return [(data.catalogue.lamp(each.lamp).text, _row(data, each)) for each in data.attention]


def _row(data: ReportData, each: Progress) -> list[str]:
    kpi = data.kpi(each)
    return [
        f"{lamp_in_words(data.catalogue, each)}{INCOMPLETE if each.provisional else ''}",
        kpi.short_name,
        amount(each.year_to_date, kpi.kind, word=each.word),
        due_text(kpi, each),
        goal_text(kpi, each.target, kpi.counting_unit),
        gap_text(kpi, each),
        each.owner,
        month_name(each.since) if each.since else "—",
    ]


def _changes(data: ReportData) -> str:
    """The lamps that changed since last month, the KPIs that now wait, and values beyond their limits."""
    if data.before is None:
        return ""
    changes = lamp_changes([data.before], [data.board])
    waiting = [
        data.kpi(each.after).short_name
        for each in changes
        if each.after.lamp == WAITING and each.after.target is not None
    ]
    turned = data.turned.removeprefix("较上月")
    unusual = _unusual(data)
    clauses = [turned, _listed("转为待报", waiting), f"需关注的波动：{unusual}" if unusual else ""]
    if said := _sentence("；".join(clause for clause in clauses if clause)):
        return said
    return "各项亮灯与上月相同。" if plan_count(data.board).is_complete else ""


def _unusual(data: ReportData) -> str:
    told = []
    for each in data.concerns:
        kpi = data.kpi(each)
        reading = signal_reading(kpi, data.signals[each.kpi].chart).removesuffix("，需关注")
        told.append(f"{kpi.short_name}（{reading}）")
    return first_few(told, CHANGES_SHOWN, "项")


def _sentence(said: str) -> str:
    return f"{said}。" if said else ""


def _units(data: ReportData) -> str:
    """Each unit's share of targets behind, with the names of these KPIs and of what the unit owes."""
    shares = unit_shares(data.unit_boards, data.name_of)
    lagging = [each for each in shares if each.behind]
    if not lagging:
        return units_reading(data.unit_boards, data.name_of) if shares else ""
    told = []
    for share in lagging[:UNITS_SHOWN]:
        behind = [data.kpi(each).short_name for each in share.behind]
        first = "、".join(behind[:NAMES_SHOWN]) + ("等" if len(behind) > NAMES_SHOWN else "")
        waiting = f"，另{share.waiting}项待报" if share.waiting else ""
        told.append(f"{data.name_of(share.unit)}{behind_words(share)}：{first}{waiting}")
    more = f"；共{len(lagging)}个单位有未达项" if len(lagging) > UNITS_SHOWN else ""
    return "；".join(told) + f"{more}。"


def _late(data: ReportData) -> str:
    """Which units owe figures for the month, and what the stars in the table mean."""
    star = f"表中带{INCOMPLETE}的，有单位未报。" if any(each.provisional for each in data.attention) else ""
    told = owed_of_month(data.story)
    gaps = gaps_listed(data.catalogue, data.board, data.name_of)
    unassigned = unassigned_items(data.catalogue, data.board)
    besides = f"此前{gaps}未报。" if gaps else ""
    besides += f"{unassigned}设有目标，尚未明确填报单位。" if unassigned else ""
    if not told:
        return f"{month_name(data.as_of)}数据已报齐。{besides}{star}"
    return f"{month_name(data.as_of)}数据尚未报齐：{'、'.join(told)}。{besides}{star}"


def _overdue(data: ReportData) -> str:
    told = [
        f"{task.title}（{data.name_of(task.unit) if task.unit else data.unit_name}，"
        f"时限{task.due.month}月{task.due.day}日）"
        for task in data.overdue
        if task.due
    ]
    return f"{first_few(told, TASKS_SHOWN, '项')}。" if told else ""


def _asked(data: ReportData) -> list[str]:
    """The requests, by unit, with the day on which the next month's submission is due."""
    coming = add_months(data.as_of, 1)
    due = due_day(data.catalogue, coming)
    by_when = f"{due.month}月{due.day}日前"
    asked = [*_measures(data, f"{by_when}随{coming.month}月报表报送"), *_requests(data)]
    if data.overdue:
        asked.append("逾期任务的责任单位明确完成日期并抓紧办结。")
    asked.append(f"各单位{by_when}报送{coming.month}月数据。")
    return [f"{number_}．{text}" for number_, text in enumerate(asked, start=1)]


def _measures(data: ReportData, by_when: str) -> list[str]:
    """Measures, or after the year arrangements; reasons only from offices that have not noted any."""
    whole = [each for each in data.attention if not each.unsettled]
    owners = dict.fromkeys(each.owner for each in whole if each.owner)
    if not owners:
        return []
    silent = dict.fromkeys(each.owner for each in whole if not data.story.is_explained(each))
    wanted = "提出下年度安排" if data.as_of.month == 12 else "提出措施"
    if all(owner in silent for owner in owners):
        wanted = f"说明原因、{wanted}"
    elif asked := [owner for owner in owners if owner in silent]:
        wanted += f"（{first_few(asked, NAMES_SHOWN, '个')}一并说明原因）"
    return [f"{first_few(owners, NAMES_SHOWN, '个')}就未达要求的指标{wanted}，{by_when}。"]


def _requests(data: ReportData) -> list[str]:
    """Missing figures, of the as-of month by unit, of earlier months together."""
    month, asked, earlier = format_month(data.as_of), [], []
    for gap in requests(data.story):
        units = first_few(map(data.name_of, gap.units), NAMES_SHOWN)
        if month in gap.months:
            what = gap.what if gap.kpis else "数据"
            asked.append(f"{units}立即补报{gap.when}{what}，没有发生的报零，不留空。")
        else:
            earlier.append(f"{units}{gap.when}{gap.items}")
    asked += [f"{'、'.join(earlier)}未报，抓紧补报。"] if earlier else []
    if doubted := to_check(data.story):
        asked.append(f"{doubted.removeprefix('请')}。")
    if unassigned := unassigned_items(data.catalogue, data.board):
        asked.append(f"明确{unassigned}的填报单位。")
    return asked


def _listed(title: str, items: Sequence[str]) -> str:
    return f"{title}：{first_few(items, CHANGES_SHOWN, '项')}" if items else ""
