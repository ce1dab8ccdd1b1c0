"""The rate that the rest of the year must reach to meet the annual target."""

from __future__ import annotations

from dashboard.wording.distance_words import months_left
from dashboard.wording.format import percent
from domain.catalogue import Kpi
from domain.kpi import lamp as lamps
from domain.kpi.progress import Progress


def rest_of_year(kpi: Kpi, progress: Progress) -> str:
    """下半年须达95.9%以上; 下半年即使达100%，全年约96.7%，仍达不到目标; "" if nothing is needed.

    Assumes as many cases per month as so far.
    """
    above, below, target = progress.numerator, progress.denominator, progress.target
    is_asked = kpi.kind == "rate" and progress.lamp in lamps.TO_ACT_ON and not progress.year_is_over
    if not is_asked or above is None or not below or target is None:
        return ""
    month = int(progress.as_of[5:])
    coming = below * (12 - month) / month
    needed = (target * (below + coming) - above) / coming
    when = months_left(progress)
    if kpi.direction == "lower":
        return f"{when}须控制在{percent(needed)}以内" if needed > 0 else f"{when}不再发生，全年也会超出目标"
    if needed > 1 + lamps.TOLERANCE:
        best = (above + coming) / (below + coming)
        return f"{when}即使达100%，全年约{percent(best)}，仍达不到目标"
    share = percent(needed)
    return f"{when}须达{share}" + ("" if share == "100%" else "以上")
