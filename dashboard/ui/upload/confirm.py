"""The last step before a load and the first after it: who, why, the button, and the result."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.ui.data_page import DataPage, still_missing
from dashboard.ui.markup import as_written, tag
from dashboard.ui.roles import SIGNED_AS, ask_who
from dashboard.ui.upload import history_list
from dashboard.ui.upload.history_list import TakeBack, apply_change, contents, counts, load_address
from dashboard.ui.upload.note_form import ASKED
from dashboard.ui.upload.pending import Pending
from dashboard.ui.upload.review import total_changes
from dashboard.ui.upload.taking_back import told_in_short
from dashboard.ui.upload.words import all_findings, count_findings
from dashboard.wording.format import first_few
from etl.load.history import Change

BAR = "confirm-bar"  # stays in sight even if the review is long: data.css
KEPT = "入库后可随时撤销，原文件留存。"
BEGUN_MEANWHILE = "已启用本单位数据，下面是按本单位的数据重新核对的结果，请看过再确认。"
SAMPLE = "现在打开的是示例数据，可以放心试用。要填报本单位的数，请先在本页启用本单位数据。"
FILES_NAMED = 3
WORDS = {"added": "新增", "changed": "改动", "withdrawn": "撤下"}


@dataclass(frozen=True)
class Signature:
    """Who loads, and the note for the load."""

    by: str
    note: str


def ask_to_confirm(waiting: Pending, is_sample: bool, put_away: Callable[[], None]) -> Signature | None:
    """Draw who, note and buttons; returns the signature once confirmed. 取消 calls `put_away`."""
    form = st.form("confirm", border=False, enter_to_submit=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        by = ask_who("填报人（必填）", "by", placeholder="姓名或科室", width=220)
        note = st.text_input("备注（可不填）", placeholder="例如：6月月报；更正5月满意数", key="note")
        confirmed = st.form_submit_button(f"确认入库：{confirm_words(waiting)}", type="primary")
        st.form_submit_button("取消", on_click=put_away)
        st.html(still_missing("填报人"))
    warnings = tag("b", warning_words(waiting), class_="lamp warning")
    st.html(tag("p", warnings, tag("span", SAMPLE if is_sample else KEPT), class_="page-note"))
    if not confirmed:
        return None
    if not by:
        st.error("请填写填报人，再点确认。")
        return None
    st.session_state[SIGNED_AS] = by
    return Signature(by, note.strip())


def confirm_words(waiting: Pending) -> str:
    """新增24，改动3; for several files also how many are loaded and how many are not."""
    counts = total_changes(waiting.ready)
    changes = "，".join(f"{word}{counts[kind]:,}" for kind, word in WORDS.items() if counts[kind])
    if len(waiting.previews) == 1:
        return changes
    refused = sum(preview.status == "refused" for preview in waiting.previews)
    out = f"；{refused}份有错不入库" if refused else ""
    return f"{len(waiting.ready)}份，{changes}{out}"


def warning_words(waiting: Pending) -> str:
    """Says that there are warnings to look at before confirming; of several files, in which they are."""
    found = [(preview.file, all_findings(preview)) for preview in waiting.ready]
    every = [finding for _, findings in found for finding in findings]
    files = [file for file, findings in found if findings] if len(waiting.previews) > 1 else []
    where = f"（{first_few(files, FILES_NAMED, '份')}）" if files else ""
    return f"▲ 有{count_findings(every)}{where}，请先看过。" if every else ""


def failed_notice(done: int, why: str) -> str:
    """The message if the warehouse could not be written to."""
    before = f"已入库 {done} 份，其余没有入库。" if done else "没有入库，现有数据没有改动。"
    return f"{before}{why}处理好后，再点“确认入库”即可，不必重新选择文件。"


def moved_notice(done: int) -> str:
    """The message if the warehouse changed between preview and confirmation."""
    before = f"已入库 {done} 份。" if done else ""
    return f"{before}核对期间库中数据有了变动，下面是按最新数据重新比对的结果，请看过再确认。"


DONE = "upload-done"
LINKED = 3


@dataclass(frozen=True)
class LoadDone:
    """One load of this session: its number, who loaded it, and the rows left out, as a CSV."""

    load: int
    by: str
    file: str
    rejected: bytes | None = field(default=None, repr=False)


def remember_done(done: LoadDone) -> None:
    """Add a load to those just made."""
    st.session_state[DONE] = [*just_done(), done]


def just_done() -> list[LoadDone]:
    """The loads just made, oldest first."""
    return st.session_state.get(DONE, [])


def forget_done() -> None:
    """Forget the loads just made; they remain in the history."""
    st.session_state[DONE] = []


def show_done(page: DataPage, undo: TakeBack, redo: TakeBack) -> None:
    """A row for each load with 撤销 or, once it is undone, 恢复. `undo` and `redo` take load, who and why."""
    loads = history_list.history(page.version).set_index("load", drop=False)
    shown = [done for done in just_done() if done.load in loads.index]
    if not shown:
        return
    with st.container(border=True, key="done"):
        for done in shown:
            row = loads.loc[done.load].to_dict()
            undone = row["state"] == "undone"
            with st.container(horizontal=True, vertical_alignment="center", key=f"done-{done.load}"):
                st.markdown(_said(page, row, undone), width="stretch")
                _links(page, row)
                _rejected(done)
                told = told_in_short(page.version, done.load, undone=undone)
                if undone:
                    _button("恢复", told, partial(redo, done.load, done.by, "撤销后恢复"))
                else:
                    _button("撤销", told, partial(undo, done.load, done.by, "导入后即撤销"))


def _said(page: DataPage, row: dict, undone: bool) -> str:
    outcome = "已撤销，此前的数据重新生效" if undone else "已入库"
    icon = ":material/undo:" if undone else ":material/check_circle:"
    what = as_written(contents(row, page.catalogue))
    return f"{icon} **第{row['load']}次导入{outcome}**　{what}　{counts(row)}"


def _button(label: str, told: str, change: partial[Change]) -> None:
    """The button; `told` stands beside it when it is pointed at."""
    if st.button(label, key=f"{label}-{change.args[0]}", help=told):
        apply_change(change)


def _links(page: DataPage, row: dict) -> None:
    """Links to the pages that show the figures in their last month, and to the load itself."""
    last = row["last_month"]
    month = {"year": str(last.year), "month": str(last.month)} if pd.notna(last) else {}
    datasets = [dataset for dataset in row["datasets"] if page.address(dataset)]
    links = [
        f"[看{as_written(page.catalogue.dataset(dataset).title)}]({page.address(dataset, **month)})"
        for dataset in datasets[:LINKED]
    ]
    kpi = page.catalogue.kpi_named(st.query_params.get(ASKED, ""))
    if "notes" in row["datasets"] and kpi:
        links.append(f"[看{as_written(kpi.short_name)}]({page.address(kpi.dataset, kpi=kpi.id)})")
    links.append(f"[这次导入的明细]({load_address(page, row['load'])})")
    st.markdown("　".join(links), width="content")


def _rejected(done: LoadDone) -> None:
    if done.rejected is not None:
        st.download_button(
            "下载跳过的行，改好后再传",
            data=done.rejected,
            file_name=f"{done.file.rsplit('.', 1)[0]}-跳过的行.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"rejected-{done.load}",
        )
