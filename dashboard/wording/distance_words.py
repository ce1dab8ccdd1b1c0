"""A figure in words and its distance from its target: short by, and what the rest of the year must reach."""

from __future__ import annotations

from math import ceil

from dashboard.wording.case_words import done_later, on_few_cases
from dashboard.wording.format import ABOUT_LEVEL, LEVEL, NOTHING, amount, distance, number, percent
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress

# From this value on, tenths per month are of no interest.
WHOLE_FROM = 10
# How far a figure is below or above a level, by its word: 余 is more than the figure says, 近 is less.
_ABOVE = {"余": "至少", "多": "至少", "+": "至少", "近": "至多"}
_BELOW = {"余": "最多", "多": "最多", "+": "最多", "近": "至少"}
_MONTHS_IN_WORDS = {6: "下半年", 3: "四季度", 1: "12月"}


def not_begun(kpi: Kpi, progress: Progress) -> bool:
    """Whether to say 尚未开展: of occasions, for leaflets and hours are not held."""
    return progress.year_to_date == 0 and progress.is_complete and kpi.is_held


def named_amount(kpi: Kpi, value: float | None, word: str = "", verb: str = "") -> str:
    """Name and value together: 受理工单268件, 集体学法完成2次; 参训108人次 instead of 参训人次完成108人次."""
    name = kpi.short_name.removesuffix(kpi.counting_unit) or kpi.short_name
    verb = verb if name == kpi.short_name else ""
    return f"{name}{verb}{amount(value, kpi.kind, kpi.counting_unit, word)}"


def done_so_far(kpi: Kpi, progress: Progress) -> str:
    """集体学法完成2次; 集体学法尚未开展."""
    if not_begun(kpi, progress):
        return f"{kpi.short_name}{'未' if progress.year_is_over else '尚未'}开展"
    return named_amount(kpi, progress.year_to_date, progress.word, "完成" if progress.year_to_date else "")


def share_text(progress: Progress, share: float | None) -> str:
    """A share of what is due: 67%; 约67% of an approximate figure."""
    return roughly(progress) + percent(share)


def short_by(kpi: Kpi, progress: Progress, exact: str = "少") -> str:
    """少2次; 最多差2次 for 30余; 约差2次. Another verb keeps its position: 落后时序最多2次."""
    size = number(abs(progress.gap or 0.0), kpi.counting_unit)
    if not progress.approximate:
        return f"{exact}{size}"
    about = _BELOW.get(progress.word, "约")
    return f"{about}差{size}" if exact == "少" else f"{exact}{about}{size}"


def ahead_words(kpi: Kpi, progress: Progress) -> str:
    """快于时序2次; 快于时序至少2次 for 30余; 与时序持平, 基本持平 if the figure is approximate."""
    if not progress.gap:
        return f"与时序{ABOUT_LEVEL if progress.approximate else LEVEL}"
    return f"快于时序{about_above(progress)}{number(progress.gap, kpi.counting_unit)}"


def about_above(progress: Progress) -> str:
    """The word before the distance of an approximate figure above a level: 至少, 至多, 约."""
    return _ABOVE.get(progress.word, "约") if progress.approximate else ""


def roughly(progress: Progress) -> str:
    """约 before a number that an approximate figure makes, where 至少 and 最多 do not fit; otherwise ""."""
    return "约" if progress.approximate else ""


def still_needed_words(kpi: Kpi, progress: Progress, left: float) -> str:
    """还需18次; 最多还需18次 for 18余; 还需约18次."""
    size = number(left, kpi.counting_unit)
    if not progress.approximate:
        return f"还需{size}"
    return f"{_BELOW[progress.word]}还需{size}" if progress.word in _BELOW else f"还需约{size}"


def still_allowed(kpi: Kpi, progress: Progress, left: float) -> str:
    """至多再有1起; 不得再发生, or 不得发生 where nothing has happened yet: what a limit leaves."""
    if left:
        return f"至多再有{roughly(progress)}{number(left, kpi.counting_unit)}"
    return "不得再发生" if progress.year_to_date else "不得发生"


def goal_text(kpi: Kpi, value: float | None, counting_unit: str = "") -> str:
    """What is due, or the target, in a table's cell: 12次; ≤2起 for a limit, which nobody has to reach."""
    said = amount(value, kpi.kind, counting_unit)
    return f"≤{said}" if kpi.direction.wants_less and value is not None else said


