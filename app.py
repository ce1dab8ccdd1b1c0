"""The board: page settings and which pages there are, nothing else. Who has which: dashboard/ui/roles.py."""

from typing import Literal

import streamlit as st

from dashboard.ui.roles import pages_of
from dashboard.ui.shell import NAME, run_page
from dashboard.ui.view import is_wall

PAGES = {
    "看板": {
        "pages/board/overview.py": "总览",
        "pages/board/cases.py": "执法案件",
        "pages/board/hotline.py": "12345热线",
        "pages/board/petitions.py": "信访",
        "pages/board/training.py": "学法培训",
        "pages/board/publicity.py": "普法宣传",
        "pages/board/governance.py": "组织与整治",
    },
    "计划": {
        "pages/plan/targets.py": "目标与任务",
        "pages/plan/compare.py": "单位对比",
    },
    "数据": {
        "pages/data/upload.py": "数据填报",
        "pages/data/reporting.py": "催报与封账",
    },
    "材料": {
        "pages/material/meeting.py": "会议材料",
        "pages/material/definitions.py": "口径说明",
    },
    "管理": {
        "pages/manage/people.py": "人员与权限",
        "pages/manage/record.py": "操作记录",
    },
}
FIRST_PAGE = "pages/board/overview.py"

st.set_page_config(page_title=NAME, layout="wide", initial_sidebar_state=216)
position: Literal["hidden", "sidebar"] = "hidden" if st.context.is_embedded or is_wall() else "sidebar"
run_page(st.navigation(pages_of(PAGES, FIRST_PAGE), position=position, expanded=True))
