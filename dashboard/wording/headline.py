"""The finding as the title of a chart or slide, at most 20 characters, so that it fits a phone."""

from __future__ import annotations

from dashboard.board.signals import Signal
from dashboard.wording.case_words import done_later
from dashboard.wording.comparison_words import year_on_year
from dashboard.wording.distance_words import about_above, ahead_words, done_so_far, named_amount, short_by
from dashboard.wording.format import amount, month_name, number
from dashboard.wording.lamp_words import PART_EXCEEDS_WHOLE
from dashboard.wording.narrative import span
from dashboard.wording.process_words import (
    in_a_row,
    is_about_month,
    months_outside,
    run_of_last,
    steps_of_last,
)
from dashboard.wording.text_fit import text_width
from domain.catalogue import Catalogue, Kpi
from domain.kpi import lamp as lamps
from domain.kpi.lamp import Target
from domain.kpi.process import SignalName, Variation
from domain.kpi.progress import Progress

LONGEST = 20


def headline(kpi: Kpi, progress: Progress, signal: Signal | None = None) -> str:
    """The finding of one KPI.

    A volume is never praised: without a target the headline says what is normal.
    """
    return first_that_fits(headlines(kpi, progress, signal))


def month_headline(kpi: Kpi, progress: Progress, signal: Signal | None = None) -> str:
    """The finding of the as-of month alone, regardless of the target: 6月宣传资料50份，波动正常."""
    if progress.lamp == lamps.WAITING:
        return headline(kpi, progress, signal)
    return first_that_fits(_watched(kpi, progress, signal))


def year_headline(kpi: Kpi, progress: Progress) -> str:
    """The finding of the year to date against last year's: 1—6月办理案件204起，同比增长6.8%."""
    if progress.year_to_date is None:
        return headline(kpi, progress)
    seen = named_amount(kpi, progress.year_to_date, progress.word)
    total, against = f"{span(progress)}{seen}", year_on_year(kpi, progress)
    if progress.missing_units or progress.partial_months:
        return first_that_fits([f"{total}，尚未报全", f"{seen}，尚未报全", f"{kpi.short_name}尚未报全"])
    return first_that_fits([f"{total}，{against}", f"{seen}，{against}", total] if against else [total])


def parts_headline(catalogue: Catalogue, kpi: Kpi, progress: Progress) -> str:
    """The parts of a rate in the year to date: 回访724件，其中满意681件."""
    denominator_name, numerator_name = parts_names(catalogue, kpi)
    if progress.denominator is None or progress.numerator is None:
        return f"{denominator_name}与{numerator_name}"
    below = _counted(
        denominator_name, catalogue.column(kpi.denominator[0].indicator).counting_unit, progress.denominator
    )
    above = _counted(
        numerator_name, catalogue.column(kpi.numerator[0].indicator).counting_unit, progress.numerator
    )
    among = "其中" if progress.numerator <= progress.denominator else ""
    words = f"{below}，{among}{above}"
    return words if text_width(words, 1) <= LONGEST else f"{denominator_name}与{numerator_name}"


def parts_names(catalogue: Catalogue, kpi: Kpi) -> tuple[str, str]:
    """The names of a rate's denominator and numerator: 回访数, 满意数."""
    denominator_name, numerator_name = (
        "＋".join(catalogue.column(term.indicator).name for term in terms)
        for terms in (kpi.denominator, kpi.numerator)
    )
    return denominator_name, numerator_name


def _counted(name: str, counting_unit: str, value: float) -> str:
    """回访724件 instead of 回访数724件."""
    bare = name.removesuffix("数").removesuffix(counting_unit)
    return f"{bare or name}{number(value, counting_unit)}"


def first_that_fits(candidates: list[str]) -> str:
    """The first candidate that fits; the last one, the shortest, if none fits."""
    return next((text for text in candidates if len(text) <= LONGEST), candidates[-1])


