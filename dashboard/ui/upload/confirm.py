"""The last step before a load: who, why, and the button that says what it will do."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.ui.markup import tag
from dashboard.ui.upload.load_detail import PERSON
from dashboard.ui.upload.pending import Pending
from dashboard.ui.upload.review import total_changes
from dashboard.ui.upload.words import all_findings, count_findings

BAR = "confirm-bar"  # stays in sight however long the review is: data.css
KEPT = "入库后可随时撤销，原文件留存。"
SAMPLE = "现在打开的是示例数据，可以放心试用。要填报本单位的数，请先点页首“启用本单位数据”。"
WORDS = {"added": "新增", "changed": "改动", "withdrawn": "撤下"}


@dataclass(frozen=True)
class Signature:
    """Who loads, and the note that goes with it."""

    by: str
    note: str


def ask_to_confirm(waiting: Pending, is_sample: bool, put_away: Callable[[], None]) -> Signature | None:
    """Draw who, note and buttons; the signature once it is confirmed. `put_away` is what 取消 does."""
    form = st.form("confirm", border=False, enter_to_submit=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        by = st.text_input(
            "填报人",
            value=st.session_state.get(PERSON, ""),
            placeholder="姓名或科室",
            key="by",
            width=220,
        )
        note = st.text_input("备注（可不填）", placeholder="例如：6月月报；更正5月满意数", key="note")
        confirmed = st.form_submit_button(f"确认入库：{confirm_words(waiting)}", type="primary")
        st.form_submit_button("取消", on_click=put_away)
    warnings = tag("b", warning_words(waiting), class_="lamp warning")
    st.html(tag("p", warnings, tag("span", SAMPLE if is_sample else KEPT), class_="page-note"))
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


def warning_words(waiting: Pending) -> str:
    """That there is something to look at before confirming."""
    found = [finding for preview in waiting.ready for finding in all_findings(preview)]
    return f"▲ 有{count_findings(found)}，请先看过。" if found else ""


def failed_notice(done: int, why: str) -> str:
    """What to say where the warehouse could not be written to."""
    before = f"已入库 {done} 份，其余没有入库。" if done else "没有入库，现有数据没有改动。"
    return f"{before}{why}处理好后，再点“确认入库”即可，不必重新拖入文件。"


def moved_notice(done: int) -> str:
    """What to say where the warehouse moved between preview and confirmation."""
    before = f"已入库 {done} 份。" if done else ""
    return f"{before}核对期间库中数据有了变动，下面是按最新数据重新比对的结果，请看过再确认。"
