"""Which KPIs get a slide of their own, and in which order."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.kpi.attention import attention
from dashboard.kpi.progress import Progress
from dashboard.reports.material import Material
from dashboard.reports.slides.deck import asking_kpis, usual_kpis

USUAL, ASKING, PLANNED, OWN = "需关注的和主要的", "只要需关注的", "全部有目标的", "自选"
BY_GAP, BY_CATALOGUE, AS_CHOSEN = "差距大的在前", "按目录", "按选择先后"
CHOICE, ORDER, CHOSEN = "meeting-choice", "meeting-order", "meeting-kpis"


def choose_kpis(material: Material) -> tuple[str, ...]:
    """Draw the controls; the ids of the KPIs in the order their slides come."""
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="top")
    with left:
        choice = st.segmented_control(
            "单独成页的指标", [USUAL, ASKING, PLANNED, OWN], default=USUAL, required=True, key=CHOICE
        )
    orders = [BY_GAP, BY_CATALOGUE, *([AS_CHOSEN] if choice == OWN else [])]
    with right:
        order = st.segmented_control("指标先后", orders, default=BY_GAP, required=True, key=ORDER)
    chosen = _own(material) if choice == OWN else usual(material, choice)
    return arranged(material, chosen, order or BY_GAP)


def usual(material: Material, choice: str) -> tuple[str, ...]:
    """The KPIs of a ready choice."""
    if choice == PLANNED:
        return tuple(each.kpi for each in material.planned)
    return asking_kpis(material) if choice == ASKING else usual_kpis(material)


def arranged(material: Material, kpis: tuple[str, ...], order: str) -> tuple[str, ...]:
    """The KPIs in the catalogue's order, worst first, or as they were chosen."""
    if order == AS_CHOSEN:
        return kpis
    places = [each.kpi for each in material.board.progress]
    if order == BY_GAP:
        worst = [each.kpi for each in attention(material.board, material.signals, material.catalogue)]
        places = [*worst, *(kpi for kpi in places if kpi not in worst)]
    return tuple(sorted(kpis, key=places.index))


def _own(material: Material) -> tuple[str, ...]:
    """A choice of one's own, in the order in which it was made."""
    options = [each.kpi for each in material.progress]
    chosen = st.multiselect(
        "指标（点选的先后即页面先后）",
        options,
        default=[kpi for kpi in usual_kpis(material) if kpi in options],
        format_func=_named(material),
        placeholder="选择指标",
        key=f"{CHOSEN}-{material.board.unit}-{material.as_of:%Y-%m}",
    )
    return tuple(chosen)


def _named(material: Material) -> Callable[[str], str]:
    """▲ 12345热线 · 满意率."""
    by_kpi: dict[str, Progress] = {each.kpi: each for each in material.progress}

    def name(kpi_id: str) -> str:
        kpi = material.catalogue.kpi(kpi_id)
        dataset = material.catalogue.dataset(kpi.dataset).title
        return f"{by_kpi[kpi_id].lamp_shape} {dataset} · {kpi.short_name}"

    return name
