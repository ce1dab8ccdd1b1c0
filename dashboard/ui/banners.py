"""What stands under the title of every page: sample, damage, a recount, a backup's own definitions."""

from typing import Any

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.cache import Outline
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.next_steps import UPLOAD, page_link
from dashboard.ui.roles import person_here
from domain.catalogue import CatalogueError, load_catalogue
from domain.people import Action, may
from etl.warehouse import WarehouseError
from etl.warehouse.current_catalogue import folder_differences

ROW: Any = {"horizontal": True, "horizontal_alignment": "distribute", "vertical_alignment": "center"}
SAMPLE_WORDS = "2023年年度合计与公开数据一致，月度分解、目标和上年数为演示。"
SAMPLE_BANNER, EARLIER_MARK = "示例数据，仅供演示", "按改动前的口径，新口径正在重算"
BEGIN_OWN = "启用本单位数据"
SECONDS_BETWEEN_LOOKS = 2
COUNTING = "指标口径已改动，正在按新口径重算{months}。"
SHOWS_EARLIER = "算好以前，各页仍按改动前的口径，会议材料暂不生成；可以照常查看和导入。"
COMPUTES = "数字已按新口径，算好以前打开页面要久一些。"
COUNTED = "新口径的数字已算好，本页显示的还是改动前的。"
SHOW_NEW = "按新口径显示"
NOT_COUNTED = "指标口径已改动，汇总数没有算好（下次导入后会再试，也可执行 python -m etl recount）。"
AFTER_REFRESH = "本页还是改动前的口径，刷新后按新口径，打开要久一些。"


def sample_html() -> Markup:
    """The words of the sample banner."""
    return tag("p", tag("b", SAMPLE_BANNER), tag("span", SAMPLE_WORDS), class_="sample")


def marks(outline: Outline) -> tuple[str, ...]:
    """What a picture, a text or a wall says of all its figures, where no banner stands over them."""
    candidates = (SAMPLE_BANNER, outline.is_sample), (EARLIER_MARK, cache.shows_earlier_definitions())
    return tuple(words for words, applies in candidates if applies)


def banners(outline: Outline) -> None:
    """The sample banner, with a link to start with own figures; a warning about a damaged newest version."""
    if outline.is_sample:
        with st.container(key="sample-banner", **ROW):
            st.html(sample_html(), width="content")
            if may(person_here(), Action.BEGIN):
                page_link(UPLOAD, BEGIN_OWN)
    if damage := cache.warehouse().damage():
        st.warning(as_written(damage))
    if recount := cache.recount():
        _follow_recount(recount.shows_earlier)
    else:
        _say_other_definitions()


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _follow_recount(shows_earlier: bool) -> None:
    """The progress of a recount, updated by itself. At its end a button, so that nothing typed is lost.

    `shows_earlier`: whether this page was drawn by the definitions from before the change.
    """
    try:
        recount = cache.recount()
    except (CatalogueError, WarehouseError):
        return  # the next run of the page reports it
    if recount is None:
        if shows_earlier:
            _offer_new()
    elif recount.fault:
        st.warning(NOT_COUNTED + as_written(recount.fault) + (AFTER_REFRESH if shows_earlier else COMPUTES))
    else:
        months = f"（{recount.done}/{recount.months}个月）" if recount.months else ""
        words = SHOWS_EARLIER if shows_earlier else COMPUTES
        st.progress(recount.share, text=COUNTING.format(months=months) + words)


def _offer_new() -> None:
    with st.container(key="recounted", **ROW):
        st.html(tag("p", COUNTED, class_="page-note"), width="content")
        if st.button(SHOW_NEW, type="primary"):
            st.rerun()


def shows_folder_definitions() -> bool:
    """Whether the definitions in force are those of the folder, not a restored backup's own."""
    return cache.catalogue().sha256 == load_catalogue().sha256


def _say_other_definitions() -> None:
    """Says that a restored backup's own definitions are in force, and lists how the folder's differ."""
    if shows_folder_definitions():
        return
    differences = list(folder_differences(cache.catalogue(), load_catalogue()))
    with st.expander(f"现按备份所带的指标定义显示，与本机目录文件夹有 {len(differences)} 处不同"):
        st.markdown("要改用本机的定义，请按本单位实际修改 data/catalogue 中的文件，保存后刷新本页。")
        for difference in differences:
            st.markdown(f"- {as_written(difference)}")
