"""What the checked files contain and would change, shown before confirmation."""

from collections.abc import Callable, Collection

import pandas as pd
import streamlit as st

from dashboard.ui.data_page import DataPage
from dashboard.ui.markup import Markup, tag
from dashboard.ui.tables import Field, records_table
from dashboard.ui.upload import options
from dashboard.ui.upload.changes import TARGETS, count_lamps, show_changes, show_lamps
from dashboard.ui.upload.findings import show_findings
from dashboard.ui.upload.name_offer import name_offers, parts_words, show_offers, show_unit_offer
from dashboard.ui.upload.pending import Pending
from dashboard.ui.upload.words import all_findings, count_changes, count_findings, is_private, what_was_read
from etl.load.preview import Preview

FILE_FIELDS = (Field("文件", "strong"), Field("内容", "words"), Field("检查"), Field("结果"))
VERDICTS = {
    "ok": ("✓", "可以入库", "verdict-ok"),
    "unchanged": ("＝", "与现有数据相同，不必再传", "verdict-same"),
    "refused": ("■", "未通过，整份不入库", "verdict-refused"),
    "open": ("？", "待选定", "verdict-open"),
}


def show_review(page: DataPage, waiting: Pending) -> None:
    """What was read, the lamps that the files change together, the findings, and each changed figure.

    Errors come before everything else.
    """
    if waiting.notice:
        st.warning(waiting.notice, icon=":material/sync_problem:")
    offers = name_offers(page, waiting)
    show_offers(offers)
    show_unit_offer(page, waiting)
    shown = _chosen_file(page, waiting)
    _say_read(page, waiting, shown)
    offered = {part.part for part in offers.get(shown.file, ())}
    if _state(shown) == "refused":
        show_findings(shown, page.catalogue, shown.file)
        _options(page, waiting, shown, offered)
        _lamps(page, waiting)
    else:
        _options(page, waiting, shown, offered)
        _lamps(page, waiting)
        show_findings(shown, page.catalogue, shown.file)
    _changes(page, waiting)


def _state(preview: Preview) -> str:
    """Its status; `open` if a choice by the user would resolve everything."""
    return "open" if options.only_open(preview) else preview.status


def _chosen_file(page: DataPage, waiting: Pending) -> Preview:
    """The only file, or the selected one of several; first one that is refused, else one with warnings."""
    previews = waiting.previews
    if len(previews) == 1:
        return previews[0]
    st.html(records_table(FILE_FIELDS, [_file_row(page, preview) for preview in previews], "文件"))
    places = range(len(previews))
    refused = [place for place in places if previews[place].status == "refused"]
    warned = [place for place in places if all_findings(previews[place])]
    place = st.selectbox(
        "查看文件",
        places,
        index=next(iter(refused or warned), 0),
        format_func=lambda place: f"{previews[place].file}（{VERDICTS[_state(previews[place])][1]}）",
        key="upload-looked-at",
    )
    return previews[place]


def _file_row(page: DataPage, preview: Preview) -> tuple[str, ...]:
    read = what_was_read(preview, page.catalogue)
    return preview.file, read, count_findings(all_findings(preview)) or "没有问题", verdict(preview)


def verdict(preview: Preview) -> Markup:
    """The verdict on a file: a sign, words, and a colour."""
    sign, words, name = VERDICTS[_state(preview)]
    named = parts_words(options.needed(preview)) if name == "verdict-open" else ""
    return tag("span", f"{sign}\u00a0{words}{named}", class_=name)


def _say_read(page: DataPage, waiting: Pending, preview: Preview) -> None:
    """What was read from the file, and whether it cannot or need not be loaded."""
    read = what_was_read(preview, page.catalogue, in_markdown=True)
    if read and not waiting.from_form:
        st.markdown(f"识别为 {read}")
    state = _state(preview)
    if state == "refused":
        _say_refused(preview, waiting.from_form)
    elif state == "unchanged":
        st.info("与现有数据完全相同，不必再传。", icon=":material/check:")


def _options(page: DataPage, waiting: Pending, preview: Preview, offered: Collection[str]) -> None:
    """The options that the user must still choose, without those `offered` from the file's name."""
    if not waiting.from_form and not is_private(preview):
        options.ask(page, preview, preview.file, offered)


def _say_refused(preview: Preview, from_form: bool) -> None:
    if is_private(preview):
        st.error("已拒收：本系统不得存放涉密或含个人信息的文件。文件没有保存。", icon=":material/block:")
        return
    if from_form:
        st.error("填写的内容没有通过检查，没有入库。请按下面各条返回修改。", icon=":material/block:")
        return
    st.error("这份文件没有通过检查，整份不入库。请按下面各条改正后重传。", icon=":material/block:")


def _lamps(page: DataPage, waiting: Pending) -> None:
    """入库后：新增24个数，改动3个数，2盏灯变色."""
    if not waiting.ready:
        return
    st.header(f"入库后：{_consequence_words(waiting)}", anchor=False)
    show_lamps(waiting.consequences, page.catalogue, unit_names(page.view_name, waiting.ready))
    planned = any(table.dataset == TARGETS for preview in waiting.ready for table in preview.tables)
    if planned and not waiting.consequences.months:
        st.caption("目标所在年度还没有月报，亮灯先为“待报”。")


def _changes(page: DataPage, waiting: Pending) -> None:
    """Each figure old → new."""
    ready = waiting.ready
    if not ready:
        return
    unit_name = unit_names(page.directory.name_of, ready)
    together = pd.concat([preview.figure_changes for preview in ready], ignore_index=True)
    figures = ready[-1].changes_of_figures.order.sorted(together)
    records = pd.concat([preview.record_changes for preview in ready], ignore_index=True)
    show_changes(figures, records, page.catalogue, unit_name, "pending")


def _consequence_words(waiting: Pending) -> str:
    """What changes and how many lamps change; no word on lamps if none could."""
    counts = total_changes(waiting.ready)
    words = {"added": "新增", "changed": "改动", "withdrawn": "撤下"}
    unit = _counted_in(waiting.ready)
    changed = [f"{word}{counts[kind]:,}{unit}" for kind, word in words.items() if counts[kind]]
    no_lamp = "没有灯变色" if waiting.consequences.months else ""
    lamps = count_lamps(waiting.consequences.lamps) or no_lamp
    return "，".join([*changed, lamps] if lamps else changed)


def _counted_in(previews: tuple[Preview, ...]) -> str:
    """个数 for figures, 条 for targets, units and similar records, 项 for both."""
    figures = any(len(preview.figure_changes) for preview in previews)
    records = any(len(preview.record_changes) for preview in previews)
    return "项" if figures and records else "个数" if figures else "条"


def total_changes(previews: tuple[Preview, ...]) -> dict[str, int]:
    """The number of figures or rows by kind of change, over all files."""
    counts = [count_changes(preview) for preview in previews]
    return {kind: sum(count[kind] for count in counts) for kind in counts[0]} if counts else {}


def unit_names(known: Callable[[str], str], previews: tuple[Preview, ...]) -> Callable[[str], str]:
    """The unit's name from `known`; for a unit that the files add, the name in the files."""
    brought = {unit.unit: unit.name for preview in previews for unit in preview.units}

    def name(unit: str) -> str:
        known_name = known(unit)
        return brought.get(unit, known_name) if known_name == unit else known_name

    return name
