"""Moves from the sample to the office's own warehouse; the banner of every page links here."""

from collections.abc import Callable

import streamlit as st

from dashboard.ui.sample_choice import must_choose, try_sample
from etl.warehouse import WarehouseError

WORDS = (
    "现在打开的是**示例数据**。启用本单位数据后，看板只显示本单位填报的数据，从空库开始；"
    "示例数据另存一处，不会混入。启用后导入单位表、年度目标和当月数据，可以一次拖入，先后不限。"
)
NAMED_OUTSIDE = "数据库由环境变量 WAREHOUSE 指定。请先取消该变量并重新启动看板，再启用本单位数据。"


def offer_own_warehouse(begin: Callable[[], bool]) -> None:
    """Ask whether to create it. `begin` returns False if the pages may not choose the warehouse."""
    with st.container(border=True, key="own-warehouse"):
        st.markdown(WORDS)
        with st.container(horizontal=True):
            asked = st.button("启用本单位数据", type="primary", key="begin-own")
            if must_choose():
                st.button("在示例中试用", on_click=try_sample, key="where-sample-page")
        if not asked:
            return
        try:
            begun = begin()
        except WarehouseError as error:
            st.error(str(error))
            return
        if begun:
            st.rerun()
        st.error(NAMED_OUTSIDE)
