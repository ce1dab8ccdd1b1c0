"""The state of a whole board in a few words: how many lamps of each kind, the finding of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dashboard.documents.report_data import ReportData
from dashboard.wording.lamp_words import lamp_word
from dashboard.wording.unit_words import lagging_headline
from domain.kpi.lamp import RED, WAITING, YELLOW
from domain.kpi.progress import Progress


def lamp_counts(progress: Iterable[Progress]) -> Counter[str]:
    """How many KPIs show each lamp."""
    return Counter(each.lamp for each in progress)


def attention_finding(material: ReportData) -> str:
    """The finding of the slide that says what to act on: 4项严重滞后，集体学法居首."""
    if not material.attention:
        return "没有滞后指标" + ("，波动需关注" if material.concerns else "")
    worst = material.attention[0]
    name = material.kpi(worst).short_name
    if len(material.attention) == 1:
        behind = f"{lamp_word(material.catalogue, worst)}，需重点推进"
        return f"{name}{'全年未达目标' if worst.year_is_over else behind}"
    state = "未达年度目标" if worst.year_is_over else "需推进"
    return f"{len(material.attention)}项{state}，{name}居首"


def attention_counts(material: ReportData) -> str:
    """How many of them are red and yellow, and how many KPIs wait: 严重滞后4项，滞后5项；另有1项待报，…"""
    lit = lamp_counts(material.progress)
    catalogue = material.catalogue
    counted = [f"{catalogue.lamp(lamp).word}{lit[lamp]}项" for lamp in (RED, YELLOW) if lit[lamp]]
    waiting = f"另有{lit[WAITING]}项待报，报送后重新判断" if lit[WAITING] else ""
    said = "；".join(filter(None, ("，".join(counted), waiting)))
    return f"{said}。" if said else ""


def units_finding(material: ReportData) -> str:
    """Which unit has most lamps that aren't green: 局机关未达要求5项，为各单位最多."""
    return lagging_headline(material.unit_boards, material.name_of)
