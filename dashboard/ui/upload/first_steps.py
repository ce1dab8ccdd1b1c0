"""What an office does first: its units, its targets, then the month; each with its template at hand."""

import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.upload.templates import first_template


def show_first_steps(page: DataPage) -> None:
    """The three steps with what is done; nothing once figures have been reported."""
    if page.outline.start_months:
        return
    has_units, has_targets = page.outline.root is not None, bool(page.outline.years)
    st.header("先做三件事，看板就能用起来", anchor=False)
    steps = (
        ("units", "单位", has_units, "填写单位代码、名称、上级单位和每月填报内容，先行导入。"),
        ("targets", "年度目标", has_targets, "按年度工作要点填写各项目标、依据和责任人，再导入。"),
        ("", "月报", False, "各单位每月填报。现有的 Excel 表可以直接拖进来；也可用右上角“下载模板”。"),
    )
    for place, (dataset, title, done, what) in enumerate(steps, start=1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"step-{place}"):
            st.markdown(f"{'✓' if done else f'{place}.'} **{title}**　{what}", width="stretch")
            if dataset and not done:
                first_template(dataset, title, page.due_month.year)
