"""催报与封账: which units have reported the month, which to remind, and which months are closed."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard.board.month_results import month_results
from dashboard.ui import cache
from dashboard.ui.data_page import DataPage, open_data_page
from dashboard.ui.markup import as_written
from dashboard.ui.next_steps import choose_where, first_steps, must_choose, refused
from dashboard.ui.reporting.chasing import show_chasing
from dashboard.ui.reporting.closing import show_as_reported, show_closing
from dashboard.ui.reporting.matrix import (
    MOST_UNITS,
    completeness_csv,
    counts_in_words,
    matrix_html,
    reports_of_month,
)
from dashboard.ui.roles import person_here
from dashboard.ui.view import View
from dashboard.wording.format import year_and_month
from domain.finding import Finding
from domain.people import Action, may
from etl.load import freeze as closing
from etl.load.freeze import Closing
from etl.load.history import Change
from etl.warehouse import WarehouseError
from etl.warehouse.choice import begin_office
from etl.warehouse.submissions import due_day

STILL_COUNTING = "没有封账：指标口径已改动，正在按新口径重算，算好后再封账。"


def begin_own() -> None:
    """Create the office's own empty warehouse and show it from then on."""
    begin_office(cache.warehouse(), person=person_here())


def freeze(month: date, by: str, why: str) -> Change:
    """Close a month and the months before it, by the definitions in force, so not while pages show others."""
    if must_choose():
        return refused()
    if cache.shows_earlier_definitions():
        return Change("refused", (Finding("bad_value", STILL_COUNTING),))
    return closing.freeze(
        cache.warehouse(),
        month,
        by=by,
        why=why,
        closing=Closing(cache.catalogue(), month_results),
        person=person_here(),
    )


def unfreeze(month: date, by: str, why: str) -> Change:
    """Reopen a month and the months after it."""
    if must_choose():
        return refused()
    return closing.unfreeze(cache.warehouse(), month, by=by, why=why, person=person_here())


def say_when_due(page: DataPage, month: date, today: date) -> None:
    """报送截止日, and a link to the month that is due now."""
    due = due_day(page.catalogue, month)
    passed = "，已过" if today > due else ""
    words = f"{year_and_month(month)}月报的报送截止日是{due.year}年{due.month}月{due.day}日{passed}。"
    if month != page.due_month:
        address = page.address("reporting", year=str(page.due_month.year), month=str(page.due_month.month))
        words += f"　[看本期应报的{year_and_month(page.due_month)}]({address})"
    st.markdown(words)


def show_matrix(page: DataPage, shown: pd.DataFrame, month: date) -> None:
    """The number of submissions, the matrix, and its download."""
    st.header(counts_in_words(shown), anchor=False)
    st.html(matrix_html(shown, page.catalogue))
    units = shown["unit"].nunique()
    if units > MOST_UNITS:
        st.caption(f"共 {units:,} 个单位，列出 {MOST_UNITS} 个，未报的在前；下载的表里有全部。")
    st.download_button(
        "下载报送情况（CSV）",
        data=lambda: completeness_csv(shown, page.catalogue),
        file_name=f"报送情况-{year_and_month(month)}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )


def show_reporting(page: DataPage, view: View) -> None:
    """The month's matrix, the reminders, and closing."""
    month, today = view.as_of, date.today()
    every = reports_of_month(page.version, month, today)
    below = cache.directory(page.version, month, view.unit).members(view.unit)
    shown = every[every["unit"].isin(below)]
    say_when_due(page, month, today)
    if shown.empty:
        st.info("这个月没有单位应报。填报内容在单位表的“填报内容”列指定；不指定的，按近 12 个月报过的算。")
    else:
        show_matrix(page, shown, month)
        show_chasing(page, shown, month)
    if may(page.person, Action.CLOSE):
        choose_where("closing", begin_own)
    show_closing(page, every, month, freeze, unfreeze)
    show_as_reported(page, view)


page = open_data_page("催报与封账")
if page.view is None:
    first_steps(page.outline)
    st.stop()
try:
    show_reporting(page, page.view)
except WarehouseError as error:
    st.error(as_written(str(error)))
