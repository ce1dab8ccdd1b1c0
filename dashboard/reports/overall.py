"""The state of a whole board in a few words: how many lamps of each kind, the finding of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dashboard.kpi.progress import Progress
from dashboard.reports.material import Material
from dashboard.reports.unit_words import lagging_headline


def lamp_counts(progress: Iterable[Progress]) -> Counter[str]:
    """How many KPIs show each lamp."""
    return Counter(each.lamp for each in progress)


def attention_finding(material: Material) -> str:
    """The finding of the slide that says what to act on: 4项严重滞后，集体学法居首."""
    if not material.attention:
        return "没有滞后指标" + ("，波动需关注" if material.concerns else "")
    worst = material.attention[0]
    name = material.kpi(worst).short_name
    if len(material.attention) == 1:
        return f"{name}{worst.lamp_word}，需重点推进"
    return f"{len(material.attention)}项需推进，{name}差距最大"


def units_finding(material: Material) -> str:
    """Which unit has most lamps that aren't green: 局机关未达要求5项，为各单位最多."""
    return lagging_headline(material.unit_boards, material.name_of)
