"""The files of a meeting; each is made only when the user asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.board.loaded_records import FigureRecord, ReportPeriod, read_figures
from dashboard.documents.papers.bulletin import make_bulletin
from dashboard.documents.papers.report import make_report
from dashboard.documents.report_data import ReportData, read_report_data
from dashboard.documents.slides.deck import make_slides, plan_slides
from dashboard.documents.slides.slide_plan import SlidePlan
from dashboard.documents.workbook.workbook import MOST_FIGURES, make_workbook
from dashboard.ui import cache
from dashboard.wording.format import year_and_month

VIEWS_KEPT = 20


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


OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = f"{OFFICE}presentationml.presentation"
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
ANNEX = "meeting-annex"


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
