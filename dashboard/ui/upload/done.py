"""What was just loaded, with the way back at hand."""

from dataclasses import dataclass, field
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.upload import reading
from dashboard.ui.upload.history_list import contents, counts, load_address
from dashboard.ui.upload.load_detail import TakeBack, apply_change
from dashboard.ui.upload.note_form import ASKED
from etl.history import Change

DONE = "upload-done"
LINKED = 3


@dataclass(frozen=True)
class Done:
    """One load of this session: its number, who loaded it, and the rows that were left out, as a CSV."""

    load: int
    by: str
    file: str
    rejected: bytes | None = field(default=None, repr=False)


def remember_done(done: Done) -> None:
    """Keep a load among those just made."""
    st.session_state[DONE] = [*just_done(), done]


def just_done() -> list[Done]:
    """The loads just made, oldest first."""
    return st.session_state.get(DONE, [])


def forget_done() -> None:
    """Put them away; they stand in the history."""
    st.session_state[DONE] = []


def show_done(page: DataPage, undo: TakeBack, redo: TakeBack) -> None:
    """A row each load with 撤销 or, once taken back, 恢复. `undo` and `redo` take load, who and why."""
    loads = reading.history(page.version).set_index("load", drop=False)
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
                if undone:
                    _button("恢复", partial(redo, done.load, done.by, "撤销后恢复"))
                else:
                    _button("撤销", partial(undo, done.load, done.by, "导入后即撤销"))


def _said(page: DataPage, row: dict, undone: bool) -> str:
    said = "已撤销，此前的数据重新生效" if undone else "已入库"
    icon = ":material/undo:" if undone else ":material/check_circle:"
    return f"{icon} **第{row['load']}次导入{said}**　{contents(row, page.catalogue)}　{counts(row)}"


def _button(label: str, change: partial[Change]) -> None:
    if st.button(label, key=f"{label}-{change.args[0]}"):
        apply_change(change)


def _links(page: DataPage, row: dict) -> None:
    """To the pages that show the figures in their last month, and to the load itself."""
    last = row["last_month"]
    month = {"year": str(last.year), "month": str(last.month)} if pd.notna(last) else {}
    datasets = [dataset for dataset in row["datasets"] if page.address(dataset)]
    links = [
        f"[看{page.catalogue.dataset(dataset).title}]({page.address(dataset, **month)})"
        for dataset in datasets[:LINKED]
    ]
    kpi = page.catalogue.kpi_named(st.query_params.get(ASKED, ""))
    if "notes" in row["datasets"] and kpi:
        links.append(f"[看{kpi.short_name}]({page.address(kpi.dataset, kpi=kpi.id)})")
    links.append(f"[这次导入的明细]({load_address(page, row['load'])})")
    st.markdown("　".join(links), width="content")


def _rejected(done: Done) -> None:
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
