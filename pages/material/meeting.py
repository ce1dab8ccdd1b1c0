"""会议材料: choose KPIs, check the outline of the slides, and take slides, bulletin, report and workbook."""

import streamlit as st

from dashboard.documents.slides.template import template_fault
from dashboard.ui import cache
from dashboard.ui.markup import as_written, tag
from dashboard.ui.meeting import STYLE, choose_kpis, draw_files, outline_html, view_data, view_slides
from dashboard.ui.shell import open_page

TEMPLATE_NOTE = (
    "幻灯片使用内置版式；把本单位的 .pptx 模板放进 data/templates，即改用该模板。"
    "数据截至、口径、示例标注和数据来源都写在页脚和备注里。"
)
STILL_COUNTING = "指标口径已改动，正在按新口径重算，算好后再生成材料；下面的提纲仍按改动前的口径。"

page = open_page("会议材料")
st.html(STYLE)
view = page.view
data = view_data(page.version, view.year, view.month, view.unit)
kpis = choose_kpis(data)
plans = view_slides(page.version, view.year, view.month, view.unit, kpis)
must_wait = cache.shows_earlier_definitions()
draw_files(data, kpis, len(plans), disabled=must_wait)
if must_wait:
    st.info(STILL_COUNTING)
if fault := template_fault():
    st.warning(as_written(fault))
st.header(f"幻灯片共{len(plans)}页", anchor=False)
st.html(outline_html(data, plans))
st.html(tag("p", TEMPLATE_NOTE, class_="page-note"))
