"""本月要点: what happened, why, and what is asked, in at most three sentences.

1. **What happened.** While half of the targets wait: that they wait. Otherwise the volume beyond its usual
   range that has a note or is a headline KPI, with the unit behind it, and the worst matter of the same
   dataset. Without such a volume: the two worst matters. With nothing behind: how the targets stand, and
   what changes for the worse.
2. **Why.** The units' notes on the KPIs in the first sentence. Without a note: the unit with most of a rate's
   shortfall. Without either: nothing.
3. **What is asked.** From the offices of the worst matters: measures, and what the rest of the year must
   reach. From units with overdue tasks: completion. From units that owe figures: these figures.

A KPI that may reach its target once all have reported is neither a matter nor a changed lamp: its figures
are requested first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.board.attention import attention
from dashboard.board.drivers import driver_of_month, driver_of_rate
from dashboard.board.loaded_records import Note
from dashboard.board.signals import Signal
from dashboard.wording.case_words import in_cases, on_few_cases
from dashboard.wording.distance_words import named_amount, rest_of_year
from dashboard.wording.format import amount, first_few, month_name, number
from dashboard.wording.headline import headline, headlines, month_headline
from dashboard.wording.narrative import redefined_words
from dashboard.wording.owed_words import noted_gaps, owing, to_check
from dashboard.wording.plan_count import PlanCount, count_sentence, plan_count
from dashboard.wording.process_words import is_about_month
from dashboard.wording.story import Story
from dashboard.wording.task_words import SOON, standing_of
from domain.catalogue import Kpi
from domain.kpi.process import SignalName, Variation
from domain.kpi.progress import Progress
from domain.months import format_month

(
    MATTERS_TOLD,
    ASKED,
    UNITS_NAMED,
    NOTES_TOLD,
) = 2, 3, 3, 2
LEAST_DIFFERENCE = 0.2
# A volume without a note is told from this many cases off its mean.
LEAST_CASES = 5


def key_points(story: Story) -> tuple[str, ...]:
    """At most three sentences."""
    named = _named(story)
    count = plan_count(story.board)
    said = (_happened(story, count, named), _why(story, named), _asked(story, count, named))
    return tuple(f"{sentence}。" for sentence in said if sentence)


def what_and_why(story: Story) -> tuple[str, ...]:
    """The first two sentences without the count, for places that show count and requests separately."""
    named, count = leading(story), plan_count(story.board)
    said = (_happened(story, count, named) if named else "", _why(story, named))
    return tuple(f"{sentence}。" for sentence in said if sentence)


def matters(story: Story) -> tuple[Progress, ...]:
    """The red and yellow lamps of complete KPIs, worst first."""
    asking = attention(story.board, story.signals, story.catalogue)
    whole = (each for each in asking if each.lamp.calls_for_action and not each.unsettled)
    return tuple(sorted(whole, key=lambda each: _is_small(story, each)))


def _is_small(story: Story, progress: Progress) -> bool:
    """Whether the KPI is a count with a gap of one."""
    return not story.kpi(progress).is_share and abs(progress.gap or 0.0) <= 1


def causes(story: Story) -> tuple[Progress, ...]:
    """The volumes beyond their usual range in the as-of month: those with a note, then headline KPIs."""
    noted = {note.kpi for note in _notes_of_month(story)}

    def is_told(each: Progress) -> bool:
        kpi, signal = story.kpi(each), story.signals.get(each.kpi)
        is_volume = not kpi.direction.is_judged and (kpi.headline or kpi.id in noted)
        least = 0 if kpi.id in noted else LEAST_CASES
        return is_volume and is_about_month(signal, each) and _stands_out(each, signal, least)

    return tuple(sorted(filter(is_told, story.board.progress), key=lambda each: each.kpi not in noted))


def _stands_out(progress: Progress, signal: Signal, least: float) -> bool:
    """Whether a month is outside its usual range, and so far outside that a reader would say so."""
    centre, value = signal.chart.centre or 0.0, progress.month_value
    is_out = signal.chart.points[-1].signal is SignalName.OUTSIDE
    return is_out and value is not None and abs(value - centre) >= max(LEAST_DIFFERENCE * centre, least)


def leading(story: Story) -> tuple[Progress, ...]:
    """The KPIs of the first sentence, cause before matter; none in a month that mostly waits."""
    count = plan_count(story.board)
    return () if count.mostly_waits else _named(story)


def _named(story: Story) -> tuple[Progress, ...]:
    """The KPIs of the first sentence, cause before matter."""
    found, caused = matters(story), causes(story)
    found = tuple(each for each in found if not _is_small(story, each)) or found
    if not caused:
        return found[:MATTERS_TOLD]
    cause = caused[0]
    dataset = story.kpi(cause).dataset
    same = [each for each in found if story.kpi(each).dataset == dataset]
    moving = [each for each in same if _moves(story, each)]
    return (cause, *[*moving, *same, *found][:1])


def _moves(story: Story, each: Progress) -> bool:
    signal = story.signals.get(each.kpi)
    return is_about_month(signal, each) and signal.chart.variation is Variation.CONCERN


def _happened(story: Story, count: PlanCount, named: Sequence[Progress]) -> str:
    if count.mostly_waits:
        return _waits(count)
    if named:
        return "；".join(_finding_and_change(story, each) for each in named)
    counted = count_sentence(story.board, is_open=story.month_is_open).removesuffix("。")
    return "；".join([counted, *_moving(story)])


def _moving(story: Story) -> list[str]:
    """在办工单连续2个月超出正常波动，主要在…: the signals of concern, told where no lamp calls for action."""
    asking = attention(story.board, story.signals, story.catalogue)
    told = []
    for each in [each for each in asking if not each.lamp.calls_for_action][:MATTERS_TOLD]:
        kpi = story.kpi(each)
        drives = ["".join(words) for words in driving_words(story, kpi, each)]
        told.append("，".join([month_headline(kpi, each, story.signals.get(each.kpi)), *drives]))
    return told


def _waits(count: PlanCount) -> str:
    """29项年度目标中25项待报，已报的4项达标."""
    if count.waiting == count.planned:
        return f"{count.planned}项年度目标待报，暂不能评价"
    so_far = "暂" if count.partial else ""
    known = [(count.green, f"{so_far}达标"), (count.behind, f"{so_far}未达要求")]
    told_of = "、".join(f"{number_}项{word}" for number_, word in known if number_)
    return f"{count.planned}项年度目标中{count.waiting}项待报" + (f"，已报的{told_of}" if told_of else "")


def _finding_and_change(story: Story, each: Progress) -> str:
    kpi = story.kpi(each)
    return _finding(story, kpi, each) + redefined_words(kpi, each)


def _finding(story: Story, kpi: Kpi, each: Progress) -> str:
    if not kpi.direction.is_judged:
        return _volume(story, kpi, each)
    cases = in_cases(story.catalogue, kpi, each)
    if not kpi.is_quotient:
        return headlines(kpi, each, story.signals.get(each.kpi))[0] + noted_gaps(story, each)
    if cases:
        return f"{kpi.short_name}未达{amount(each.target, kpi.kind)}，{cases}"
    month = amount(each.month_value, kpi.kind, kpi.counting_unit, each.month_word)
    return f"{headline(kpi, each, story.signals.get(each.kpi))}，{month_name(each.as_of)}{month}"


def _volume(story: Story, kpi: Kpi, each: Progress) -> str:
    """6月受理工单264件，高于平时（月均170件），主要在公路养护中心（96件，平时38件）."""
    chart = story.signals[kpi.id].chart
    upward = (each.month_value or 0.0) > (chart.centre or 0.0)
    usual = number(_rounded(chart.centre), kpi.counting_unit)
    value = named_amount(kpi, each.month_value, each.month_word)
    said = f"{month_name(each.as_of)}{value}，{'高' if upward else '低'}于平时（月均{usual}）"
    drives = driving_words(story, kpi, each)
    return f"{said}，{''.join(drives[0])}" if drives else said


def _rounded(value: float | None) -> float | None:
    """Values of ten and more without a decimal, which would add nothing."""
    return value if value is None or abs(value) < 10 else round(value)


def _why(story: Story, named: Sequence[Progress]) -> str:
    told_of = {each.kpi: each for each in named}
    places = list(told_of)
    notes = [note for note in _notes_of_month(story) if note.kpi in told_of]
    notes = notes or [note for note in story.notes if _is_of_turn(note, told_of)]
    if notes:
        in_order = sorted(notes, key=lambda note: places.index(note.kpi))
        return "；".join(_quoted(story, note) for note in in_order[:NOTES_TOLD])
    for each in (each for each in named if story.kpi(each).is_quotient):
        for label, unit in driving_words(story, story.kpi(each), each):
            return f"{story.kpi(each).short_name}{label}{unit}"
    return ""


def _quoted(story: Story, note: Note) -> str:
    """受理工单：公路养护中心说明，月内三次强降雨…: the KPI, the unit, and its words."""
    who = "" if note.unit == story.board.unit else f"{story.name_of(note.unit)}反映，"
    return f"{story.catalogue.kpi(note.kpi).short_name}：{who}{note.text.strip().rstrip('。')}"


def driving_words(story: Story, kpi: Kpi, progress: Progress) -> list[tuple[str, str]]:
    """The unit behind most of a change or of a rate's shortfall, as label and words; None without one."""
    if kpi.is_quotient:
        lowest = driver_of_rate(kpi, story.children(kpi.id)) if progress.lamp.calls_for_action else None
        if lowest is None:
            return []
        own = f"{story.name_of(lowest.unit)}（{_own_rate(story, kpi, lowest)}）"
        return [("偏高的主要是" if kpi.direction.wants_less else "偏低的主要是", own)]
    signal = story.signals.get(kpi.id)
    if not is_about_month(signal, progress) or signal.chart.variation is Variation.COMMON:
        return []
    upward = (progress.month_value or 0.0) > (signal.chart.centre or 0.0)
    whole = abs((progress.month_value or 0.0) - (signal.chart.centre or 0.0))
    driver = driver_of_month(kpi, story.children(kpi.id), story.board.as_of, upward=upward, whole=whole)
    if driver is None:
        return []
    usual = number(_rounded(driver.usual), kpi.counting_unit)
    own = f"{number(driver.value, kpi.counting_unit, driver.word)}，平时{usual}"
    return [("主要在", f"{story.name_of(driver.unit)}（{own}）")]


