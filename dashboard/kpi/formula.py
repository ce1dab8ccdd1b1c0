"""The KPIs' formulas as parameters of the SQL that sums them: one query for all KPIs in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from etl.catalogue import Kpi

Lists = dict[str, list[Any]]


def single_parameters(kpis: Sequence[Kpi]) -> Lists:
    """The KPIs of one column: lists of one length, one entry a KPI."""
    singles = [kpi for kpi in kpis if is_single(kpi)]
    return {
        "single_kpi": [kpi.id for kpi in singles],
        "single_indicator": [kpi.numerator[0].indicator for kpi in singles],
        "single_sign": [kpi.numerator[0].sign for kpi in singles],
    }


def term_parameters(kpis: Sequence[Kpi]) -> Lists:
    """The KPIs of several columns: lists of one length, one entry a term of a formula."""
    rows = [
        (kpi.id, number, term.indicator, term.sign, is_denominator, needed(kpi))
        for number, kpi in enumerate(kpis)
        if not is_single(kpi)
        for terms, is_denominator in ((kpi.numerator, False), (kpi.denominator, True))
        for term in terms
    ]
    names = ("kpi", "kpi_number", "indicator", "sign", "is_denominator", "needed")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def duty_parameters(kpis: Sequence[Kpi]) -> Lists:
    """Every KPI with its dataset and columns: lists of one length, one entry a term of a formula."""
    rows = [(kpi.id, kpi.dataset, indicator, needed(kpi)) for kpi in kpis for indicator in kpi.indicators]
    names = ("kpi", "dataset", "indicator", "needed")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def is_single(kpi: Kpi) -> bool:
    """Whether a KPI is the sum of one column."""
    return kpi.kind != "rate" and len(kpi.numerator) == 1


def needed(kpi: Kpi) -> int:
    """How many columns a unit must report in a month for it to count: any one of a sum, else all."""
    return 1 if kpi.kind == "sum" else len(kpi.indicators)
