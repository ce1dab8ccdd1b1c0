"""What stands under the title of every page: the sample banner, damage, and a backup's own definitions."""

from typing import Any

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.cache import Outline
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.next_steps import UPLOAD, page_link
from dashboard.ui.roles import person_here
from domain.catalogue import load_catalogue
from domain.people import Action, may
from etl.current_catalogue import folder_differences

ROW: Any = {"horizontal": True, "horizontal_alignment": "distribute", "vertical_alignment": "center"}
SAMPLE_WORDS = "2023年年度合计与公开数据一致，月度分解、目标和上年数为演示。"
BEGIN_OWN = "启用本单位数据"


def sample_html() -> Markup:
    """The words of the sample banner."""
    return tag("p", tag("b", "示例数据，仅供演示"), tag("span", SAMPLE_WORDS), class_="sample")


def banners(outline: Outline) -> None:
    """The sample banner, with a link to start with own figures; a warning about a damaged newest version."""
    if outline.is_sample:
        with st.container(key="sample-banner", **ROW):
            st.html(sample_html(), width="content")
            if may(person_here(), Action.BEGIN):
                page_link(UPLOAD, BEGIN_OWN)
    if damage := cache.warehouse().damage():
        st.warning(as_written(damage))
    _say_other_definitions()


def shows_folder_definitions() -> bool:
    """Whether the definitions in force are those of the folder, not a restored backup's own."""
    return cache.catalogue().sha256 == load_catalogue().sha256


def _say_other_definitions() -> None:
    """Says that a restored backup's own definitions are in force, and lists how the folder's differ."""
    if shows_folder_definitions():
        return
    found = list(folder_differences(cache.catalogue(), load_catalogue()))
    with st.expander(f"现按备份所带的指标定义显示，与本机目录文件夹有 {len(found)} 处不同"):
        st.markdown("要改用本机的定义，请按本单位实际修改 data/catalogue 中的文件，保存后刷新本页。")
        for difference in found:
            st.markdown(f"- {as_written(difference)}")
