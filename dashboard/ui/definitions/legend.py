"""The lamps and their words by kind of KPI: what each shape means, in black-and-white print too."""

from dashboard.reports.definition_words import DIRECTIONS, KINDS, lamp_conditions
from dashboard.ui.lamps import lamp_mark
from dashboard.ui.markup import Markup, tag
from dashboard.ui.records_table import Field, records_table
from etl.catalogue import Catalogue, Kpi

FIELDS = (Field("适用指标", "words"), Field("灯"), Field("何时亮", "words"))


def legend_html(catalogue: Catalogue) -> Markup:
    """A row for each lamp of each rule in use, the rules in the order in which KPIs use them."""
    rows = []
    for examples in _by_rule(catalogue).values():
        for place, condition in enumerate(lamp_conditions(catalogue, examples[0])):
            whose = _whose(examples) if place == 0 else ""
            rows.append((whose, lamp_mark(condition.lamp, condition.word, catalogue), condition.when))
    return records_table(FIELDS, rows, "亮灯规则")


def _by_rule(catalogue: Catalogue) -> dict[tuple[str, str, str], list[Kpi]]:
    """The KPIs that share rule, kind and direction."""
    found: dict[tuple[str, str, str], list[Kpi]] = {}
    for kpi in catalogue.kpis:
        kind = kpi.kind if kpi.lamp_rule else ""
        found.setdefault((kpi.lamp_rule, kind, kpi.direction), []).append(kpi)
    return found


def _whose(kpis: list[Kpi]) -> Markup:
    """合计，越高越好（案卷评查等21项）."""
    first = kpis[0]
    kind = KINDS[first.kind].split("，")[0] if first.lamp_rule else ""
    name = "，".join(word for word in (kind, DIRECTIONS[first.direction]) if word)
    count = f"等{len(kpis)}项" if len(kpis) > 1 else ""
    return tag("span", tag("b", name), tag("small", f"{first.short_name}{count}"), class_="whose")
