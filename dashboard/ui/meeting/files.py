"""The files of a meeting, each made when it is asked for and not before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.format import year_and_month
from dashboard.reports.material import Material
from dashboard.reports.papers.bulletin import make_bulletin
from dashboard.reports.papers.report import make_report
from dashboard.reports.slides.deck import make_slides
from dashboard.reports.workbook.workbook import MOST_FIGURES, make_workbook
from dashboard.ui.meeting.material import view_figures

OFFICE = "application/vnd.openxmlformats-officedocument."
PPTX = f"{OFFICE}presentationml.presentation"
DOCX = f"{OFFICE}wordprocessingml.document"
XLSX = f"{OFFICE}spreadsheetml.sheet"
ANNEX = "meeting-annex"


@dataclass(frozen=True)
class Offer:
    """A file that can be taken: its name, what it is, and how it is made."""

    title: str
    says: str
    name: str
    suffix: str
    mime: str
    make: Callable[[], bytes]


def offers(material: Material, kpis: tuple[str, ...], slides: int, annex: bool) -> tuple[Offer, ...]:
    """What the page offers."""
    return (
        Offer(
            "幻灯片",
            f"PPTX，{slides}页。图表可在 PowerPoint、WPS 中直接编辑",
            "法治政府建设工作进展", "pptx", PPTX, lambda: make_slides(material, kpis),
        ),
        Offer(
            "月度通报", "Word，一页。亮灯、变化、滞后、迟报和要求",
            "月度通报", "docx", DOCX, lambda: make_bulletin(material),
        ),
        Offer(
            "工作总结", "Word，公文版式草稿。须由人补写处标〔待补〕",
            "法治政府建设工作总结", "docx", DOCX, lambda: make_report(material, annex),
        ),
        Offer(
            "数据工作簿", "Excel。指标进度、单位、月度数据、导入记录",
            "法治政府建设数据", "xlsx", XLSX,
            lambda: make_workbook(material, view_figures(material, MOST_FIGURES)),
        ),
    )  # fmt: skip


def draw_files(material: Material, kpis: tuple[str, ...], slides: int) -> None:
    """A card with a button for each file; the button turns while its file is being made."""
    annex = bool(st.session_state.get(ANNEX, True))
    found = offers(material, kpis, slides, annex)
    for column, offer in zip(st.columns(len(found), gap="small"), found, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{offer.title}**  \n:small[{offer.says}]")
            st.download_button(
                "生成并下载",
                data=offer.make,
                file_name=file_name(material, offer),
                mime=offer.mime,
                on_click="ignore",
                icon=":material/download:",
                type="primary" if offer.suffix == "pptx" else "secondary",
                key=f"take-{offer.title}",
                width="stretch",
            )
            if offer.title == "工作总结":
                st.checkbox("附数字来源表", value=True, key=ANNEX)


def file_name(material: Material, offer: Offer) -> str:
    """示例区交通运输局2023年6月月度通报.docx."""
    return f"{material.unit_name}{year_and_month(material.as_of)}{offer.name}.{offer.suffix}"
