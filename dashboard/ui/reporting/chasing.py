"""催报: a reminder for each unit that owes something, ready to copy, and a zero submission in its place."""

import csv
import io
from datetime import date

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.chooser import MOST_LISTED
from dashboard.ui.copy_button import copy_button
from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.reporting.matrix import LACKING
from dashboard.ui.roles import own_units
from dashboard.ui.upload.pending import hand_over
from dashboard.wording.chase import Chase, chase_texts
from dashboard.wording.format import year_and_month
from domain.months import format_month
from domain.people import Action, may
from domain.text import escape_row, name_key
from etl.export.export import read_figures
from etl.load.preview import Request
from etl.read.locate.result import ReadOptions

HERE, UPLOAD = "pages/data/reporting.py", "pages/data/upload.py"
# The zero submission that was last sent to be checked: the form opens at it again.
BEGUN = "zero-begun"
OPEN = 3
TOGETHER = "全部单位"


def show_chasing(page: DataPage, completeness: pd.DataFrame, month: date) -> None:
    """The reminders to the units that owe something and have not said why, and the zero submission.

    Of a closed month neither, because what comes for it is refused.
    """
    root = page.directory.root
    notes = cache.notes(page.version, month.year, month.month, root.unit) if root else ()
    told = [note for note in notes if note.month == month]
    chased = chase_texts(completeness, page.catalogue, root.name if root else "", date.today(), told)
    if page.outline.has_closed(month):
        if chased:
            st.info(f"{year_and_month(month)}已封账，补报须先解封。", icon=":material/lock:")
        return
    if chased:
        st.header(f"催报{len(chased)}个单位", anchor=False)
    for chase in _chosen(chased):
        if len(chased) > 1:
            st.markdown(f"**{as_written(chase.name)}**")
        st.code(chase.text, language=None, wrap_lines=True)
        copy_button("复制催报文字", chase.text, f"copy-{chase.unit}")
    _zero_report(page, completeness, month)


def _chosen(chased: tuple[Chase, ...]) -> tuple[Chase, ...]:
    """All reminders if they are few; otherwise the chosen one, or all in one text."""
    if len(chased) <= OPEN:
        return chased
    if len(chased) > MOST_LISTED:
        return _found(chased)
    by_name = {chase.name: chase for chase in chased}
    name = st.selectbox("单位", [*by_name, TOGETHER], key="chased-unit")
    if name == TOGETHER:
        return (Chase("", TOGETHER, "\n\n\n".join(chase.text for chase in chased)),)
    return (by_name[name],)


def _found(chased: tuple[Chase, ...]) -> tuple[Chase, ...]:
    """Of thousands of reminders, the first few of those whose unit has the text in its name or code."""
    text = st.text_input("单位", placeholder="单位名称或代码", key="chased-text").strip()
    key = name_key(text)
    matching = [chase for chase in chased if key in name_key(chase.name) or key in name_key(chase.unit)]
    if not matching:
        st.caption("没有查到要催报的单位，请改用名称中的几个字或代码。")
    elif len(matching) > OPEN:
        st.caption(f"共{len(matching)}个单位，列出前{OPEN}个；请写出名称中的几个字或代码。")
    return tuple(matching[:OPEN])


def _zero_report(page: DataPage, completeness: pd.DataFrame, month: date) -> None:
    """For a unit that says nothing happened: zeros in place of its figures, checked like a file."""
    own = own_units(page.person, page.directory)
    units = [unit.unit for unit in own.units] if may(page.person, Action.UPLOAD) else []
    lacking = completeness[completeness["state"].isin(LACKING) & completeness["unit"].isin(units)]
    rows = {
        f"{row['name']} · {page.catalogue.dataset(row['dataset']).title}": row
        for row in lacking.to_dict("records")
    }
    if not rows:
        return
    begun = st.session_state.get(BEGUN)
    with st.expander("零报告：单位确认当月没有发生", expanded=begun in rows, key="zero-report"):
        st.markdown("单位确认空着的项当月都没有发生时，可在这里按零上报，不再催报。上报前会先核对、预览。")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            place = list(rows).index(begun) if begun in rows else 0
            name = st.selectbox("哪一份", list(rows), place, key="zero-which")
            if st.button("按零报告核对"):
                st.session_state[BEGUN] = name
                hand_over(zero_request(page, rows[name], month), HERE)
                st.switch_page(UPLOAD)


def zero_request(page: DataPage, row: dict, month: date) -> Request:
    """The zero submission in the form of a clerk's file: 0 in each blank column."""
    unit, dataset = row["unit"], page.catalogue.dataset(row["dataset"])
    blank = row["blank"] if row["state"] == "partly" else None
    ids = tuple(blank) if blank is not None else _usual_columns(page.version, unit, dataset.id, month)
    names = [page.catalogue.column(id).name for id in ids]
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(escape_row(["月份", "单位", *names]))
    writer.writerow(escape_row([format_month(month), unit, *(0 for _ in ids)]))
    file = f"零报告-{dataset.title}-{format_month(month)}-{row['name']}.csv"
    return Request(
        content.getvalue().encode("utf-8"), file, ReadOptions(dataset=dataset.id, today=date.today())
    )


@st.cache_data(max_entries=20, show_spinner=False)
def _usual_columns(version: str, unit: str, dataset: str, month: date) -> tuple[str, ...]:
    """The columns (ids) that a unit filled in during the past twelve months; all columns if none."""
    with cache.reading(version) as connection:
        years = [read_figures(connection, dataset, unit, year) for year in (month.year - 1, month.year)]
    figures = pd.concat(years)
    before = figures[(figures["month"] < pd.Timestamp(month)) & (figures["month"] >= _year_before(month))]
    filled = set(before["indicator"])
    columns = [column.id for column in cache.catalogue_of(version).dataset(dataset).columns]
    return tuple(column for column in columns if column in filled) or tuple(columns)


def _year_before(month: date) -> pd.Timestamp:
    return pd.Timestamp(month) - pd.DateOffset(months=12)