def due_text(kpi: Kpi, progress: Progress) -> str:
    """What is due by the as-of month, in a table's cell; — where the target holds for every month alike."""
    return goal_text(kpi, progress.expected_to_date if kpi.adds_up else None)


def gap_text(kpi: Kpi, progress: Progress) -> str:
    """Year to date minus due, signed; percentage points for a rate; 最多差220 for an approximate figure."""
    gap = progress.gap
    if gap is None:
        return NOTHING
    if progress.approximate and abs(gap) < lamps.TOLERANCE:
        return ABOUT_LEVEL
    if progress.approximate and gap < 0 and kpi.works_towards_target:
        return f"{_BELOW.get(progress.word, '约')}差{number(-gap)}"
    sign = "−" if gap < 0 else "+" if gap > 0 else ""
    if kpi.is_share or gap < 0:
        size = distance(gap, kpi.kind)
        return size if size.startswith("不足") else roughly(progress) + sign + size
    return sign + number(gap, word=progress.word)


def is_asked_as_a_whole(progress: Progress) -> bool:
    """Whether what is still needed is no amount a month: under one a month, or only December is left."""
    monthly = progress.required_per_month
    return monthly is not None and (monthly < 1 or progress.as_of.endswith("-11"))


def required_text(kpi: Kpi, progress: Progress) -> str:
    """The amount each remaining month needs, or the whole remainder: 共需2; — for a limit."""
    monthly = progress.required_per_month
    value, annual = progress.year_to_date, progress.target
    if not monthly or not kpi.works_towards_target or value is None or annual is None:
        return NOTHING
    about = _BELOW.get(progress.word, "约") if progress.approximate else ""
    if is_asked_as_a_whole(progress):
        return f"{about}共需{number(annual - value)}"
    return about + number(ceil(monthly) if monthly >= WHOLE_FROM else monthly)


def months_left(progress: Progress) -> str:
    """下半年, 四季度, 12月, 余下4个月: the rest of the year."""
    left = 12 - int(progress.as_of[5:])
    return _MONTHS_IN_WORDS.get(left, f"余下{left}个月")


def rest_of_year(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """下半年须达95.9%以上; 下半年即使达100%，全年约96.7%，仍达不到目标; "" if nothing is needed.

    Assumes as many cases per month as so far, if these are enough to say so; otherwise 此后须连续2件达标,
    if so many may still come. Where a case can still be made good: 再整改2条即达目标.
    Nothing else is said while figures are owed: what the year can still reach depends on them.
    """
    above, below, target = progress.numerator, progress.denominator, progress.target
    is_asked = kpi.is_share and progress.lamp.calls_for_action and not progress.year_is_over
    if not is_asked or above is None or not below or target is None:
        return ""
    about = roughly(progress)
    if verb := done_later(kpi):
        unit = catalogue.column(kpi.numerator[0].indicator).counting_unit
        so_far = "" if progress.is_complete else "按已报数，"
        more = ceil(target * below - above - lamps.TOLERANCE)
        return f"{so_far}再{verb}{about}{number(more, unit)}即达目标"
    if not progress.is_complete:
        return ""
    month = int(progress.as_of[5:])
    began = progress.life.start
    months = month - (began.month - 1 if began is not None and began.year == progress.year else 0)
    coming = below * (12 - month) / months
    if on_few_cases(catalogue, kpi, progress) and kpi.direction.wants_more:
        if target >= 1:
            return f"全年已无法达到{percent(target)}"
        unit = catalogue.column(kpi.denominator[0].indicator).counting_unit
        more = ceil((target * below - above) / (1 - target) - lamps.TOLERANCE)
        return f"此后须连续{about}{number(more, unit)}达标" if more <= coming else ""
    needed = (target * (below + coming) - above) / coming
    when = months_left(progress)
    if kpi.direction.wants_less:
        within = f"{when}须控制在{about}{percent(needed)}以内"
        return within if needed > 0 else f"{when}不再发生，全年也会超出目标"
    if needed > 1 + lamps.TOLERANCE:
        best = (above + coming) / (below + coming)
        told, goal = percent(best), percent(target)
        reached = f"全年仍略低于目标{goal}" if told == goal else f"全年约{told}，仍达不到目标"
        return f"{when}即使达100%，{reached}"
    share = percent(needed)
    return f"{when}须达{about}{share}" + ("" if about or share == "100%" else "以上")
