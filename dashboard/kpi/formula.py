"""The KPIs' formulas as parameters of the SQL that sums them: one query for all KPIs in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etl.catalogue import Kpi


def formula_parameters(kpis: Sequence[Kpi]) -> dict[str, list[Any]]:
    """Lists of one length, one entry a term of a formula.

    `needed` is how many terms a unit must report in a month for the month to count: every term of a rate
    or a stock, any one of a sum.
    """
    rows = [
        (kpi.id, kpi.dataset, term.indicator, float(term.sign), is_denominator, _needed(kpi))
        for kpi in kpis
        for terms, is_denominator in ((kpi.numerator, False), (kpi.denominator, True))
        for term in terms
    ]
    names = ("kpi", "dataset", "indicator", "sign", "is_denominator", "needed")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _needed(kpi: Kpi) -> int:
    return 1 if kpi.kind == "sum" else len(kpi.numerator) + len(kpi.denominator)
