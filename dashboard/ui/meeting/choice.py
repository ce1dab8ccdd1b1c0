"""Chooses the KPIs with a slide of their own and their order, and shows an outline of the slides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isnan
from pathlib import Path

import streamlit as st

from dashboard.board.attention import attention
from dashboard.charts.year import year_months
from dashboard.documents.report_data import ReportData
from dashboard.documents.slides.deck import usual_kpis
from dashboard.documents.slides.slide_plan import SlideKind, SlidePlan
from dashboard.ui.cards import sparkline
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from domain.kpi.progress import Progress

MEETING, USUAL, PLANNED, OWN = "会议版", "需关注的和主要的", "全部有目标的", "自选"
BY_GAP, BY_CATALOGUE, AS_CHOSEN = "差距大的在前", "按目录", "按选择先后"
CHOICE, ORDER, CHOSEN = "meeting-choice", "meeting-order", "meeting-kpis"


def choose_kpis(data: ReportData) -> tuple[str, ...] | None:
    """Draw the controls. Returns the KPIs (ids) in slide order, or None for the short deck for a meeting."""
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="top")
    with left:
        choice = st.segmented_control(
            "单独成页的指标", [MEETING, USUAL, PLANNED, OWN], default=MEETING, required=True, key=CHOICE
        )
    if choice == MEETING:
        return None
    orders = [BY_GAP, BY_CATALOGUE, *([AS_CHOSEN] if choice == OWN else [])]
    with right:
        order = st.segmented_control("指标先后", orders, default=BY_GAP, required=True, key=ORDER)
    chosen = _own(data) if choice == OWN else usual(data, choice)
    return arranged(data, chosen, order or BY_GAP)


def usual(data: ReportData, choice: str | None) -> tuple[str, ...]:
    """The KPIs of a predefined choice."""
    if choice == PLANNED:
        return tuple(progress.kpi for progress in data.planned)
    return usual_kpis(data)


def arranged(data: ReportData, kpis: tuple[str, ...], order: str) -> tuple[str, ...]:
    """The KPIs in catalogue order, worst first, or in the order of choice."""
    if order == AS_CHOSEN:
        return kpis
    places = [progress.kpi for progress in data.board.progress]
    if order == BY_GAP:
        worst = [progress.kpi for progress in attention(data.board, data.signals, data.catalogue)]
        places = [*worst, *(kpi for kpi in places if kpi not in worst)]
    return tuple(sorted(kpis, key=places.index))


def _own(data: ReportData) -> tuple[str, ...]:
    """The user's own choice, in the order it was made."""
    options = [progress.kpi for progress in data.progress]
    chosen = st.multiselect(
        "指标（点选的先后即页面先后）",
        options,
        default=[kpi for kpi in usual_kpis(data) if kpi in options],
        format_func=_named(data),
        placeholder="选择指标",
        key=f"{CHOSEN}-{data.board.unit}-{data.as_of:%Y-%m}",
    )
    return tuple(chosen)


def _named(data: ReportData) -> Callable[[str], str]:
    """▲ 12345热线 · 满意率."""
    by_kpi: dict[str, Progress] = {progress.kpi: progress for progress in data.progress}

    def name(kpi_id: str) -> str:
        kpi = data.catalogue.kpi(kpi_id)
        dataset = data.catalogue.dataset(kpi.dataset).title
        return f"{data.catalogue.lamp(by_kpi[kpi_id].lamp).shape} {dataset} · {kpi.short_name}"

    return name


STYLE = Path(__file__).with_name("meeting.css")
ROWS_DRAWN = 5


def outline_html(data: ReportData, plans: Sequence[SlidePlan]) -> Markup:
    """The slides as a grid."""
    cards = (_card(data, plan, number) for number, plan in enumerate(plans, start=1))
    return tag("ol", *cards, class_="slides")


def _card(data: ReportData, plan: SlidePlan, number: int) -> Markup:
    return tag(
        "li",
        tag("span", f"{number}　{plan.kind.word}", class_="slide-kind"),
        tag("b", plan.title),
        _picture(data, plan),
        class_=f"slide {plan.kind}",
    )


def _picture(data: ReportData, plan: SlidePlan) -> Markup:
    """A KPI's sparkline and lamp; ruled lines for a table; the words of the cover."""
    if plan.kind is SlideKind.COVER:
        return tag("span", plan.sentence.split("\n")[0], class_="slide-words")
    if not plan.kpi:
        return tag("span", *(tag("i") for _ in range(ROWS_DRAWN)), class_="slide-rows")
    lamp = lamp_text(data.board.of(plan.kpi), data.catalogue)
    return tag("span", _course(data, plan.kpi), lamp, class_="slide-course")


def _course(data: ReportData, kpi_id: str) -> Markup:
    board, kpi = data.board, data.catalogue.kpi(kpi_id)
    year = year_months(
        board.figures_of(kpi_id), board.plans.get(kpi_id, ()), board.year, board.as_of, kind=kpi.kind
    )
    months = [month for month in year if month.position > 0]
    values, last_year = [month.value for month in months], [month.last_year for month in months]
    return sparkline(_values(values), _values(last_year), f"{kpi.name}各月走势")


def _values(figures: Iterable[float]) -> list[float | None]:
    return [None if isnan(figure) else figure for figure in figures]
