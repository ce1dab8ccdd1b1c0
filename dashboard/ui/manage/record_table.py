"""The record of operations as a table that can be narrowed, and as a CSV."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import streamlit as st

from dashboard.ui import cache
from dashboard.ui.tables import Field, records_table
from domain.people import Action, Person
from domain.text import csv_text
from etl.warehouse.operation_record import ACTIONS, OUTCOMES, Entry, choose_entries, read_record
from etl.warehouse.people import allow

SHOWN = 200
HEADER = ("时间", "人员", "来自", "操作", "结果", "内容")
FIELDS = (
    Field("时间"),
    Field("人员", "strong"),
    Field("来自"),
    Field("操作"),
    Field("结果"),
    Field("内容", "words"),
)


def entries_for(person: Person) -> tuple[Entry, ...]:
    """Every operation, for who may read the record now. Raises NotAllowedError."""
    warehouse = cache.warehouse()
    allow(warehouse, person, Action.RECORD, "操作记录")
    return read_record(warehouse)


def show_record(person: Person) -> None:
    """The filter, the newest entries that match, and the download of all that match."""
    every = entries_for(person)
    if not every:
        st.caption("还没有操作记录。")
        return
    chosen = _choose(every)
    entries = choose_entries(every, *chosen)
    st.header(f"{len(entries):,}条操作记录", anchor=False)
    if len(entries) > SHOWN:
        st.caption(f"列出最近 {SHOWN} 条；下载的表里有全部。")
    st.html(records_table(FIELDS, map(_row, reversed(entries[-SHOWN:])), "操作记录"))
    st.download_button(
        "下载操作记录（CSV）",
        data=lambda: record_csv(choose_entries(entries_for(person), *chosen)),
        file_name=f"操作记录-{date.today():%Y%m%d}.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key="record-csv",
    )


Choice = tuple[date | None, date | None, str | None, str | None, str | None]


def _choose(every: tuple[Entry, ...]) -> Choice:
    """The filter: first and last day, person, operation, outcome."""
    people = sorted({entry.who for entry in every})
    actions = [action for action in ACTIONS if any(entry.action == action for entry in every)]
    everything: Any = {"index": None, "placeholder": "全部"}
    with st.container(horizontal=True, key="record-filter"):
        since = st.date_input("从哪天起", None, key="record-since", format="YYYY-MM-DD")
        until = st.date_input("到哪天止", None, key="record-until", format="YYYY-MM-DD")
        who = st.selectbox("人员", people, key="record-who", **everything)
        action = st.selectbox(
            "操作", actions, format_func=ACTIONS.__getitem__, key="record-action", **everything
        )
        outcome = st.selectbox(
            "结果", list(OUTCOMES), format_func=OUTCOMES.__getitem__, key="record-outcome", **everything
        )
    return since, until, who, action, outcome


def _row(entry: Entry) -> tuple[str, ...]:
    return (
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        entry.who,
        entry.source,
        ACTIONS.get(entry.action, entry.action),
        OUTCOMES.get(entry.outcome, entry.outcome),
        entry.detail,
    )


def record_csv(entries: Iterable[Entry]) -> bytes:
    """The entries, oldest first, for a spreadsheet."""
    return csv_text([HEADER, *map(_row, entries)]).encode()
