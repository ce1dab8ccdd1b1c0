"""The start of every page in the 数据 group, which also works before anything is loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.banners import ROW, banners
from dashboard.ui.cache import Outline
from dashboard.ui.chooser import choose_view
from dashboard.ui.markup import Markup, tag
from dashboard.ui.roles import person_here
from dashboard.ui.shell import has_page, open_warehouse
from dashboard.ui.view import View, ViewStart, forget_view, hold_view, is_chosen, read_view, unit_label
from domain.catalogue import Catalogue
from domain.people import Person
from domain.units import UnitDirectory
from etl.warehouse.submissions import month_to_chase

STYLE = Path(__file__).with_name("data.css")


@dataclass(frozen=True)
class DataPage:
    """The warehouse's version and outline, the catalogue, and the view (None if there are no units yet).

    `due_month` is the month whose submissions are due now. `person` is who looks.
    """

    version: str
    outline: Outline
    catalogue: Catalogue
    view: View | None
    due_month: date
    person: Person

    @property
    def directory(self) -> UnitDirectory:
        """The units and their tree."""
        return self.outline.directory

    def view_name(self, unit: str) -> str:
        """全局 for the whole bureau, otherwise the unit's name."""
        return unit_label(unit, self.directory)

    def address(self, page: str, **more: str) -> str:
        """The address of a page in this view; "" if there is no such page or no view."""
        return self.view.address(page, **more) if self.view and has_page(page) else ""


def open_data_page(title: str, beside: Callable[[DataPage], None] | None = None) -> DataPage:
    """Draw the title row and the banners. If the warehouse cannot be used, say so and end the run.

    `beside` draws what is at the right of the title; by default that is the choice of the view.
    """
    version, outline = open_warehouse(title)
    st.html(STYLE)
    page = _page(version, outline)
    with st.container(key="title-row", **ROW):
        st.title(title, anchor=False, width="content")
        if beside is not None:
            beside(page)
        elif page.view is not None:
            choose_view(page.view, outline, cache.directory(version, page.view.as_of, page.view.unit))
    banners(outline)
    return page


def _page(version: str, outline: Outline) -> DataPage:
    due = _due_month(version, date.today())
    if not outline.start_months:
        forget_view()
    view = None
    if outline.root is not None:
        view = read_view(ViewStart(due.year, {due.year: due.month}, outline.root), outline.directory)
        if is_chosen():  # the due month is not yet the month that other pages should show
            hold_view(view)
    return DataPage(version, outline, cache.catalogue_of(version), view, due, person_here())


@st.cache_data(max_entries=4, show_spinner=False)
def _due_month(version: str, today: date) -> date:
    with cache.reading(version) as connection:
        return month_to_chase(connection, today)


def still_missing(*fields: str) -> Markup:
    """A line in a form that names its required fields while they are empty (streamlit.css)."""
    named = (tag("span", field, data_of=field) for field in fields)
    return tag("p", "还缺：", *named, class_="still-missing")
