"""Empty pages: what they say, and the next step they offer, for an office or a year without figures.

From the sample they lead to an own warehouse: asked before the first write, with the move on offer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from dashboard.ui import cache
from dashboard.ui.cache import Outline
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.roles import person_here
from dashboard.ui.view import View
from domain.finding import Finding
from domain.people import Action, may
from etl.load.history import Change
from etl.warehouse import WarehouseError
from etl.warehouse.choice import is_unnamed_sample

UPLOAD, TARGETS = "pages/data/upload.py", "pages/plan/targets.py"


def page_link(path: str, label: str) -> None:
    """A link to another page; plain text if this user has no such page."""
    try:
        st.page_link(path, label=label)
    except StreamlitPageNotFoundError:
        st.markdown(label)


def nothing_in_year(view: View, outline: Outline) -> None:
    """For a year without figures and targets: says so and links to the years that have some."""
    st.header(f"{view.year}年没有数据", anchor=False)
    years = [
        tag("a", f"{year}年", href=replace(view, year=year, month=month).address("."))
        for year, month in sorted(outline.start_months.items())
    ]
    st.html(tag("p", "有数据的年度：", *(part for year in years for part in (year, " "))))


def first_steps(outline: Outline) -> None:
    """The three steps of an office without figures, with a mark on those done.

    Targets can be typed on 目标与任务 once there are units; before that, that page would lead back here.
    """
    has_units, has_targets = outline.root is not None, bool(outline.years)
    st.header(_what_is_left(has_units, has_targets), anchor=False)
    st.markdown(
        f"1. {'✓ ' if has_units else ''}**单位**：填写单位表（代码、名称、上级单位、填报内容）。\n"
        f"2. {'✓ ' if has_targets else ''}**年度目标**：按年度工作要点填写目标表，注明依据和责任人。\n"
        "3. **月报**：各单位按月填报，原有 Excel 表可直接导入。"
    )
    st.markdown("各表模板在“数据填报”页下载。三类表可以一次选入，先后不限。")
    page_link(UPLOAD, "去数据填报")
    if has_units and not has_targets:
        page_link(TARGETS, "去目标与任务")


def _what_is_left(has_units: bool, has_targets: bool) -> str:
    """The heading of the first steps."""
    if not has_units:
        return "还没有数据。请做三件事"
    return "单位和年度目标已导入，还差月报" if has_targets else "单位已导入，还差年度目标和月报"


UPLOAD_STEP, TARGETS_STEP = ("upload", "去数据填报，导入月报"), ("targets", "去目标与任务，填写年度目标")


def next_steps_html(address_of: Callable[[str], str], *steps: tuple[str, str]) -> Markup:
    """A line of links to the pages for the next steps; pages that this board does not have are left out."""
    addresses = [(address_of(page), words) for page, words in steps]
    links = [tag("a", words, href=address) for address, words in addresses if address]
    return tag("p", *links, class_="ways")


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
