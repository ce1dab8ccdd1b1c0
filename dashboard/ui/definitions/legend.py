"""The lamps and their words by kind of KPI: what each shape means, in black-and-white print too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.reports.definition_words import DIRECTIONS, KINDS, Condition, lamp_conditions
from dashboard.ui.lamps import lamp_mark
from dashboard.ui.markup import Markup, tag
from dashboard.ui.records_table import Field, records_table
from etl.catalogue import Catalogue, Kpi

# The lamps that need no plan: every KPI may show them.
COMMON = ("watch", "waiting")
FIELDS = (Field("适用指标", "words"), Field("灯"), Field("何时亮", "words"))


def legend_html(catalogue: Catalogue) -> Markup:
    """A row for each lamp: those of each rule in use, the commonest first, then those that every KPI has."""
    rows: list[tuple[str, str, str]] = []
    for examples in _by_rule(catalogue):
        conditions = [each for each in lamp_conditions(catalogue, examples[0]) if each.lamp not in COMMON]
        rows += _rows(_whose(examples), conditions, catalogue)
    watched = [kpi for kpi in catalogue.kpis if not kpi.lamp_rule]
    if watched:
        common = [each for each in lamp_conditions(catalogue, watched[0]) if each.lamp in COMMON]
        common[0] = replace(common[0], when=f"{common[0].when}；其他指标未设目标时也是此灯")
        rows += _rows(_whose(watched), common[:1], catalogue)
        rows += _rows(tag("b", "各类指标"), common[1:], catalogue)
    return records_table(FIELDS, rows, "亮灯规则")


def _rows(
    whose: Markup, conditions: Sequence[Condition], catalogue: Catalogue
) -> Iterator[tuple[str, str, str]]:
    for place, condition in enumerate(conditions):
        mark = lamp_mark(condition.lamp, condition.word, catalogue)
        yield (whose if place == 0 else "", mark, condition.when)


def _by_rule(catalogue: Catalogue) -> list[list[Kpi]]:
    """The KPIs that share rule, kind and direction, the largest group first; without those only watched."""
    found: dict[tuple[str, str, str], list[Kpi]] = {}
    for kpi in catalogue.kpis:
        if kpi.lamp_rule:
            found.setdefault((kpi.lamp_rule, kpi.kind, kpi.direction), []).append(kpi)
    return sorted(found.values(), key=len, reverse=True)


def _whose(kpis: list[Kpi]) -> Markup:
    """合计，越高越好（案卷评查等21项）."""
    first = kpis[0]
    kind = KINDS[first.kind].split("，")[0] if first.lamp_rule else ""
    name = "，".join(word for word in (kind, DIRECTIONS[first.direction]) if word)
    count = f"等{len(kpis)}项" if len(kpis) > 1 else ""
    return tag("span", tag("b", name), tag("small", f"{first.short_name}{count}"), class_="whose")
