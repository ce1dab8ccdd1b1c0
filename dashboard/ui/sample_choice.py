"""Leads from the sample to an own warehouse: asks before the first write, and offers the move."""

from collections.abc import Callable

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.markup import as_written
from dashboard.ui.roles import person_here
from domain.finding import Finding
from domain.people import Action, may
from etl.load.history import Change
from etl.warehouse import WarehouseError
from etl.warehouse.choice import is_unnamed_sample

TRIES_SAMPLE = "tries-sample"
ASK = "现在打开的是示例数据。填报本单位的数，请启用本单位数据；只想试一试，请选在示例中试用。"
REFUSED = "没有改动：现在打开的是示例数据，请先选“启用本单位数据”或“在示例中试用”。"


def must_choose() -> bool:
    """Whether the user must still choose where to write: the sample is shown, and WAREHOUSE is not set."""
    return is_unnamed_sample(cache.warehouse()) and not st.session_state.get(TRIES_SAMPLE, False)


def choose_where(key: str, begin: Callable[[], object]) -> None:
    """The question with its two answers, while it is open; `begin` creates the office's own warehouse."""
    if not must_choose():
        return
    with st.container(border=True, key=f"where-{key}"):
        st.markdown(ASK)
        with st.container(horizontal=True):
            if may(person_here(), Action.BEGIN):
                st.button(
                    "启用本单位数据", on_click=_begin, args=(begin,), type="primary", key=f"where-own-{key}"
                )
            st.button("在示例中试用", on_click=try_sample, key=f"where-sample-{key}")


def refused() -> Change:
    """The refusal of a change that was requested before the question was answered."""
    return Change("refused", (Finding("bad_value", REFUSED),))


def _begin(begin: Callable[[], object]) -> None:
    try:
        begin()
    except WarehouseError as error:
        st.toast(as_written(str(error)))


def try_sample() -> None:
    """From now on this session may write into the sample."""
    st.session_state[TRIES_SAMPLE] = True


WORDS = (
    "现在打开的是**示例数据**。启用本单位数据后，看板只显示本单位填报的数据，从空库开始；"
    "示例数据另存一处，不会混入。启用后导入单位表、年度目标和当月数据，可以一次选入，先后不限。"
)
NAMED_OUTSIDE = "数据库由环境变量 WAREHOUSE 指定。请先取消该变量并重新启动看板，再启用本单位数据。"


def offer_own_warehouse(begin: Callable[[], bool]) -> None:
    """Ask whether to create it. `begin` returns False if the pages may not choose the warehouse."""
    with st.container(border=True, key="own-warehouse"):
        st.markdown(WORDS)
        with st.container(horizontal=True):
            begins = st.button("启用本单位数据", type="primary", key="begin-own")
            if must_choose():
                st.button("在示例中试用", on_click=try_sample, key="where-sample-page")
        if not begins:
            return
        try:
            begun = begin()
        except WarehouseError as error:
            st.error(as_written(str(error)))
            return
        if begun:
            st.rerun()
        st.error(NAMED_OUTSIDE)
