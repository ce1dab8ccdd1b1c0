"""The finding of a KPI in one sentence: state, gap, since when, what it takes, signal or noise."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.board.signals import Signal
from dashboard.wording.case_words import in_cases
from dashboard.wording.comparison_words import compared_over, year_on_year
from dashboard.wording.distance_words import (
    about_above,
    ahead_words,
    done_so_far,
    is_asked_as_a_whole,
    named_amount,
    not_begun,
    required_text,
    rest_of_year,
    roughly,
    short_by,
    still_allowed,
    still_needed_words,
)
from dashboard.wording.format import amount, change_in_words, distance, month_name, months_listed, number
from dashboard.wording.lamp_words import PART_EXCEEDS_WHOLE
from dashboard.wording.owed_words import what_is_missing
from dashboard.wording.process_words import assurance_reading, is_seldom, movement_reading, swings_too_widely
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.process import Assurance, Variation
from domain.kpi.progress import Progress

# The limits of a process that is improving would call it hopeless, and those of a worsening one fine.
OVERTAKEN = ((Variation.IMPROVEMENT, Assurance.FAIL), (Variation.CONCERN, Assurance.PASS))


def sentence(
    catalogue: Catalogue,
    kpi: Kpi,
    progress: Progress,
    signal: Signal | None = None,
    unit_names: Mapping[str, str] | None = None,
    *,
    movement: bool = True,
) -> str:
    """The finding of one KPI, for a page, a slide or a document.

    `signal` adds what the monthly values show. `unit_names` (by code) names the missing units. `movement`
    False leaves out values beyond a limit, for places that draw no limit.
    """
    marks = _incomplete(progress, unit_names or {}) + redefined_words(kpi, progress) + _regrouped(progress)
    parts = [_state(catalogue, kpi, progress) + marks]
    parts.extend(beyond_the_state(catalogue, kpi, progress, signal, movement=movement))
    return "；".join(part for part in parts if part) + "。"


def beyond_the_state(
    catalogue: Catalogue,
    kpi: Kpi,
    progress: Progress,
    signal: Signal | None = None,
    *,
    movement: bool = True,
) -> tuple[str, ...]:
    """The clauses after the state, for places that show its figures: what it takes, signal, outlook."""
    if progress.lamp == lamps.WAITING:
        return ()
    clauses = (
        what_it_takes(catalogue, kpi, progress),
        movement_reading(kpi, progress, signal) if movement else "",
        _outlook(kpi, progress, signal),
    )
    return tuple(clause for clause in clauses if clause)


def span(progress: Progress) -> str:
    """The months of the year to date: 1月, 1—6月, 全年; a unit's begin and end with it: 6—8月."""
    first, last = progress.life.within(progress.year, int(progress.as_of[5:]))
    return months_so_far(last) if first == 1 else f"{first}月" if first == last else f"{first}—{last}月"


def months_so_far(month: int) -> str:
    """The same from the number of the last month."""
    return {1: "1月", 12: "全年"}.get(month, f"1—{month}月")


def behind_since(kpi: Kpi, progress: Progress) -> str:
    """自3月起落后于时序; "" for a lamp that requires no action, or that may change once all have reported."""
    is_over = progress.year_is_over and kpi.works_towards_target
    if progress.since is None or is_over or progress.unsettled:
        return ""
    when = "本月起" if progress.since == progress.as_of else f"自{month_name(progress.since)}起"
    return when + _behind(kpi)


def _behind(kpi: Kpi) -> str:
    if kpi.works_towards_target:
        return "落后于时序"
    if kpi.uses_up_limit:
        return "超出控制进度"
    return "超出控制数" if kpi.is_stock else "未达目标"


def _state(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    if progress.lamp == lamps.WAITING:
        return _waiting(kpi, progress)
    if progress.year_to_date is None:
        whole = catalogue.column(kpi.denominator[0].indicator).name
        return f"{span(progress)}{whole}为0，{kpi.short_name}暂不评价"
    if progress.part_exceeds_whole:
        parts = f"{number(progress.numerator)}÷{number(progress.denominator)}"
        seen = named_amount(kpi, progress.year_to_date, progress.word)
        return f"{span(progress)}{seen}（{parts}），{PART_EXCEEDS_WHOLE}"
    if progress.lamp == lamps.WATCH or progress.target is None:
        return _watched(kpi, progress)
    if kpi.is_quotient:
        return _quotient(catalogue, kpi, progress)
    if kpi.is_stock:
        return _stock(kpi, progress)
    return _sum_with_limit(kpi, progress) if kpi.uses_up_limit else _sum(kpi, progress)


def _waiting(kpi: Kpi, progress: Progress) -> str:
    if progress.year_to_date is None:
        return f"{kpi.short_name}{months_listed(progress.missing_months)}尚未报送"
    state = f"{kpi.short_name}{month_name(progress.as_of)}尚未报送"
    known = amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)
    if kpi.is_stock:
        return f"{state}，最近一次报送为{known}"
    return f"{state}，已报月份{'累计' if kpi.adds_up else '为'}{known}"


