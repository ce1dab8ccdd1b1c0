"""Why a month's rate can be over 100 %: what was settled then includes what came in earlier."""

from collections.abc import Iterable

from etl.catalogue import Catalogue, Kpi


def over_the_whole(catalogue: Catalogue, kpi: Kpi, values: Iterable[float | None]) -> str:
    """线索整改率单月超过100%：已整改线索数含以前月份转入的，达标与否以累计为准。 "" where no month is.

    `values` are the rate's months, as shares of 1.
    """
    if kpi.kind != "rate" or not any(value is not None and value > 1 for value in values):
        return ""
    counted = "、".join(catalogue.column(term.indicator).name for term in kpi.numerator)
    return f"{kpi.name}单月超过100%：{counted}含以前月份转入的，达标与否以累计为准。"
