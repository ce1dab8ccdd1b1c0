"""历次导入: every load, newest first, with the changes of one load and the form to undo it."""

from collections.abc import Callable, Iterator

import pandas as pd
import streamlit as st

from dashboard.ui import cache
from dashboard.ui.data_page import DataPage, still_missing
from dashboard.ui.markup import Markup, as_written, tag
from dashboard.ui.roles import SIGNED_AS, ask_who
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload.changes import show_changes
from dashboard.ui.upload.taking_back import show_foreseen
from dashboard.ui.upload.words import KINDS, months_span, page_words
from domain.catalogue import Catalogue
from domain.people import Action, Person, may
from etl.load.history import (
    LOAD_STATES,
    Change,
    read_history,
    read_journal,
    read_load_changes,
    read_load_records,
)
from etl.warehouse import WarehouseError
from etl.warehouse.backup import Restored, read_restores
from etl.warehouse.kept_files import ORIGINALS
from etl.warehouse.originals import take_original


@st.cache_resource(max_entries=4, show_spinner=False)
def history(version: str) -> pd.DataFrame:
    """Every load, as the frame of read_history."""
    with cache.reading(version) as connection:
        return read_history(connection)


@st.cache_resource(max_entries=4, show_spinner=False)
def journal_of(version: str) -> pd.DataFrame:
    """Every event, as the frame of read_journal."""
    with cache.reading(version) as connection:
        return read_journal(connection)


@st.cache_resource(max_entries=4, show_spinner=False)
def restores_of(version: str) -> tuple[Restored, ...]:
    """Every restore from a backup, oldest first."""
    with cache.reading(version) as connection:
        return read_restores(connection)


@st.cache_resource(max_entries=8, show_spinner=False)
def load_changes(version: str, load: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What a load changed at the time: figures, targets, tasks, units and notes."""
    with cache.reading(version) as for_figures, cache.reading(version) as for_records:
        catalogue = cache.catalogue_of(version)
        return read_load_changes(for_figures, catalogue, load), read_load_records(for_records, load)


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
    """The newest loads, and on demand all of them; above them the last restore from a backup."""
    st.header("历次导入", anchor=False)
    if restores := restores_of(page.version):
        st.caption(f"{restored_words(restores[-1])}。")
    loads = history(page.version).iloc[::-1]
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
    """The address that opens a load."""
    return page.address(PAGE, load=str(load)) or f"{PAGE}?load={load}"


def contents(row: dict, catalogue: Catalogue) -> str:
    """The tables that a load holds, and their months."""
    titles = "、".join(catalogue.title(dataset) for dataset in row["datasets"])
    span = months_span(pd.Series([row["first_month"], row["last_month"]]))
    return f"{titles} {span}".strip()


def counts(row: dict) -> str:
    """新增24，改动3; only kinds of change that occur."""
    order = ("added", "changed", "withdrawn", "unchanged")
    return "，".join(f"{KINDS[kind]}{row[kind]:,}" for kind in order if row[kind])


def state_mark(state: str) -> Markup:
    """有效, or 已撤销 struck through."""
    return tag("span", LOAD_STATES[state], class_=f"state-{state}")


EVENTS = {"loaded": "导入", "undone": "撤销", "redone": "恢复"}
TakeBack = Callable[[int, str, str], Change]


def show_load(page: DataPage, load: int, undo: TakeBack, redo: TakeBack) -> None:
    """The load's facts, its changes, and the form to undo it. `undo` and `redo` take load, who and why."""
    loads = history(page.version)
    found = loads[loads["load"] == load]
    if found.empty:
        st.warning(f"没有第{load}次导入。")
        return
    row = found.iloc[0].to_dict()
    st.header(f"第{load}次导入：{as_written(row['file'])}", anchor=False)
    st.html(tag("dl", *_facts(page, row), class_="facts"))
    with st.container(horizontal=True):
        _original(row, page.person)
        is_active = row["state"] == "active"
        if may(page.person, Action.OWN_LOAD, loaded_by=row["loaded_by"]):
            label, change = ("撤销这次导入", undo) if is_active else ("恢复这次导入", redo)
            _change_form(page, row, label, change)
    figures, records = load_changes(page.version, load)
    st.html(tag("h3", "当时的变动", class_="table-title"))
    show_changes(figures, records, page.catalogue, page.directory.name_of, f"load-{load}")


def _facts(page: DataPage, row: dict) -> Iterator[str]:
    journal = journal_of(page.version)
    facts = {
        "内容": contents(row, page.catalogue),
        "变动": counts(row),
        "备注": row["note"],
        "状态": state_mark(row["state"]),
        "记录": "；".join(_events(journal[journal["load"] == row["load"]])),
        "校验码": row["sha256"][:16],
    }
    for name, value in facts.items():
        if value:
            yield tag("dt", name)
            yield tag("dd", value)


def _events(events: pd.DataFrame) -> Iterator[str]:
    for event in events.to_dict("records"):
        is_load = event["kind"] == "loaded"
        why = f"（{event['why']}）" if event["why"] and not is_load else ""
        yield f"{event['recorded_at']:%Y-%m-%d %H:%M} {event['recorded_by']} {EVENTS[event['kind']]}{why}"


def _original(row: dict, person: Person) -> None:
    """The original file as it was submitted, for who may take it out; asked again when it is fetched."""
    if not may(person, Action.OWN_LOAD, loaded_by=row["loaded_by"]):
        return
    if cache.warehouse().files(ORIGINALS).read(row["sha256"]) is None:
        st.caption("原始文件缺失或被改动，请用备份恢复。")
        return
    st.download_button(
        "下载原始文件",
        data=lambda: take_original(cache.warehouse(), row["load"], person=person) or b"",
        file_name=row["file"].rsplit("/", 1)[-1],
        on_click="ignore",
        icon=":material/download:",
        key=f"original-{row['load']}",
    )


def _change_form(page: DataPage, row: dict, label: str, change: TakeBack) -> None:
    """What becomes of the figures, who and why, then the change itself."""
    load, key = row["load"], f"{label}-{row['load']}"
    with st.popover(label, key=key):
        show_foreseen(page, load, undone=row["state"] == "undone")
        _signed(load, key, label, change)


def _signed(load: int, key: str, label: str, change: TakeBack) -> None:
    with st.form(f"form-{key}", border=False):
        who = ask_who("经办人（必填）", f"who-{key}")
        why = st.text_input("原因", key=f"why-{key}", placeholder="例如：数填错了行")
        st.html(still_missing("经办人"))
        if st.form_submit_button(label, type="primary"):
            if not who:
                st.error("请填写经办人。")
            else:
                st.session_state[SIGNED_AS] = who
                apply_change(lambda: change(load, who, why.strip()))


def apply_change(change: Callable[[], Change]) -> None:
    """Carry out an undo, redo, freeze or unfreeze and rerun the page; a refusal is shown."""
    try:
        result = change()
    except WarehouseError as error:
        st.error(as_written(str(error)))
        return
    if result.status == "refused":
        for finding in result.findings:
            st.error(as_written(page_words(finding.message)))
        return
    st.rerun()
