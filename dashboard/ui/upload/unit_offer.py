"""Offers to create the units that a file mentions, if the file comes before the unit list."""

from datetime import date

import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import as_written
from dashboard.ui.upload.pending import Pending, check_requests, clear_uploader, keep
from domain.people import Action, may
from domain.units import LONGEST_NAME
from etl.export.unit_proposal import units_request, unknown_units

MOST_NAMED = 12
TYPED = "unit-offer-typed"  # stays when the units that it names are not loaded after all


def show_unit_offer(page: DataPage, waiting: Pending) -> None:
    """The name of the whole bureau, and the button that creates the units; nothing if units exist."""
    names = unknown_units(waiting.previews)
    if names is None or waiting.from_form or not may(page.person, Action.PLAN):
        return
    with st.container(border=True, key="unit-offer"):
        st.markdown(_what_is_named(names))
        root = st.text_input(
            "全局（上级单位）的名称",
            st.session_state.get(TYPED, ""),
            max_chars=LONGEST_NAME,
            key="unit-offer-root",
        ).strip()
        st.session_state[TYPED] = root
        if st.button("按本表建立单位", type="primary", key="unit-offer-made") and _is_named(root):
            made = units_request(page.catalogue, root, names, date.today())
            clear_uploader()
            keep(check_requests((made, *waiting.asked), page.catalogue, from_form=True))
            st.rerun()


def _is_named(root: str) -> bool:
    if not root:
        st.warning("请先填写全局的名称，如某某区交通运输局。", icon=":material/edit:")
    return bool(root)


def _what_is_named(names: tuple[str, ...]) -> str:
    shown = "、".join(as_written(name) for name in names[:MOST_NAMED])
    more = f"等{len(names)}个单位" if len(names) > MOST_NAMED else ""
    below = f"表中写有：{shown}{more}。" if names else "表中没有写单位，都算全局的。"
    after = "可以先按本表建立，核对后一并入库；名称、上级和填报内容以后可用单位表更正。"
    return f"还没有登记任何单位。{below}{after}"
