"""The catalogue's definition of a KPI in words: kind, direction, pace, and when each lamp is lit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.wording.format import distance, percent
from domain.catalogue import Catalogue, Column, Direction, Kind, Kpi, LampRule
from domain.kpi.lamp import WORST
from domain.months import add_months, month_words, parse_month

KINDS = {
    Kind.SUM: "合计，逐月累加",
    Kind.RATE: "率，合计 ÷ 合计",
    Kind.STOCK: "时点数，看最近一月",
}
DIRECTIONS = {
    Direction.HIGHER: "越高越好",
    Direction.LOWER: "越低越好",
    Direction.NEUTRAL: "只监测，不设目标",
}


@dataclass(frozen=True)
class Condition:
    """One lamp of a KPI: its id, its word, and when it is lit."""

    lamp: str
    word: str
    when: str


def lamp_conditions(catalogue: Catalogue, kpi: Kpi) -> tuple[Condition, ...]:
    """When each lamp is lit, best first; a neutral KPI is only watched."""
    waiting = Condition("waiting", catalogue.lamp("waiting").word, "当月未报送")
    if not kpi.lamp_rule:
        when = "监测指标，数量多少不评价好坏"
        return Condition("watch", catalogue.lamp("watch").word, when), waiting
    rule = catalogue.lamp_rule(kpi.lamp_rule)
    best, *others = (
        Condition(lamp, rule.words[lamp], when)
        for lamp, when in zip((*rule.bounds, WORST), _CONDITIONS[rule.basis](kpi, rule), strict=True)
    )
    done = [Condition(best.lamp, rule.done_word, "累计达到年度目标")] if rule.done_word else []
    same = "".join(lamp.shape for lamp in catalogue.lamps if lamp.id.calls_for_action and lamp.id != WORST)
    missed = f"全年结束仍未达到年度目标（{same} 同）" if same else "全年结束仍未达到年度目标"
    over = [Condition(WORST, rule.missed_word, missed)] if rule.missed_word else []
    watch = Condition("watch", catalogue.lamp("watch").word, _not_judged(kpi))
    return best, *done, *others, *over, watch, waiting


def _not_judged(kpi: Kpi) -> str:
    return "未设年度目标，或暂无可评价的数" + ("，或分子大于分母待核" if kpi.is_share else "")


def pace_words(kpi: Kpi) -> str:
    """How much is due by a month; "" for a KPI without a target."""
    if not kpi.direction.is_judged:
        return ""
    if kpi.is_quotient:
        return "不分时序，全年同一目标；累计为各月分子之和 ÷ 分母之和"
    if kpi.is_stock:
        return "不分时序，全年同一控制数"
    if kpi.direction.wants_less:
        return "控制数 × 月数 ÷ 12" + ("，向上取整" if kpi.in_whole_numbers else "")
    even = "按月均分：年度目标 × 月数 ÷ 12" + ("，取整数部分" if kpi.in_whole_numbers else "")
    return f"{even}；按季、按半年的在季末、半年末到期；自定的为当月计划累计数"


def find_kpis(catalogue: Catalogue, text: str, dataset: str | None = None) -> tuple[Kpi, ...]:
    """The KPIs of a dataset (None: of all) with every word of the text in their definition.

    KPIs with the words in their name come first.
    """
    words = text.casefold().split()
    chosen = catalogue.kpis_of(dataset) if dataset else catalogue.kpis
    found = [kpi for kpi in chosen if all(word in _all_words(catalogue, kpi) for word in words)]
    return tuple(sorted(found, key=lambda kpi: not all(word in kpi.name.casefold() for word in words)))


def fed_by(catalogue: Catalogue, kpi: Kpi) -> tuple[Column, ...]:
    """The columns of a file that the KPI uses, each once, in formula order."""
    return tuple(catalogue.column(indicator) for indicator in dict.fromkeys(kpi.indicators))


def _all_words(catalogue: Catalogue, kpi: Kpi) -> str:
    headers = [header for column in fed_by(catalogue, kpi) for header in column.headers]
    own = (kpi.id, kpi.name, kpi.short_name, kpi.scope, kpi.owner, kpi.why, kpi.source, kpi.formula)
    return "\n".join((*own, *headers)).casefold()


def _by_attainment(kpi: Kpi, rule: LampRule) -> list[str]:
    shares = [_share("应完成数", bound) for bound in rule.bounds.values()]
    return [*(f"累计达到{share}" for share in shares), f"累计不足{shares[-1]}"]


def _by_ceiling(kpi: Kpi, rule: LampRule) -> list[str]:
    due = "控制数" if kpi.is_stock else "截至当月的控制数"
    annual = "控制数" if kpi.is_stock else "全年控制数"
    green, *others = rule.bounds.values()
    limits = [_share(due, green), *(_share(annual, bound) for bound in others)]
    return [*(f"不超过{limit}" for limit in limits), f"超过{limits[-1]}"]


def _by_distance(kpi: Kpi, rule: LampRule) -> list[str]:
    """For points and margin: the signed distance of each bound from the amount due."""
    beyond = "高于" if kpi.direction.wants_less else "低于"
    base = "目标" if not kpi.adds_up else "应完成数"

    def kept(bound: float) -> str:
        if bound == 0:
            return f"不{beyond}{base}"
        other = "低于" if beyond == "高于" else "高于"
        size = _size(kpi, rule, abs(bound))
        return f"{beyond}{base}不超过{size}" if bound < 0 else f"{other}{base}{size}以上"

    lamp, last = list(rule.bounds.items())[-1]
    size = _size(kpi, rule, abs(last))
    lost = f"{beyond}{base}超过{size}" if last < 0 else f"不到“{rule.words[lamp]}”"
    return [*map(kept, rule.bounds.values()), lost]


_CONDITIONS = {
    "attainment": _by_attainment,
    "ceiling": _by_ceiling,
    "points": _by_distance,
    "margin": _by_distance,
}


def _share(base: str, share: float) -> str:
    return base if share == 1 else f"{base}的{percent(share)}"


def _size(kpi: Kpi, rule: LampRule, size: float) -> str:
    if rule.basis == "points":
        return f"年度目标的{percent(size)}"
    return distance(size, kpi.kind, kpi.counting_unit)


def change_words(kpi: Kpi, as_of: date) -> str:
    """口径自2027年1月起调整，不与此前比较, for two years after the change; otherwise ""."""
    if not kpi.since:
        return ""
    since = parse_month(kpi.since)
    return f"口径自{month_words(since)}起调整，不与此前比较" if since <= as_of < add_months(since, 24) else ""
