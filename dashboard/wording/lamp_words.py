"""A lamp in words: the word beside its shape, the reason for it in one line, and which lamps changed."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.board.board import Board
from dashboard.board.lamp_changes import LampChange, lamp_changes
from dashboard.wording.case_words import in_cases
from dashboard.wording.distance_words import about_above, roughly
from dashboard.wording.format import amount, distance, first_few, month_name
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress
from domain.months import parse_month

PART_EXCEEDS_WHOLE = "分子大于分母，待核"


def lamp_word(catalogue: Catalogue, progress: Progress) -> str:
    """The word of a KPI's lamp: 符合时序, 已完成, 滞后, …"""
    kpi = catalogue.kpi(progress.kpi)
    return catalogue.lamp_word(kpi, progress.lamp, done=progress.is_done, year_is_over=progress.year_is_over)


def lamp_in_words(catalogue: Catalogue, progress: Progress) -> str:
    """Shape and word: ▲ 滞后."""
    return f"{catalogue.lamp(progress.lamp).shape} {lamp_word(catalogue, progress)}"


def reason(catalogue: Catalogue, progress: Progress) -> str:
    """One line: "应完成 6，实际 4，完成时序 67%" for a sum, the distance to the target for a rate."""
    kpi = catalogue.kpi(progress.kpi)
    if outside := progress.life.outside_in_words(parse_month(progress.as_of)):
        return outside
    if progress.lamp is lamps.WAITING:
        return f"{month_name(progress.as_of)}未报送"
    value, due, annual = progress.year_to_date, progress.expected_to_date, progress.target
    if progress.lamp is lamps.WATCH or value is None or due is None or annual is None:
        return _nothing_to_judge(catalogue, kpi, progress)
    if kpi.is_quotient:
        cases = in_cases(catalogue, kpi, progress) if progress.lamp.calls_for_action else ""
        return _quotient(kpi, progress, value, annual, cases)
    actual = amount(value, kpi.kind, word=progress.word)
    if kpi.is_stock:
        return f"控制数 {amount(annual, kpi.kind)}，目前 {actual}"
    if kpi.direction.wants_less:
        if value > annual + lamps.TOLERANCE:
            over = about_above(progress) + amount(value - annual, kpi.kind)
            return f"全年控制数 {amount(annual, kpi.kind)}，实际 {actual}，已超 {over}"
        by_now = amount(due, kpi.kind)
        return f"全年控制数 {amount(annual, kpi.kind)}，至本月不超过 {by_now}，实际 {actual}"
    if progress.year_is_over:
        share = roughly(progress) + _share_done(progress.lamp, value, annual)
        return f"年度目标 {amount(annual, kpi.kind)}，实际 {actual}，完成 {share}"
    if not due:
        return f"按时序尚无应完成量，实际 {actual}"
    share = roughly(progress) + _share_done(progress.lamp, value, due)
    return f"应完成 {amount(due, kpi.kind)}，实际 {actual}，完成时序 {share}"


def reason_so_far(catalogue: Catalogue, progress: Progress) -> str:
    """The reason, and how many units have not reported the month yet."""
    missing = f"（{len(progress.missing_units)}个单位未报）" if progress.incomplete else ""
    return reason(catalogue, progress) + missing


def _share_done(lamp: str, value: float, due: float) -> str:
    """67%; never 100% of what is not reached, because 99.6 % is not all of it yet."""
    share = round(value / due * 100) if due else 100
    return f"{share if lamp == lamps.GREEN else min(share, 99):,}%"


def _quotient(kpi: Kpi, progress: Progress, value: float, annual: float, cases: str) -> str:
    """A quotient against its target; rounding must not make a missed target look met.

    `cases` stand for the gap where there are so few that they say more.
    """
    gap, side = value - annual, "高" if value > annual else "差"
    words = "" if abs(gap) < lamps.TOLERANCE else f"{side}{distance(gap, kpi.kind, kpi.counting_unit)}"
    words = roughly(progress) + words if words else ""
    goal, actual = amount(annual, kpi.kind), amount(value, kpi.kind, word=progress.word)
    return "，".join(part for part in (f"目标 {goal}", f"实际 {actual}", cases or words) if part)


def _nothing_to_judge(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    if not kpi.direction.is_judged:
        return "监测指标，不设目标"
    if progress.part_exceeds_whole:
        return PART_EXCEEDS_WHOLE
    if progress.target is None:
        return "未设年度目标"
    names = "、".join(catalogue.column(term.indicator).name for term in kpi.denominator)
    return f"本年{names}为 0，暂不评价"


TURNS_SHOWN = 5


def turned_lamps(catalogue: Catalogue, before: Board | None, after: Board) -> str:
    """较上月变差2项：满意率（达标→接近目标）…；好转1项：…; "" in January and if no lamp changed."""
    if before is None:
        return ""
    changes = lamp_changes([before], [after])
    judged = [each for each in changes if each.before.lamp.is_lit and each.after.lamp.is_lit]
    whole = [each for each in judged if not (each.after.unsettled or each.before.unsettled)]
    worse = [each for each in whole if each.after.lamp.urgency < each.before.lamp.urgency]
    better = [each for each in whole if each not in worse and not _is_missed(each)]
    clauses = (_turned(catalogue, "变差", worse), _turned(catalogue, "好转", better))
    said = "；".join(filter(None, clauses))
    return f"较上月{said}" if said else ""


def _is_missed(change: LampChange) -> bool:
    """Whether the year is over without its target: 严重滞后→未完成 is no turn for the better."""
    return change.after.year_is_over and change.after.adds_up and change.after.lamp.calls_for_action


def _turned(catalogue: Catalogue, how: str, changes: Sequence[LampChange]) -> str:
    if not changes:
        return ""
    turns = [
        f"{catalogue.kpi(each.after.kpi).short_name}"
        f"（{lamp_word(catalogue, each.before)}→{lamp_word(catalogue, each.after)}）"
        for each in changes
    ]
    return f"{how}{len(changes)}项：{first_few(turns, TURNS_SHOWN, '项')}"