def headlines(kpi: Kpi, progress: Progress, signal: Signal | None) -> list[str]:
    """The finding in several lengths, longest first."""
    if progress.lamp == lamps.WAITING:
        return [f"{kpi.short_name}{month_name(progress.as_of)}尚未报送"]
    if progress.part_exceeds_whole:
        return [
            f"{named_amount(kpi, progress.year_to_date, progress.word)}，{PART_EXCEEDS_WHOLE}",
            f"{kpi.short_name}待核",
        ]
    if progress.lamp == lamps.WATCH or progress.target is None:
        return _watched(kpi, progress, signal)
    if progress.missing_units and _may_still_turn(kpi, progress):
        return [
            f"{named_amount(kpi, progress.year_to_date, progress.word)}，尚未报全",
            f"{kpi.short_name}尚未报全",
        ]
    if kpi.is_quotient:
        return _quotient(kpi, progress, signal)
    if kpi.is_stock:
        return _stock(kpi, progress)
    return _sum_with_limit(kpi, progress) if kpi.uses_up_limit else _sum(kpi, progress)


def _may_still_turn(kpi: Kpi, progress: Progress) -> bool:
    """Whether more reports may make the finding wrong: what is reached stays so, the others may change."""
    return kpi.is_quotient or (kpi.has_limit and progress.lamp == lamps.GREEN)


def _watched(kpi: Kpi, progress: Progress, signal: Signal | None) -> list[str]:
    month, name = month_name(progress.as_of), kpi.short_name
    finding = _movement(progress, signal)
    if finding.startswith(("近", "连续")):
        return [f"{name}{finding}"]
    if progress.month_value is None:
        return [_without_a_month(kpi, progress)]
    plain = month + named_amount(kpi, progress.month_value, progress.month_word)
    if progress.missing_units:
        return [f"{plain}，尚未报全", f"{name}尚未报全"]
    return [f"{plain}，{finding}", f"{name}{finding}"] if finding else [plain]


def _without_a_month(kpi: Kpi, progress: Progress) -> str:
    """The headline for a rate whose denominator is 0 this month."""
    if progress.year_to_date is None:
        return f"{kpi.short_name}暂不评价"
    value = amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)
    return f"{kpi.short_name}累计{value}"


def _movement(progress: Progress, signal: Signal | None) -> str:
    """What the last month shows, as half a title; "" if the series is too short."""
    if not is_about_month(signal, progress) or signal.chart.centre is None:
        return ""
    chart, centre = signal.chart, signal.chart.centre
    last = chart.points[-1]
    above = last.value > centre
    match last.signal:
        case SignalName.OUTSIDE:
            run = months_outside(chart)
            beyond = "超出正常波动" if above else "低于正常波动"
            return f"连续{run}个月{beyond}" if run > 1 else beyond
        case SignalName.TREND:
            upward = last.value > chart.points[-2].value
            return f"连续{steps_of_last(chart.points)}个月{'上升' if upward else '下降'}"
        case SignalName.TWO_OF_THREE:
            return f"近3个月偏{'高' if above else '低'}"
        case SignalName.SHIFT:
            return f"近{run_of_last(chart.points, centre)}个月均{'高' if above else '低'}于均值"
    return "波动正常"


def _sum(kpi: Kpi, progress: Progress) -> list[str]:
    name = kpi.short_name
    done = done_so_far(kpi, progress)
    if progress.lamp.calls_for_action:
        behind = short_by(kpi, progress, "差年度目标" if progress.year_is_over else "落后时序")
        if progress.missing_units or progress.unsettled:
            return [f"{done}，尚未报全", f"{name}尚未报全"]
        return [f"{done}，{behind}", f"{name}{behind}"]
    if progress.is_done:
        return [f"{done}，已达年度目标", f"{name}已达年度目标"]
    if not progress.expected_to_date:
        return [f"{done}，按时序尚未到期", done]
    pace = ahead_words(kpi, progress)
    return [f"{done}，{pace}", f"{name}{pace}"]


