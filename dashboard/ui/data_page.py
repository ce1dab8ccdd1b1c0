"""What the pages of the 数据 group begin with: they also work where nothing has been loaded yet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.cache import Outline
from dashboard.ui.chooser import choose_view
from dashboard.ui.shell import ROW, banners, has_page, open_warehouse
from dashboard.ui.view import View, ViewStart, forget_view, hold_view, is_chosen, read_view, unit_label
from domain.catalogue import Catalogue
from domain.units import UnitDirectory
from etl.warehouse.completeness import month_to_chase

STYLE = Path(__file__).with_name("data.css")


@dataclass(frozen=True)
class DataPage:
    """The warehouse's version and outline, the catalogue, the view (None where no units are known yet).

    `due_month` is the month whose reports are due now.
    """

    version: str
    outline: Outline
    catalogue: Catalogue
    view: View | None
    due_month: date

    @property
    def directory(self) -> UnitDirectory:
        """The units and their tree."""
        return self.outline.directory

    def unit_name(self, unit: str) -> str:
        """The unit's name; its code where it has none any more."""
        found = self.directory.by_code(unit)
        return found.name if found else unit

    def view_name(self, unit: str) -> str:
        """全局 for the whole bureau with all its units, else the unit's name."""
        return unit_label(unit, self.directory)

    def address(self, page: str, **more: str) -> str:
        """The address of a page in this view; "" where there is no such page or no view."""
        return self.view.address(page, **more) if self.view and has_page(page) else ""


def open_data_page(title: str, beside: Callable[[DataPage], None] | None = None) -> DataPage:
    """Draw the title row and the banners; ends the run with calm words where the warehouse can't be used.

    `beside` draws what stands at the right of the title; without it the view is chosen there.
    """
    version, outline = open_warehouse(title)
    st.html(STYLE)
    page = _page(version, outline)
    with st.container(key="title-row", **ROW):
        st.title(title, anchor=False, width="content")
        if beside is not None:
            beside(page)
        elif page.view is not None:
            choose_view(page.view, outline)
    banners(outline)
    return page


def _page(version: str, outline: Outline) -> DataPage:
    due = _due_month(version, date.today())
    if not outline.start_months:
        forget_view()
    view = None
    if outline.root is not None:
        view = read_view(ViewStart(due.year, {due.year: due.month}, outline.root), outline.directory)
        if is_chosen():  # the month that is due is not yet the month that others want to see
            hold_view(view)
    return DataPage(version, outline, cache.catalogue(), view, due)


@st.cache_data(max_entries=4, show_spinner=False)
def _due_month(version: str, today: date) -> date:
    with cache.reading(version) as connection:
        return month_to_chase(connection, today)