def _own_rate(story: Story, kpi: Kpi, progress: Progress) -> str:
    """89.6%, or 2件中1件不满意 of a unit with few cases."""
    few = on_few_cases(story.catalogue, kpi, progress)
    cases = in_cases(story.catalogue, kpi, progress) if few else ""
    return cases or amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)


def _notes_of_month(story: Story) -> list[Note]:
    return [note for note in story.notes if note.month == story.board.as_of]


def _is_of_turn(note: Note, told_of: Mapping[str, Progress]) -> bool:
    """Whether a note belongs to the month in which a lamp changed."""
    return note.kpi in told_of and told_of[note.kpi].since == format_month(note.month)


def _asked(story: Story, count: PlanCount, named: Sequence[Progress]) -> str:
    """What is asked of whom; units that owe figures come first while half of them are missing."""
    owed, late, doubted = owing(story), _overdue(story), to_check(story)
    if count.mostly_waits:
        return "；".join(filter(None, (owed, doubted, late)))
    return "；".join(filter(None, (_measures(story, named), late, doubted, owed)))


def mentioned_first(story: Story, named: Sequence[Progress]) -> list[Progress]:
    """The matters, those already mentioned first."""
    found = matters(story)
    return [*(each for each in named if each in found), *(each for each in found if each not in named)]