def _sum_with_limit(kpi: Kpi, progress: Progress) -> list[str]:
    seen = named_amount(kpi, progress.year_to_date, progress.word)
    year_to_date, target = progress.year_to_date or 0.0, progress.target or 0.0
    if not lamps.at_most(year_to_date, target):
        over = about_above(progress) + number(year_to_date - target, kpi.counting_unit)
        return [f"{seen}，超控制数{over}", f"{kpi.short_name}超控制数{over}"]
    held = "未超全年控制数" if progress.year_is_over else "在控制进度内"
    finding = "快于控制进度" if progress.lamp.calls_for_action else held
    return [f"{seen}，{finding}", f"{kpi.short_name}{finding}"]


def _stock(kpi: Kpi, progress: Progress) -> list[str]:
    seen = named_amount(kpi, progress.year_to_date, progress.word)
    if progress.lamp.calls_for_action:
        over = about_above(progress) + number(abs(progress.gap or 0.0), kpi.counting_unit)
        return [f"{seen}，超控制数{over}", f"{kpi.short_name}超控制数{over}"]
    if progress.missing_units:
        return [f"{seen}，尚未报全", f"{kpi.short_name}尚未报全"]
    return [f"{seen}，在控制数内", f"{kpi.short_name}在控制数内"]


def _quotient(kpi: Kpi, progress: Progress, signal: Signal | None) -> list[str]:
    goal = amount(progress.target, kpi.kind, kpi.counting_unit)
    value = amount(progress.year_to_date, kpi.kind, kpi.counting_unit, progress.word)
    if kpi.direction.wants_less:
        return _ceiling_of_quotient(kpi, progress, goal, value)
    if not progress.lamp.calls_for_action:
        met = [f"{kpi.short_name}{value}，达到目标{goal}", f"{kpi.short_name}达到目标{goal}"]
        return [*_met_but_moving(kpi, progress, signal), *met]
    run = months_below(signal, progress.year, progress.plan)
    if run >= 2 and not done_later(kpi):
        return [f"{kpi.short_name}连续{run}个月低于目标{goal}"]
    if value == goal:
        return [f"{kpi.short_name}略低于目标{goal}"]
    name, whole = kpi.short_name, "全年" if progress.year_is_over else "累计"
    return [
        f"{name}{whole}{value}，低于目标{goal}",
        f"{name}{value}，低于目标{goal}",
        f"{name}低于目标{goal}",
    ]


def _ceiling_of_quotient(kpi: Kpi, progress: Progress, goal: str, value: str) -> list[str]:
    """A rate with a ceiling: 超期率累计1.5%，高于目标1%."""
    name = kpi.short_name
    if not progress.lamp.calls_for_action:
        return [f"{name}{value}，未超目标{goal}", f"{name}未超目标{goal}"]
    over = "略高于目标" if value == goal else "高于目标"
    return [f"{name}累计{value}，{over}{goal}", f"{name}{value}，{over}{goal}", f"{name}{over}{goal}"]


def _met_but_moving(kpi: Kpi, progress: Progress, signal: Signal | None) -> list[str]:
    """解决率累计达标，6月低于正常波动: a rate on target whose last months changed for the worse."""
    if (
        signal is None
        or signal.chart.variation is not Variation.CONCERN
        or not is_about_month(signal, progress)
    ):
        return []
    moved = _movement(progress, signal)
    when = "" if moved.startswith(("近", "连续")) else month_name(progress.as_of)
    return [f"{kpi.short_name}累计达标，{when}{moved}"]


def months_below(signal: Signal | None, year: int, plan: Target | None) -> int:
    """How many months of the year in a row, up to the last reported one, are below target."""
    months = 0
    for point in in_a_row(signal.chart.points if signal else ()):
        target = plan.at(point.month) if plan else None
        if point.month.year != year or target is None or lamps.at_least(point.value, target.target):
            break
        months += 1
    return months
