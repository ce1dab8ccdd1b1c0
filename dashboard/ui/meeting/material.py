"""What the documents of a view are made of, read once for a version of the warehouse."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.reports.material import Material, read_material
from dashboard.reports.records import FigureRecord, Period, read_figures
from dashboard.reports.slides.deck import plan_slides
from dashboard.reports.slides.slide_plan import SlidePlan
from dashboard.ui import cache

VIEWS_KEPT = 20


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner="正在汇总数据……")
def view_material(version: str, year: int, month: int, unit: str) -> Material:
    """The material of a view. Shared by all who look at it: never changed in place."""
    with cache.reading(version) as connection:
        return read_material(connection, cache.catalogue(), year, date(year, month, 1), unit)


@st.cache_resource(max_entries=VIEWS_KEPT, show_spinner=False)
def view_slides(
    version: str, year: int, month: int, unit: str, kpis: tuple[str, ...]
) -> tuple[SlidePlan, ...]:
    """The slides of a view before they are made."""
    return plan_slides(view_material(version, year, month, unit), kpis)


def view_figures(material: Material, most: int) -> tuple[FigureRecord, ...]:
    """The year's figures of a view up to as-of; read only when a workbook is asked for."""
    period = Period(material.board.unit, date(material.board.year, 1, 1), material.as_of)
    with cache.warehouse().read() as connection:
        return read_figures(connection, period, most)
