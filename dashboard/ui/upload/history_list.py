"""历次导入: every load, the newest first, each leading to what it changed."""

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.records_table import Field, records_table
from dashboard.ui.upload import reading
from dashboard.ui.upload.words import KINDS, STATES, months_span
from etl.catalogue import Catalogue
from etl.warehouse.restores import Restored

SHOWN = 10
FIELDS = (
    Field("编号", "strong"),
    Field("时间"),
    Field("填报人"),
    Field("文件", "words"),
    Field("内容", "words"),
    Field("变动"),
    Field("备注", "words"),
    Field("状态"),
)
PAGE = "upload"


def show_history(page: DataPage) -> None:
    """The newest loads, and on demand all of them; before them when a backup was last gone back to."""
    st.header("历次导入", anchor=False)
    if restores := reading.restores(page.version):
        st.caption(f"{restored_words(restores[-1])}。")
    loads = reading.history(page.version).iloc[::-1]
    if loads.empty:
        st.caption("还没有导入过数据。")
        return
    every = len(loads) <= SHOWN or st.toggle(f"显示全部 {len(loads):,} 次", key="history-all")
    st.html(records_table(FIELDS, history_rows(page, loads if every else loads[:SHOWN]), "历次导入"))


def history_rows(page: DataPage, loads: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """The cells of each load. Takes the frame of read_history."""
    for row in loads.to_dict("records"):
        yield (
            tag("a", f"第{row['load']}次", href=load_address(page, row["load"])),
            f"{row['loaded_at']:%Y-%m-%d %H:%M}",
            row["loaded_by"],
            row["file"],
            contents(row, page.catalogue),
            counts(row),
            row["note"],
            state_mark(row["state"]),
        )


def restored_words(one: Restored) -> str:
    """2023-07-04 09:30 王小明 从备份恢复（误删，备份.zip）."""
    about = "，".join(filter(None, (one.why, one.file)))
    return as_written(f"{one.recorded_at:%Y-%m-%d %H:%M} {one.recorded_by} 从备份恢复（{about}）")


def load_address(page: DataPage, load: int) -> str:
    """The address that opens one load."""
    return page.address(PAGE, load=str(load)) or f"{PAGE}?load={load}"


def contents(row: dict, catalogue: Catalogue) -> str:
    """Which tables a load holds and of which months."""
    titles = "、".join(catalogue.title(dataset) for dataset in row["datasets"])
    span = months_span(pd.Series([row["first_month"], row["last_month"]]))
    return f"{titles} {span}".strip()


def counts(row: dict) -> str:
    """新增24，改动3; only what there was."""
    order = ("added", "changed", "withdrawn", "unchanged")
    return "，".join(f"{KINDS[kind]}{row[kind]:,}" for kind in order if row[kind])


def state_mark(state: str) -> Markup:
    """有效, or 已撤销 struck through."""
    return tag("span", STATES[state], class_=f"state-{state}")