def _watched(kpi: Kpi, progress: Progress) -> str:
    if kpi.is_stock:
        return _watched_stock(kpi, progress)
    parts = [span(progress) + named_amount(kpi, progress.year_to_date, progress.word)]
    if (
        kpi.adds_up
        and len(set(progress.life.within(progress.year, int(progress.as_of[5:])))) > 1
        and progress.year_to_date
        and progress.month_value is not None
    ):
        month = amount(progress.month_value, kpi.kind, kpi.counting_unit, progress.month_word)
        parts.append(f"{month_name(progress.as_of)}{month}")
    parts.append(year_on_year(kpi, progress))
    return "，".join(part for part in parts if part)


def _watched_stock(kpi: Kpi, progress: Progress) -> str:
    """A balance is compared with the same month of last year only, because it has no year to date.

    Where units are missing in either year, over those that have both.
    """
    seen = time_of(kpi, progress) + named_amount(kpi, progress.year_to_date, progress.word)
    against = change_in_words(
        progress.comparable_to_date,
        progress.year_ago_month,
        kpi.kind,
        kpi.counting_unit,
        about=progress.compares_about,
    )
    return f"{seen}，{compared_over(progress)}与上年同月相比{against}" if against else seen


def time_of(kpi: Kpi, progress: Progress) -> str:
    """The time of the figure: 6月末 for a balance at month-end, 6月 for another balance, otherwise 1—6月."""
    if not kpi.is_stock:
        return span(progress)
    return month_name(progress.as_of) + ("末" if kpi.is_month_end else "")


def _sum(kpi: Kpi, progress: Progress) -> str:
    done = span(progress) + done_so_far(kpi, progress)
    due = amount(progress.expected_to_date, kpi.kind, kpi.counting_unit)
    is_whole = progress.life.within(progress.year, int(progress.as_of[5:]))[0] == 1
    due_by = "应完成" if is_whole else "按全年时序应完成"  # it counts from January also for a new unit
    if progress.lamp.calls_for_action:
        done = f"{done}，{'年度目标' if progress.year_is_over else due_by}{due}"
        far = "" if not_begun(kpi, progress) else short_by(kpi, progress)
        return _joined(done, far, behind_since(kpi, progress))
    if progress.is_done:
        return f"{done}，已完成年度目标{amount(progress.target, kpi.kind, kpi.counting_unit)}"
    if not progress.expected_to_date:
        return f"{done}，按时序尚未到期"
    return f"{done}，{due_by}{due}，{ahead_words(kpi, progress)}"


def _sum_with_limit(kpi: Kpi, progress: Progress) -> str:
    seen = span(progress) + named_amount(kpi, progress.year_to_date, progress.word)
    ceiling = amount(progress.target, kpi.kind, kpi.counting_unit)
    by_now = amount(progress.expected_to_date, kpi.kind, kpi.counting_unit)
    if not progress.lamp.calls_for_action:
        is_whole = progress.year_is_over or not progress.target
        held = f"未超全年控制数{ceiling}" if is_whole else f"全年控制数{ceiling}，控制在进度内"
        return f"{seen}，{held}"
    over = (progress.year_to_date or 0.0) - (progress.target or 0.0)
    limits = f"至本月应不超过{by_now}，全年控制数{ceiling}"
    if over > lamps.TOLERANCE:
        limits = f"全年控制数{ceiling}，已超{about_above(progress)}{number(over, kpi.counting_unit)}"
    return _joined(f"{seen}，{limits}", behind_since(kpi, progress))


def _stock(kpi: Kpi, progress: Progress) -> str:
    seen = time_of(kpi, progress) + named_amount(kpi, progress.year_to_date, progress.word)
    ceiling = amount(progress.target, kpi.kind, kpi.counting_unit)
    if not progress.lamp.calls_for_action:
        held = "已报单位在控制范围内" if progress.missing_units else "在控制范围内"
        return f"{seen}，控制数{ceiling}，{held}"
    over = number(abs(progress.gap or 0.0), kpi.counting_unit)
    return _joined(f"{seen}，比控制数{ceiling}{about_above(progress)}多{over}", behind_since(kpi, progress))


