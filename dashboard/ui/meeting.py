"""What 会议材料 offers: which KPIs have a slide of their own, an outline of the slides, and the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from pathlib import Path

import streamlit as st

from dashboard.board.attention import attention
from dashboard.board.loaded_records import FigureRecord, ReportPeriod, read_figures
from dashboard.charts.year import year_months
from dashboard.documents.papers.bulletin import make_bulletin
from dashboard.documents.papers.report import make_report
from dashboard.documents.report_data import ReportData, read_report_data
from dashboard.documents.slides.deck import make_slides, plan_slides, usual_kpis
from dashboard.documents.slides.slide_plan import SlideKind, SlidePlan
from dashboard.documents.workbook.workbook import MOST_FIGURES, make_workbook
from dashboard.ui import cache
from dashboard.ui.cards import sparkline
from dashboard.ui.lamps import lamp_text
from dashboard.ui.markup import Markup, tag
from dashboard.wording.format import year_and_month
from domain.kpi.progress import Progress

MEETING, USUAL, PLANNED, OWN = "会议版", "需关注的和主要的", "全部有目标的", "自选"
BY_GAP, BY_CATALOGUE, AS_CHOSEN = "差距大的在前", "按目录", "按选择先后"
CHOICE, ORDER, CHOSEN = "meeting-choice", "meeting-order", "meeting-kpis"
STYLE = Path(__file__).with_name("meeting.css")
ROWS_DRAWN = 5
VIEWS_KEPT = 20
OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = f"{OFFICE}presentationml.presentation"
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
ANNEX = "meeting-annex"


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


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner="正在汇总数据……")
def view_data(version: str, year: int, month: int, unit: str) -> ReportData:
    """The data of a view. All viewers share it: never change it in place."""
    with cache.reading(version) as connection:
        return read_report_data(connection, cache.catalogue_of(version), year, date(year, month, 1), unit)


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def view_slides(
    version: str, year: int, month: int, unit: str, kpis: tuple[str, ...] | None
) -> tuple[SlidePlan, ...]:
    """The planned slides of a view."""
    return plan_slides(view_data(version, year, month, unit), kpis)


def view_figures(data: ReportData, most: int) -> tuple[FigureRecord, ...]:
    """The figures of a view, from January to as-of; read only for a workbook."""
    period = ReportPeriod(data.board.unit, date(data.board.year, 1, 1), data.as_of)
    with cache.warehouse().read() as connection:
        return read_figures(connection, period, most)


@dataclass(frozen=True)
class Offer:
    """A file for download: its name, its description, and the function that makes it."""

    title: str
    says: str
    name: str
    suffix: str
    mime: str
    make: Callable[[], bytes]


def offers(data: ReportData, kpis: tuple[str, ...] | None, slides: int, annex: bool) -> tuple[Offer, ...]:
    """The files that the page offers."""
    return (
        Offer(
            "幻灯片",
            f"PPTX，{slides}页。图表可在 PowerPoint、WPS 中直接编辑",
            "法治政府建设工作进展", "pptx", PPTX, lambda: make_slides(data, kpis),
        ),
        Offer(
            "月度通报", "Word，一页。亮灯、变化、滞后、迟报和要求",
            "月度通报", "docx", DOCX, lambda: make_bulletin(data),
        ),
        Offer(
            "工作总结", "Word，公文版式草稿。须由人补写处标〔待补〕",
            "法治政府建设工作总结", "docx", DOCX, lambda: make_report(data, annex),
        ),
        Offer(
            "数据工作簿", "Excel。指标进度、单位、月度数据、导入记录",
            "法治政府建设数据", "xlsx", XLSX,
            lambda: make_workbook(data, view_figures(data, MOST_FIGURES)),
        ),
    )  # fmt: skip


def draw_files(
    data: ReportData, kpis: tuple[str, ...] | None, slides: int, *, disabled: bool = False
) -> None:
    """A card with a button for each file; the button shows a spinner while its file is made."""
    annex = bool(st.session_state.get(ANNEX, True))
    offered = offers(data, kpis, slides, annex)
    for column, offer in zip(st.columns(len(offered), gap="small"), offered, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{offer.title}**  \n:small[{offer.says}]")
            st.download_button(
                "生成并下载",
                data=offer.make,
                file_name=file_name(data, offer),
                mime=offer.mime,
                on_click="ignore",
                icon=":material/download:",
                type="primary" if offer.suffix == "pptx" else "secondary",
                key=f"take-{offer.title}",
                width="stretch",
                disabled=disabled,
            )
            if offer.title == "工作总结":
                st.checkbox("附数字来源表", value=True, key=ANNEX)


def file_name(data: ReportData, offer: Offer) -> str:
    """示例区交通运输局2023年6月月度通报.docx."""
    return f"{data.unit_name}{year_and_month(data.as_of)}{offer.name}.{offer.suffix}"
