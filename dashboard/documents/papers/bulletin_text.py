"""What the monthly bulletin says: the lamps, what changed, who lags, who is late, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.board.lamp_changes import LampChange, lamp_changes
from dashboard.documents.report_data import ReportData
from dashboard.wording.board_words import board_reading
from dashboard.wording.format import amount, first_few, month_name, number, points
from dashboard.wording.lamp_words import lamp_in_words, lamp_word
from dashboard.wording.process_words import signal_reading
from dashboard.wording.unit_words import behind_of, by_lag
from domain.kpi.lamp import GREEN, RED, TO_ACT_ON, WAITING, YELLOW
from domain.kpi.progress import Progress
from domain.months import add_months
from etl.warehouse.completeness import due_day

NAMES_SHOWN, CHANGES_SHOWN, UNITS_SHOWN, TASKS_SHOWN, OWED_SHOWN = 5, 5, 5, 4, 6
INCOMPLETE = "＊"
_BRIGHTNESS = {RED: 0, YELLOW: 1, GREEN: 2}

LampRow = tuple[str, list[str]]


@dataclass(frozen=True)
class BulletinSection:
    """A numbered heading and its paragraphs; the first runs on behind the heading."""

    title: str
    paragraphs: tuple[str, ...]


def sections(material: ReportData) -> tuple[BulletinSection, ...]:
    """The sections, numbered in Chinese."""
    told = (
        ("总体情况", (board_reading(material.board, material.signals, material.catalogue)[0],)),
        ("较上月变化", (_changes(material),)),
        ("进度滞后单位", (_lagging(material),)),
        ("数据迟报", (_late(material),)),
        ("逾期任务", (_overdue(material),)),
        ("有关要求", tuple(_asked(material))),
    )
    return tuple(
        BulletinSection(f"{ordinal}、{title}", paragraphs)
        for ordinal, (title, paragraphs) in zip("一二三四五六", told, strict=True)
    )


def lamp_rows(material: ReportData) -> list[LampRow]:
    """The lamps that are not green, worst first: colour and cells of one row of the table each."""
    return [(material.catalogue.lamp(each.lamp).text, _row(material, each)) for each in material.attention]


def _row(material: ReportData, each: Progress) -> list[str]:
    kpi, gap = material.kpi(each), each.gap or 0.0
    size = points(gap) if kpi.kind == "rate" else number(abs(gap))
    return [
        f"{lamp_in_words(material.catalogue, each)}{INCOMPLETE if each.incomplete else ''}",
        kpi.short_name,
        amount(each.year_to_date, kpi.kind, word=each.word),
        amount(each.expected_to_date, kpi.kind),
        amount(each.target, kpi.kind),
        f"{'−' if gap < 0 else '+'}{size}",
        each.owner,
        month_name(each.since) if each.since else "—",
    ]


def _changes(material: ReportData) -> str:
    """Which lamps turned since the month before, for the worse first; and values beyond their usual range."""
    clauses = [*_turned(material), _unusual(material)]
    said = "；".join(clause for clause in clauses if clause)
    if material.before is None:
        return f"1月为本年首月，没有上月亮灯可比。{said + '。' if said else ''}"
    return f"{said}。" if said else "各项亮灯与上月相同。"


def _turned(material: ReportData) -> list[str]:
    changes = lamp_changes([material.before] if material.before else [], [material.board])
    judged = [each for each in changes if {each.before.lamp, each.after.lamp} <= set(_BRIGHTNESS)]
    worse = [each for each in judged if _BRIGHTNESS[each.after.lamp] < _BRIGHTNESS[each.before.lamp]]
    better = [each for each in judged if each not in worse]
    waiting = [material.kpi(each.after).short_name for each in changes if each.after.lamp == WAITING]
    return [
        _listed("变差", [_turn(material, each) for each in worse]),
        _listed("好转", [_turn(material, each) for each in better]),
        _listed("转为待报", waiting),
    ]


def _turn(material: ReportData, change: LampChange) -> str:
    """满意率（达标→接近目标）."""
    before, after = (lamp_word(material.catalogue, each) for each in (change.before, change.after))
    return f"{material.kpi(change.after).short_name}（{before}→{after}）"


def _unusual(material: ReportData) -> str:
    told = []
    for each in material.concerns:
        kpi = material.kpi(each)
        reading = signal_reading(kpi, material.signals[each.kpi].chart).removesuffix("，需关注")
        told.append(f"{kpi.short_name}（{reading}）")
    return _listed("需关注的波动", told)


def _lagging(material: ReportData) -> str:
    """Units by how many of their lamps are not green, with the names of those."""
    if not material.unit_boards:
        return "各单位未单独设年度目标。"
    lagging = [board for board in by_lag(material.unit_boards) if behind_of(board)]
    if not lagging:
        return "各单位均符合进度。"
    told = []
    for board in lagging[:UNITS_SHOWN]:
        behind = [material.kpi(each).short_name for each in board.progress if each.lamp in TO_ACT_ON]
        first = "、".join(behind[:NAMES_SHOWN]) + ("等" if len(behind) > NAMES_SHOWN else "")
        told.append(f"{material.name_of(board.unit)}{len(behind)}项（{first}）")
    more = f"等{len(lagging)}个单位" if len(lagging) > UNITS_SHOWN else ""
    return "，".join(told) + f"{more}。"


def _late(material: ReportData) -> str:
    """Who owes figures of the month, and what the stars in the table mean."""
    star = (
        f"表中带{INCOMPLETE}的，有单位未报。" if any(each.incomplete for each in material.attention) else ""
    )
    told = []
    for owed in material.owed:
        title = material.catalogue.dataset(owed.dataset).title
        blank = first_few((material.catalogue.column(id).name for id in owed.blank), NAMES_SHOWN, "项")
        told.append(f"{material.name_of(owed.unit)}{title}{f'（缺{blank}）' if owed.is_part else ''}")
    if not told:
        return f"{month_name(material.as_of)}数据已全部报齐。{star}"
    return f"{month_name(material.as_of)}数据尚未报齐：{first_few(told, OWED_SHOWN, '项')}。{star}"


def _overdue(material: ReportData) -> str:
    told = [
        f"{task.title}（{material.name_of(task.unit) if task.unit else material.unit_name}，"
        f"时限{task.due.month}月{task.due.day}日）"
        for task in material.overdue
        if task.due
    ]
    return f"{first_few(told, TASKS_SHOWN, '项')}。" if told else "没有逾期未完成的年度任务。"


def _asked(material: ReportData) -> list[str]:
    """What is asked of whom, by the day on which the next month's report is due."""
    coming = add_months(material.as_of, 1)
    due = due_day(material.catalogue, coming)
    by_when = f"{due.month}月{due.day}日前"
    asked = []
    if material.attention:
        owners = dict.fromkeys(each.owner for each in material.attention if each.owner)
        named = first_few(owners, NAMES_SHOWN, "个")
        asked.append(
            f"滞后指标的责任单位（{named}）逐项说明原因、提出措施，{by_when}随{coming.month}月报表报送。"
        )
    if material.owed:
        units = first_few(dict.fromkeys(material.name_of(owed.unit) for owed in material.owed), NAMES_SHOWN)
        asked.append(f"{units}立即补报{month_name(material.as_of)}数据，没有发生的报零，不留空。")
    if material.overdue:
        asked.append("逾期任务的责任单位明确完成日期并抓紧办结。")
    asked.append(f"各单位{by_when}报送{coming.month}月数据。")
    return [f"{number_}．{text}" for number_, text in enumerate(asked, start=1)]


def _listed(title: str, items: Sequence[str]) -> str:
    return f"{title}：{first_few(items, CHANGES_SHOWN, '项')}" if items else ""