def _quotient(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    parts = in_cases(catalogue, kpi, progress) or (
        f"{roughly(progress)}{number(progress.numerator)}÷{number(progress.denominator)}"
    )
    seen = f"{span(progress)}{named_amount(kpi, progress.year_to_date, progress.word)}（{parts}）"
    goal = f"目标{amount(progress.target, kpi.kind, kpi.counting_unit)}"
    if not progress.lamp.calls_for_action:
        return f"{seen}，{'未超' if kpi.direction.wants_less else '达到'}{goal}"
    side = "高" if kpi.direction.wants_less else "低"
    off = distance(progress.gap or 0.0, kpi.kind, kpi.counting_unit)
    return _joined(f"{seen}，比{goal}{roughly(progress)}{side}{off}", behind_since(kpi, progress))


def _joined(*clauses: str) -> str:
    return "，".join(filter(None, clauses))


def what_it_takes(catalogue: Catalogue, kpi: Kpi, progress: Progress, *, beside_plan: bool = False) -> str:
    """What the annual target still requires, as a clause; "" if nothing, or if it cannot be said.

    `beside_plan`: target and monthly amount are shown beside it already and are not repeated.
    """
    if progress.target is None or progress.year_to_date is None or progress.lamp == lamps.WAITING:
        return ""
    if kpi.is_quotient:
        return rest_of_year(catalogue, kpi, progress)
    if kpi.is_stock:
        return ""
    months = 12 - int(progress.as_of[5:])
    if progress.required_per_month is None or not months or (progress.is_done and kpi.works_towards_target):
        return ""
    left = progress.target - progress.year_to_date
    rest = f"余下{months}个月" if months > 1 else "12月"
    so_far = "" if progress.is_complete else "按已报数，"
    if kpi.uses_up_limit:
        return f"{so_far}{rest}{still_allowed(kpi, progress, left)}" if left >= 0 else ""
    needed = f"{so_far}{rest}{still_needed_words(kpi, progress, left)}"
    if beside_plan:
        return needed
    goal = amount(progress.target, kpi.kind, kpi.counting_unit)
    monthly = f"（月均{required_text(kpi, progress)}{kpi.counting_unit}）"
    each = "" if is_asked_as_a_whole(progress) else monthly
    return f"年度目标{goal}，{needed}{each}"


def _outlook(kpi: Kpi, progress: Progress, signal: Signal | None) -> str:
    """The assurance, or that the forecast leaves it open.

    Returns "" if the year is over, if the target is reached, if missing months may decide it, or if the last
    months already say more.
    """
    is_known = progress.year_is_over or (kpi.adds_up and progress.is_done)
    if signal is None or is_known or progress.provisional:
        return ""
    if (signal.chart.variation, signal.assurance) in OVERTAKEN:
        return ""
    is_open = signal.assurance is Assurance.INCONSISTENT
    if is_open and not kpi.adds_up and signal.chart.variation is not Variation.COMMON:
        return ""
    if is_seldom(kpi, progress):
        return ""
    told = assurance_reading(kpi, signal)
    if not told and kpi.works_towards_target and progress.target is not None and swings_too_widely(progress):
        return "各月波动大，全年结果暂难预计"
    return told


def _incomplete(progress: Progress, unit_names: Mapping[str, str]) -> str:
    lacking = what_is_missing(progress, unit_names)
    has_gaps = bool(progress.earlier_gaps or progress.partial_months)
    if not lacking or (progress.year_to_date is None and progress.lamp == lamps.WAITING and has_gaps):
        return ""
    is_partial = progress.lamp != lamps.WAITING or has_gaps
    return f"（{'数据不全，' if is_partial else ''}{lacking}）"


def redefined_words(kpi: Kpi, progress: Progress) -> str:
    """（口径自3月起调整）: the definition changed within the months shown; "" otherwise."""
    changed = f"{progress.year}-01" < kpi.since <= progress.as_of
    return f"（口径自{month_name(kpi.since)}起调整）" if changed else ""


def _regrouped(progress: Progress) -> str:
    """（7月起所属单位有调整）: this year's figures are those of other units than before."""
    matters = progress.adds_up or progress.lamp.calls_for_action
    is_recent = matters and progress.regrouped.startswith(f"{progress.year}-")
    return f"（{month_name(progress.regrouped)}起所属单位有调整）" if is_recent else ""