def _measures(story: Story, named: Sequence[Progress]) -> str:
    """请办公室、信访办就满意率、信访按期率提出措施，满意率下半年须达95.9%以上."""
    first = mentioned_first(story, named)[:ASKED]
    owners = dict.fromkeys(each.owner for each in first if each.owner)
    if not first or not owners:
        return ""
    needs = ((story.kpi(each), rest_of_year(story.catalogue, story.kpi(each), each)) for each in first)
    need = next((f"{kpi.short_name * (len(first) > 1)}{words}" for kpi, words in needs if "须" in words), "")
    names = "、".join(story.kpi(each).short_name for each in first)
    wanted = _arrangements(story, first) if first[0].year_is_over else "提出措施"
    return f"请{'、'.join(owners)}就{names}{wanted}" + (f"，{need}" if need else "")


def _arrangements(story: Story, first: Sequence[Progress]) -> str:
    """What is asked after the year; a reason only where no note has given it."""
    silent = [story.kpi(each).short_name for each in first if not story.is_explained(each)]
    if len(silent) == len(first):
        return "说明原因、提出下年度安排"
    return "提出下年度安排" + (f"，并说明{'、'.join(silent)}的原因" if silent else "")


def _overdue(story: Story) -> str:
    late = [task for task in story.tasks if task.is_overdue(story.last_day)]
    if not late:
        return _soon(story)
    units = first_few(dict.fromkeys(story.name_of(task.unit) for task in late if task.unit), UNITS_NAMED)
    return f"{len(late)}项任务到期未完成，请{units or '责任单位'}限期办结"


def _soon(story: Story) -> str:
    """“排查水毁隐患”7月15日到期，请丙站抓紧办理: the next task due within a month, if no task is overdue."""
    due = [task for task in story.tasks if standing_of(task, story.last_day) == SOON and task.due]
    if not due:
        return ""
    first = min(due, key=lambda task: task.due or date.max)
    day = f"{first.due.month}月{first.due.day}日" if first.due else ""
    more = f"等{len(due)}项任务" if len(due) > 1 else ""
    return f"“{first.title}”{more}{day}{'起' if more else ''}到期，请{story.name_of(first.unit)}抓紧办理"


def as_text(title: str, points: Sequence[str], turned: str) -> str:
    """The points as a chat message, numbered if there are several."""
    numbered = [f"{number_}．{point}" for number_, point in enumerate(points, start=1)]
    lines = [title, *(numbered if len(points) > 1 else points)]
    return "\n".join([*lines, f"{turned}。"] if turned else lines)
