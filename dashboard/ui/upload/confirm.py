"""The last step before a load: who, why, and the button that says what it will do."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.ui.upload.load_detail import PERSON
from dashboard.ui.upload.pending import Pending
from dashboard.ui.upload.review import total_changes

WORDS = {"added": "新增", "changed": "改动", "withdrawn": "撤下"}


@dataclass(frozen=True)
class Signature:
    """Who loads, and the note that goes with it."""

    by: str
    note: str


def ask_to_confirm(waiting: Pending, is_sample: bool, put_away: Callable[[], None]) -> Signature | None:
    """Draw who, note and buttons; the signature once it is confirmed. `put_away` is what 取消 does."""
    if is_sample:
        st.caption("现在打开的是示例数据，可以放心试用。要填报本单位的数，请先点页首“启用本单位数据”。")
    with st.form("confirm", border=False, enter_to_submit=False):
        with st.container(horizontal=True):
            by = st.text_input(
                "填报人", value=st.session_state.get(PERSON, ""), placeholder="姓名或科室", key="by"
            )
            note = st.text_input("备注（可不填）", placeholder="例如：6月月报；更正5月满意数", key="note")
        with st.container(horizontal=True, vertical_alignment="center"):
            confirmed = st.form_submit_button(f"确认入库：{confirm_words(waiting)}", type="primary")
            st.form_submit_button("取消", on_click=put_away)
            st.markdown(":small[:gray[入库后可随时撤销，原文件留存。]]", width="content")
    if not confirmed:
        return None
    if not by.strip():
        st.error("请填写填报人，再点确认。")
        return None
    st.session_state[PERSON] = by.strip()
    return Signature(by.strip(), note.strip())


def confirm_words(waiting: Pending) -> str:
    """新增24，改动3; of several files how many, and how many stay out."""
    counts = total_changes(waiting.ready)
    changes = "，".join(f"{word}{counts[kind]:,}" for kind, word in WORDS.items() if counts[kind])
    if len(waiting.previews) == 1:
        return changes
    refused = sum(preview.status == "refused" for preview in waiting.previews)
    out = f"；{refused}份有错不入库" if refused else ""
    return f"{len(waiting.ready)}份，{changes}{out}"


def moved_notice(done: int) -> str:
    """What to say where the warehouse moved between preview and confirmation."""
    before = f"已入库 {done} 份。" if done else ""
    return f"{before}核对期间库中数据有了变动，下面是按最新数据重新比对的结果，请看过再确认。"
